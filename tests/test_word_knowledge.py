"""What is known of single words reaches the tokens that training starts from."""

import numpy as np
import pytest
import torch
from tokenizers import Tokenizer, models, pre_tokenizers

from index.embedding import Vectors
from index.train import KnowingEmbedding
from index.word_knowledge import WordKnowledge


def _unit(place: int) -> Vectors:
    vector = np.zeros(300, np.float32)
    vector[place] = 1
    return vector


@pytest.fixture
def tokenizer() -> Tokenizer:
    tokens = ["▁train", "▁rail", "ing", "▁", "▁stress"]
    tokenizer = Tokenizer(models.WordLevel({token: i for i, token in enumerate(tokens)}, "▁"))
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    return tokenizer


def test_whole_words_are_known_in_each_language_apart(tokenizer: Tokenizer) -> None:
    knowledge = WordKnowledge(
        {"train": _unit(0), "rail": _unit(1)},
        {"train": _unit(2), "stress": _unit(3), "ing": _unit(4)},
    )
    known = knowledge.of_tokens(tokenizer)
    assert known.shape == (5, 600)
    assert [np.flatnonzero(row).tolist() for row in known] == [[0, 302], [1], [], [], [303]]


def test_the_most_frequent_words_are_those_of_both_languages() -> None:
    knowledge = WordKnowledge(
        {"de": _unit(0), "la": _unit(1), "le": _unit(2)}, {"the": _unit(0), "of": _unit(1)}
    )
    assert knowledge.words(2) == ["de", "la", "the", "of"]


def test_a_word_that_training_never_shows_follows_the_words_like_it() -> None:
    torch.manual_seed(0)
    known = torch.zeros(4, 600)
    known[0, 0] = known[1, 0] = 1.0  # two words of one meaning; the last token is no word
    known[2, 1] = 1.0
    embedding = KnowingEmbedding(known, torch.ones(4), dimensions=8)
    optimizer = torch.optim.Adam(embedding.parameters(), lr=0.05)
    wanted = torch.ones(1, 8)
    for _ in range(200):
        shown = embedding(torch.tensor([0]), torch.tensor([0]))
        optimizer.zero_grad()
        loss = torch.nn.functional.mse_loss(shown, wanted)
        loss.backward()  # type: ignore[no-untyped-call]
        optimizer.step()
    nearness = torch.nn.functional.cosine_similarity(embedding.weight, wanted)
    assert nearness[0] > 0.99
    assert nearness[1] > 0.9  # never shown
    assert nearness[2:].abs().max() < nearness[1]


def test_a_text_is_the_mean_of_its_tokens() -> None:
    embedding = KnowingEmbedding(torch.zeros(3, 600), torch.ones(3), dimensions=4)
    texts = embedding(torch.tensor([0, 1, 2]), torch.tensor([0, 2]))
    torch.testing.assert_close(texts[0], embedding.weight[:2].mean(dim=0))
    torch.testing.assert_close(texts[1], embedding.weight[2])
