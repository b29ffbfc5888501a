"""What a conversation is about after an answer, so that the next question need not repeat it."""

from dataclasses import replace

from assistant.answer import Answer
from assistant.conversations import Conversation
from assistant.personal_data import redacted
from assistant.question import Question
from assistant.question_model import OF_ALL


def carried_over(conversation: Conversation, asked: Question, answer: Answer) -> Conversation:
    """Return the conversation as it stands after an answer, without what is personal in it."""
    conversation = replace(conversation, language=asked.language, kind=asked.kind.name)
    about = tuple(named.id for named in answer.profiles)
    is_offer = answer.status == "clarify"
    is_of_all = asked.way in OF_ALL
    if about or is_offer:
        asked_for = "" if is_of_all else redacted(asked.standalone, asked.language)
        conversation = replace(conversation, question=asked_for)
    if is_offer and (asked.said or asked.near):
        # Who asks on without choosing means the likeliest.
        conversation = replace(conversation, profile_ids=about[:1])
    elif asked.unknown_profession is not None:
        # A subject too: the one before is no longer meant.
        conversation = replace(conversation, profile_ids=())
    elif about and not is_offer:
        conversation = replace(conversation, profile_ids=about)
    if is_offer or len(about) > 1 or (about and is_of_all):
        conversation = replace(conversation, offered=about)
    elif not set(about).issubset(conversation.offered):  # « et le deuxième ? » is still to come
        conversation = replace(conversation, offered=())
    return conversation
