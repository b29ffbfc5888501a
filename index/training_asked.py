"""Reads the questions written for training, and the profiles whose lines answer them.

The questions (index/training/) were written for this project, as people ask. A line of an open
catalogue is named there by a hash of its text or by its number, so that none is copied.
"""

import random
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b
from pathlib import Path

from corpus.passages import passages_of
from corpus.profile import Profile
from corpus.rome import read_rome
from index.publish import embedding_text
from index.training_pairs import WORDINGS, AskedProfile, Pairing, sheet

_FOLDER = Path(__file__).with_name("training")
_ONET = "onet:"


def read_asked(data: Path) -> list[AskedProfile]:
    """Return the professions with questions: of ROME and O*NET in `data`, and invented ones."""
    asked: defaultdict[str, list[tuple[str, list[str]]]] = defaultdict(list)
    for source, keys, _, question in _rows("questions.tsv"):
        asked[source].append((question, keys.split(",")))
    found = [*_rome(data / "rome_v460", asked), *_onet(data / "onet", asked), *_invented()]
    return [profile for profile in found if profile.questions]


def read_thesaurus() -> list[Pairing]:
    """Return groups of words and phrases that mean the same at work, in both languages."""
    lines = (_FOLDER / "thesaurus.txt").read_text("utf-8").splitlines()
    groups = [tuple(line.split(" | ")) for line in lines]
    return [Pairing(group, group) for group in groups]


def read_kinds() -> list[tuple[str, str, str]]:
    """Return (what is asked for, language, question); {title} stands for a profession."""
    return [(kind, language, question) for kind, language, question in _rows("kinds.tsv")]


def read_questions() -> list[tuple[str, str]]:
    """Return (language, question) of all that was written for training."""
    found = [(language, said) for _, _, language, said in _rows("questions.tsv")]
    found += [(language, said) for _, language, said in read_kinds()]
    for _, _, language, _, *said in _rows("invented.tsv"):
        found += zip(("fr", "en", language), said, strict=False)
    return found


def _rows(name: str) -> list[list[str]]:
    return [line.split("\t") for line in (_FOLDER / name).read_text("utf-8").splitlines()]


def _rome(folder: Path, asked: Mapping[str, list[tuple[str, list[str]]]]) -> Iterable[AskedProfile]:
    for profile in read_rome(folder):
        if isinstance(profile, Profile) and profile.id in asked:
            passages = passages_of(profile)
            yield _asked(
                [embedding_text(profile, passage) for passage in passages],
                [_hash(passage.text) for passage in passages],
                asked[profile.id],
            )


def _onet(folder: Path, asked: Mapping[str, list[tuple[str, list[str]]]]) -> Iterable[AskedProfile]:
    tasks: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in sheet(folder / "Task Statements.xlsx"):
        tasks[row["Title"]].append((row["Task ID"], row["Task"]))
    for title, listed in tasks.items():
        if questions := asked.get(_ONET + title):
            lines = [_embedded(title, "Tasks", task) for _, task in listed]
            yield _asked(lines, [number for number, _ in listed], questions)


def _invented() -> Iterable[AskedProfile]:
    """Profiles that are nobody's: lines in the style of publishers whose pages are not open."""
    wordings = tomllib.loads(WORDINGS.read_text("utf-8"))
    chance = random.Random(0)
    titles: defaultdict[str, list[list[str]]] = defaultdict(list)
    for title, *row in _rows("invented.tsv"):
        titles[title].append(row)
    for title, rows in titles.items():
        lines, questions = [], []
        for kind, language, line, *said in rows:
            headings = wordings[kind][language]["headings"].strip().splitlines()
            questions += [(question, [line]) for question in said if question]
            lines.append(_embedded(title, chance.choice(headings), line))
        yield _asked(lines, [row[2] for row in rows], questions)


def _asked(
    lines: Sequence[str], keys: Sequence[str], questions: Iterable[tuple[str, list[str]]]
) -> AskedProfile:
    places: defaultdict[str, list[int]] = defaultdict(list)
    for place, key in enumerate(keys):
        places[key].append(place)
    answered = [
        (question, tuple(place for key in wanted for place in places[key]))
        for question, wanted in questions
    ]
    return AskedProfile(tuple(lines), tuple((said, right) for said, right in answered if right))


def _embedded(title: str, heading: str, line: str) -> str:
    return f"{title} : {heading} : {line}\n{line}"


def _hash(text: str) -> str:
    return blake2b(text.encode(), digest_size=5).hexdigest()
