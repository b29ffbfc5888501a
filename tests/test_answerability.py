"""How sure the assistant is that a profile answers."""

from datetime import UTC, datetime

import pytest

from assistant.answerability import confidence, features
from assistant.career_assistant import CareerAssistant, Findings
from assistant.conversations import ConversationsInMemory

BAKER, WEB = "boulanger-boulangere", "web-developer"


def found(assistant: CareerAssistant, question: str, profile_id: str = BAKER) -> Findings:
    return assistant.find(question, profile_id=profile_id)


@pytest.mark.parametrize("question", ["salaire ?", "Quels diplômes ?", "🥖", "a" * 1000])
def test_confidence_is_a_probability(shipped_assistant: CareerAssistant, question: str) -> None:
    assert 0 <= found(shipped_assistant, question).confidence <= 1


def test_without_a_profession_or_a_passage_there_is_no_confidence(
    shipped_assistant: CareerAssistant,
) -> None:
    findings = shipped_assistant.find("Quels diplômes ?")
    assert findings.profile is None
    assert findings.confidence == 0
    baker = found(shipped_assistant, "Quels diplômes ?")
    assert baker.profile is not None
    assert confidence(baker.asked, baker.profile, []) == 0


def test_a_section_that_the_profile_lacks_lowers_it(shipped_assistant: CareerAssistant) -> None:
    question = "Combien gagne-t-on dans ce métier ?"
    silent = found(shipped_assistant, question)
    telling = found(shipped_assistant, question, "responsable-communication-en-ligne")
    assert telling.confidence > silent.confidence


def test_what_speaks_for_an_answer_has_a_name_and_a_weight(
    shipped_assistant: CareerAssistant,
) -> None:
    findings = found(shipped_assistant, "Faut-il travailler la nuit ?")
    assert findings.profile is not None
    named = features(findings.asked, findings.profile, findings.matches)
    assert named["bias"] == 1
    assert 0 <= named["missing"] <= 1
    assert -1 <= named["meaning"] <= 1


def test_finding_leaves_no_conversation_behind(
    shipped_assistant: CareerAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    conversations = ConversationsInMemory()
    monkeypatch.setattr(shipped_assistant, "conversations", conversations)
    found(shipped_assistant, "Quels diplômes ?", WEB)
    assert conversations.erase_older_than(datetime.max.replace(tzinfo=UTC)) == 0
