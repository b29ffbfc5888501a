"""Markdown with front matter, the form of the shipped profiles."""

from pathlib import Path

import pytest

from corpus.dates import iso_date
from corpus.markdown import read_markdown
from corpus.passages import passages_of
from corpus.profile import CorpusError, Profile
from corpus.readers import read_document

from .conftest import SHIPPED_PROFILES


def _said(text: str) -> list[str]:
    return [passage.text for passage in passages_of(read_markdown(text, "luthier"))]


def _section(profile: Profile, kind: str) -> list[str]:
    return [p.text for p in passages_of(profile) if p.kind == kind]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("- Choisir\n- Vernir\n", ["Choisir", "Vernir"]),
        ("* Choisir\n  les bois\n", ["Choisir\n  les bois"]),
        ("1. Choisir\n2. Vernir\n", ["Choisir", "Vernir"]),
        ("- Choisir\n\n  puis sécher\n", ["Choisir", "puis sécher"]),
        ("- Choisir\n  - le sapin\n", ["Choisir", "le sapin"]),
        ("> Choisir\n", ["Choisir"]),
        ("Choisir les bois\net les sécher.\n", ["Choisir les bois\net les sécher."]),
        ("<!-- note -->\n\nChoisir\n", ["Choisir"]),
        ("Choisir\n\n---\n\nVernir\n", ["Choisir", "Vernir"]),
        ("**Choisir** les bois\n", ["**Choisir** les bois"]),
    ],
)
def test_each_block_is_a_passage(body: str, said: list[str]) -> None:
    assert _said(f"# Luthier\n\n## Missions\n\n{body}") == said
    with_carriage_returns = f"# Luthier\n\n## Missions\n\n{body}".replace("\n", "\r\n")
    assert _said(with_carriage_returns) == [passage.replace("\n", "\r\n") for passage in said]


def test_headings_underlined_or_closed() -> None:
    text = "Luthier\n=======\n\nMissions\n--------\n\n- Vernir\n\n## Salaire ##\n\nLibre.\n"
    profile = read_markdown(text, "luthier")
    assert profile.title == "Luthier"
    assert [section.heading for section in profile.sections] == ["Missions", "Salaire"]


def test_the_level_of_a_heading_gives_its_path() -> None:
    text = "# Luthier\n\n## Missions\n\n### Finitions\n\n- Vernir\n\n## Salaire\n\nLibre.\n"
    profile = read_markdown(text, "luthier")
    assert [section.path for section in profile.sections] == [
        ("Missions",),
        ("Missions", "Finitions"),
        ("Salaire",),
    ]


def test_front_matter_comes_before_the_first_heading() -> None:
    matter = "---\ntitle: Luthier d’art\nother_titles: [Archetier]\n---\n"
    text = f"{matter}# Luthier\n\n## Missions\n\n- A\n"
    profile = read_markdown(text, "luthier")
    assert (profile.title, profile.other_titles) == ("Luthier d’art", ("Archetier",))
    assert profile.text == text


def test_the_published_date_is_cited_where_it_stands() -> None:
    matter = "---\ntitle: Luthier\nsource:\n  published: 2021-05-04\n---\n"
    text = f"{matter}## Missions\n\n- A\n".replace("\n", "\r\n")
    profile = read_markdown(text, "luthier")
    (fact,) = profile.facts_named("published")
    assert fact.value == profile.source.published == "2021-05-04"
    assert fact.span.of(text) == "2021-05-04"


@pytest.mark.parametrize(
    ("matter", "said"),
    [
        ("title: [a", "not valid YAML"),
        ("title: A\nsource:\n  published: 2021-99-99", "not valid YAML"),
        ("- a\n- b", "a table of names and values"),
        ("title: A\nsource: texte", "a table of names and values"),
        ("title: A\nother_titles: {a: 1}", "must be a list"),
        ("title: A\nlanguage: de", "only fr and en"),
        ("language: fr", "it has no title"),
    ],
)
def test_bad_front_matter_is_refused(matter: str, said: str) -> None:
    with pytest.raises(CorpusError, match=said) as refused:
        read_markdown(f"---\n{matter}\n---\n\n## Missions\n\n- A\n", "luthier")
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("matter", "published"),
    [("", "2026-01-31"), ("---\nsource:\n  published: 2025-09-18\n---\n", "2025-09-18")],
)
def test_a_line_under_the_title_dates_the_profile(matter: str, published: str) -> None:
    dated = f"{matter}# Luthier\n\nPublié le 31 janvier 2026\n\nIl fait des violons."
    text = f"{dated}\n\n## Missions\n\n- A\n"
    profile = read_markdown(text, "luthier")
    (fact,) = profile.facts_named("published")
    assert fact.value == profile.source.published == published
    assert iso_date(fact.span.of(text)) == published
    assert [block.of(text) for block in profile.sections[0].blocks] == ["Il fait des violons."]


@pytest.mark.parametrize("path", sorted(SHIPPED_PROFILES.glob("*.md")), ids=lambda path: path.stem)
def test_a_shipped_profile_is_complete(path: Path) -> None:
    profile = read_document(path)
    assert profile.source.title
    assert profile.source.publisher
    assert profile.source.licence
    assert len(profile.facts_named("published")) == 1
    for kind in ("definition", "other_titles", "duties", "technical_skills", "education"):
        assert _section(profile, kind), kind
    assert all(section.kind != "other" or section.empty is False for section in profile.sections)
