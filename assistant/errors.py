"""What the assistant cannot do as asked: the message says what happened and what to do."""


class AssistantError(Exception):
    """The question cannot be taken as it is."""


class BadQuestion(AssistantError):
    """The question is empty, too long or not text."""


class UnknownProfile(AssistantError):
    """No profile has the id that was given."""


class BadComparison(AssistantError):
    """Too few professions, too many, one twice, or a section that profiles do not have."""


class UnknownConversation(AssistantError):
    """No conversation has the id that was given."""


class UnknownAnswer(AssistantError):
    """No answer that is kept has the id that was given."""


class BadSetting(AssistantError):
    """An environment variable does not say what it should."""


class ConversationsUnavailable(AssistantError):
    """The database of conversations is gone, locked or not ours."""
