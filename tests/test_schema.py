"""schemathesis finds no answer that the description does not have, and no fault of the server."""

from api.app import create_app
from assistant.career_assistant import CareerAssistant
from eval.fuzz import fuzz
from tests.serving import serving_app


def test_the_api_does_as_it_says(shipped_assistant: CareerAssistant) -> None:
    with serving_app(create_app(lambda: shipped_assistant)) as address:
        outcome = fuzz(address, examples=3)
    assert outcome.clean, outcome.said
    assert outcome.cases > 300
