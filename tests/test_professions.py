"""Professions are found by the words around them, in any spelling, and unknown ones too."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.career_assistant import CareerAssistant
from assistant.profession_tagger import profession_tagger, spoken
from assistant.professions import Named, named_professions
from assistant.question_model import question_model
from index.data_folder import open_current
from index.generation import Generation
from index.ingest import ingest


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


@pytest.fixture(scope="module")
def nurses(tmp_path_factory: pytest.TempPathFactory) -> Generation:
    """Professions whose titles begin alike, with codes and acronyms."""
    folder = tmp_path_factory.mktemp("nurses")
    titles = {
        "rome-J1504": "Infirmier / Infirmière de bloc opératoire (IBODE)",
        "rome-J1511": "Infirmier / Infirmière scolaire",
        "rome-J1501": "Aide-soignant / Aide-soignante",
        "rome-E1108": "Traducteur / Traductrice",
        "rome-M1853": "Chef / Cheffe de projet étude et développement informatique",
        "rome-M1886": "Chef / Cheffe de projet cybersécurité",
    }
    for profile_id, title in titles.items():
        text = f"# {title}\n\n## Activités\n- Faire le travail avec soin.\n"
        (folder / f"{profile_id}.md").write_text(text, "utf-8")
    ingest([folder], folder / "data")
    return open_current(folder / "data")


@pytest.mark.parametrize(
    ("text", "profile_ids"),
    [
        ("que fait un J1511 ?", {"rome-j1511"}),
        ("le métier d'IBODE", {"rome-j1504"}),
        ("salaire infirmier", {"rome-j1504", "rome-j1511"}),
        ("je suis aide-soignante, puis-je passer infirmière ?", {"rome-j1504", "rome-j1511"}),
        ("chef de projet, quelles études ?", {"rome-m1853", "rome-m1886"}),
        ("infirmière scolaire ou aide-soignante ?", {"rome-j1511", "rome-j1501"}),
        ("Can translators work from home?", {"rome-e1108"}),
    ],
)
def test_professions_are_known_by_code_acronym_and_the_beginning_of_their_titles(
    nurses: Generation, text: str, profile_ids: set[str]
) -> None:
    assert set(_named(nurses, text).profile_ids) == profile_ids


def test_a_profession_without_a_profile_stands_beside_one_that_has(nurses: Generation) -> None:
    named = _named(nurses, "différence entre un traducteur et un dompteur de tigres ?")
    assert named.profile_ids == ("rome-e1108",)
    assert any("dompteur" in said for said in named.beside)


@pytest.mark.parametrize(
    "question",
    [
        "Et pour un astronaute ?",
        "Combien gagne un chirurgien ?",
        "Que fait un pilote de ligne ?",
        "What about a plumber?",
        "How much does a surgeon earn?",
    ],
)
def test_in_a_conversation_a_question_may_be_built_around_another_profession(
    question: str, shipped_assistant: CareerAssistant
) -> None:
    begun = shipped_assistant.answer("Que fait un boulanger ?")
    answer = shipped_assistant.answer(question, conversation_id=begun.conversation_id)
    assert answer.status in ("not_covered", "clarify")  # … or asks whether a near one is meant
    assert all(profile.id != "boulanger-boulangere" for profile in answer.profiles)


@pytest.mark.parametrize(
    "question",
    [
        "On travaille avec un comptable ?",
        "Faut-il un CAP de pâtissier ?",
        "Peut-on devenir chef ensuite ?",
        "Et pour un débutant ?",
        "Un apprenti gagne combien ?",
    ],
)
def test_in_a_conversation_others_are_only_mentioned(
    question: str, shipped_assistant: CareerAssistant
) -> None:
    begun = shipped_assistant.answer("Que fait un boulanger ?")
    answer = shipped_assistant.answer(question, conversation_id=begun.conversation_id)
    assert [profile.id for profile in answer.profiles] == ["boulanger-boulangere"]
