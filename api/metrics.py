"""What Prometheus reads: answers, refusals, latencies, the index. Never a question's text."""

import os
import time

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
    multiprocess,
)
from prometheus_client import REGISTRY as OF_PROCESS
from starlette.responses import Response

from assistant.answer import Answer
from index.generation import Generation

_answers = Counter(
    "career_answers",
    "Answers given, by status, the kind of section that they cite first, and profile.",
    ["status", "kind", "profile"],
)
_stages = Histogram(
    "career_answer_seconds",
    "Time of each stage of an answer.",
    ["stage"],
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
)
REFUSALS = Counter("career_refusals", "Requests that were refused, by status.", ["status"])
_passages = Gauge("career_index_passages", "Passages in the index.", multiprocess_mode="mostrecent")
_profiles = Gauge("career_index_profiles", "Profiles in the index.", multiprocess_mode="mostrecent")
_age = Gauge(
    "career_index_age_seconds",
    "Time since the index was published.",
    multiprocess_mode="mostrecent",
)


_MOST_PROFILES = 300  # with figures of their own: each has one a status and kind of section
_told_apart: set[str] = set()


def measure_answer(answer: Answer) -> None:
    """Count an answer and its time."""
    kind = answer.citations[0].section if answer.citations else ""
    profile = _label(answer.profiles[0].id) if answer.citations else ""
    _answers.labels(answer.status, kind, profile).inc()
    for stage, milliseconds in vars(answer.timing_ms).items():
        _stages.labels(stage).observe(milliseconds / 1000)


def _label(profile_id: str) -> str:
    """Return the label of a profile: « others » once there are many, since Prometheus keeps a
    series for each."""
    if len(_told_apart) < _MOST_PROFILES:
        _told_apart.add(profile_id)
    return profile_id if profile_id in _told_apart else "others"


def exposed(generation: Generation) -> Response:
    """Return all figures, of all processes that serve together."""
    _passages.set(len(generation.passages))
    _profiles.set(len(generation.profiles))
    _age.set(max(0.0, time.time() - generation.folder.stat().st_mtime))
    registry = OF_PROCESS
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        registry = CollectorRegistry()
        multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)
