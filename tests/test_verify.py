"""Each rule of the answer contract, broken on purpose, is found."""

from dataclasses import replace

import pytest

from assistant.draft import Draft, Evidence, evidence_of
from assistant.verify import breaches
from corpus.passages import passages_of
from corpus.plain_text import read_plain_text
from corpus.profile import Passage, Profile, SectionKind, Span

TEXT = """Luthier

Missions

- Choisir les bois
- Vernir la caisse

Rémunération

Entre 45 et 65 k€ pour cinq ans de pratique

Compétences

- Maîtrise de l’anglais
"""


@pytest.fixture(scope="module")
def profile() -> Profile:
    return read_plain_text(TEXT, "luthier")


def _of_kind(profile: Profile, kind: SectionKind) -> list[Passage]:
    return [passage for passage in passages_of(profile) if passage.kind == kind]


def _saying(profile: Profile, said: str, kind: SectionKind = "salary") -> Draft:
    draft = Draft("answered")
    draft.say(said, evidence_of(profile, _of_kind(profile, kind)))
    return draft


@pytest.mark.parametrize(
    "said",
    [
        "Entre 45 et 65 k€ pour cinq ans de pratique",
        "**de 45 000 à 65 000 €** : «\u00a0Entre 45 et 65 k€ pour cinq ans de pratique\u00a0»",
        "5 ans",
        "Luthier : rémunération",
    ],
)
def test_what_the_passage_says_may_leave(profile: Profile, said: str) -> None:
    assert breaches(_saying(profile, said), "fr", "Quel salaire ?") == []


def test_what_is_not_cited_is_free(profile: Profile) -> None:
    draft = Draft("not_covered")
    draft.say("La fiche ne dit rien là-dessus.")
    assert breaches(draft, "fr", "Quel salaire ?") == []


def test_consecutive_passages_are_one_citation(profile: Profile) -> None:
    draft = _saying(profile, "- Choisir les bois", "duties")
    assert draft.citations()[0].quote == "Choisir les bois\n- Vernir la caisse"
    assert breaches(draft, "fr", "") == []


def test_a_count_of_what_is_listed_is_free(profile: Profile) -> None:
    draft = _saying(profile, "et 7 de plus", "duties")
    assert breaches(draft, "fr", "") != []
    draft.counts.add(7)
    assert breaches(draft, "fr", "") == []


def test_the_questions_own_words_are_free(profile: Profile) -> None:
    draft = _saying(profile, "Zanzibar, 99 : Vernir la caisse", "duties")
    assert breaches(draft, "fr", "À Zanzibar, 99 ?") == []
    assert breaches(draft, "fr", "Et ?") != []


def test_rule_1_a_span_outside_the_text_is_found(profile: Profile) -> None:
    end = len(profile.text)
    draft = Draft("answered")
    draft.say("Luthier", Evidence(profile, None, "other", "", Span(end, end + 5)))
    assert breaches(draft, "fr", "") == ["citation 1 is not what the profile says there"]


def test_rule_1_an_empty_quote_is_found(profile: Profile) -> None:
    draft = Draft("answered")
    draft.say("Luthier", Evidence(profile, None, "other", "", Span(3, 3)))
    assert len(breaches(draft, "fr", "")) == 1


@pytest.mark.parametrize("said", ["Luthier [2]", "Luthier [7]"])
def test_rule_2_a_marker_without_a_citation_is_found(profile: Profile, said: str) -> None:
    assert len(breaches(_saying(profile, said), "fr", "")) == 1


def test_rule_2_a_citation_without_a_marker_is_found(profile: Profile) -> None:
    draft = _saying(profile, "Luthier")
    draft.parts = [part.replace("[1]", "") for part in draft.parts]
    assert breaches(draft, "fr", "") == ["marker 1 and its citation do not match"]


@pytest.mark.parametrize("said", ["46 k€", "six ans", "4 500 €", "45 à 65 000 000 €", "2017"])
def test_rule_3_a_number_that_is_not_in_the_passage_is_found(profile: Profile, said: str) -> None:
    assert breaches(_saying(profile, said), "fr", "Quel salaire ?") != []


@pytest.mark.parametrize("said", ["Rembrandt", "un doctorat", "la patience"])
def test_rule_3_a_word_that_is_not_in_the_passage_is_found(profile: Profile, said: str) -> None:
    assert breaches(_saying(profile, said), "fr", "Quel salaire ?") != []


def test_rule_3_another_passages_words_do_not_help(profile: Profile) -> None:
    draft = _saying(profile, "Vernir la caisse", "duties")
    draft.say("Vernir la caisse", evidence_of(profile, _of_kind(profile, "salary")))
    assert breaches(draft, "fr", "") != []


@pytest.mark.parametrize("quote", ["«\u00a0les bois Choisir\u00a0»", "“caisse bois”"])
def test_rule_3_words_put_in_another_order_are_no_quote(profile: Profile, quote: str) -> None:
    assert breaches(_saying(profile, quote, "duties"), "fr", "") != []


def test_a_profiles_own_brackets_are_no_marker(profile: Profile) -> None:
    text = TEXT.replace("Vernir la caisse", "Vernir [2] la caisse")
    other = replace(profile, text=text)
    draft = Draft("answered")
    start = text.index("Vernir")
    evidence = Evidence(other, None, "duties", "Missions", Span(start, start + 20))
    draft.say(r"Vernir \[2\] la caisse", evidence)
    assert breaches(draft, "fr", "") == []
