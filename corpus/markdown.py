"""Reads Markdown with front matter, the form of the shipped profiles."""

import re
from collections.abc import Iterator
from typing import Any, cast, get_args

import yaml
from markdown_it import MarkdownIt

from corpus.dates import PublicationDate, iso_date, published_in
from corpus.outline import Block, heading_text, make_profile
from corpus.page_frame import is_date_line
from corpus.profile import CorpusError, Language, Profile, Source, Span

_FRONT_MATTER = re.compile(
    r"\ufeff?---[ \t]*\r?\n(?P<yaml>.*?)^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.S | re.M
)
_MARK = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)]|#{1,6}|>)[ \t]+")
_HEADING_END = re.compile(r"[ \t]+#+[ \t]*$|\r?\n[ \t]*[=-]+[ \t]*$")
_FACT_KEYS = {"title", "publisher", "uri", "published", "licence"}


def read_markdown(text: str, profile_id: str) -> Profile:
    """Read a Markdown profile. Its text is the file, unchanged, front matter included.

    Front matter: `title`, `other_titles`, `language`, `source` (title, publisher, uri, published,
    licence); all optional.
    """
    match = _FRONT_MATTER.match(text)
    matter, published = _front_matter(match["yaml"], match.start("yaml")) if match else ({}, None)
    blocks = list(_blocks(text, match.end() if match else 0))
    dated = {block: date for block in blocks if (date := _date_of(block, text)) is not None}
    published = published or next(iter(dated.values()), None)
    first = next((b for b in blocks if b.role == "heading" and b.level == 1), None)
    title = str(matter.get("title") or (heading_text(first.span.of(text)) if first else ""))
    if not title:
        raise CorpusError(
            "it has no title: give it one in its front matter or as its first heading"
        )
    language = matter.get("language")
    return make_profile(
        profile_id=profile_id,
        title=title,
        text=text,
        blocks=[block for block in blocks if block is not first and block not in dated],
        source=_source(matter.get("source"), published),
        other_titles=[str(other) for other in matter.get("other_titles") or []],
        language=_language(language),
        published=published,
    )


def _date_of(block: Block, text: str) -> PublicationDate | None:
    """Return the date of a line that dates the document: « Publié le 31 janvier 2026 »."""
    is_dating = block.role == "paragraph" and is_date_line(block.span.of(text))
    return published_in(text, block.span) if is_dating else None


def _language(named: Any) -> Language | None:
    if named is None:
        return None
    if named in get_args(Language):
        return cast(Language, named)
    raise CorpusError(f"its language is {named!r}: only fr and en are known")


def _front_matter(block: str, offset: int) -> tuple[dict[str, Any], PublicationDate | None]:
    try:
        matter = yaml.safe_load(block) or {}
        root = yaml.compose(block, Loader=yaml.SafeLoader)
    except (yaml.YAMLError, ValueError) as error:  # ValueError: a date that does not exist
        raise CorpusError(
            f"its front matter is not valid YAML: {str(error).splitlines()[0]}"
        ) from error
    if not isinstance(matter, dict) or not isinstance(matter.get("source") or {}, dict):
        raise CorpusError(
            "its front matter must be a table of names and values, and so must `source`"
        )
    if not isinstance(matter.get("other_titles") or [], list):
        raise CorpusError("`other_titles` in its front matter must be a list")
    return matter, _published(root, offset)


def _published(root: Any, offset: int) -> PublicationDate | None:
    """Find where `source.published` stands: YAML's own marks give its place."""
    source = _value(root, "source")
    node = _value(source, "published") if source is not None else None
    iso = iso_date(str(node.value)) if node is not None else None
    if node is None or iso is None:
        return None
    span = Span(offset + node.start_mark.index, offset + node.end_mark.index)
    return PublicationDate(iso, span)


def _value(node: Any, name: str) -> Any:
    if not isinstance(node, yaml.MappingNode):
        return None
    return next((value for key, value in node.value if key.value == name), None)


def _source(named: dict[str, Any] | None, published: PublicationDate | None) -> Source:
    given = {k: str(v) for k, v in (named or {}).items() if k in _FACT_KEYS and v is not None}
    given.pop("published", None)
    return Source(published=published.iso if published else None, **given)


def _blocks(text: str, body_start: int) -> Iterator[Block]:
    """Yield headings, list items and paragraphs with their places in `text`."""
    # markdown-it counts lines as str.split("\n") does after it has made "\r\n" one character.
    lines = _line_starts(text, body_start)
    items = 0
    for token in MarkdownIt("commonmark").enable("table").parse(text[body_start:]):
        items += {"list_item_open": 1, "list_item_close": -1}.get(token.type, 0)
        if token.type not in (
            "heading_open",
            "paragraph_open",
            "tr_open",
            "html_block",
            "fence",
            "code_block",
        ):
            continue
        if token.type == "html_block" or token.map is None:
            continue
        span = _trimmed(text, Span(lines[token.map[0]], lines[token.map[1]]))
        if span.start >= span.end:
            continue
        if token.type == "heading_open":
            end = _HEADING_END.search(span.of(text))
            if end:
                span = Span(span.start, span.start + end.start())
            yield Block("heading", span, int(token.tag[1]))
        else:
            yield Block("bullet" if items else "paragraph", span)


def _line_starts(text: str, body_start: int) -> list[int]:
    ends = [m.end() for m in re.finditer(r"\r\n|\n|\r", text[body_start:])]
    return [body_start, *(body_start + end for end in ends), len(text), len(text)]


def _trimmed(text: str, span: Span) -> Span:
    """Leave out list, quote and heading marks before the words, and white space around them."""
    start, end = span
    while mark := _MARK.match(text, start, end):
        start = mark.end()
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)
