"""A profile as a page that a person reads, the cited span marked and scrolled to.

It needs no script: an address with the span has the fragment `#passage`, and without it the mark
takes the focus."""

import base64
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby, pairwise
from urllib.parse import urlencode, urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined

from api.profile_facts import facts_in_brief
from api.profile_words import WORDS
from assistant.age import is_old
from assistant.phrases import long_date
from assistant.suggestions import examples
from corpus.profile import Language, Profile, Section, Source, Span

_EXAMPLES = 3
_MANY = 12  # bullets, from which short ones stand in columns
_SHORT = 70  # characters on average


@dataclass(frozen=True)
class Piece:
    """A run of characters, inside or outside the marked span."""

    text: str
    marked: bool


@dataclass(frozen=True)
class Blocks:
    """Bullets that form a list, or a run of paragraphs: each block as its pieces."""

    bullets: bool
    many: bool
    blocks: list[list[Piece]]


@dataclass(frozen=True)
class Part:
    """A section as it is shown: `level` is its heading's, none where it has no heading."""

    section: Section
    level: int
    groups: list[Blocks]


@dataclass(frozen=True)
class Chapter:
    """A section of the highest level with those below it; `count` is of the bullets in it."""

    id: str
    parts: list[Part]
    count: int

    @property
    def heading(self) -> str:
        """Its heading, or nothing where the profile's title is all there is."""
        return self.parts[0].section.heading if self.parts[0].level else ""


@dataclass(frozen=True)
class Page:
    """A page, and the policy under which a browser shows it: its own style, and no script."""

    html: str
    policy: str


def render_profile(profile: Profile, start: str, end: str) -> Page:
    """Return the page; bounds that are no span of the text mark nothing, and the page says so."""
    marked = _span(profile, start, end)
    return _page(
        "profile.html",
        profile.language,
        profile=profile,
        chapters=_chapters(profile, marked),
        facts=facts_in_brief(profile),
        frame=_frame(profile, marked),
        cited=marked.start < marked.end,
        lost=bool(start or end) and marked.start == marked.end,
        old=is_old(profile.source.published),
        examples=examples([profile], profile.language, _EXAMPLES),
    )


def render_missing(language: Language) -> Page:
    """Return what is shown in place of a profile that is not there."""
    return _page("missing.html", language)


def _page(template: str, language: Language, **values: object) -> Page:
    said = {"language": language, "words": WORDS[language], **values}
    return Page(_environment().get_template(template).render(said), _policy())


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("api"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,  # the policy names the style as it was read first
    )
    environment.filters |= {"linked": _linked, "provenance": _provenance, "query": urlencode}
    return environment


@cache
def _policy() -> str:
    style = _environment().get_template("profile.css").render()
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; "
        "base-uri 'none'; form-action 'self'"
    )


def _linked(uri: str | None) -> str | None:
    """Return an address that may be followed: `javascript:` and its like are none."""
    try:
        return uri if uri and urlsplit(uri).scheme in ("http", "https") else None
    except ValueError:
        return None


def _provenance(source: Source, language: Language) -> list[str]:
    """Return what is said of a source beside its title."""
    dated = WORDS[language]["published"]
    date = source.published and dated.format(date=long_date(source.published, language))
    return [said for said in (source.publisher, date, source.licence) if said]


def _span(profile: Profile, start: str, end: str) -> Span:
    if not (start.isdecimal() and end.isdecimal()) or len(start + end) > 20:
        return Span(0, 0)
    span = Span(int(start), int(end))
    return span if span.start < span.end <= len(profile.text) else Span(0, 0)


def _chapters(profile: Profile, marked: Span) -> list[Chapter]:
    chapters: list[Chapter] = []
    level = 1
    for place, section in enumerate(profile.sections):
        is_title = place == 0 and section.heading == profile.title
        # One below the heading above it at most, so that no level is left out.
        level = level if is_title else min(max(len(section.path), 1) + 1, level + 1, 6)
        groups = list(_groups(profile.text, section.blocks, marked))
        part = Part(section, 0 if is_title else level, groups)
        count = sum(len(group.blocks) for group in groups if group.bullets)
        if level <= 2 or not chapters:
            chapters.append(Chapter(f"s{place + 1}", [part], count))
        else:
            before = chapters.pop()
            chapters.append(Chapter(before.id, [*before.parts, part], before.count + count))
    return chapters


def _groups(text: str, blocks: tuple[Span, ...], marked: Span) -> Iterator[Blocks]:
    for bullets, group in groupby(blocks, key=lambda block: _is_bullet(text, block)):
        spans = list(group)
        length = sum(span.end - span.start for span in spans) / len(spans)
        many = bullets and len(spans) >= _MANY and length <= _SHORT
        yield Blocks(bullets, many, [list(_pieces(text, span, marked)) for span in spans])


def _is_bullet(text: str, block: Span) -> bool:
    """Tell a bullet by the mark that stands before it on its line."""
    line_start = max(text.rfind("\n", 0, block.start), text.rfind("\r", 0, block.start)) + 1
    before = text[line_start : block.start].strip()
    return 0 < len(before) <= 3


def _pieces(text: str, block: Span, marked: Span) -> Iterator[Piece]:
    bounds = sorted({block.start, block.end, *(b for b in marked if block.start < b < block.end)})
    for start, end in pairwise(bounds):
        yield Piece(text[start:end], marked.start <= start and end <= marked.end)


def _frame(profile: Profile, marked: Span) -> list[Piece]:
    """Return the line around a marked span that stands outside all sections, if it does."""
    inside = any(
        block.start < marked.end and marked.start < block.end
        for section in profile.sections
        for block in section.blocks
    )
    if inside or marked.start == marked.end:
        return []
    start = profile.text.rfind("\n", 0, marked.start) + 1
    end = profile.text.find("\n", marked.end)
    line = Span(start, end if end >= 0 else len(profile.text))
    return list(_pieces(profile.text, line, marked))
