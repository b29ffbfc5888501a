"""A passage's span reproduces its text, whatever is read."""

import tomllib
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import corpus.headings
from corpus.passages import passages_of
from corpus.profile import CorpusError, Profile
from corpus.readers import READERS

TABLE = tomllib.loads(Path(corpus.headings.__file__).with_name("wordings.toml").read_text("utf-8"))
HEADINGS = [
    *(wording for listed in TABLE["kinds"].values() for wording in listed),
    *(wording for group in TABLE["groups"] for wording in group["wordings"]),
]
FRAME = [wording for listed in TABLE["frame"].values() for wording in listed]
MARKS = ("", "- ", "• ", "  * ", "1. ", "2) ", "# ", "## ", "### ", "> ", "    ", "\t", "o  ")
TELLING = (
    "entre 45 et 65 k€",
    "Bac +2 à +5",
    "cinq ans d’expérience",
    "publié le 13/09/2017",
    "| a | b |",
    "|---|---|",
    "---",
    "===",
    "```",
    "<b>",
    "\u00a0",
    "\u200b",
    "",
)
MATTER = (
    "title: Luthier",
    "title: [a]",
    "language: fr",
    "language: [fr]",
    "other_titles: [a, b]",
    "other_titles: {a: 1}",
    "source:",
    "  published: 2021-05-04",
    "  published: 2021-99-99",
    "source: {published: 12}",
    "? [a] : b",
)
ODD = "abÉœ ’-:.,;019€k%\u00a0\u200b\u202f\t#*_`>[]()|~\\\r\n\x0b\x0c\x1c\x85\u2028A•–o\ud83d\ude00"

any_text = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
odd_text = st.text(st.sampled_from(ODD.encode("utf-16", "surrogatepass").decode("utf-16")))
headings = st.sampled_from(HEADINGS)
sayings = st.one_of(any_text, odd_text, headings, st.sampled_from(TELLING))
lines = st.one_of(
    headings,
    headings.map(str.capitalize),
    headings.map(str.upper),
    st.sampled_from(FRAME),
    st.builds("{}{}".format, st.sampled_from(MARKS), sayings),
    st.builds("{} : {}".format, headings, sayings),
    sayings,
)
bodies = st.builds(
    lambda listed, line_break: line_break.join(listed),
    st.lists(lines, max_size=20),
    st.sampled_from(["\n", "\n\n", "\r\n", "\r"]),
)
with_front_matter = st.builds(
    "---\n{}\n---\n{}".format,
    st.lists(st.one_of(st.sampled_from(MATTER), any_text), max_size=5).map("\n".join),
    bodies,
)
TAGS = (
    "<p>",
    "</p>",
    "<br>",
    "<b>",
    "</b>",
    "<h1>",
    "<h2>",
    "</h2>",
    "<h4>",
    "<div class=title>",
    "</div>",
    "<ul>",
    "<ol>",
    "<li>",
    "</ul>",
    "<dl>",
    "<dt>",
    "<dd>",
    "</dl>",
    "<table>",
    "<caption>",
    "<tr>",
    "<th>",
    "<td>",
    "<td rowspan=2 colspan=2>",
    "</table>",
    "<main>",
    "</main>",
    "<nav>",
    "</nav>",
    "<pre>",
    "<time>",
    "<a href='#'>",
    "</a>",
    "<span hidden>",
    "</span>",
    "<!--",
    "-->",
    "<title>",
    "&nbsp;",
    "&shy;",
    "&#",
)
pages = st.lists(st.one_of(st.sampled_from(TAGS), lines), max_size=40).map("".join)
KEPT_AS_THEY_ARE = {".txt", ".md", ".markdown"}


def _check(profile: Profile) -> None:
    passages = passages_of(profile)
    assert len({passage.id for passage in passages}) == len(passages)
    end = 0
    for passage in passages:
        assert passage.span.of(profile.text) == passage.text != ""
        assert passage.text.strip() == passage.text
        assert passage.span.start >= end, "passages are in order and do not overlap"
        end = passage.span.end
    for fact in profile.facts:
        assert fact.span.of(profile.text).strip() == fact.span.of(profile.text) != ""


def _read(text: str, suffix: str) -> Profile | None:
    try:
        return READERS[suffix](text.encode(), "any")
    except CorpusError:
        return None


@settings(max_examples=500, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.one_of(bodies, with_front_matter), st.sampled_from(sorted(KEPT_AS_THEY_ARE)))
def test_passages_reproduce_the_text_of_any_document(text: str, suffix: str) -> None:
    profile = _read(text, suffix)
    if profile is not None:
        assert profile.text == text.removeprefix("\ufeff")
        _check(profile)


@settings(max_examples=500, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.one_of(pages, bodies), st.sampled_from([".html", ".txt", ".md"]))
def test_passages_reproduce_the_text_of_any_page(text: str, suffix: str) -> None:
    profile = _read(text, suffix)
    if profile is not None:
        assert suffix not in KEPT_AS_THEY_ARE or profile.text == text.removeprefix("\ufeff")
        assert profile == _read(text, suffix), "read again, it says the same"
        _check(profile)


@settings(max_examples=200, deadline=None)
@given(st.text(), st.sampled_from(sorted(READERS)))
def test_random_text_is_read_or_refused(text: str, suffix: str) -> None:
    profile = _read(text, suffix)
    if profile is not None:
        _check(profile)


def _passage_ids(bullets: Sequence[str]) -> list[str]:
    text = "Luthier\n\nMissions\n\n" + "".join(f"- {bullet}\n" for bullet in bullets)
    return [passage.id for passage in passages_of(READERS[".txt"](text.encode(), "luthier"))]


def test_a_passage_keeps_its_id_when_another_comes_before_it() -> None:
    (tuner,) = _passage_ids(["Accorder l’instrument."])
    assert _passage_ids(["Choisir les bois.", "Accorder l’instrument."])[1] == tuner


def test_the_same_words_twice_are_two_passages() -> None:
    assert len(set(_passage_ids(["Accorder l’instrument."] * 2))) == 2


@pytest.mark.parametrize("changed", ["Accorder les instruments.", "accorder l’instrument."])
def test_other_words_have_another_id(changed: str) -> None:
    assert _passage_ids(["Accorder l’instrument."]) != _passage_ids([changed])
