"""The forms that people write of a title."""

import re

from corpus.words import plain, words

_INCLUSIVE_ENDING = re.compile(
    r"\((?:e|s|es|ne|le|trice|euse)\)|[·•.](?:e|s|es|ne|le|trice|euse)\b"
)
_ACRONYM = re.compile(r"[(-]([A-ZÉÈ]{4,6})[)-]?$")  # « Infirmier … (IBODE) »


def title_forms(title: str) -> list[str]:
    """Return the forms that people write of an inclusive title.

    « Chef / Cheffe de projet » → Chef de projet, Cheffe de projet; « Employé(e) » → Employé.
    """
    bare = _INCLUSIVE_ENDING.sub("", title)
    # A part in lower case is an afterthought, no title: « Responsable sécurité / conditions ».
    said = [part for part in re.split(r"\s*/\s*", bare) if part.strip()]
    parts = [part.split() for part in said if part[0].isupper() or not bare[0].isupper()]
    if len(parts) == 2 and len(parts[0]) < len(parts[1]):
        parts[0] = parts[0] + parts[1][len(parts[0]) :]
    elif len(parts) == 2 and _is_inflected(parts[0][-len(parts[1])], parts[1][0]):
        parts[1] = parts[0][: -len(parts[1])] + parts[1]  # « Garde forestier / forestière »
    acronyms = _ACRONYM.findall(title)
    return list(dict.fromkeys([*(" ".join(part) for part in parts), *acronyms, title]))


def _is_inflected(one: str, other: str) -> bool:
    one, other = plain(one), plain(other)
    return one != other and one[:3] == other[:3]


def joined(text: str) -> str:
    """Return the plain words of a title, by which two of them are the same."""
    return " ".join(words(text))
