"""Turns wordings and occupations into pairs of a question and the passage that answers it.

A passage is worded as the index embeds it: "profession : heading path : text".
"""

import random
import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, replace

from index.training_asked import read_kinds
from index.training_pairs import WORDINGS, Occupation, TrainingTexts

LANGUAGES = ("fr", "en")
SAME_LANGUAGE = 0.7  # the share of pairs whose question and passage are in one language
LEVELS = {
    "fr": ("Bac +2", "Bac +3", "Bac +5", "CAP", "BTS", "Master", "Licence", "Bac pro", "Bac"),
    "en": (
        "bachelor's degree",
        "master's degree",
        "high school diploma",
        "associate degree",
        "PhD",
    ),
}


@dataclass(frozen=True)
class Wordings:
    """How people ask for one kind of section in one language, and how such a section looks."""

    headings: tuple[str, ...]
    questions: tuple[str, ...]
    passages: tuple[str, ...]
    words: tuple[str, ...]

    @property
    def plain(self) -> list[str]:
        """Questions that name no profession."""
        return [q for q in self.questions if "{title}" not in q and "{other}" not in q]


Choose = Callable[[Wordings], str]


class QuestionMaker:
    """Draws question and passage pairs; every draw comes from the one generator it was given."""

    def __init__(self, texts: TrainingTexts, chance: random.Random):
        known = tomllib.loads(WORDINGS.read_text(encoding="utf-8"))
        self.frames = {lang: _lines_of(table) for lang, table in known.pop("frames").items()}
        self.vocabulary = [
            re.split(r" *[,|] *", line) for line in _lines_of(known.pop("vocabulary"))["lines"]
        ]
        self.topics = [_lines_of(topic) for topic in known.pop("topics").values()]
        self.kinds = {k: {lang: _wordings(v[lang]) for lang in LANGUAGES} for k, v in known.items()}
        for kind, language, question in read_kinds():
            if kind in self.kinds:
                worded = self.kinds[kind][language]
                questions = (*worded.questions, question)
                self.kinds[kind][language] = replace(worded, questions=questions)
        self.occupations = texts.occupations
        self.chance = chance
        skills = texts.pairings["esco_skills_fr_en"]
        self.skills = {
            "fr": [pairing.anchors[0] for pairing in skills if pairing.anchors],
            "en": [pairing.positives[0] for pairing in skills],
        }
        sectors = (
            t for o in self.occupations for t in o.passages.get("fr", {}).get("employers", [])
        )
        self.sectors = sorted({part for text in sectors for part in text.split(" ; ")})

    def named(self, count: int) -> list[tuple[str, str]]:
        """Pairs that name the profession: three kinds of each of `count` / 3 professions."""
        pairs = []
        for occupation in self.chance.sample(self.occupations, count // 3):
            for kind in self.chance.sample(list(self.kinds), 3):
                pairs.append(self._pair(occupation, kind, self._any_question))
        return pairs

    def blocks(self, count: int) -> list[tuple[str, str]]:
        """`count` blocks, each with a question and a passage of every kind, on one profession.

        The questions need not name it, so only passages of one block may stand against each other.
        """
        pairs = []
        for occupation in self.chance.sample(self.occupations, count):
            ask = self._plain_question if self.chance.random() < 0.75 else self._any_question
            pairs += [self._pair(occupation, kind, ask) for kind in self.kinds]
        return pairs

    def word_blocks(self, count: int) -> list[tuple[str, str]]:
        """`count` blocks: for every kind, two of its words or headings, or a question and one."""
        pairs = []
        for _ in range(count):
            for by_language in self.kinds.values():
                texts = [t for w in by_language.values() for t in (*w.words, *w.words, *w.headings)]
                asked = [q for w in by_language.values() for q in w.plain]
                first = self.chance.choice([self.chance.choice(texts), self.chance.choice(asked)])
                pairs.append((misspelt(first, self.chance), self.chance.choice(texts)))
        return pairs

    def topic_blocks(self, count: int) -> list[tuple[str, str]]:
        """`count` blocks with a question and a text of every topic."""
        pairs = []
        for _ in range(count):
            for topic in self.topics:
                asked = misspelt(self.chance.choice(topic["questions"]), self.chance)
                pairs.append((asked, self.chance.choice(topic["texts"])))
        return pairs

    def vocabulary_pairs(self) -> list[tuple[str, str]]:
        """Two words of every line, in one language or across."""
        return [
            (misspelt(one, self.chance, 0.1), other)
            for one, other in (self.chance.sample(words, 2) for words in self.vocabulary)
        ]

    def _pair(self, occupation: Occupation, kind: str, choose: Choose) -> tuple[str, str]:
        """A question and a passage of the kind; in one language they fill their slots alike."""
        language = self.chance.choice(list(occupation.titles))
        spoken = language if self.chance.random() < SAME_LANGUAGE else LANGUAGES[language == "fr"]
        slots = {name: self._slots(occupation, name) for name in {language: None, spoken: None}}
        question = choose(self.kinds[kind][spoken]).format_map(slots[spoken])
        worded = self.kinds[kind][language]
        told = occupation.passages[language].get(kind)
        if told and self.chance.random() < 0.6:
            text = self.chance.choice(told)
        else:
            text = self.chance.choice(worded.passages).format_map(slots[language])
        heading = self._heading(worded, language)
        passage = f"{self._title(occupation, language)} : {heading} : {text}"
        return self._typed(question, spoken), passage

    def _heading(self, worded: Wordings, language: str) -> str:
        """A heading of the kind, sometimes below one that says nothing."""
        heading = self.chance.choice(worded.headings)
        if self.chance.random() < 0.2:
            return f"{self.chance.choice(self.frames[language]['above'])} > {heading}"
        return heading

    def _plain_question(self, worded: Wordings) -> str:
        return self.chance.choice(worded.plain)

    def _any_question(self, worded: Wordings) -> str:
        """A question that names the profession: the title goes in front if need be."""
        asked = self.chance.choice(worded.questions)
        front = "" if "{title}" in asked else self.chance.choice(["{title} : ", "{title}, "])
        return front + asked

    def _typed(self, question: str, language: str) -> str:
        """The question as somebody types it: sometimes framed in politeness, sometimes misspelt."""
        frames = self.frames[language]
        if self.chance.random() < 0.25:
            question = f"{self.chance.choice(frames['before'])} {question}"
        if self.chance.random() < 0.25:
            question = f"{question} {self.chance.choice(frames['after'])}"
        return misspelt(question, self.chance)

    def _title(self, occupation: Occupation, language: str) -> str:
        """A title in the language if there is one: people keep « chef de projet » in English."""
        titles = occupation.titles.get(language) or next(iter(occupation.titles.values()))
        return titles[0] if self.chance.random() < 0.6 else self.chance.choice(titles)

    def _slots(self, occupation: Occupation, language: str) -> dict[str, str]:
        low, unit = self.chance.randrange(15, 60), self.chance.choice([1, 100, 1000])
        return {
            "title": self._title(occupation, language),
            "other": self.chance.choice(occupation.related or [self._title(occupation, language)]),
            "skill": self._skill(occupation, language),
            "sector": self.chance.choice(self.sectors),
            "low": str(low * unit),
            "high": str((low + self.chance.randrange(5, 30)) * unit),
            "years": str(self.chance.randrange(2, 9)),
            "level": self.chance.choice(LEVELS[language]),
        }

    def _skill(self, occupation: Occupation, language: str) -> str:
        """A duty of the profession where it is worded as an action, as ESCO's sentences are not."""
        told = occupation.passages.get(language, {}).get("duties")
        if not told or len(occupation.titles) == 2:
            return self.chance.choice(self.skills[language])
        text = self.chance.choice(self.chance.choice(told).split(" ; ")).rstrip(".")
        return text[:1].lower() + text[1:120]


def _lines_of(table: dict[str, str]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(text.strip().splitlines()) for name, text in table.items()}


def _wordings(table: dict[str, str]) -> Wordings:
    return Wordings(**_lines_of(table))


def misspelt(text: str, chance: random.Random, share: float = 0.25) -> str:
    """In a `share` of the texts, one long word loses, doubles or swaps a letter, as typing does; in
    a third as many again, words are written by ear."""
    drawn = chance.random()
    if drawn > share:
        return _by_ear(text, chance) if drawn < 4 / 3 * share else text
    words = text.split(" ")
    long = [place for place, word in enumerate(words) if len(word) > 4 and word.isalpha()]
    if not long:
        return text
    place = chance.choice(long)
    word, at = words[place], chance.randrange(1, len(words[place]) - 1)
    words[place] = chance.choice(
        [
            word[:at] + word[at + 1 :],
            word[:at] + word[at] + word[at:],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        ]
    )
    return " ".join(words)


# How French, then English, is written by ear: what sounds alike is exchanged.
_BY_EAR = [
    (r"qu'est[- ]ce qu['e]", "kes k"), (r"est[- ]ce qu['e]", "esk "), (r"\bc'est\b", "c"),
    (r"\bj'ai\b", "g"), (r"\bqu[e']", "k"), (r"qu", "k"), (r"(?<=[aeiouy])ss?(?=[aeiouy])", "z"),
    (r"(?:er|ez|ée|és|ais|ait|aient)\b", "é"), (r"(?:é|ai)\b", "er"), (r"eau|au", "o"),
    (r"ph", "f"), (r"([bcdflmnprst])\1", r"\1"), (r"(?<=\w{3})(?:es|s|t|e|x)\b", ""),
    (r"ç|(?<=\w)c(?=[ei])", "ss"), (r"en|em(?=[bp])", "an"), (r"oi", "wa"), (r"h", ""),
    (r"\byou\b", "u"), (r"\bare\b", "r"), (r"ight\b", "ite"), (r"ies\b", "ys"), (r"ie", "ei"),
    (r"(?<=\w)ould\b", "ud"), (r"ck", "k"), (r"ing\b", "in"), (r"tion", "shun"),
]  # fmt: skip


def _by_ear(text: str, chance: random.Random) -> str:
    rules = chance.sample(_BY_EAR, len(_BY_EAR) // 3)
    for pattern, sound in rules:
        text = re.sub(pattern, sound, text, flags=re.IGNORECASE)
    return text
