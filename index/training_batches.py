"""Draws what the embedding model is trained on, batch after batch."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import torch

from index.training_pairs import AskedProfile, Pairing, TrainingTexts
from index.training_questions import QuestionMaker, misspelt

# What each kind of batch weighs in the draw; found by trial on held-out pairs (see the model card).
SHARES = {
    "asked": 170, "thesaurus": 35,
    "named": 20, "blocks": 20, "words": 3, "topics": 2, "vocabulary": 3,
    "rome_titles": 4, "rome_related_skills": 2, "rome_sections": 8,
    "esco_titles": 3, "esco_texts": 5, "esco_titles_fr_en": 26, "esco_fr_en": 8,
    "esco_skills_fr_en": 10, "esco_skill_texts": 6,
    "onet_titles": 2, "onet_texts": 3, "onet_tools": 1,
    "piaf": 4, "service_public": 1, "tatoeba": 1,
}  # fmt: skip

_PAIRS = 1024  # in a batch
_ASKED_PROFILES = 12  # in a batch, with all their lines
_ASKED_QUESTIONS = 60  # of each, at most


@dataclass(frozen=True)
class Batch:
    """Pairs, and the size of the blocks inside which they are told apart (None: among all)."""

    pairs: list[tuple[str, str]]
    block: int | None = None


@dataclass(frozen=True)
class AskedBatch:
    """Questions on some professions, and all lines of these.

    `right` has the share of each line in each answer, questions × lines; `inside` tells where line
    and question are of one profession.
    """

    questions: list[str]
    lines: list[str]
    right: torch.Tensor
    inside: torch.Tensor


def draw_batches(texts: TrainingTexts, seed: int) -> Iterator[Batch | AskedBatch]:
    """Endless batches, each of one source, the sources drawn by their shares."""
    chance = random.Random(seed)
    maker = QuestionMaker(texts, chance)
    kinds, topics = len(maker.kinds), len(maker.topics)
    made: dict[str, Callable[[], Batch | AskedBatch]] = {
        "asked": lambda: _draw_asked(texts.asked, chance),
        "named": lambda: Batch(maker.named(_PAIRS)),
        "blocks": lambda: Batch(maker.blocks(_PAIRS // kinds), kinds),
        "words": lambda: Batch(maker.word_blocks(_PAIRS // kinds // 2), kinds),
        "vocabulary": lambda: Batch(maker.vocabulary_pairs()),
        "topics": lambda: Batch(maker.topic_blocks(_PAIRS // topics // 2), topics),
    }
    while True:
        source = chance.choices(list(SHARES), weights=list(SHARES.values()))[0]
        pairings = texts.pairings.get(source)
        if pairings is None:
            yield made[source]()
        else:
            yield Batch(_draw_pairs(pairings, chance, _PAIRS))


def _draw_pairs(
    pairings: list[Pairing], chance: random.Random, count: int
) -> list[tuple[str, str]]:
    """One pair a pairing, so that no other positive of the batch fits the anchor."""
    pairs = []
    for pairing in chance.sample(pairings, min(count, len(pairings))):
        anchor, positive = chance.choice(pairing.anchors), chance.choice(pairing.positives)
        pairs.append((misspelt(anchor, chance, 0.1), positive))
    return [pair[::-1] for pair in pairs] if chance.random() < 0.3 else pairs


def _draw_asked(profiles: list[AskedProfile], chance: random.Random) -> AskedBatch:
    questions: list[str] = []
    lines: list[str] = []
    asked_of, line_of, right = [], [], []
    for number, profile in enumerate(chance.sample(profiles, _ASKED_PROFILES)):
        count = min(len(profile.questions), _ASKED_QUESTIONS)
        for question, places in chance.sample(profile.questions, count):
            questions.append(misspelt(question, chance, 0.2))
            asked_of.append(number)
            right.append([len(lines) + place for place in places])
        lines += profile.lines
        line_of += [number] * len(profile.lines)
    shares = torch.zeros(len(questions), len(lines))
    for row, answering in enumerate(right):
        shares[row, answering] = 1 / len(answering)
    inside = torch.tensor(asked_of)[:, None] == torch.tensor(line_of)[None, :]
    return AskedBatch(questions, lines, shares, inside)
