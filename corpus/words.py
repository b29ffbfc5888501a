"""Words as the project compares them: without case, accents or inflection."""

import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from itertools import filterfalse

import Stemmer

from corpus.profile import Language

# Words that carry no meaning of their own in a heading, a title or a question.
STOP_WORDS: dict[Language, frozenset[str]] = {
    "fr": frozenset(
        "a afin ai ainsi alors as au aux avec c ca car ce ceci cela celle celui ces cet cette chez "
        "comme d dans de des donc du elle elles en es est et etre eu eux faut fait faire font ici "
        "il ils j je l la le les leur leurs lors lui m ma mais me meme mes moi mon n ne ni nos "
        "notre nous on ont or ou par pas peu peut peuvent plus plutot pour puis qu quand que quel "
        "quelle quelles quels qui quoi s sa sans se sera ses si soi son sont sous sur t ta te tes "
        "toi ton tous tout toute toutes tres tu un une va vers vos votre vous y".split()
    ),
    "en": frozenset(
        "a about all also am an and any are as at be been but by can could did do does doing for "
        "from get go had has have he her here his how i if in into is it its just ll me more most "
        "my no not of on one or our out over re s shall she should so some such t than that the "
        "their them then there these they this those to too up us ve was we were what when where "
        "which who whom why will with would you your".split()
    ),
}
_SPELLED_OUT = str.maketrans({"’": "'", "œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE"})
_OF_EITHER = STOP_WORDS["fr"] | STOP_WORDS["en"]
_WORD = re.compile(r"[^\W_]+")


def plain(text: str) -> str:
    """Return `text` in lower case without accents; typographic apostrophes become plain.

    The result can differ in length from `text`: never use it for spans.
    """
    if text.isascii():
        return text.casefold()
    decomposed = unicodedata.normalize("NFKD", text.translate(_SPELLED_OUT))
    return "".join(filterfalse(unicodedata.combining, decomposed)).casefold()


def slug(text: str) -> str:
    """Return a text in lower case ASCII letters, digits and hyphens; empty if it has none."""
    return re.sub(r"[^a-z0-9]+", "-", plain(text)).strip("-")


@cache
def _stemmer(language: Language) -> Stemmer.Stemmer:
    return Stemmer.Stemmer({"fr": "french", "en": "english"}[language])


def words(text: str) -> tuple[str, ...]:
    """Return the plain words of `text`, in order."""
    return tuple(_WORD.findall(plain(text)))


def stems(text: str, language: Language = "fr") -> tuple[str, ...]:
    """Return the stems of the meaningful words of `text`, in order.

    Stop words of both languages are left out, since profiles and questions mix them; a text made
    of stop words only keeps them.
    """
    found = words(text)
    meaningful = [word for word in found if word not in _OF_EITHER]
    return stems_of(meaningful or found, language)


def stems_of(plain_words: Sequence[str], language: Language = "fr") -> tuple[str, ...]:
    """Return the stem of each of these plain words, stop words too."""
    return tuple(_stemmer(language).stemWords(list(plain_words)))
