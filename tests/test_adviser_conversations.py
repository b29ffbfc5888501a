"""The conversations to be read: of many sorts, and written out as they came."""

from collections import Counter

from assistant.career_assistant import CareerAssistant
from corpus.words import words
from eval.cases import read_cases, read_talks
from eval.conversations import ask, read_conversations, write_out
from eval.corpora import Corpus
from index.training_asked import read_questions

CONVERSATIONS = read_conversations()
_SAME_WORDING = 6  # words in a row


def test_they_are_thirty_of_many_sorts() -> None:
    assert len({conversation.name for conversation in CONVERSATIONS}) == 30
    assert all(3 <= len(conversation.turns) <= 6 for conversation in CONVERSATIONS)
    assert Counter(c.document for c in CONVERSATIONS) == {"profiles/": 15, "rome_v460": 15}
    assert Counter(c.language for c in CONVERSATIONS) == {"fr": 20, "en": 10}


def _runs(said: tuple[str, ...]) -> set[tuple[str, ...]]:
    return {said[i : i + _SAME_WORDING] for i in range(len(said) - _SAME_WORDING + 1)}


def test_none_is_worded_like_a_case_or_a_question_used_in_training() -> None:
    turns = [words(turn) for conversation in CONVERSATIONS for turn in conversation.turns]
    runs = {run for turn in turns for run in _runs(turn)}
    whole = {turn for turn in turns if len(turn) > 3}
    cases = [*read_cases(), *(turn for talk in read_talks() for turn in talk.turns)]
    for said in [*(case.question for case in cases), *(said for _, said in read_questions())]:
        assert words(said) not in whole, said
        assert not _runs(words(said)) & runs, said


def test_a_conversation_is_asked_turn_by_turn(shipped_assistant: CareerAssistant) -> None:
    hurried = next(c for c in CONVERSATIONS if c.name == "In a hurry")
    answers = list(ask(hurried, shipped_assistant))
    assert len({answer.conversation_id for answer in answers}) == 1
    assert len(shipped_assistant.conversations.turns(answers[0].conversation_id)) == 5


def test_all_is_written_out_and_the_same_each_time(shipped_assistant: CareerAssistant) -> None:
    corpora = [Corpus("profiles/", shipped_assistant)]
    written = write_out(CONVERSATIONS, corpora)
    assert written == write_out(CONVERSATIONS, corpora)
    (last,) = (c for c in CONVERSATIONS if c.name == "English question, French profile")
    for question in last.turns:
        assert f"### {question}" in written
    assert "**€45,000 to €65,000**" in written
    assert "- [1] Responsable communication en ligne › Rémunération — De 45 à 65 k€" in written
    assert "Pictures for a living" not in written  # its catalogue is not served here
