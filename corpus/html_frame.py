"""Tells the frame of a web page by its mark-up: menus, banners, forms, scripts, what is hidden."""

import re
from typing import Any

from lxml import etree

from corpus.headings import kind_of
from corpus.words import plain

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")

_NEVER_CONTENT = frozenset(
    "applet area aside audio canvas datalist dialog embed fieldset footer frame frameset head "
    "iframe input map nav noframes noscript object option script select style svg template "
    "textarea video".split()
)
_FRAME_ROLES = frozenset(
    "alertdialog complementary contentinfo dialog menu menubar navigation search toolbar".split()
)
# Words of a class or id that name a part of the frame.
_FRAME_NAMES = frozenset(
    "ads advert advertisement ariane axeptio breadcrumb breadcrumbs consent cookie cookiebanner "
    "cookies didomi footer gdpr menu modal nav navbar navigation newsletter onetrust pager "
    "pagination partage popup rgpd share sharing sidebar skip skiplink skiplinks social submenu "
    "tarteaucitron".split()
)
_SAYS_WHAT_PAGE_HAS = frozenset("has no with without avec sans".split())  # « has-sidebar »
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_FEWEST_LINKS = 2  # within the page that make a list a table of contents

Element = Any  # lxml has no types of its own


def leave_out_frame(root: Element) -> None:
    """Empty the elements of `root` that belong to the page's frame or are hidden."""
    kept = _kept(root)
    inside = lists = 0
    walk = etree.iterwalk(root, events=("start", "end"))
    left_out = []
    for event, element in walk:
        step = 1 if event == "start" else -1
        inside += step * _is_content(element)
        lists += step * (element.tag in ("ul", "ol"))
        if event == "start" and (
            _is_frame(element, kept, inside > 0)
            or (lists == 1 and element.tag in ("ul", "ol") and _is_contents(element))
        ):
            left_out.append(element)
            walk.skip_subtree()
    for element in left_out:
        element.clear(keep_tail=True)


def main_of(root: Element) -> Element | None:
    """Return the element that the page declares to hold its content, if it declares one."""
    declared = next((e for e in root.iter() if e.tag == "main" or e.get("role") == "main"), None)
    articles = list(root.iter("article"))
    return articles[0] if declared is None and len(articles) == 1 else declared


def names_of(element: Element) -> list[list[str]]:
    """Return the words of each class of an element, and of its id."""
    named = f"{element.get('class') or ''} {element.get('id') or ''}".split()
    return [re.split(r"[^a-z0-9]+", _CAMEL.sub(" ", name).lower()) for name in named]


def _is_content(element: Element) -> bool:
    return element.tag in ("main", "article") or element.get("role") == "main"


def _kept(root: Element) -> set[Element]:
    """Return what cannot be frame, whatever its class: what holds the page's title, its declared
    content, or two headings of job profiles."""
    kept: set[Element] = set()
    holds_one: set[Element] = set()
    for element in root.iter("main", "article", *HEADINGS):
        certain = element.tag in ("main", "article", "h1")
        if not certain and kind_of("".join(element.itertext())[:100]) is None:
            continue
        above: Element | None = element
        while above is not None and above not in kept:
            if certain or above in holds_one:
                kept.add(above)
            holds_one.add(above)
            above = above.getparent()
    return kept


def _is_frame(element: Element, kept: set[Element], inside: bool) -> bool:
    tag, role = element.tag, element.get("role")
    if tag in ("html", "body"):
        return False
    if tag in _NEVER_CONTENT or role in _FRAME_ROLES or _is_hidden(element):
        return True
    if tag == "button":  # but for the button that unfolds what is under a heading
        near = (element.getparent(), element.getparent().getparent())
        return not any(above is not None and above.tag in HEADINGS for above in near)
    if element in kept or _is_content(element):
        return False
    if tag == "header" or role == "banner":
        return not inside
    return tag == "form" or _is_named_frame(element)


def _is_hidden(element: Element) -> bool:
    hidden = element.get("hidden")
    if hidden is not None and hidden.lower() != "until-found":
        return True
    style = element.get("style")
    return element.get("aria-hidden") == "true" or bool(style and _HIDDEN_STYLE.search(style))


def _is_named_frame(element: Element) -> bool:
    return any(
        not _FRAME_NAMES.isdisjoint(name) and name[0] not in _SAYS_WHAT_PAGE_HAS
        for name in names_of(element)
    )


def _is_contents(element: Element) -> bool:
    """Tell a table of contents: a list of nothing but links to places of the page itself."""
    links = list(element.iter("a"))
    if len(links) < _FEWEST_LINKS or not all((a.get("href") or "").startswith("#") for a in links):
        return False
    linked = sum(len(plain("".join(a.itertext())).strip()) for a in links)
    return linked >= len("".join(plain("".join(element.itertext())).split()))
