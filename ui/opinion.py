"""What a visitor thinks of the last answer, and why: kept as POST /v1/feedback keeps it."""

from collections.abc import Callable
from typing import Any

import gradio as gr

from assistant.answer import Answer
from assistant.career_assistant import CareerAssistant
from assistant.errors import ConversationsUnavailable, UnknownAnswer
from assistant.feedback import Feedback, Rating
from corpus.profile import Language
from index.errors import IndexFault
from ui.chat_scripts import FOCUS_ON_OPINION, STATUS
from ui.labels import label
from ui.talk import Talk

_RATED = ("answered", "partial", "not_covered")  # the others say nothing that could help
_REASONS = ("wrong", "incomplete", "off_topic", "unclear")
_LONGEST_COMMENT = 1000  # characters, as the API has it


class Opinion:
    """Asks under the last answer whether it helped. `parts` are its components."""

    def __init__(self) -> None:
        with gr.Column(elem_id="opinion", visible=False) as self.area:
            with gr.Row(elem_id="helpful") as self.helpful:
                self.lead = gr.HTML(_lead("fr"))
                self.up = gr.Button(label("up", "fr"), size="sm", scale=0, min_width=0)
                self.down = gr.Button(label("down", "fr"), size="sm", scale=0, min_width=0)
            with gr.Column(elem_id="why", visible=False) as self.why:
                self.reason = gr.Radio(_reasons("fr"), label=label("why", "fr"))
                self.comment = gr.Textbox(
                    label=label("comment", "fr"), max_length=_LONGEST_COMMENT, lines=2
                )
                self.tell = gr.Button(label("tell", "fr"), size="sm", scale=0, elem_id="tell")
        self.thanks = gr.HTML("", elem_id="thanks", js_on_load=STATUS)
        self.parts = [
            self.area, self.helpful, self.lead, self.up, self.down,
            self.why, self.reason, self.comment, self.tell, self.thanks,
        ]  # fmt: skip

    def listen(
        self,
        assistant: Callable[[], CareerAssistant],
        current: Callable[..., Talk],
        whose: list[Any],
        **quiet: Any,
    ) -> None:
        """Keep what visitors say; `current` makes their conversation of the components `whose`."""

        def up(*whose: Any) -> list[Any]:
            talk = current(*whose)
            return [gr.Column(visible=False), _said(_keep(assistant, talk, "up"), talk.language)]

        def down(*whose: Any) -> list[Any]:
            """Keep the opinion at once: whoever says no more has said this."""
            talk = current(*whose)
            if not _keep(assistant, talk, "down"):
                return [gr.Row(), gr.Column(), _said(False, talk.language)]
            return [gr.Row(visible=False), gr.Column(visible=True), ""]

        def why(reason: str | None, comment: str | None, *whose: Any) -> list[Any]:
            talk = current(*whose)
            kept = _keep(assistant, talk, "down", reason, (comment or "").strip() or None)
            return [gr.Column(visible=not kept), _said(kept, talk.language)]

        for told in (
            self.up.click(up, whose, [self.area, self.thanks], **quiet),
            self.down.click(down, whose, [self.helpful, self.why, self.thanks], **quiet),
            self.tell.click(
                why, [self.reason, self.comment, *whose], [self.area, self.thanks], **quiet
            ),
        ):
            told.then(None, None, js=FOCUS_ON_OPINION)

    def asked(self, talk: Talk) -> list[Any]:
        """Return what the parts show after the last answer of a conversation."""
        language = talk.language
        return [
            gr.Column(visible=_rated(talk) is not None),
            gr.Row(visible=True),
            gr.HTML(_lead(language)),
            gr.Button(label("up", language)),
            gr.Button(label("down", language)),
            gr.Column(visible=False),
            gr.Radio(_reasons(language), label=label("why", language), value=None),
            gr.Textbox("", label=label("comment", language)),
            gr.Button(label("tell", language)),
            "",
        ]


def _rated(talk: Talk) -> Answer | None:
    """Return the answer that can be rated."""
    last = talk.turns[-1].reply if talk.turns else None
    return last if isinstance(last, Answer) and last.status in _RATED else None


def _keep(
    assistant: Callable[[], CareerAssistant],
    talk: Talk,
    rating: Rating,
    reason: str | None = None,
    comment: str | None = None,
) -> bool:
    """Keep an opinion of the last answer; tell whether that could be done."""
    answer = _rated(talk)
    if answer is None:
        return False
    reason = reason if reason in _REASONS else None
    comment = comment[:_LONGEST_COMMENT] if comment else None
    try:
        assistant().conversations.rate(Feedback(answer.id, rating, reason, comment))
    except (UnknownAnswer, ConversationsUnavailable, IndexFault):
        return False
    return True


def _lead(language: Language) -> str:
    return f"<p>{label('helpful', language)}</p>"


def _reasons(language: Language) -> list[tuple[str, str]]:
    return [(label(f"reason_{reason}", language), reason) for reason in _REASONS]


def _said(kept: bool, language: Language) -> str:
    return f"<p>{label('thanks' if kept else 'unsaid', language)}</p>"
