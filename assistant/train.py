"""Trains the classifiers that read questions: `python -m assistant.train --data ../shared/data`.

From the questions of index/training/, and questions on the rest of the world from PIAF and
service-public.fr. Needs the extra `training`; run it again when the embedding model is trained.
"""

import argparse
import json
import random
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from assistant.question_kinds import question_kinds
from assistant.question_model import MODEL_FILE, PROFESSION, WAYS, question_features, terms
from corpus.profile import LANGUAGES, SECTION_KINDS
from corpus.words import words
from index.embedding import Vectors
from index.training_asked import read_asked, read_kinds, read_questions
from index.training_questions import misspelt
from index.words import question_words

_SEED = 7
_RAREST = 3  # texts that a term must stand in
_ONE_LINE = 24000  # questions on one line that are drawn
# What a question on a whole section counts in each classifier: « Combien gagne-t-on ? » is
# answered, though most questions on pay written for training, « … en Suisse ? », are not.
_WHOLE_WEIGHT = {"topic": 4.0, "section": 1.0, "whole": 2.0}
_WAY_WEIGHT = 2.0  # of a question about several professions, of which there are few
# … and one that is on no profession: distress, greetings, the rest of the world. There are few of
# them beside questions on lines, which are on anything.
_ELSEWHERE = frozenset(
    "out_of_scope smalltalk refused distress thanks privacy discrimination".split()
)
_ELSEWHERE_WEIGHT = 2.0
_FEWEST_WORDS = 5  # of a question on one line
_WORLD = 1500  # questions on the rest of the world that are drawn
_USUAL = 700  # a stem in one of so many questions is usual
_SENTENCES = {"fr": "tatoeba.fra-eng.fra", "en": "tatoeba.fra-eng.eng"}
_SLOT = re.compile(r"\{\w+\}")

Example = tuple[str, str]  # text, class
Array = np.ndarray[Any, np.dtype[Any]]
Arrays = dict[str, Array]


def main() -> None:
    """Read the arguments, train, and write the weights beside this file."""
    parser = argparse.ArgumentParser(description="Trains the classifiers that read questions.")
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--output", type=Path, default=Path(__file__).with_name(MODEL_FILE))
    chosen = parser.parse_args()
    np.savez_compressed(chosen.output, allow_pickle=False, **train(chosen.data))


def train(data: Path) -> Arrays:
    """Return the arrays that QuestionModel reads."""
    chance = random.Random(_SEED)
    whole = _whole_questions(chance)
    # A few words, or what several lines answer, hardly differ from what asks for a whole section.
    asked = [
        question
        for profile in read_asked(data)
        for question, right in profile.questions
        if len(right) == 1 and len(words(question)) >= _FEWEST_WORDS
    ]
    one_line = [misspelt(said, chance, 0.1) for said in chance.sample(asked, _ONE_LINE)]
    world = _world_questions(data / "questions", chance)
    sections = [(said, kind) for said, kind in whole if kind in SECTION_KINDS]
    topics = [(said, _topic(kind)) for said, kind in whole]
    topics += [(said, PROFESSION) for said in one_line]
    topics += [(said, "out_of_scope") for said in world]
    parts = [(said, "whole") for said, _ in sections] + [(said, "one line") for said in one_line]
    texts = [said for said, _ in topics]
    places, rarity = _vocabulary(texts)
    stored = {"terms": np.array(list(places)), "rarity": rarity.astype(np.float16)}
    stored |= {"vocabulary": _usual_stems([said for said, _ in sections])} | _languages(data)
    for name, examples in (("topic", topics), ("section", sections), ("whole", parts)):
        weight = {
            said: (_WAY_WEIGHT if kind in WAYS else _WHOLE_WEIGHT[name]) * _for_length(said)
            for said, kind in whole
            if kind in SECTION_KINDS or kind in WAYS
        }
        weight |= {said: _ELSEWHERE_WEIGHT for said, kind in examples if kind in _ELSEWHERE}
        stored |= _fitted(name, examples, places, rarity, weight)
    return stored


def _for_length(said: str) -> int:
    """Return how much more the few words of a short question count than those of a longer one."""
    return 2 if len(words(said)) < _FEWEST_WORDS else 1


def _whole_questions(chance: random.Random) -> list[Example]:
    """Return questions that ask for all that a section says, or for something else than that."""
    said = [(_SLOT.sub(" ", text), kind) for kind, _, text in read_kinds()]
    return [(misspelt(" ".join(text.split()), chance, 0.15), kind) for text, kind in said]


def _topic(kind: str) -> str:
    if kind in SECTION_KINDS:
        return PROFESSION
    if kind == "misuse":
        return "refused"
    return next((k.within for k in question_kinds() if k.name == kind and k.within), kind)


def _world_questions(folder: Path, chance: random.Random) -> list[str]:
    piaf = json.loads((folder / "piaf_train.json").read_text("utf-8"))["data"]
    asked = [q["question"] for a in piaf for p in a["paragraphs"] for q in p["qas"]]
    return chance.sample(asked, _WORLD)


def _vocabulary(texts: Sequence[str]) -> tuple[dict[str, int], Vectors]:
    """Return term → place, and the inverse document frequency of each."""
    count = Counter(term for text in texts for term in set(terms(text)))
    kept = sorted(term for term, held in count.items() if held >= _RAREST)
    rarity = np.log(len(texts) / np.array([count[term] for term in kept])) + 1
    return {term: place for place, term in enumerate(kept)}, rarity.astype(np.float32)


def _usual_stems(questions: Sequence[str]) -> Array:
    """Return the stems that stand in one of so many questions on whole sections."""
    count = Counter(stem for said in questions for stem in set(question_words(said)))
    usual = [stem for stem, held in count.items() if held * _USUAL >= len(questions)]
    return np.array(sorted(usual))


def _languages(data: Path) -> Arrays:
    """Return words, and the log odds that who uses one writes French rather than English."""
    spoken: dict[str, Counter[str]] = {language: Counter() for language in LANGUAGES}
    for language, question in read_questions():
        spoken[language].update(set(words(question)))
    for language in LANGUAGES:
        lines = (data / "questions" / _SENTENCES[language]).read_text("utf-8").splitlines()
        spoken[language].update(word for line in lines for word in set(words(line)))
    french, english = spoken["fr"], spoken["en"]
    known = sorted(word for word in {*french, *english} if french[word] + english[word] >= 3)
    size = {language: sum(count.values()) for language, count in spoken.items()}
    odds = [
        np.log((french[w] + 0.5) / size["fr"]) - np.log((english[w] + 0.5) / size["en"])
        for w in known
    ]
    return {"words": np.array(known), "odds": np.array(odds, dtype=np.float16)}


def _fitted(
    name: str,
    examples: Sequence[Example],
    places: dict[str, int],
    rarity: Vectors,
    weight: Mapping[str, float],
) -> Arrays:
    texts, classes = zip(*examples, strict=True)
    features = csr_matrix(question_features(texts, places, rarity))
    weights = np.array([weight.get(text, 1.0) for text in texts])
    fitted = LogisticRegression(C=2.0, max_iter=200).fit(features, classes, weights)
    print(f"{name}: {len(texts)} questions, {fitted.score(features, classes):.3f} of them learnt")
    return {
        name: fitted.coef_.astype(np.float16),
        f"{name}_bias": fitted.intercept_.astype(np.float32),
        f"{name}_names": fitted.classes_,
    }


if __name__ == "__main__":
    main()
