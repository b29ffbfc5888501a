"""A profile as a page that a person reads, the cited span marked and scrolled to."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby, pairwise

from jinja2 import Environment, PackageLoader, StrictUndefined

from assistant.phrases import long_date
from corpus.profile import Profile, Span

_LABELS = {
    "fr": {
        "empty": "Rien sous cette rubrique dans la fiche.",
        "published": "Publiée le {date}",
        "frame": "Hors du corps de la fiche",
        "passage": "Passage cité",
        "profile": "Fiche métier",
    },
    "en": {
        "empty": "Nothing stands under this heading in the profile.",
        "published": "Published on {date}",
        "frame": "Outside the body of the profile",
        "passage": "Cited passage",
        "profile": "Job profile",
    },
}


@dataclass(frozen=True)
class Piece:
    """A run of characters, inside or outside the marked span."""

    text: str
    marked: bool


@dataclass(frozen=True)
class Blocks:
    """Bullets that form a list, or a run of paragraphs: each block as its pieces."""

    bullets: bool
    blocks: list[list[Piece]]


def render_profile(profile: Profile, start: str, end: str) -> str:
    """Return the page as HTML; bounds that are no span of the text mark nothing."""
    marked = _span(profile, start, end)
    labels = _LABELS[profile.language]
    published = profile.source.published
    return (
        _environment()
        .get_template("profile.html")
        .render(
            profile=profile,
            labels=labels,
            published=labels["published"].format(date=long_date(published, profile.language))
            if published
            else None,
            sections=[
                (
                    section,
                    min(len(section.path) + 1, 4),
                    list(_blocks(profile, section.blocks, marked)),
                )
                for section in profile.sections
            ],
            frame=_frame(profile, marked),
        )
    )


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("api"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )


def _span(profile: Profile, start: str, end: str) -> Span:
    if not (start.isdecimal() and end.isdecimal()) or len(start + end) > 20:
        return Span(0, 0)
    span = Span(int(start), int(end))
    return span if span.start < span.end <= len(profile.text) else Span(0, 0)


def _blocks(profile: Profile, blocks: tuple[Span, ...], marked: Span) -> Iterator[Blocks]:
    for bullets, group in groupby(blocks, key=lambda block: _is_bullet(profile.text, block)):
        yield Blocks(bullets, [list(_pieces(profile.text, block, marked)) for block in group])


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
