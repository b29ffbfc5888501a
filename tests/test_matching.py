"""Professions that suit what a person tells: which, why, what is missing, and what is not kept."""

import tomllib
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.career_assistant import CareerAssistant
from assistant.conversations import ConversationsInMemory
from assistant.errors import BadQuestion
from assistant.matching import ProfessionMatch
from assistant.question import clean_question
from corpus.words import plain

BAKING = "J’aime faire du pain et je sais tenir un commerce."
WRITING = "Communiquer sur les réseaux sociaux, faire de la publicité en ligne"
DESCRIPTIONS = tomllib.loads(
    Path(__file__).with_name("match_descriptions.toml").read_text("utf-8")
)["descriptions"]


def ids(matches: Sequence[ProfessionMatch]) -> list[str]:
    return [match.profile.id for match in matches]


@pytest.mark.parametrize(
    ("text", "profile_id"),
    [
        (BAKING, "boulanger-boulangere"),
        ("I like making bread and I get up early", "boulanger-boulangere"),
        ("I write code in JavaScript and I like databases", "web-developer"),
        ("Je programme en Python et je gère des bases de données", "web-developer"),
        (WRITING, "responsable-communication-en-ligne"),
    ],
)
def test_the_profession_that_suits_comes_first(
    shipped_assistant: CareerAssistant, text: str, profile_id: str
) -> None:
    assert ids(shipped_assistant.match(text))[0] == profile_id


def test_a_match_says_why_in_the_persons_words_and_the_profiles(
    shipped_assistant: CareerAssistant,
) -> None:
    met = shipped_assistant.match(BAKING)[0].matched
    assert met[0].said == "J’aime faire du pain"
    assert "pain" in met[0].citation.quote


def test_a_match_says_what_is_missing(shipped_assistant: CareerAssistant) -> None:
    missing = shipped_assistant.match(BAKING)[0].missing
    assert 1 <= len(missing) <= 3
    assert missing[0].section == "education"


def test_what_was_said_is_not_missing(shipped_assistant: CareerAssistant) -> None:
    text = f"{BAKING} J’ai un CAP boulanger et un brevet professionnel."
    match = shipped_assistant.match(text)[0]
    assert "education" not in {citation.section for citation in match.missing}


def test_what_is_disliked_lowers_a_profession(shipped_assistant: CareerAssistant) -> None:
    liked = shipped_assistant.match("J’aime vendre. J’aime le pain.")
    disliked = shipped_assistant.match("J’aime vendre. Je déteste le pain.")
    baker = "boulanger-boulangere"
    scores = [{m.profile.id: m.score for m in matches} for matches in (liked, disliked)]
    assert scores[1].get(baker, 0.0) < scores[0][baker]
    said = {met.said for match in disliked for met in match.matched}
    assert "Je déteste le pain" not in said


@pytest.mark.parametrize(
    "text",
    ["bonjour", "hello, how are you?", "blah blah", "42", "Je n’aime pas le pain.", "…", "asdf"],
)
def test_what_suits_no_profession_gives_none(shipped_assistant: CareerAssistant, text: str) -> None:
    assert shipped_assistant.match(text) == ()


@pytest.mark.parametrize("text", ["", "  ", "a" * 1001, "pain\x00"])
def test_a_text_is_bounded_as_a_question_is(shipped_assistant: CareerAssistant, text: str) -> None:
    with pytest.raises(BadQuestion):
        shipped_assistant.match(text)


def test_nothing_of_what_was_told_is_kept_or_logged(
    shipped_assistant: CareerAssistant,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    kept = ConversationsInMemory()
    monkeypatch.setattr(shipped_assistant, "conversations", kept)
    monkeypatch.setattr(kept, "remember", lambda *_: pytest.fail("kept"))
    caplog.set_level("DEBUG")
    assert shipped_assistant.match(f"{BAKING} Je suis épileptique, jean@exemple.fr")
    assert not [record for record in caplog.records if "épileptique" in record.getMessage()]
    assert not [record for record in caplog.records if "exemple" in record.getMessage()]


def check_the_rules(assistant: CareerAssistant, text: str) -> None:
    cleaned = clean_question(text)
    matches = assistant.match(text)
    assert len(set(ids(matches))) == len(matches) <= 5
    assert [m.score for m in matches] == sorted((m.score for m in matches), reverse=True)
    for match in matches:
        assert 0 < match.score <= 1
        assert match.matched
        assert all(met.said in cleaned for met in match.matched)
        citations = [*(met.citation for met in match.matched), *match.missing]
        assert [citation.number for citation in citations] == list(range(1, len(citations) + 1))
        for citation in citations:
            profile = assistant.generation.profiles[citation.profile_id]
            assert citation.profile_id == match.profile.id
            assert citation.quote
            assert profile.text[citation.start : citation.end] == citation.quote


TOLD = st.lists(st.sampled_from([d["text"] for d in DESCRIPTIONS] + [BAKING, WRITING]), max_size=4)


@settings(deadline=None, max_examples=40)
@given(TOLD, st.text(max_size=60))
def test_every_citation_is_what_the_profile_says(
    shipped_assistant: CareerAssistant, told: list[str], more: str
) -> None:
    said = "".join(c for c in more if c.isprintable())
    check_the_rules(shipped_assistant, f"{' '.join(told)} {said}."[-1000:])


@settings(deadline=None, max_examples=40)
@given(TOLD)
def test_every_citation_is_what_the_profile_says_over_a_catalogue(
    rome_assistant: CareerAssistant, told: list[str]
) -> None:
    check_the_rules(rome_assistant, f"{' '.join(told)}."[-1000:])


def test_no_profession_is_listed_twice(rome_assistant: CareerAssistant) -> None:
    for description in DESCRIPTIONS:
        titles = [plain(m.profile.title) for m in rome_assistant.match(description["text"])]
        assert len(set(titles)) == len(titles)


def test_a_sensible_profession_is_among_the_first_five(rome_assistant: CareerAssistant) -> None:
    reported = [d for d in DESCRIPTIONS if d["part"] == "reported"]
    served = [
        description["text"]
        for description in reported
        if any(
            word in plain(match.profile.title)
            for match in rome_assistant.match(description["text"])
            for word in description["sensible"]
        )
    ]
    # Over all of ROME 25 of 25; of one profession in ten, many descriptions suit none.
    whole = len(rome_assistant.generation.profiles) > 1500
    assert len(served) >= (24 if whole else 12)
