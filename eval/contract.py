"""Checks an answer against the contract, by other means than the assistant checks its own drafts.

It reads what left: the text, its markers and the citations, beside the profiles themselves. Words
are compared whole, where the assistant compares stems.
"""

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import get_args

from assistant.answer import Answer, Citation, Status
from assistant.question_kinds import question_kinds
from corpus.numbers import values_in
from corpus.profile import LANGUAGES, Profile
from corpus.words import words
from eval.inflected_words import AMOUNT, unheld_words
from index.generation import Generation

_WITH_EVIDENCE = ("answered", "partial")
_ESCAPED = re.compile(r"\\([^\w\s]|_)")
_MARKER = re.compile(r"\[(\d+)\]")
_MARKERS = re.compile(r"(?:\[\d+\])+")
_MARK_UP = re.compile(r"<(?!br>)|\[(?!\d+\])|\]\(")
_ONE = {"un", "une", "one"}
_MONTHS = (
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre "
    "January February March April May June July August September October November December 1er"
)


@dataclass(frozen=True)
class Saying:
    """A part of an answer on one line, without the markers after it, and their numbers."""

    text: str
    numbers: tuple[int, ...]


def broken_rules(answer: Answer, question: str, generation: Generation) -> list[str]:
    """Return what an answer to `question` breaks, each in a sentence; empty if nothing."""
    profiles = generation.profiles
    return [
        *_shape(answer),
        *(
            f
            for citation in answer.citations
            for f in _quote(citation, profiles[citation.profile_id])
        ),
        *_markers(answer),
        *(fault for citation in answer.citations for fault in _spans(citation, answer.text)),
        *_assertions(answer, question, generation),
    ]


def _shape(answer: Answer) -> Iterator[str]:
    if answer.status not in get_args(Status):
        yield f"{answer.status} is no status"
    if answer.language not in LANGUAGES:
        yield f"{answer.language} is no language of the text"
    if not answer.text.strip():
        yield "the text is empty"
    if bool(answer.citations) != (answer.status in _WITH_EVIDENCE):
        yield f"{answer.status} with {len(answer.citations)} citations"
    if found := _MARK_UP.search(_masked(answer.text)):
        yield f"mark-up at {found.start()}: {answer.text[found.start() :][:20]}"


def _quote(citation: Citation, profile: Profile) -> Iterator[str]:
    """Rule 1, and that heading and kind are those of the section that the quote stands in."""
    if not citation.quote.strip() or profile.text[citation.start : citation.end] != citation.quote:
        yield f"rule 1: citation {citation.number} is not what the profile says there"
    stands_in = [
        section
        for section in profile.sections
        if section.span.start <= citation.start and citation.end <= section.span.end
    ]
    if citation.passage_id is not None and not any(
        (section.kind, section.heading) == (citation.section, citation.heading)
        for section in stands_in
    ):
        yield f"rule 1: citation {citation.number} stands under no heading « {citation.heading} »"


def _markers(answer: Answer) -> Iterator[str]:
    """Rule 2."""
    held = [citation.number for citation in answer.citations]
    if held != list(range(1, len(held) + 1)):
        yield f"rule 2: citations are numbered {held}"
    used = {int(number) for number in _MARKER.findall(_masked(answer.text))}
    for number in sorted(used ^ set(held)):
        yield f"rule 2: marker {number} and its citation do not match"


def _spans(citation: Citation, text: str) -> Iterator[str]:
    if not citation.answer_spans:
        yield f"rule 2: nothing rests on citation {citation.number}"
    for start, end in citation.answer_spans:
        markers = list(_MARKERS.finditer(_masked(text), max(start, 0), end))
        inside = 0 <= start < end <= len(text) and bool(markers) and markers[-1].end() == end
        if not inside or f"[{citation.number}]" not in markers[-1][0]:
            yield f"rule 2: {start}–{end} ends with no marker of citation {citation.number}"


def _assertions(answer: Answer, question: str, generation: Generation) -> Iterator[str]:
    """Rule 3: what each part says stands in the passages cited for it, or is free."""
    cited = {citation.number: citation for citation in answer.citations}
    for saying in _sayings(answer.text):
        evidence = [cited[number] for number in saying.numbers if number in cited]
        held = [citation.quote for citation in evidence]
        free = _around(evidence) if saying.numbers else _named(answer, saying.text, generation)
        if answer.generator == "extractive":
            yield from _words(saying, [*held, *free, question])
        else:
            allowed = _own_words().union(*map(words, [*held, *free]))
            yield from unheld_words(saying.text, allowed)
        counts = _counts(evidence, generation) if evidence else [len(generation.profiles)]
        counted = {float(said) for said in (*counts, *filter(str.isdigit, words(question)))}
        yield from _numbers(saying, [*held, *free, question], counted)
        if saying.numbers:  # elsewhere it is the question that is quoted, as it was understood
            yield from _quotations(saying, [*held, *free, question])


def _words(saying: Saying, held: Sequence[str]) -> Iterator[str]:
    allowed = _own_words().union(*map(words, held))
    for word in words(saying.text):
        if word not in allowed and not AMOUNT.fullmatch(word):
            yield f"rule 3: the word « {word} » stands in nothing cited for it"


def _numbers(saying: Saying, held: Sequence[str], counted: set[float]) -> Iterator[str]:
    text = " ".join(held)
    allowed = counted.union(*(values_in(text, language) for language in LANGUAGES))
    if not _ONE.isdisjoint(words(text)):
        allowed.add(1.0)
    said = {value for language in LANGUAGES for value in values_in(saying.text, language)}
    for value in sorted(said - allowed - _own_numbers()):
        yield f"rule 3: the number {value:g} stands in nothing cited for it"


def _quotations(saying: Saying, held: Sequence[str]) -> Iterator[str]:
    """What stands in quotation marks is said in those words, in that order."""
    texts = [f" {' '.join(words(text))} " for text in held]
    for quoted in _outermost_quotations(saying.text):
        said = " ".join(words(quoted))
        if not any(f" {said} " in text for text in texts):
            yield f"rule 3: « {quoted} » is quoted from nothing that is cited"


def _outermost_quotations(text: str) -> Iterator[str]:
    """Yield what stands between « … » and “…”; a profile's own can stand inside."""
    for opening, closing in ("«»", "“”"):
        depth = start = 0
        for place, character in enumerate(text):
            if character == opening:
                start = start if depth else place + 1
                depth += 1
            elif character == closing and depth:
                depth -= 1
                if not depth:
                    yield text[start:place]


def _sayings(text: str) -> Iterator[Saying]:
    """Split each line at its runs of markers; what follows the last one is not cited."""
    place = 0
    for line in text.split("\n"):
        start = place
        for run in _MARKERS.finditer(_masked(line)):
            numbers = tuple(map(int, _MARKER.findall(run[0])))
            yield Saying(_unescaped(text[start : place + run.start()]), numbers)
            start = place + run.end()
        place += len(line) + 1
        if text[start:place].strip():
            yield Saying(_unescaped(text[start:place]), ())


def _around(cited: Sequence[Citation]) -> list[str]:
    """Return what may be said of citations beside their quotes: titles, headings, dates."""
    return [
        part
        for citation in cited
        for part in (
            citation.profile_title,
            citation.heading,
            citation.source.title or "",
            citation.source.published or "",
        )
    ]


def _named(answer: Answer, said: str, generation: Generation) -> list[str]:
    """Return the titles that a part without citations says, and the headings it may say."""
    titles = [title for title in _titles(generation) if title in said]
    sections = [s for named in answer.profiles for s in generation.profiles[named.id].sections]
    return [*titles, *(section.heading for section in sections)]


def _counts(cited: Sequence[Citation], generation: Generation) -> range:
    """Return how many lines of the quotes can be left out of a list of them."""
    inside = {
        passage.id
        for citation in cited
        for passage in generation.passages_of(citation.profile_id)
        if citation.start <= passage.span.start and passage.span.end <= citation.end
    }
    return range(1, len(inside))


@cache
def _titles(generation: Generation) -> tuple[str, ...]:
    return tuple(profile.title for profile in generation.profiles.values())


@cache
def _own_text() -> str:
    """Return all that the assistant says on its own account."""
    content = resources.files("assistant").joinpath("phrases.toml").read_text("utf-8")
    phrases = [said for language in tomllib.loads(content).values() for said in language.values()]
    labels = [label for kind in question_kinds() for label in kind.label.values()]
    return "\n".join([*phrases, *labels, _MONTHS])


@cache
def _own_words() -> frozenset[str]:
    return frozenset(words(_own_text()))


@cache
def _own_numbers() -> frozenset[float]:
    return frozenset(value for language in LANGUAGES for value in values_in(_own_text(), language))


def _masked(text: str) -> str:
    """Return `text` with what is escaped blotted out, each character in its place."""
    return _ESCAPED.sub("\u00b7\u00b7", text)


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(r"\1", text)
