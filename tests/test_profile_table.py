"""The table of profiles that a careers site exports, and what becomes of its bad rows."""

import csv
import io
import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.cells import USUAL_HEADINGS, lines_of
from corpus.headings import kind_of
from corpus.passages import passages_of
from corpus.profile import SECTION_KINDS, Language, Notice, Profile, Refusal, SectionKind
from corpus.profile_table import is_profile_table, read_profile_table
from corpus.rows import LONGEST_ROW

SAMPLES = Path(__file__).parent.parent / "docs" / "samples"
HEADER = "id,title,language,duties\n"


def _read(folder: Path, content: str | bytes, name: str = "fiches.csv") -> list[Profile | Notice]:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return list(read_profile_table(path))


def _profile(folder: Path, content: str | bytes, name: str = "fiches.csv") -> Profile:
    (profile,) = _read(folder, content, name)
    assert isinstance(profile, Profile), profile
    return profile


def _refused(folder: Path, content: str | bytes, name: str = "fiches.csv") -> str:
    (refusal,) = _read(folder, content, name)
    assert isinstance(refusal, Refusal)
    assert refusal.path == folder / name
    assert "\n" not in str(refusal)
    return refusal.reason


def _said(profile: Profile, kind: SectionKind) -> list[str]:
    return [
        block.of(profile.text)
        for section in profile.sections
        if section.kind == kind
        for block in section.blocks
    ]


# What is read


@pytest.fixture(scope="module")
def cloud_tamer() -> Profile:
    return next(p for p in read_profile_table(SAMPLES / "profiles.csv") if isinstance(p, Profile))


def test_the_csv_sample_gives_its_profiles_and_one_notice() -> None:
    notice, *profiles = read_profile_table(SAMPLES / "profiles.csv")
    assert str(notice).endswith("it has columns that are not read: internal_notes")
    assert [p.id if isinstance(p, Profile) else p for p in profiles] == [
        "dompteur-de-nuages",
        "accordeur-accordeuse-de-silence",
        "dragon-groomer",
    ]


def test_the_jsonl_sample_gives_its_profiles() -> None:
    profiles = list(read_profile_table(SAMPLES / "profiles.jsonl"))
    assert [(p.id, p.language) for p in profiles if isinstance(p, Profile)] == [
        ("tailleur-d-ombres", "fr"),
        ("echo-librarian", "en"),
    ]


def test_a_row_names_the_profession_and_its_source(cloud_tamer: Profile) -> None:
    assert cloud_tamer.title == "Dompteur / Dompteuse de nuages"
    assert cloud_tamer.other_titles == ("Berger de brumes", "Coiffeuse de cumulus")
    assert cloud_tamer.source.uri == "https://example.org/dompteur-de-nuages"
    assert cloud_tamer.source.publisher == "Carrières imaginaires"
    assert cloud_tamer.source.licence == "CC0"


def test_a_line_is_a_bullet_or_a_paragraph(cloud_tamer: Profile) -> None:
    assert _said(cloud_tamer, "duties") == [
        "Siffler les nuages à l’aube",
        "Peigner les cirrus, sans les tirer",
        "Tenir le carnet des averses promises",
    ]
    assert _said(cloud_tamer, "soft_skills") == [
        "Une grande patience est demandée.",
        "Le vertige est un obstacle.",
    ]


def test_an_empty_cell_is_no_section(cloud_tamer: Profile) -> None:
    assert not _said(cloud_tamer, "reporting_line")
    assert not any(section.empty for section in cloud_tamer.sections)


def test_the_date_of_a_row_is_a_fact_with_its_place(cloud_tamer: Profile) -> None:
    (fact,) = cloud_tamer.facts_named("published")
    assert fact.value == cloud_tamer.source.published == "2024-04-01"
    assert fact.span.of(cloud_tamer.text) == "2024-04-01"
    assert all(p.span.end < fact.span.start or p.span.start > fact.span.end
               for p in passages_of(cloud_tamer))  # fmt: skip


def test_the_facts_of_a_row_are_read(cloud_tamer: Profile) -> None:
    assert {fact.name for fact in cloud_tamer.facts} == {"salary", "education", "published"}


def test_headings_are_in_the_profiles_language(tmp_path: Path) -> None:
    said = HEADER + "a,Dragon groomer,en,Polish\nb,Luthier,fr,Vernir\n"
    headings = [p.sections[0].heading for p in _read(tmp_path, said) if isinstance(p, Profile)]
    assert headings == ["Main duties", "Activités principales"]


@pytest.mark.parametrize(
    ("duties", "language"),
    [
        ("Choisir les bois et vernir la caisse des instruments", "fr"),
        ("Choose the wood and varnish the body of the instruments", "en"),
    ],
)
def test_a_language_that_is_not_given_is_recognised(
    tmp_path: Path, duties: str, language: str
) -> None:
    assert _profile(tmp_path, f"title,duties\nLuthier,{duties}\n").language == language


@pytest.mark.parametrize("language", USUAL_HEADINGS)
@pytest.mark.parametrize("kind", SECTION_KINDS)
def test_the_usual_heading_of_a_kind_is_known_as_one_of_it(
    language: Language, kind: SectionKind
) -> None:
    assert kind_of(USUAL_HEADINGS[language][kind]) == (kind if kind != "other" else None)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_csv_file_is_read_with_the_separator_that_it_has(tmp_path: Path, separator: str) -> None:
    header, row = ["title", "duties"], ["Luthier", '"Choisir, débiter;\tvernir"']
    profile = _profile(tmp_path, f"{separator.join(header)}\r\n{separator.join(row)}\r\n")
    assert _said(profile, "duties") == ["Choisir, débiter;\tvernir"]


def test_a_byte_order_mark_and_capitals_in_the_header_do_not_matter(tmp_path: Path) -> None:
    profile = _profile(tmp_path, b'\xef\xbb\xbf"Title"; Duties \nLuthier;Vernir\n')
    assert profile.title == "Luthier"


def test_a_quoted_cell_keeps_its_lines_and_quotes(tmp_path: Path) -> None:
    profile = _profile(tmp_path, 'title,duties\nLuthier,"- Dire ""oui""\r\n\r\n- Vernir"\n')
    assert _said(profile, "duties") == ['Dire "oui"', "Vernir"]


def test_blank_rows_and_trailing_separators_do_not_matter(tmp_path: Path) -> None:
    assert _profile(tmp_path, "title;duties\n;\n\nLuthier;Vernir;;;\n;;;\n").title == "Luthier"


def test_a_list_of_jsonl_is_one_of_bullets(tmp_path: Path) -> None:
    row = {"title": "Luthier", "duties": ["Choisir\nles bois", "", "- Vernir"], "salary": 11_111}
    profile = _profile(tmp_path, json.dumps(row), "fiches.jsonl")
    assert _said(profile, "duties") == ["Choisir les bois", "- Vernir"]
    assert _said(profile, "salary") == ["11111"]


def test_other_titles_stand_whole(tmp_path: Path) -> None:
    said = (
        'title,other_titles,duties\nLuthier,"Peintre, décorateur | Archetier\n- Luthier",Vernir\n'
    )
    assert _profile(tmp_path, said).other_titles == ("Peintre, décorateur", "Archetier")


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("2021-05-04", "2021-05-04"),
        ("2021-05-04T10:00:00Z", "2021-05-04"),
        ("04/05/2021", "2021-05-04"),
        ("4 mai 2021", "2021-05-04"),
        ("1er avril 2024", "2024-04-01"),
    ],
)
def test_a_date_may_be_iso_or_french(tmp_path: Path, written: str, iso: str) -> None:
    profile = _profile(tmp_path, f"title,duties,published\nLuthier,Vernir,{written}\n")
    assert profile.source.published == iso


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("published", "mai 2021", "line 2: its date 'mai 2021' is not a year, month and day"),
        ("published", "2021-02-30", "is not a year, month and day"),
        ("source_uri", "javascript:alert(1)", "line 2: its source_uri 'javascript:alert(1)' is no"),
    ],
)
def test_what_is_left_out_of_a_source_is_said(
    tmp_path: Path, column: str, value: str, said: str
) -> None:
    notice, profile = _read(tmp_path, f"title,duties,{column}\nLuthier,Vernir,{value}\n")
    assert not isinstance(notice, Refusal)
    assert said in str(notice)
    assert isinstance(profile, Profile)
    assert profile.source.published is profile.source.uri is None


# What is refused


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "it is empty; remove it or fill it"),
        (b"\xef\xbb\xbf \n", "it is empty; remove it or fill it"),
        (b"PK\x03\x04\x00\x00", "it is a binary file or UTF-16, not text; export it as UTF-8 text"),
        ("titre,métier\n".encode("latin-1"), "it is not UTF-8 (byte 7); save it again as UTF-8"),
        (b"id,duties\na,b\n", "it lacks the columns title"),
        (b"un po\xc3\xa8me\n", "it lacks the columns title"),
        (b'title,"duties\nLuthier,Vernir\n', "it lacks the columns title"),
        (b"title,duties,title\na,b,c\n", "it names these columns twice: title"),
    ],
)
def test_a_file_that_is_no_table_is_refused(tmp_path: Path, content: bytes, said: str) -> None:
    assert _refused(tmp_path, content) == said


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('{"duties": "a"}\n', "it lacks the columns title"),
        ('[\n{"title": "a"}\n]', "its first line is no JSON object; write one object a line"),
        ("[" * 100_000, "its first line is no JSON object; write one object a line"),
    ],
)
def test_a_file_that_is_no_jsonl_is_refused(tmp_path: Path, content: str, said: str) -> None:
    assert said in _refused(tmp_path, content, "fiches.jsonl")


def test_a_file_of_200_megabytes_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "fiches.csv"
    path.touch()
    os.truncate(path, 200_000_000)
    (refusal,) = read_profile_table(path)
    assert "it measures 200 MB, more than 105 MB; split it" in str(refusal)


LONG = "a" * (LONGEST_ROW + 1)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("a,,fr,Vernir", "line 2: it has no title"),
        (f"a,{'b' * 201},fr,Vernir", "line 2: its title has 201 characters, more than 200"),
        (f"a,Luthier,fr,{LONG}", "line 2: it has 500,011 characters, more than 500,000; shorten"),
        ("a/b,Luthier,fr,Vernir", "line 2: its id 'a/b' is not up to 100 letters, digits, points"),
        (",***,fr,Vernir", "line 2: its title has no Latin letters to make an id of; give it"),
        ("a,Luthier,de,Lackieren", "line 2: its language is 'de': only fr and en are known"),
        ("a,Luthier,fr,", "line 2: it has no section beside its definition; fill one, such as"),
        ("a,Luthier,fr,Vernir,,Polir", "line 2: it has 6 cells where the header has 4; quote its"),
    ],
)
def test_a_bad_row_is_refused_and_the_others_are_read(tmp_path: Path, row: str, said: str) -> None:
    refusal, profile = _read(tmp_path, f"{HEADER}{row}\nb,Archetier,fr,Tailler\n")
    assert isinstance(refusal, Refusal)
    assert refusal.reason.startswith(said)
    assert isinstance(profile, Profile)
    assert profile.id == "b"


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("Luthier", "line 1: it is no JSON object; write one object a line"),
        ("[1]", "line 1: it is no JSON object; write one object a line"),
        ('{"title": "a", "duties": {"a": 1}}', "line 1: its column duties is not a text or a list"),
        ('{"title": "a", "duties": [["b"]]}', "line 1: its column duties is not a text"),
        ('{"title": ["a"], "duties": "b"}', "line 1: its column title is not a text"),
        ('{"title": true, "duties": "b"}', "line 1: its column title is not a text"),
        (r'{"title": "a", "duties": "\ud800"}', "line 1: it holds half a character or a null"),
        (r'{"title": "a", "duties": "\u0000"}', "line 1: it holds half a character or a null"),
    ],
)
def test_a_bad_line_of_jsonl_is_refused_and_the_others_are_read(
    tmp_path: Path, row: str, said: str
) -> None:
    good = '{"title": "Archetier", "duties": "Tailler", "notes": {"a": [1]}}'
    found = _read(tmp_path, f"{good}\n\n{row}\n", "fiches.ndjson")
    assert [type(f) for f in found] == [Notice, Profile, Refusal]
    assert said.replace("line 1", "line 3") in str(found[-1])


def test_an_id_is_given_once_and_the_second_row_is_named(tmp_path: Path) -> None:
    said = f'{HEADER},Luthier,fr,"Choisir\nVernir"\nluthier,Autre,fr,Polir\n'
    profile, refusal = _read(tmp_path, said)
    assert isinstance(profile, Profile)
    assert "line 4: its id 'luthier' is that of line 2" in str(refusal)


def test_rows_after_a_quote_that_is_never_closed_are_not_guessed(tmp_path: Path) -> None:
    profile, refusal = _read(tmp_path, f'{HEADER}a,A,fr,B\nb,Luthier,fr,"Vernir\nc,C,fr,D\n')
    assert isinstance(profile, Profile)
    assert "line 3: its quotes do not match" in str(refusal)
    assert "no row from there on was read" in str(refusal)


def test_what_is_a_table_of_profiles(tmp_path: Path) -> None:
    assert is_profile_table(SAMPLES / "profiles.csv")
    assert is_profile_table(SAMPLES / "profiles.jsonl")
    assert not is_profile_table(SAMPLES / "salaries.csv")
    assert not is_profile_table(SAMPLES)
    assert not is_profile_table(tmp_path / "nowhere.csv")


# What always holds

any_text = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"))
marked = st.tuples(st.sampled_from(["", "- ", "• ", "  - ", "-"]), any_text).map("".join)
cells = st.lists(marked, max_size=4).map("\n".join)
rows = st.dictionaries(st.sampled_from(SECTION_KINDS), cells, max_size=5)


def _as_csv(row: dict[str, str]) -> bytes:
    written = io.StringIO(newline="")
    writer = csv.DictWriter(written, list(row), delimiter=";", quoting=csv.QUOTE_ALL)
    writer.writeheader()
    writer.writerow(row)
    return written.getvalue().encode()


@given(row=rows)
def test_the_text_of_any_section_comes_back_from_its_spans(
    tmp_path_factory: pytest.TempPathFactory, row: dict[SectionKind, str]
) -> None:
    folder = tmp_path_factory.mktemp("rows")
    full: dict[str, str] = {"title": "Luthier", **{str(kind): row[kind] for kind in row}}
    full["duties"] = row.get("duties", "") + "\nVernir"
    (profile,) = _read(folder, _as_csv(full))
    (again,) = _read(folder, json.dumps(full).encode(), "fiches.jsonl")
    assert isinstance(profile, Profile)
    assert again == profile
    for kind in SECTION_KINDS:
        if kind != "other_titles":
            assert _said(profile, kind) == [said for _, said in lines_of(full.get(kind, ""))]
    assert tuple(_said(profile, "other_titles")) == profile.other_titles
    for passage in passages_of(profile):
        assert passage.text == passage.text.strip() != ""
