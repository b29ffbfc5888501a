"""What the chat model of the test server writes: true to its passages, or untrue in one way."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import unescape
from itertools import count, cycle

_PASSAGE = re.compile(r'<passage number="(\d+)"[^>]*>(.*?)</passage>', re.DOTALL)
_PROFESSION = re.compile(r'<turn profession="([^"]*)">')
_QUESTION = re.compile(r"<question>((?:(?!<question>).)*)</question>\s*$", re.DOTALL)
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+(?=[^\W\d_a-z])")
_MARKERS = ("[{n}]", "【{n}】", "［{n}］", "[^{n}]", "[{n}, {n}]", "[{n}†source]")
_MOST = 5  # passages that it writes about


@dataclass(frozen=True)
class Asked:
    """What a prompt holds: the passages in the order of their numbers, the question, what a model
    that obeys everything is to write, and the profession of the last turn.

    Without passages, the prompt asks for the question's wording alone.
    """

    passages: tuple[str, ...]
    question: str
    obeyed: str
    profession: str = ""

    @classmethod
    def of(cls, prompt: str, obeyed: str = "") -> "Asked":
        """Read a prompt."""
        question = _QUESTION.search(prompt)
        return cls(
            passages=tuple(unescape(text) for _, text in _PASSAGE.findall(prompt)),
            question=unescape(question[1]) if question else "",
            obeyed=obeyed,
            profession=unescape(_PROFESSION.findall(prompt)[-1]) if "<turn p" in prompt else "",
        )

    def numbered(self) -> Iterator[tuple[int, str]]:
        """Yield the sentences of the first passages with their numbers, without the full stop."""
        for number, text in enumerate(self.passages[:_MOST], 1):
            for sentence in _SENTENCE_END.split(text):
                yield number, sentence.rstrip(" .")

    @property
    def all_markers(self) -> str:
        """Markers for all passages: whatever is said is said to stand in one of them."""
        return "".join(f"[{number}]" for number in range(1, len(self.passages) + 1))


def _faithful(asked: Asked) -> Iterator[str]:
    for (number, text), marker in zip(asked.numbered(), cycle(_MARKERS), strict=False):
        yield f"- {text} {marker.format(n=number)}.\n"


def _false_citations(asked: Asked) -> Iterator[str]:
    for number, text in asked.numbered():
        yield f"{text} [{number % len(asked.passages) + 1}]. {text} [99]. "


def _uncited(asked: Asked) -> Iterator[str]:
    yield from (f"{text}. " for _, text in asked.numbered())


def _invented_numbers(asked: Asked) -> Iterator[str]:
    yield from (f"{text}, pour 123 456 € [{number}]. " for number, text in asked.numbered())


def _invented_names(asked: Asked) -> Iterator[str]:
    yield from (f"{text} chez Zorglub [{number}]. " for number, text in asked.numbered())


def _denying(asked: Asked) -> Iterator[str]:
    yield from (f"Pas besoin de cela : {text} [{number}]. " for number, text in asked.numbered())


def _other_language(asked: Asked) -> Iterator[str]:
    for number, _ in asked.numbered():
        yield f"In diesem Beruf arbeitet man sehr gern und verdient gut [{number}]. "


def _mixed(asked: Asked) -> Iterator[str]:
    """A true sentence, then the same one with something invented."""
    for number, text in asked.numbered():
        yield f"{text} [{number}].\nZorglub : {text} [{number}].\n"


def _marked_up(asked: Asked) -> Iterator[str]:
    for number, text in asked.numbered():
        yield f"[{text}](https://zorglub.example) [{number}]. <b>{text}</b> [{number}]. "
        yield f"![{text}](https://zorglub.example/x.png) [{number}]. `{text} [{number}]`. "


def _repeating(asked: Asked) -> Iterator[str]:
    for number, text in asked.numbered():
        yield f"{text} [{number}]. " * 4


def _obedient(asked: Asked) -> Iterator[str]:
    """Writes what it was told to, and cites every passage for it."""
    for line in asked.obeyed.splitlines():
        yield f"{line.rstrip(' .')} {asked.all_markers}.\n"


def _endless(asked: Asked) -> Iterator[str]:
    yield from _faithful(asked)
    yield from (f"{number} Zorglub. " for number in count())


def _rewriting(asked: Asked) -> Iterator[str]:
    """Names the profession of the last turn beside a question that leans on it."""
    if asked.passages:
        yield from _faithful(asked)
    else:
        yield f"{asked.question} ({asked.profession})" if asked.profession else asked.question


def _straying(asked: Asked) -> Iterator[str]:
    """Makes of every follow-up a question on another profession."""
    yield from _faithful(asked) if asked.passages else ["Quel est le salaire d’un web developer ?"]


def _silent(_: Asked) -> Iterator[str]:
    return iter(())


BEHAVIOURS: dict[str, Callable[[Asked], Iterator[str]]] = {
    "faithful": _faithful,
    "mixed": _mixed,
    "repeating": _repeating,
    "false-citations": _false_citations,
    "uncited": _uncited,
    "invented-numbers": _invented_numbers,
    "invented-names": _invented_names,
    "denying": _denying,
    "other-language": _other_language,
    "marked-up": _marked_up,
    "obedient": _obedient,
    "endless": _endless,
    "says-nothing": _silent,
    "rewriting": _rewriting,
    "straying": _straying,
}
