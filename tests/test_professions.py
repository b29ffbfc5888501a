"""Professions are found by the words around them, in any spelling, and unknown ones too."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.profession_tagger import profession_tagger, spoken
from assistant.professions import Named, named_professions
from assistant.question_model import question_model
from index.generation import Generation


def _named(generation: Generation, text: str, carried_over: tuple[str, ...] = ()) -> Named:
    return named_professions(text, generation, question_model().vocabulary, carried_over)


@pytest.mark.parametrize(
    ("text", "profile_id"),
    [
        ("un dev web, ça fait quoi ?", "web-developer"),
        ("je voudrais bosser comme boulangé", "boulanger-boulangere"),
        ("What does a boulanger do all day?", "boulanger-boulangere"),
        ("dévelopeur web", "web-developer"),
    ],
)
def test_a_profession_is_known_in_any_spelling(
    shipped_generation: Generation, text: str, profile_id: str
) -> None:
    assert _named(shipped_generation, text).profile_ids == (profile_id,)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Quelles qualités réclame le métier de dompteur de tigres ?", "dompteur"),
        ("how do I become a pirate captain", "pirate"),
        ("je veux devenir vulcanologue", "vulcanologue"),
    ],
)
def test_an_unknown_profession_is_told_by_the_words_around_it(
    shipped_generation: Generation, text: str, said: str
) -> None:
    named = _named(shipped_generation, text)
    assert named.profile_ids == ()
    assert named.unknown is not None
    assert said in named.unknown


@pytest.mark.parametrize(
    "text", ["Faut-il parler anglais ?", "Et les horaires ?", "Do I need a car?", "merci !", "…"]
)
def test_no_profession_is_read_where_none_is_named(
    shipped_generation: Generation, text: str
) -> None:
    assert _named(shipped_generation, text, ("boulanger-boulangere",)) == Named()


@pytest.mark.parametrize(
    ("text", "profile_id"),
    [
        ("Je suis boulanger, que fait un développeur web ?", "web-developer"),
        ("I was a web developer, could I become a boulanger?", "boulanger-boulangere"),
        ("Je suis boulanger, quelles évolutions ?", "boulanger-boulangere"),
    ],
)
def test_the_persons_own_profession_is_not_the_one_asked_about(
    shipped_generation: Generation, text: str, profile_id: str
) -> None:
    assert _named(shipped_generation, text).profile_ids == (profile_id,)


@given(st.text(max_size=80))
def test_any_text_can_be_tagged(text: str) -> None:
    said = spoken(text)
    tagger = profession_tagger()
    assert len(tagger.likelihoods(text)) == len(said)
    for run in tagger.tagged(text):
        assert run.said == " ".join(said[run.first : run.end])
        assert 0 < run.sure <= 1
