"""Reads a job profile page saved as plain text: no mark-up, the site's frame around it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from corpus.headings import group_of, kind_of, opening_kind
from corpus.lines import BLANK, LONGEST_HEADING, Item, items_of
from corpus.outline import DIVIDED_BY_SUBJECT, Block, make_profile
from corpus.page_frame import body_of, source_of, title_of
from corpus.profile import Profile, SectionKind, Span
from corpus.words import plain, words

_NO_HEADING_END = re.compile(r"[.!;,…]$")
_SENTENCE = re.compile(r"[.!?…]\W*$")
AMOUNT = re.compile(r"\d[\d\s]*\s*(?:k?€|euros?|\$|£|%)|[$£]\s?\d", re.IGNORECASE)
_INLINE_HEADING = re.compile(
    rf"(?P<heading>[^:.!?]{{2,60}}?)[{BLANK}]*:[{BLANK}]*(?P<content>\S.*)", re.S
)
_SUB_NUMBER = re.compile(r"\d{1,2}(?:\.\d{1,2})+\.?\s+\S")

_MOST_HEADING_WORDS = 13
_MOST_WORDS_IN_RUNNING_TEXT = 6  # of a heading with no blank line around it
_MOST_LABEL_WORDS = 5
_LONGEST_ACRONYM = 6  # letters
_FEWEST_SENTENCE_WORDS = 6


def read_plain_text(text: str, profile_id: str) -> Profile:
    """Read a page saved as plain text. The profile's text is the document itself, unchanged."""
    items = items_of(text)
    title = title_of(items, text, profile_id)
    body = body_of(items, text, title.body_start)
    return make_profile(
        profile_id=profile_id,
        title=title.profession,
        text=text,
        blocks=list(blocks_of(body.items, text, title.profession)),
        source=source_of(title.page, body.date),
        published=body.date,
    )


@dataclass
class _Position:
    """Where the reader stands: what it needs to know to give an unknown heading its level."""

    heading: str = ""
    level: int = 0
    holds: frozenset[SectionKind] = frozenset()
    direct_content: bool = False
    sub_headings: bool = False
    inline: bool = False  # the last heading had its content on its own line
    group_level: int = 1
    # Only where mark-up tells headings:
    tagged: bool = False
    known_level: int = 1  # of a known heading that mark-up does not tell
    by_subject: bool = False  # the group is one of duties: what divides it has any wording
    shift: int = 0  # levels down, under a group heading of the same level as what it gathers

    def open(self, heading: str, level: int, holds: frozenset[SectionKind] = frozenset()) -> None:
        self.heading, self.level, self.holds = heading, level, holds
        self.direct_content = self.sub_headings = self.inline = False


def blocks_of(
    items: Sequence[Item], text: str, title: str, tagged: Mapping[Span, int] | None = None
) -> Iterator[Block]:
    """Tell headings from content, by wording and structure.

    `tagged` gives what mark-up tells: the level of a heading, from 1, or 0 for a line that only
    stands out.
    """
    position = _Position()
    tagged = tagged or {}
    for i, item in enumerate(items):
        line = item.span.of(text)
        previous = items[i - 1] if i else None
        following = items[i + 1] if i + 1 < len(items) else None
        level = tagged.get(item.span)
        if level:
            yield _tagged(item, line, level, title, position)
        elif _is_known_heading(item, line, title):
            if _is_gathered(item, following, text, title, position):
                position.sub_headings = True
                yield Block("heading", item.span, position.level + 1)
            else:
                yield _known(item, line, title, position)
        elif (inline := _inline_heading(item, text, title, position)) is not None:
            heading, content = inline
            yield _known(heading, heading.span.of(text), title, position)
            yield Block("paragraph", content)
            position.direct_content = position.inline = True
        elif following is not None and (
            (level == 0 and _has_heading_shape(item, line))
            or _looks_like_heading(previous, item, following, text, title, position)
        ):
            yield Block("heading", item.span, _level_of_unknown(line, position))
        else:
            position.direct_content = position.direct_content or not position.sub_headings
            yield Block("bullet" if item.bullet else "paragraph", item.span)


def _tagged(item: Item, line: str, level: int, title: str, position: _Position) -> Block:
    """Open a heading at the level that mark-up gives it, but under a group heading that would be
    empty were it not one level up."""
    group, kind = group_of(line, title), kind_of(line, title)
    known = group is not None or kind is not None
    gathered = (kind in position.holds and not group) or (position.by_subject and not known)
    bare_group = position.level == position.group_level and not position.direct_content
    if level <= position.group_level:
        flat = level == position.group_level and gathered and (position.shift or bare_group)
        position.shift = 1 if flat else 0
    level += position.shift
    inside = level > position.group_level
    position.open(line, level, group.holds if group else position.holds if inside else frozenset())
    position.tagged = True
    position.known_level = level if known else level + 1
    position.by_subject = (position.by_subject and inside) or kind in DIVIDED_BY_SUBJECT
    if group or kind in DIVIDED_BY_SUBJECT:
        position.group_level = level
    return Block("heading", item.span, level)


def _is_known_heading(item: Item, line: str, title: str) -> bool:
    if item.bullet or item.lines > 1 or len(line) > LONGEST_HEADING or line.endswith("."):
        return False
    return kind_of(line, title) is not None or group_of(line, title) is not None


def _known(item: Item, line: str, title: str, position: _Position) -> Block:
    group = group_of(line, title)
    begins_so = plain(line).startswith(f"{plain(position.heading)} ")
    # « Salaire du débutant » right under « Salaire » is no section of its own.
    if (not item.alone or begins_so) and _is_of_a_bare_heading(line, title, position):
        position.open(line, position.level + 1, position.holds)
    elif group is not None:
        position.open(line, position.known_level, group.holds)
        position.group_level = position.known_level
    elif kind_of(line, title) in position.holds:
        position.open(line, position.group_level + 1, position.holds)
    else:
        position.open(line, position.known_level)
    return Block("heading", item.span, position.level)


def _is_gathered(
    item: Item, following: Item | None, text: str, title: str, position: _Position
) -> bool:
    """Tell « Horaires », with lines under it, where « Environnement de travail » had none."""
    if following is None or _is_known_heading(following, following.span.of(text), title):
        return False
    return item.alone and _is_of_a_bare_heading(item.span.of(text), title, position)


def _is_of_a_bare_heading(line: str, title: str, position: _Position) -> bool:
    """Tell a heading of the same kind as the one right above it."""
    above = position.heading
    is_bare = not (position.direct_content or position.sub_headings or group_of(above, title))
    return bool(above) and is_bare and kind_of(above, title) == kind_of(line, title)


def _inline_heading(
    item: Item, text: str, title: str, position: _Position
) -> tuple[Item, Span] | None:
    """Split « Mots-clés : … » into its heading and its content."""
    line = item.span.of(text)
    match = _INLINE_HEADING.fullmatch(line)
    if match is None or item.bullet or not _is_label(match["heading"], line, title, position):
        return None
    heading = Span(item.span.start, item.span.start + match.end("heading"))
    content = Span(item.span.start + match.start("content"), item.span.end)
    return Item(heading, False, False, item.alone, 1), content


def _is_label(label: str, line: str, title: str, position: _Position) -> bool:
    """Tell a label from the start of a sentence; among labels, an unknown one is one too."""
    if kind_of(label, title) is not None:
        return True
    if len(words(label)) > _MOST_LABEL_WORDS or not label[0].isupper() or AMOUNT.search(line):
        return False
    return position.inline or (position.level == 0 and opening_kind(label) is not None)


def _looks_like_heading(
    previous: Item | None,
    item: Item,
    following: Item,
    text: str,
    title: str,
    position: _Position,
) -> bool:
    """Tell a heading of unknown wording from its structure, never from its words."""
    line, below = item.span.of(text), following.span.of(text)
    if not _has_heading_shape(item, line):
        return False
    if _is_in_capitals(line):
        return True
    if _is_known_heading(following, below, title):
        return False
    if position.tagged and not line.endswith(":"):
        return False
    if line.endswith(":"):
        return position.level > 0  # under the page's title it only leads in
    if item.numbered:
        return item.alone and not following.numbered
    if _SUB_NUMBER.match(line) or following.bullet:
        return True
    if item.alone and following.alone:
        return not _has_heading_shape(following, below)  # else: a list of short lines
    if previous is None or len(words(line)) > _MOST_WORDS_IN_RUNNING_TEXT:
        return False
    return _is_sentence(below) and _ends_something(previous, text, title)


def _is_in_capitals(line: str) -> bool:
    """Tell a title in capitals from an acronym, which may be an item of a list."""
    return line.isupper() and (len(words(line)) > 1 or len(line) > _LONGEST_ACRONYM)


def _has_heading_shape(item: Item, line: str) -> bool:
    if (item.bullet and not item.numbered) or item.lines > 1 or len(line) > LONGEST_HEADING:
        return False
    if len(words(line)) > _MOST_HEADING_WORDS or _NO_HEADING_END.search(line):
        return False
    if AMOUNT.search(line) or re.search(r"\s:\s", line):
        return False
    return line[0].isupper() or line[0].isdigit()


def _ends_something(previous: Item, text: str, title: str) -> bool:
    said = previous.span.of(text)
    return previous.bullet or _is_sentence(said) or _is_known_heading(previous, said, title)


def _is_sentence(said: str) -> bool:
    return bool(_SENTENCE.search(said)) and len(words(said)) >= _FEWEST_SENTENCE_WORDS


def _level_of_unknown(line: str, position: _Position) -> int:
    """An unknown heading divides the section it stands in, unless that section has had its say:
    then, without a colon, it opens a new one."""
    if position.level and line.endswith(":"):
        # It may only lead in to a list, so what follows need not be its sibling.
        position.direct_content = position.direct_content or not position.sub_headings
        return position.level + 1
    if position.level and (position.tagged or position.sub_headings or not position.direct_content):
        position.sub_headings = True
        return position.level + 1
    position.open(line, 1)
    return 1
