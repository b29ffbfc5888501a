"""Trains what finds the names of professions: `python -m assistant.train_tagger --data DATA`.

From the questions of index/training/kinds.tsv that have a place for a profession, filled with the
titles of ROME, ESCO and O*NET in both languages, and from questions that name none.
Needs the extra `training`.
"""

import argparse
import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from assistant.profession_tagger import FEATURES, TAGGER_FILE, hashed_features, spoken
from corpus.words import plain
from index.title_forms import title_forms
from index.training_asked import read_asked, read_kinds
from index.training_pairs import Occupation, read_training_texts
from index.training_questions import misspelt

_SEED = 7
_TITLE = "{title}"
_FILLED = 8  # times that each question with a place for a profession is used
_ON_LINES = 10000  # questions on lines, which seldom name a profession
_OTHER_LANGUAGE = 0.15  # the share of titles in the other language than the question
_SHORT = {1: 0.35, 2: 0.3}  # the share of titles of one word and of two: people say short ones
# How people shorten the first word of a title.
_SAID_SHORT = {
    "professeur": "prof", "professeure": "prof", "developpeur": "dev", "developpeuse": "dev",
    "developer": "dev", "responsable": "resp", "kinesitherapeute": "kiné", "ingenieur": "ingé",
    "educateur": "éduc", "educatrice": "éduc", "assistant": "assist", "veterinaire": "véto",
    "animateur": "anim", "technicien": "tech", "instituteur": "instit", "commercial": "com",
    "ophtalmologue": "ophtalmo", "photographe": "photographe", "manager": "mgr",
    "professor": "prof", "secretary": "sec", "directeur": "dir", "coordinateur": "coord",
}  # fmt: skip
_USUAL = 30  # a word of so many questions is known, too

Sentence = tuple[list[str], list[bool]]  # words, and which of them name a profession


def main() -> None:
    """Read the arguments, train, and write the weights beside this file."""
    parser = argparse.ArgumentParser(description="Trains what finds the names of professions.")
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--output", type=Path, default=Path(__file__).with_name(TAGGER_FILE))
    chosen = parser.parse_args()
    np.savez_compressed(chosen.output, allow_pickle=False, **train(chosen.data))


def train(data: Path) -> dict[str, np.ndarray]:
    """Return the arrays that ProfessionTagger reads."""
    chance = random.Random(_SEED)
    titles = Titles(read_training_texts(data).occupations, chance)
    asked = [said for profile in read_asked(data) for said, _ in profile.questions]
    sentences = [
        titles.filled(text, language)
        for _, language, text in read_kinds()
        if _TITLE in text
        for _ in range(_FILLED)
    ]
    none = [text for _, _, text in read_kinds() if "{" not in text]
    none += chance.sample(asked, _ON_LINES)
    # A profession that is named in passing is named as any other is: no example of other words.
    none = [text for text in none if not titles.names_one(text)]
    for text in none:
        said = spoken(misspelt(text, chance))
        sentences.append((said, [False] * len(said)))
    usage = _usage(titles.all, [*none, *asked])
    features = _table([said for said, _ in sentences], usage)
    right = np.array([label for _, labels in sentences for label in labels])
    fitted = LogisticRegression(solver="liblinear", max_iter=200).fit(features, right)
    print(f"{len(sentences)} sentences, {fitted.score(features, right):.3f} of the words learnt")
    return {
        "weights": fitted.coef_[0].astype(np.float16),
        "bias": np.float32(fitted.intercept_[0]),
        "words": np.array(list(usage)),
        "usage": np.array(list(usage.values())),
    }


class Titles:
    """The titles of all professions by language, drawn as people say them."""

    def __init__(self, occupations: Iterable[Occupation], chance: random.Random) -> None:
        self._chance = chance
        self._by_length: dict[str, dict[int, list[str]]] = {}
        found: defaultdict[str, dict[str, None]] = defaultdict(dict)
        for occupation in occupations:
            for language, titles in occupation.titles.items():
                for title in titles:
                    forms = title_forms(title)[:2] if language == "fr" else [title]
                    found[language].update(dict.fromkeys(forms))
        self.all = [title for titles in found.values() for title in titles]
        for language, named in found.items():
            by_length: defaultdict[int, list[str]] = defaultdict(list)
            for title in named:
                by_length[len(title.split())].append(title)
                by_length[0].append(title)
            self._by_length[language] = by_length
        ones = (by_length[1] for by_length in self._by_length.values())
        self._of_one_word = {plain(title) for titles in ones for title in titles}

    def names_one(self, text: str) -> bool:
        """Tell whether a text holds a title of one word, in the singular or the plural."""
        said = {plain(word) for word in spoken(text) if len(word) > 3}
        return not self._of_one_word.isdisjoint({*said, *(word.rstrip("s") for word in said)})

    def filled(self, text: str, language: str) -> Sentence:
        """Put professions where a question has a place for them."""
        said, labels = [], []
        for number, part in enumerate(text.split(_TITLE)):
            if number:
                title = spoken(self._drawn(language))
                said += title
                labels += [True] * len(title)
            words = spoken(misspelt(part, self._chance, 0.1))
            said += words
            labels += [False] * len(words)
        return said, labels

    def _drawn(self, language: str) -> str:
        if self._chance.random() < _OTHER_LANGUAGE:
            language = "en" if language == "fr" else "fr"
        lengths = [*_SHORT, 0]
        shares = [*_SHORT.values(), 1 - sum(_SHORT.values())]
        length = self._chance.choices(lengths, shares)[0]
        title = self._chance.choice(self._by_length[language][length])
        title = title.split("(")[0].split(",")[0]
        if self._chance.random() < 0.7:
            title = title[:1].lower() + title[1:]
        words = title.split()
        if words and self._chance.random() < 0.2:
            count = self._chance.choice([1, 2])  # « pharmaciens conseils » as well
            words[:count] = [word.rstrip("sx") + "s" for word in words[:count]]
        if words and self._chance.random() < 0.15:
            words[0] = _SAID_SHORT.get(plain(words[0]), words[0])
        return misspelt(" ".join(words), self._chance, 0.2)


def _usage(titles: Sequence[str], questions: Sequence[str]) -> dict[str, str]:
    """Return, for each word of titles, how much more often these use it than questions, as a
    power of two between 0 and 6; and of the other usual words that they are none."""
    in_titles = Counter(word for title in titles for word in {plain(w) for w in spoken(title)})
    in_questions = Counter(word for text in questions for word in {plain(w) for w in spoken(text)})
    sums = sum(in_titles.values()), sum(in_questions.values())
    usage = {
        word: str(
            int(
                np.clip(
                    np.log2((held / sums[0] + 1e-6) / (in_questions[word] / sums[1] + 1e-6)) + 3,
                    0,
                    6,
                )
            )
        )
        for word, held in in_titles.items()
        if held > 1
    }
    return usage | {
        word: "usual" for word, held in in_questions.items() if held >= _USUAL and word not in usage
    }


def _table(sentences: Sequence[Sequence[str]], usage: Mapping[str, str]) -> csr_matrix:
    """Return words × features."""
    rows = [found for said in sentences for found in hashed_features(said, usage)]
    columns = [place for found in rows for place in found]
    starts = np.cumsum([0, *(len(found) for found in rows)])
    return csr_matrix(
        (np.ones(len(columns), dtype=np.float32), columns, starts), shape=(len(rows), FEATURES)
    )


if __name__ == "__main__":
    main()
