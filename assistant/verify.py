"""Checks the three rules of the answer contract; an answer that breaks one never leaves."""

import re
from collections.abc import Iterator

from assistant.draft import Draft
from assistant.phrases import scaffolding_words, unescaped
from corpus.numbers import values_in
from corpus.profile import LANGUAGES, Language
from corpus.words import plain, stems_of, words
from index.words import question_words

_MARKER = re.compile(r"\[(\d+)\]")
_QUOTED = re.compile("«\u00a0(.+?)\u00a0»|“(.+?)”", re.DOTALL)


def breaches(draft: Draft, language: Language, question: str, of_words: bool = True) -> list[str]:
    """Return what is wrong with a draft: an empty list lets it leave.

    Without `of_words` only rules 1 and 2, numbers and quotations are checked: for what a chat
    model wrote, whose words are inflected otherwise and were verified sentence by sentence.
    """
    return [
        *_quotes(draft),
        *_markers(draft),
        *_assertions(draft, language, question, of_words),
    ]


def _quotes(draft: Draft) -> list[str]:
    """Rule 1: the profile's text from start to end is the quote."""
    return [
        f"citation {citation.number} is not what the profile says there"
        for citation, piece in zip(draft.citations(), draft.evidence, strict=True)
        if not citation.quote or piece.profile.text[citation.start : citation.end] != citation.quote
    ]


def _markers(draft: Draft) -> list[str]:
    """Rule 2: every marker has its citation, and every citation a marker."""
    numbers = {citation.number for citation in draft.citations()}
    # A profile's own « [1] » is escaped when it is written, so it is no marker.
    markers = {int(number) for number in re.findall(r"(?<!\\)\[(\d+)\]", draft.text)}
    return [f"marker {number} and its citation do not match" for number in markers ^ numbers]


def _assertions(draft: Draft, language: Language, question: str, of_words: bool) -> list[str]:
    """Rule 3: what a statement asserts stands in the evidence cited for it."""
    wrong: list[str] = []
    for statement, quotes, free in _statements(draft):
        evidence = " ".join([*quotes, *free])
        wrong += _numbers(statement, f"{evidence} {question}", language, draft.counts)
        if of_words:
            wrong += _words(statement, f"{evidence} {question}")
        wrong += _quotations(statement, f"{evidence} {question}")
    return wrong


def _numbers(statement: str, held: str, language: Language, counts: set[int]) -> Iterator[str]:
    asserted = values_in(statement, language) - {float(count) for count in counts}
    if not asserted:
        return
    for value in asserted - values_in(held, "fr") - values_in(held, "en"):
        yield f"the number {value:g} stands in no passage cited for it"


def _words(statement: str, held: str) -> Iterator[str]:
    # With stop words, which a statement may be made of alone (« ou », a line of a list).
    said = words(held)
    allowed = scaffolding_words().union(*(stems_of(said, language) for language in LANGUAGES))
    for word in question_words(statement):
        if not word[0].isdigit() and word not in allowed:
            yield f"« {word} » stands in no passage cited for it"


def _quotations(statement: str, evidence: str) -> Iterator[str]:
    quoted = [match[1] or match[2] for match in _QUOTED.finditer(statement)]
    held = plain(_flat(evidence)) if quoted else ""
    for said in quoted:
        if plain(_flat(said)) not in held:
            yield f"« {said} » is quoted but stands in no passage cited for it"


def _statements(draft: Draft) -> list[tuple[str, list[str], list[str]]]:
    """Return each cited statement with its quotes and with what is free: titles, headings, the
    source's date."""
    whole = "".join(draft.parts)
    by_span: dict[tuple[int, int], list[int]] = {}
    for number, spans in enumerate(draft.spans):
        for span in spans:
            by_span.setdefault(span, []).append(number)
    statements = []
    for (start, end), numbers in by_span.items():
        cited = [draft.evidence[number] for number in numbers]
        free = [
            part
            for piece in cited
            for part in (
                piece.profile.title,
                piece.heading,
                piece.source.published or "",
                piece.source.title or "",
            )
        ]
        statement = unescaped(_MARKER.sub(" ", whole[start:end]))
        statements.append((statement, [piece.quote for piece in cited], free))
    return statements


def _flat(text: str) -> str:
    return " ".join(text.split())
