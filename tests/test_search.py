"""Passages are found by words, meaning and kind, within professions or across all."""

import pytest

from index.embedding import searched_dimensions
from index.generation import Generation
from index.search import Kinds, PassageSearch


@pytest.fixture(scope="module")
def search(shipped_generation: Generation) -> PassageSearch:
    return PassageSearch(shipped_generation)


def test_a_passage_is_found_by_its_own_words(search: PassageSearch) -> None:
    for passage in search.generation.passages[::10]:
        found = [match.passage.text for match in search.find(passage.text, limit=3)]
        assert passage.text in found


def test_matches_come_best_first_with_their_reasons(search: PassageSearch) -> None:
    matches = search.find("pétrir la pâte")
    scores = [match.score for match in matches]
    assert scores == sorted(scores, reverse=True)
    assert len(matches) == 10
    assert all(0 <= part <= 1 for match in matches for part in match.why.values())


def test_only_the_given_professions_are_searched(search: PassageSearch) -> None:
    matches = search.find("salaire", profile_ids=["web-developer"], limit=50)
    assert {match.passage.profile_id for match in matches} == {"web-developer"}


@pytest.mark.parametrize("profile_ids", [[], ["inconnu"]])
def test_no_profession_has_no_passage(search: PassageSearch, profile_ids: list[str]) -> None:
    assert search.find("salaire", profile_ids=profile_ids) == []


def test_a_kind_that_is_asked_for_raises_its_passages(search: PassageSearch) -> None:
    def places(kinds: Kinds | None) -> int:
        found = search.find(
            "pain",
            profile_ids=["boulanger-boulangere"],
            kinds=kinds,
            limit=len(search.generation.passages),
        )
        return sum(n for n, match in enumerate(found) if match.passage.kind == "education")

    assert places({"education": 1.0}) < places(None)


@pytest.mark.parametrize("text", ["xyzzy", "…", "le la les", "🥖"])
def test_any_text_can_be_searched(search: PassageSearch, text: str) -> None:
    assert len(search.find(text)) <= 10


def test_the_same_question_finds_the_same_passages(search: PassageSearch) -> None:
    assert search.find("travailler la nuit") == search.find("travailler la nuit")


def test_all_passages_are_searched_by_the_first_values_of_the_shipped_models_vectors(
    shipped_generation: Generation,
) -> None:
    vector = shipped_generation.embedded("Qui pétrit la pâte ?")
    first = vector.copy()
    first[256:] = 0
    nearest = shipped_generation.nearest.nearest(vector, 10)
    assert shipped_generation.nearest.nearest(first, 10) == nearest


def test_another_models_vectors_are_searched_whole() -> None:
    assert searched_dimensions("intfloat/multilingual-e5-small") is None
