"""Makes questions by the thousand, the same at every run, to look for answers that break a rule.

They are filled with the titles and codes of professions, or made of a profile's own words so that
its oddest passages come to be quoted; then typed badly, cut, shuffled or dressed in mark-up.
"""

import random
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.question import LONGEST_QUESTION
from corpus.profile import LANGUAGES, Language, Profile
from index.generation import Generation
from index.training_asked import read_kinds
from index.training_questions import misspelt

_SLOT = re.compile(r"\{\w+\}")
_ODD = re.compile(r"[^\w\s.,;:’'()-]|\d")
_ODDEST_OF = 4  # passages looked at for one question
_GOES_ON, _MOST_FOLLOW_UPS = 0.2, 3
_DISTORTED = 0.35
_GIVEN = 0.1  # of the questions come with a profile's id, or a language to answer in
_SHORTENED = ("more", "salary", "education", "duties", "employers")  # kinds that follow-ups ask

_FRAMES = {
    "fr": (
        "{line} ?",
        "Est-ce que le métier de {title} demande : {line} ?",
        "{title} : {line} ?",
        "Faut-il « {line} » pour être {title} ?",
        "{title}, {line}, et le salaire ?",
    ),
    "en": (
        "{line}?",
        "Does a {title} have to: {line}?",
        "{title}: {line}?",
        "Is “{line}” part of the job of {title}?",
        "{title}, {line}, and the pay?",
    ),
}
_FOLLOW_UPS = {
    "fr": (
        "le premier",
        "le 2",
        "et pour {title} ?",
        "{title}",
        "non, plutôt {code}",
        "pourquoi ?",
    ),
    "en": (
        "the first one",
        "number 2",
        "and for {title}?",
        "{title}",
        "no, {code} instead",
        "why?",
    ),
}
_JOINED = {"fr": " et ", "en": " and "}
_HOSTILE = (
    "<script>alert(1)</script> {question}",
    "{question} <img src=x onerror=alert(1)>",
    "[{question}](javascript:alert(1))",
    "**{question}** [1] [2]",
    "# {question}",
    "| {question} | a |\n|---|---|",
    "```{question}```",
    "{question} \\[1\\] &lt;b&gt; _x_",
    "1. {question}",
    "«\u00a0{question}\u00a0» “x”",
    "\u202e{question}\u200b",
)


@dataclass(frozen=True)
class Talk:
    """Questions that follow one another, and what is given with each of them."""

    questions: tuple[str, ...]
    profile_id: str | None = None
    language: Language | None = None


class QuestionGenerator:
    """Makes questions about the professions of one index."""

    def __init__(self, generation: Generation, seed: int) -> None:
        self._generation = generation
        self._chance = random.Random(seed)
        self._ids = tuple(generation.profiles)
        self._wordings: defaultdict[str, list[tuple[Language, str]]] = defaultdict(list)
        for kind, language, wording in read_kinds():
            self._wordings[kind].append(("fr" if language == "fr" else "en", wording))

    def talks(self, count: int) -> Iterator[Talk]:
        """Yield talks with `count` questions in all."""
        while count > 0:
            talk = self._talk(count)
            count -= len(talk.questions)
            yield talk

    def _talk(self, longest: int) -> Talk:
        language = self._chance.choice(LANGUAGES)
        asked = [self._distorted(self._question(language))]
        if self._chance.random() < _GOES_ON:
            for _ in range(self._chance.randint(1, _MOST_FOLLOW_UPS)):
                asked.append(self._distorted(self._follow_up(language)))
        return Talk(
            questions=tuple(asked[:longest]),
            profile_id=self._chance.choice(self._ids) if self._chance.random() < _GIVEN else None,
            language=language if self._chance.random() < _GIVEN else None,
        )

    def _question(self, language: Language) -> str:
        makers = (self._of_a_kind, self._of_a_line, self._of_two_kinds, self._with_a_number)
        (make,) = self._chance.choices(makers, weights=(45, 40, 10, 5))
        return make(language)

    def _of_a_kind(self, language: Language) -> str:
        """Return one of the wordings of training; each kind of question is as frequent."""
        return self._filled(self._wording(self._chance.choice(list(self._wordings)), language))

    def _wording(self, kind: str, language: Language) -> str:
        return self._chance.choice(
            [said for spoken, said in self._wordings[kind] if spoken == language]
        )

    def _of_two_kinds(self, language: Language) -> str:
        first, second = (self._of_a_kind(language).rstrip(" ?.!") for _ in range(2))
        return f"{first}{_JOINED[language]}{second} ?"

    def _with_a_number(self, language: Language) -> str:
        number = self._chance.choice(
            ("2", "3,5", "45 k€", "1 200", "cinq", "twelve", "2017", "1er")
        )
        return f"{self._of_a_kind(language)} {number}"

    def _of_a_line(self, language: Language) -> str:
        """Return a question in the words of a passage, chosen for its brackets, digits or stars."""
        profile = self._profile()
        lines = [passage.text for passage in self._generation.passages_of(profile.id)]
        drawn = self._chance.choices(lines, k=_ODDEST_OF)
        oddest = max(drawn, key=lambda line: len(_ODD.findall(line)))
        frame = self._chance.choice(_FRAMES[language])
        return frame.format(line=self._part(oddest), title=self._title(profile))

    def _part(self, line: str) -> str:
        """Return a line, or some of its words that stand together."""
        said = line.split()
        start = self._chance.randrange(len(said))
        return " ".join(said if start % 2 else said[start : start + 12])

    def _follow_up(self, language: Language) -> str:
        if self._chance.random() < 0.5:
            return self._filled(self._chance.choice(_FOLLOW_UPS[language]))
        return self._filled(self._wording(self._chance.choice(_SHORTENED), language))

    def _filled(self, wording: str) -> str:
        """Put a profession's name, or its code, in each place for one."""
        return _SLOT.sub(lambda slot: self._name(slot[0]), wording)

    def _name(self, slot: str) -> str:
        profile = self._profile()
        code = profile.id.rpartition("-")[2]
        return code if slot == "{code}" or self._chance.random() < 0.05 else self._title(profile)

    def _profile(self) -> Profile:
        return self._generation.profiles[self._chance.choice(self._ids)]

    def _title(self, profile: Profile) -> str:
        """Return a title, or one of its genders, as it is printed or in lower case."""
        title = self._chance.choice((profile.title, *profile.other_titles))
        title = self._chance.choice((title, *title.split(" / ")))
        return self._chance.choice((title, title.lower()))

    def _distorted(self, question: str) -> str:
        if self._chance.random() < _DISTORTED:
            distort = self._chance.choice(
                (self._misspelt, self._shuffled, self._truncated, self._hostile, str.upper)
            )
            question = distort(question)
        return question[:LONGEST_QUESTION] if question.strip("\u202e\u200b \n") else "?"

    def _misspelt(self, question: str) -> str:
        return misspelt(question, self._chance, 1.0)

    def _shuffled(self, question: str) -> str:
        said = question.split()
        self._chance.shuffle(said)
        return " ".join(said)

    def _truncated(self, question: str) -> str:
        return question[: self._chance.randint(1, len(question))]

    def _hostile(self, question: str) -> str:
        return self._chance.choice(_HOSTILE).replace("{question}", question)
