"""Trains the shipped embedding model from nothing, on the texts that its card names.

`python -m index.train --data ../shared/data --output index/model`

A static model: one vector a subword, and their mean is the text's. Only training needs torch.
"""

import argparse
import random
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from model2vec import StaticModel
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.losses import (
    MatryoshkaLoss,
    MultipleNegativesRankingLoss,
)
from sentence_transformers.sentence_transformer.modules import StaticEmbedding
from sentence_transformers.util import cos_sim
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, trainers

from index.training_asked import read_asked, read_thesaurus
from index.training_pairs import AskedProfile, Pairing, TrainingTexts, read_training_texts
from index.training_questions import QuestionMaker, misspelt

# What each kind of batch weighs in the draw; found by trial on held-out pairs (see the model card).
SHARES = {
    "asked": 170, "thesaurus": 35,
    "named": 20, "blocks": 20, "words": 3, "topics": 2, "vocabulary": 3,
    "rome_titles": 4, "rome_related_skills": 2, "rome_sections": 8,
    "esco_titles": 3, "esco_texts": 5, "esco_titles_fr_en": 12, "esco_fr_en": 8,
    "esco_skills_fr_en": 10, "esco_skill_texts": 6,
    "onet_titles": 2, "onet_texts": 3, "onet_tools": 1,
    "piaf": 4, "service_public": 1, "tatoeba": 1,
}  # fmt: skip


_SCALE = 20  # of cosines, as in sentence-transformers' ranking loss


@dataclass(frozen=True)
class Recipe:
    """All that decides the weights, beside the texts."""

    seed: int = 7
    steps: int = 1500
    minutes: float = 30.0
    vocabulary: int = 28_000
    dimensions: tuple[int, ...] = (512, 256, 128)
    batch: int = 1024
    learning_rate: float = 0.2
    asked_profiles: int = 12  # in a batch, with all their lines
    asked_questions: int = 60  # of each, at most


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


def main() -> None:
    """Reads the arguments, trains, and puts the finished folder in place in one rename."""
    parser = argparse.ArgumentParser(description="Trains the shipped embedding model.")
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=Recipe.minutes)
    parser.add_argument("--steps", type=int, default=Recipe.steps)
    parser.add_argument("--seed", type=int, default=Recipe.seed)
    chosen = parser.parse_args()
    recipe = Recipe(seed=chosen.seed, minutes=chosen.minutes, steps=chosen.steps)
    texts = read_training_texts(chosen.data)
    texts = replace(
        texts,
        pairings=texts.pairings | {"thesaurus": read_thesaurus()},
        asked=read_asked(chosen.data),
    )
    static = train(texts, recipe)
    publish(static, chosen.output)


def train(texts: TrainingTexts, recipe: Recipe) -> StaticEmbedding:
    """Tokenizer, then vectors; ended by the minutes, they depend on the machine's speed."""
    random.seed(recipe.seed)
    torch.manual_seed(recipe.seed)
    batches = _draw_batches(texts, recipe)
    tokenizer = train_tokenizer(texts, batches, recipe.vocabulary)
    static = StaticEmbedding(tokenizer, embedding_weights=_first_vectors(tokenizer, texts, recipe))
    _fit(static, batches, recipe)
    return static


def _draw_batches(texts: TrainingTexts, recipe: Recipe) -> Iterator[Batch | AskedBatch]:
    """Endless batches, each of one source, the sources drawn by their shares."""
    chance = random.Random(recipe.seed)
    maker = QuestionMaker(texts, chance)
    kinds, topics = len(maker.kinds), len(maker.topics)
    made: dict[str, Callable[[], Batch | AskedBatch]] = {
        "asked": lambda: _draw_asked(texts.asked, chance, recipe),
        "named": lambda: Batch(maker.named(recipe.batch)),
        "blocks": lambda: Batch(maker.blocks(recipe.batch // kinds), kinds),
        "words": lambda: Batch(maker.word_blocks(recipe.batch // kinds // 2), kinds),
        "vocabulary": lambda: Batch(maker.vocabulary_pairs()),
        "topics": lambda: Batch(maker.topic_blocks(recipe.batch // topics // 2), topics),
    }
    while True:
        source = chance.choices(list(SHARES), weights=list(SHARES.values()))[0]
        pairings = texts.pairings.get(source)
        if pairings is None:
            yield made[source]()
        else:
            yield Batch(_draw_pairs(pairings, chance, recipe.batch))


def _draw_pairs(
    pairings: list[Pairing], chance: random.Random, count: int
) -> list[tuple[str, str]]:
    """One pair a pairing, so that no other positive of the batch fits the anchor."""
    pairs = []
    for pairing in chance.sample(pairings, min(count, len(pairings))):
        anchor, positive = chance.choice(pairing.anchors), chance.choice(pairing.positives)
        pairs.append((misspelt(anchor, chance, 0.1), positive))
    return [pair[::-1] for pair in pairs] if chance.random() < 0.3 else pairs


def _draw_asked(profiles: list[AskedProfile], chance: random.Random, recipe: Recipe) -> AskedBatch:
    questions: list[str] = []
    lines: list[str] = []
    asked_of, line_of, right = [], [], []
    for number, profile in enumerate(chance.sample(profiles, recipe.asked_profiles)):
        count = min(len(profile.questions), recipe.asked_questions)
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


def train_tokenizer(
    texts: TrainingTexts, batches: Iterator[Batch | AskedBatch], size: int
) -> Tokenizer:
    """Byte-pair subwords of words without case, accents or punctuation: « L'Été » is "l", "ete"."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.NFKC(),
            normalizers.Lowercase(),
            normalizers.NFD(),
            normalizers.StripAccents(),
            normalizers.Replace("œ", "oe"),
            normalizers.Replace(Regex(r"[^\p{L}\p{N}+#%€$]+"), " "),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    trainer = trainers.BpeTrainer(
        vocab_size=size,
        limit_alphabet=80,
        max_token_length=18,
        min_frequency=2,
        show_progress=False,
    )
    tokenizer.train_from_iterator(_all_texts(texts, batches), trainer)
    return tokenizer


def _all_texts(texts: TrainingTexts, batches: Iterator[Batch | AskedBatch]) -> Iterator[str]:
    """Every catalogue text once, then what is drawn, for it holds how people ask."""
    for pairings in texts.pairings.values():
        for pairing in pairings:
            yield from dict.fromkeys((*pairing.anchors, *pairing.positives))
    for _ in range(100):
        batch = next(batches)
        if isinstance(batch, AskedBatch):
            yield from batch.questions
        else:
            yield from (text for pair in batch.pairs for text in pair)


def _first_vectors(tokenizer: Tokenizer, texts: TrainingTexts, recipe: Recipe) -> torch.Tensor:
    """Random directions, tokens × dimensions; frequent subwords short, as in SIF (Arora, 2017)."""
    counts = np.ones(tokenizer.get_vocab_size())
    lines = [
        text for ps in texts.pairings.values() for p in ps for text in (*p.anchors, *p.positives)
    ]
    lines += [text for profile in texts.asked for text, _ in profile.questions]
    for encoding in tokenizer.encode_batch_fast(lines):
        np.add.at(counts, encoding.ids, 1)
    weights = 1e-3 / (1e-3 + counts / counts.sum())
    vectors = torch.randn(len(counts), recipe.dimensions[0])
    return vectors * torch.from_numpy(weights).float()[:, None]


def _within_blocks(size: int) -> Callable[[torch.Tensor, torch.Tensor], torch.Tensor]:
    """Cosine inside blocks of `size` pairs, -1 across them: (n, d), (n, d) → (n, n)."""

    def similarity(left: torch.Tensor, right: torch.Tensor) -> torch.Tensor:
        block = torch.arange(len(left)) // size
        return cos_sim(left, right).masked_fill(block[:, None] != block[None, :], -1.0)

    return similarity


def _fit(static: StaticEmbedding, batches: Iterator[Batch | AskedBatch], recipe: Recipe) -> None:
    """Adam; the rate rises for a twentieth, then falls until the steps or the minutes run out."""
    model = SentenceTransformer(modules=[static], device="cpu")
    losses: dict[int | None, MatryoshkaLoss] = {}
    optimizer = torch.optim.Adam(static.parameters(), lr=recipe.learning_rate)
    started, seen, average = time.monotonic(), 0, 0.0
    for step in range(recipe.steps):
        done = max(step / recipe.steps, (time.monotonic() - started) / 60 / recipe.minutes)
        if done >= 1:
            break
        batch = next(batches)
        rate = recipe.learning_rate * min(done * 20, (1 - done) / 0.95)
        optimizer.param_groups[0]["lr"] = max(rate, recipe.learning_rate / 100)
        if isinstance(batch, AskedBatch):
            loss = _asked_loss(static, batch, recipe)
            seen += len(batch.questions)
        else:
            if batch.block not in losses:
                losses[batch.block] = _loss_for(model, batch.block, recipe)
            sides = zip(*batch.pairs, strict=True)
            features = [static.preprocess(list(side)) for side in sides]
            loss = losses[batch.block](features, torch.empty(0))
            seen += len(batch.pairs)
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimizer.step()
        average = 0.98 * average + 0.02 * float(loss.detach()) if step else float(loss.detach())
        if step % 50 == 0:
            print(f"{done:4.0%}  step {step}  {seen} pairs  loss {average:.3f}", flush=True)


def _asked_loss(static: StaticEmbedding, batch: AskedBatch, recipe: Recipe) -> torch.Tensor:
    """Rank the right lines first, among those of all professions and of the question's own."""
    asked, lines = (
        static(static.preprocess(texts))["sentence_embedding"]
        for texts in (batch.questions, batch.lines)
    )
    losses = []
    for dimensions in recipe.dimensions:  # Matryoshka
        cosines = cos_sim(asked[:, :dimensions], lines[:, :dimensions]) * _SCALE
        for scores in (cosines, cosines.masked_fill(~batch.inside, -1e4)):
            losses.append(-(batch.right * scores.log_softmax(dim=1)).sum(dim=1).mean())
    return torch.stack(losses).sum()


def _loss_for(model: SentenceTransformer, block: int | None, recipe: Recipe) -> MatryoshkaLoss:
    similarity = _within_blocks(block) if block else cos_sim
    ranking = MultipleNegativesRankingLoss(model, similarity_fct=similarity)
    return MatryoshkaLoss(model, ranking, matryoshka_dims=list(recipe.dimensions))


def small_model(static: StaticEmbedding) -> StaticModel:
    """One byte a value, each vector with its own scale: cosines move by some 0.002 at most."""
    vectors = static.embedding.weight.detach().numpy()
    scales = np.abs(vectors).max(axis=1) / 127
    whole = np.rint(vectors / scales[:, None]).astype(np.int8)
    weights = scales.astype(np.float32)
    return StaticModel(
        whole, static.tokenizer, normalize=True, weights=weights, language=["fr", "en"]
    )


def publish(static: StaticEmbedding, output: Path) -> None:
    """Writes beside the output and renames: the folder is never half written. Keeps the card."""
    fresh, old = output.with_name(output.name + ".new"), output.with_name(output.name + ".old")
    shutil.rmtree(fresh, ignore_errors=True)
    small_model(static).save_pretrained(fresh)
    (fresh / "model.safetensors").chmod(0o644)  # written for its owner only
    (fresh / "README.md").unlink()  # tells of a distilled model
    card = output / "README.md"
    if card.exists():
        shutil.copy(card, fresh)
    if output.exists():
        output.rename(old)
    fresh.rename(output)
    shutil.rmtree(old, ignore_errors=True)


if __name__ == "__main__":
    main()
