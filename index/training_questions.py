"""Turns wordings and occupations into pairs of a question and the passage that answers it.

A passage is worded as the index embeds it: "profession : heading path : text".
"""

import random
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.training_pairs import Occupation

WORDINGS = Path(__file__).with_name("training_wordings.toml")
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


class QuestionMaker:
    """Draws question and passage pairs; every draw comes from the one generator it was given."""

    def __init__(self, occupations: list[Occupation], skills: list[str], chance: random.Random):
        known = tomllib.loads(WORDINGS.read_text(encoding="utf-8"))
        self.topics = [lines_of(topic) for topic in known.pop("topics").values()]
        self.kinds = {k: {lang: wordings(v[lang]) for lang in LANGUAGES} for k, v in known.items()}
        self.occupations = occupations
        self.skills = skills
        self.chance = chance
        sectors = (t for o in occupations for t in o.passages.get("fr", {}).get("employers", []))
        self.sectors = sorted({part for text in sectors for part in text.split(" ; ")})

    def named(self, count: int) -> list[tuple[str, str]]:
        """Pairs that name the profession: three kinds of each of `count` / 3 professions."""
        pairs = []
        for occupation in self.chance.sample(self.occupations, count // 3):
            for kind in self.chance.sample(list(self.kinds), 3):
                pairs.append(self.pair(occupation, kind, self.any_question))
        return pairs

    def blocks(self, count: int) -> list[tuple[str, str]]:
        """`count` blocks, each with a question and a passage of every kind, on one profession.

        The questions need not name it, so only passages of one block may stand against each other.
        """
        pairs = []
        for occupation in self.chance.sample(self.occupations, count):
            ask = self.plain_question if self.chance.random() < 0.75 else self.any_question
            pairs += [self.pair(occupation, kind, ask) for kind in self.kinds]
        return pairs

    def word_blocks(self, count: int) -> list[tuple[str, str]]:
        """`count` blocks: for every kind, two of its words, questions or headings, in any languages."""
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

    def pair(self, occupation: Occupation, kind: str, ask: Any) -> tuple[str, str]:
        language = self.chance.choice(list(occupation.titles))
        other = LANGUAGES[language == "fr"]
        spoken = language if self.chance.random() < SAME_LANGUAGE else other
        return ask(occupation, kind, spoken), self.passage(occupation, kind, language)

    def plain_question(self, occupation: Occupation, kind: str, language: str) -> str:
        asked = self.chance.choice(self.kinds[kind][language].plain)
        return misspelt(self.filled(asked, occupation, language), self.chance)

    def any_question(self, occupation: Occupation, kind: str, language: str) -> str:
        """A question that names the profession, for one that does not is given its title in front."""
        asked = self.chance.choice(self.kinds[kind][language].questions)
        if "{title}" not in asked:
            asked = self.chance.choice(["{title} : ", "{title}, "]) + asked
        return misspelt(self.filled(asked, occupation, language), self.chance)

    def passage(self, occupation: Occupation, kind: str, language: str) -> str:
        worded = self.kinds[kind][language]
        told = occupation.passages[language].get(kind)
        if told and self.chance.random() < 0.6:
            text = self.chance.choice(told)
        else:
            text = self.filled(self.chance.choice(worded.passages), occupation, language)
        title = self.title(occupation, language)
        return f"{title} : {self.chance.choice(worded.headings)} : {text}"

    def title(self, occupation: Occupation, language: str) -> str:
        """A title in the language, or in the other one: people keep « chef de projet » in English."""
        titles = occupation.titles.get(language) or next(iter(occupation.titles.values()))
        return titles[0] if self.chance.random() < 0.6 else self.chance.choice(titles)

    def filled(self, wording: str, occupation: Occupation, language: str) -> str:
        low = self.chance.randrange(15, 60)
        slots = {
            "title": self.title(occupation, language),
            "other": self.chance.choice(occupation.related or [self.title(occupation, language)]),
            "skill": self.skill(occupation, language),
            "sector": self.chance.choice(self.sectors),
            "low": str(low * self.chance.choice([1, 1000])),
            "high": str((low + self.chance.randrange(5, 30)) * self.chance.choice([1, 1000])),
            "years": str(self.chance.randrange(1, 9)),
            "level": self.chance.choice(LEVELS[language]),
        }
        return wording.format_map(slots)

    def skill(self, occupation: Occupation, language: str) -> str:
        told = occupation.passages.get(language, {}).get("duties")
        text = self.chance.choice(told or self.skills).split(" ; ")[0].rstrip(".")
        return text[:1].lower() + text[1:90]


def lines_of(table: dict[str, str]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(text.strip().splitlines()) for name, text in table.items()}


def wordings(table: dict[str, str]) -> Wordings:
    return Wordings(**lines_of(table))


def misspelt(text: str, chance: random.Random, share: float = 0.2) -> str:
    """In a `share` of the texts, one long word loses, doubles or swaps a letter, as typing does."""
    words = text.split(" ")
    long = [place for place, word in enumerate(words) if len(word) > 4 and word.isalpha()]
    if not long or chance.random() > share:
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
