"""Has a chat model write an answer from the evidence, and lets pass what its passages hold."""

from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import BaseMessage

from assistant.age import say_how_to_read_time
from assistant.circuit_breaker import CircuitBreaker
from assistant.citation_markers import CitationMarkers
from assistant.conversations import Turn
from assistant.draft import Draft, Evidence
from assistant.evidence_shown import evidence_shown
from assistant.follow_ups import FollowUps
from assistant.model_call import USUAL, Budget, ModelCaller, ModelFault
from assistant.model_sentences import Sentence, SentenceReader
from assistant.model_verification import Verdict, introduces, verdict_on
from assistant.phrases import escaped
from assistant.prompt import prompt
from assistant.question import Question
from corpus.profile import Language, Passage
from index.search import Match

_FOR_WORDING = 0.25  # of the seconds, to say a follow-up so that it stands alone
_ENOUGH = 2  # verified statements from which an answer stands, whatever else was taken out

Observer = Callable[[Sentence, Verdict], None]


class ChatWriter:
    """Writes answers with one model; `name` is how they are signed. With `rewrites` it says
    follow-ups so that they stand alone, too, in a part of the budget's time."""

    def __init__(
        self,
        model: BaseChatModel,
        name: str,
        budget: Budget = USUAL,
        observe: Observer | None = None,
        rewrites: bool = False,
    ) -> None:
        self.name = name
        self.follow_ups: FollowUps | None = None
        breaker = CircuitBreaker()
        if rewrites:
            wording, budget = budget.divided(_FOR_WORDING)
            self.follow_ups = FollowUps(ModelCaller(model, wording, breaker))
        self._caller = ModelCaller(model, budget, breaker)
        self._observe = observe

    def write(
        self,
        asked: Question,
        floor: Draft,
        matches: Sequence[Match],
        passages: Sequence[Passage],
        earlier: Sequence[Turn] = (),
    ) -> Generator[str, None, Draft | None]:
        """Yield the text of an answer as it is verified; return it whole, or None where too little
        is left and nothing was yielded: then `floor`, the extractive answer, is to be given.

        What the extractive answer notes beside is said after what the model wrote. `matches` are
        the passages found, best first, `passages` all of the profile.
        """
        evidence = evidence_shown(floor, matches, passages)
        if not evidence:
            return None
        draft = Draft(floor.status, floor.about)
        shown = lost = count = 0
        introduction: Sentence | None = None
        try:
            for sentence, verdict in self._judged(asked, evidence, earlier):
                if verdict.only_introduces:
                    introduction = sentence
                elif not verdict.evidence:
                    lost += 1
                else:
                    _say(draft, introduction)
                    _say(draft, sentence, *verdict.evidence)
                    introduction = None
                    count += 1
                    if count >= _ENOUGH and _answers(draft, floor):
                        yield draft.text[shown:]
                        shown = len(draft.text)
        except ModelFault:
            lost += 1  # what it did not finish
        if not shown and (lost or not _answers(draft, floor)):
            return None
        _say_notes(draft, floor, asked.language)
        if rest := draft.text[shown:]:
            yield rest
        return draft

    def _judged(
        self, asked: Question, evidence: Sequence[Evidence], earlier: Sequence[Turn]
    ) -> Iterator[tuple[Sentence, Verdict]]:
        """Yield each sentence with what it may rest on; one said again is taken out."""
        said: set[str] = set()
        messages = prompt(asked.text, asked.language, evidence, earlier)
        for sentence in self._sentences(messages, len(evidence)):
            if sentence.text in said:
                verdict = Verdict(reasons=("it was said before",))
            elif not sentence.numbers and introduces(sentence, evidence, asked.language):
                verdict = Verdict(only_introduces=True)
            else:
                cited = [evidence[number - 1] for number in sentence.numbers]
                verdict = verdict_on(sentence, cited, asked.language)
            said.add(sentence.text)
            if self._observe:
                self._observe(sentence, verdict)
            yield sentence, verdict

    def _sentences(self, messages: list[BaseMessage], count: int) -> Iterator[Sentence]:
        """Yield the sentences that the model finishes. Raises ModelFault."""
        markers, reader = CitationMarkers(count), SentenceReader()
        with closing(self._caller.text(messages)) as text:
            for piece in text:
                for part in markers.feed(piece):
                    yield from reader.feed(part)
        for part in markers.close():
            yield from reader.feed(part)
        yield from reader.close()


def _say(draft: Draft, sentence: Sentence | None, *evidence: Evidence) -> None:
    if sentence is None:
        return
    if draft.parts:
        draft.say("", end=sentence.break_before or " ")
    draft.say(sentence.bullet + escaped(sentence.text), *evidence, end="")


def _say_notes(draft: Draft, floor: Draft, language: Language) -> None:
    """Say what the extractive answer says beside: what is left open, what has no evidence, and
    at which time old words are to be read."""
    draft.counts |= floor.counts
    draft.say("", end="\n\n")
    for note in floor.notes:
        draft.say(note.text, *note.evidence, end=note.end)
    say_how_to_read_time(draft, language)


def _answers(draft: Draft, floor: Draft) -> bool:
    """Tell whether something that the extractive answer rests on is said."""
    return any(
        piece.profile.id == asked.profile.id
        and piece.span.start < asked.span.end
        and asked.span.start < piece.span.end
        for piece in draft.evidence
        for asked in floor.evidence
    )
