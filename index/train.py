"""Trains the shipped embedding model, on the texts and word vectors that its card names.

`python -m index.train --data ../shared/data --output index/model`

A static model: one vector a subword, and their mean is the text's. Only training needs torch.
"""

import argparse
import random
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
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
from torch import nn
from torch.nn import functional

from index.embedding import Vectors
from index.training_asked import read_asked, read_thesaurus
from index.training_batches import AskedBatch, Batch, draw_batches
from index.training_pairs import TrainingTexts, read_training_texts
from index.word_knowledge import WordKnowledge

_OWN_OF_KNOWN = 0.1  # how long, of known words, the part is at first that others do not share
_SHOWN = 25  # times that a frequent word is shown, so that it becomes a token
_SCALE = 20  # of cosines, as in sentence-transformers' ranking loss


@dataclass(frozen=True)
class Recipe:
    """All that decides the weights, beside the texts."""

    seed: int = 7
    steps: int = 1600
    minutes: float = 45.0
    vocabulary: int = 36_000
    known_words: int = 15_000  # of each language, to be tokens of their own
    dimensions: tuple[int, ...] = (512, 256, 128)
    learning_rate: float = 0.1
    projection_rate: float = 0.05


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
    static = train(texts, WordKnowledge.read(), recipe)
    publish(static, chosen.output)


def train(texts: TrainingTexts, knowledge: WordKnowledge, recipe: Recipe) -> StaticEmbedding:
    """Tokenizer, then vectors; ended by the minutes, they depend on the machine's speed."""
    random.seed(recipe.seed)
    torch.manual_seed(recipe.seed)
    batches = draw_batches(texts, recipe.seed)
    words = knowledge.words(recipe.known_words)
    tokenizer = train_tokenizer(texts, batches, words, recipe.vocabulary)
    lengths = torch.from_numpy(_first_lengths(tokenizer, texts))
    known = torch.from_numpy(knowledge.of_tokens(tokenizer))
    static = StaticEmbedding(tokenizer, embedding_dim=recipe.dimensions[0])
    learning = KnowingEmbedding(known, lengths, recipe.dimensions[0])
    static.embedding = learning  # type: ignore[assignment]  # until it has learnt
    _fit(static, learning, batches, recipe)
    static.embedding = nn.EmbeddingBag.from_pretrained(learning.weight.detach(), mode="mean")
    return static


class KnowingEmbedding(nn.Module):
    """The vectors of tokens while they are learnt, tokens × dimensions: what is known of the word,
    through a projection that all of them share, and what training finds for this token alone.

    So a word that training never shows means what its like mean. `known` is tokens × knowledge;
    `lengths` has one a token, of its first vector.
    """

    def __init__(self, known: torch.Tensor, lengths: torch.Tensor, dimensions: int) -> None:
        super().__init__()
        self.known, self.lengths = known, lengths[:, None]
        is_known = known.any(dim=1, keepdim=True)
        first = torch.randn(len(known), dimensions) * self.lengths
        self.own = nn.Parameter(torch.where(is_known, _OWN_OF_KNOWN * first, first))
        self.projection = nn.Parameter(torch.randn(known.shape[1], dimensions))

    @property
    def weight(self) -> torch.Tensor:
        """The vectors as they are now."""
        return self.own + self.lengths * (self.known @ self.projection)

    def forward(self, tokens: torch.Tensor, offsets: torch.Tensor) -> torch.Tensor:
        """Return the mean vector of each text, whose tokens begin at `offsets`."""
        return functional.embedding_bag(tokens, self.weight, offsets, mode="mean")


def train_tokenizer(
    texts: TrainingTexts, batches: Iterator[Batch | AskedBatch], words: Sequence[str], size: int
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
    known = (word for word in words for _ in range(_SHOWN))
    tokenizer.train_from_iterator(chain(_all_texts(texts, batches), known), trainer)
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


def _first_lengths(tokenizer: Tokenizer, texts: TrainingTexts) -> Vectors:
    """Return one length a token: frequent subwords are short, as in SIF (Arora, 2017)."""
    counts = np.ones(tokenizer.get_vocab_size())
    lines = [
        text for ps in texts.pairings.values() for p in ps for text in (*p.anchors, *p.positives)
    ]
    lines += [text for profile in texts.asked for text, _ in profile.questions]
    for encoding in tokenizer.encode_batch_fast(lines):
        np.add.at(counts, encoding.ids, 1)
    lengths: Vectors = (1e-3 / (1e-3 + counts / counts.sum())).astype(np.float32)
    return lengths


def _within_blocks(size: int) -> Callable[[torch.Tensor, torch.Tensor], torch.Tensor]:
    """Cosine inside blocks of `size` pairs, -1 across them: (n, d), (n, d) → (n, n)."""

    def similarity(left: torch.Tensor, right: torch.Tensor) -> torch.Tensor:
        block = torch.arange(len(left)) // size
        return cos_sim(left, right).masked_fill(block[:, None] != block[None, :], -1.0)

    return similarity


def _fit(
    static: StaticEmbedding,
    learning: KnowingEmbedding,
    batches: Iterator[Batch | AskedBatch],
    recipe: Recipe,
) -> None:
    """Adam; the rates rise for a twentieth, then fall until the steps or the minutes run out."""
    model = SentenceTransformer(modules=[static], device="cpu")
    losses: dict[int | None, MatryoshkaLoss] = {}
    own, shared = (
        {"params": [values], "highest": rate}
        for values, rate in (
            (learning.own, recipe.learning_rate),
            (learning.projection, recipe.projection_rate),
        )
    )
    optimizer = torch.optim.Adam([own, shared])
    started, seen, average = time.monotonic(), 0, 0.0
    for step in range(recipe.steps):
        done = max(step / recipe.steps, (time.monotonic() - started) / 60 / recipe.minutes)
        if done >= 1:
            break
        batch = next(batches)
        for group in optimizer.param_groups:
            group["lr"] = group["highest"] * max(min(done * 20, (1 - done) / 0.95), 0.01)
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
    features = static.preprocess([*batch.questions, *batch.lines])
    vectors = static(features)["sentence_embedding"]
    asked, lines = vectors[: len(batch.questions)], vectors[len(batch.questions) :]
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
