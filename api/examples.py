"""What the API's description shows: what is asked of the shipped profiles, and what they say."""

from typing import Any

_COMMUNICATION = "responsable-communication-en-ligne"
_BAKER = "boulanger-boulangere"
_CONVERSATION = "8lmo2vuBRXYA-91WO6t6skB0"
_QUOTE = "De 45 à 65 k€ pour un cadre confirmé, selon les chiffres publiés en 2017."
_DATED = "Information publiée en 2017 : elle a pu changer depuis. [1]"

_SOURCE = {
    "uri": None,
    "title": "Fiche métier « Responsable communication on-line »",
    "publisher": "Apec",
    "published": "2017-09-13",
    "licence": "Faits seulement ; texte de ce projet, licence MIT",
}
_SOURCE_OF_BAKER = {
    "uri": None,
    "title": "ROME 4.0, version 60, fiche D1102 « Boulanger / Boulangère »",
    "publisher": "France Travail",
    "published": "2025-09-18",
    "licence": "Licence Ouverte 2.0",
}
_PAY = {
    "number": 1,
    "passage_id": "3f84a4ed8973d7073d3fc3d1",
    "profile_id": _COMMUNICATION,
    "profile_title": "Responsable communication en ligne",
    "section": "salary",
    "heading": "Rémunération",
    "quote": _QUOTE,
    "start": 5599,
    "end": 5672,
    "url": f"/profiles/{_COMMUNICATION}?start=5599&end=5672#passage",
    "source": _SOURCE,
    "answer_spans": [{"start": 0, "end": 174}, {"start": 176, "end": 235}],
    "page": None,
}
_BREADS = {
    "number": 1,
    "passage_id": "a9c5a5f0f9ac01b8788c808a",
    "profile_id": _BAKER,
    "profile_title": "Boulanger / Boulangère",
    "section": "technical_skills",
    "heading": "Compétences techniques",
    "quote": "Les différents pains (pain traditionnel, pain au levain, brioche…) et la façon de "
    "les fabriquer.",
    "start": 3198,
    "end": 3294,
    "url": f"/profiles/{_BAKER}?start=3198&end=3294#passage",
    "source": _SOURCE_OF_BAKER,
    "answer_spans": [],
    "page": None,
}
_DIPLOMA = {
    **_BREADS,
    "number": 2,
    "passage_id": "e8a82c9dde98b1e256a422dd",
    "section": "education",
    "heading": "Diplômes requis",
    "quote": "Le CAP boulanger ou le brevet professionnel (BP) boulanger ouvre l’accès au métier. "
    "D’autres titres peuvent s’y ajouter ou convenir.",
    "start": 4247,
    "end": 4379,
    "url": f"/profiles/{_BAKER}?start=4247&end=4379#passage",
}
_NAMED = {"id": _COMMUNICATION, "title": "Responsable communication en ligne"}
_NAMED_BAKER = {"id": _BAKER, "title": "Boulanger / Boulangère"}
_SUMMARY = {
    **_NAMED,
    "other_titles": ["Responsable communication digitale", "Responsable e-brand"],
    "language": "fr",
    "source": _SOURCE,
}

QUESTION: dict[str, Any] = {
    "question": "Quel est le salaire d’un responsable communication en ligne ?"
}
ANSWER: dict[str, Any] = {
    "id": "us04Q34XqcmYnuE26NkCrYlc",
    "conversation_id": _CONVERSATION,
    "created_at": "2026-11-28T20:01:36.441+00:00",
    "status": "answered",
    "language": "fr",
    "text": "Salaire indiqué par la fiche « Responsable communication en ligne » : **de 45 k€ à "
    f"65 k€** — « {_QUOTE} » [1]\n\n{_DATED}",
    "citations": [_PAY],
    "profiles": [_NAMED],
    "suggestions": [
        "Responsable communication en ligne : quels diplômes faut-il ?",
        "Responsable communication en ligne : quelle expérience faut-il ?",
    ],
    "generator": "extractive",
    "timing_ms": {"understand": 3.1, "retrieve": 0.9, "compose": 1.2, "total": 6.4},
}
CONVERSATION: dict[str, Any] = {
    "id": _CONVERSATION,
    "turns": [{**QUESTION, "answer": ANSWER}],
}
FEEDBACK: dict[str, Any] = {
    "answer_id": ANSWER["id"],
    "rating": "down",
    "reason": "incomplete",
    "comment": "Brut ou net ?",
}
COMPARED: dict[str, Any] = {
    "profile_ids": [_BAKER, _COMMUNICATION],
    "sections": ["salary"],
    "language": "fr",
}
COMPARISON: dict[str, Any] = {
    "language": "fr",
    "profiles": [_NAMED_BAKER, _NAMED],
    "rows": [
        {
            "section": "salary",
            "cells": [
                {"profile_id": _BAKER, "text": "La fiche n’en dit rien.", "citations": []},
                {
                    "profile_id": _COMMUNICATION,
                    "text": f"**de 45 k€ à 65 k€** — « {_QUOTE} » [1]\n\n{_DATED}",
                    "citations": [
                        {
                            **_PAY,
                            "answer_spans": [{"start": 0, "end": 104}, {"start": 106, "end": 165}],
                        }
                    ],
                },
            ],
        }
    ],
}
PERSON: dict[str, Any] = {"text": "J’aime faire du pain, mais je n’aime pas les ordinateurs."}
MATCHES: dict[str, Any] = {
    "matches": [
        {
            "profile": _NAMED_BAKER,
            "score": 0.55,
            "matched": [{"said": "J’aime faire du pain", "citation": _BREADS}],
            "missing": [_DIPLOMA],
        }
    ]
}
SEARCH: dict[str, Any] = {"query": "travail de nuit", "limit": 3}
PASSAGE: dict[str, Any] = {
    "passage_id": "7425dffbf5cca03150736bb7",
    "profile_id": _BAKER,
    "profile_title": "Boulanger / Boulangère",
    "section": "work_environment",
    "heading": "Horaires",
    "text": "Le métier comporte du travail de nuit.",
    "start": 5145,
    "end": 5183,
    "url": f"/profiles/{_BAKER}?start=5145&end=5183#passage",
    "score": None,
}
FOUND: dict[str, Any] = {"passages": [{**PASSAGE, "score": 0.9096}]}
PROFILES: dict[str, Any] = {"total": 1, "profiles": [_SUMMARY]}
PROFILE: dict[str, Any] = {
    **_SUMMARY,
    "facts": {
        "salary": [
            {
                "min": 45000.0,
                "max": 65000.0,
                "currency": "EUR",
                "period": None,
                "level": "cadre confirmé",
                "text": _QUOTE,
                "start": 5602,
                "end": 5612,
            }
        ],
        "experience_years_min": {"value": 5, "start": 7997, "end": 8005},
        "education": {"min_level": 2, "max_level": 5, "start": 7583, "end": 7596},
        "languages": [{"value": "en", "start": 6502, "end": 6509}],
        "published": {"value": "2017-09-13", "start": 394, "end": 404},
    },
    "sections": [
        {"kind": "salary", "heading": "Rémunération", "start": 5585, "end": 5672, "empty": False},
        {
            "kind": "employers",
            "heading": "Qui recrute ?",
            "start": 8089,
            "end": 8333,
            "empty": False,
        },
    ],
}
TEXT = "# Boulanger / Boulangère\n\n## Activités principales\n\n- Pétrir la pâte.\n"
PAGE = "<!DOCTYPE html>…<mark id='passage'>Le métier comporte du travail de nuit.</mark>…"
METRICS = (
    'career_answers_total{kind="salary",profile="boulanger-boulangere",status="answered"} 12.0\n'
)

# Of the models that travel as a body, by their names.
OF_SHAPES: dict[str, dict[str, Any]] = {
    "QuestionShape": QUESTION,
    "AnswerShape": ANSWER,
    "ConversationShape": CONVERSATION,
    "FeedbackShape": FEEDBACK,
    "ComparedShape": COMPARED,
    "ComparisonShape": COMPARISON,
    "PersonShape": PERSON,
    "MatchesShape": MATCHES,
    "SearchShape": SEARCH,
    "FoundShape": FOUND,
    "PassageShape": PASSAGE,
    "ProfilesShape": PROFILES,
    "ProfileShape": PROFILE,
    "HealthShape": {"status": "ok"},
}
