"""`career check` says of each kind of question whether a profile answers it, and is right."""

import re
from itertools import islice
from pathlib import Path

import pytest

from assistant.career_assistant import CareerAssistant
from assistant.check import check, headings_in_another_language
from corpus.esco import read_esco
from corpus.markdown import read_markdown
from corpus.profile import LANGUAGES, Language, Profile
from corpus.readers import read_document
from index.generation import Generation
from index.ingest import ingest
from tests.conftest import REPOSITORY
from ui.check_report import report

# What each profile leaves unanswered, as a person who read it said, before any program did.
SILENT = {
    "aide-soignant-aide-soignante": "salary experience context previous_roles keywords",
    "boulanger-boulangere": (
        "salary experience context variations previous_roles reporting_line keywords"
    ),
    "charge-chargee-des-relations-publiques": (
        "salary experience context previous_roles reporting_line keywords"
    ),
    "electricien-electricienne-du-batiment": (
        "salary experience context previous_roles reporting_line keywords"
    ),
    "infirmier-infirmiere-en-soins-generaux": (
        "salary experience context previous_roles reporting_line keywords"
    ),
    "menuisier-menuisiere": "salary experience context previous_roles reporting_line keywords",
    "occupational-therapist": "salary context previous_roles reporting_line keywords",
    "professeur-professeure-des-ecoles": (
        "salary experience context previous_roles reporting_line keywords"
    ),
    "responsable-communication-en-ligne": "career_path previous_roles reporting_line keywords",
    "technicien-technicienne-support-informatique": (
        "salary experience context previous_roles reporting_line keywords"
    ),
    "vendeur-vendeuse-en-pret-a-porter": ("salary context previous_roles reporting_line keywords"),
    "web-developer": "salary context variations previous_roles reporting_line keywords",
}
SILENT_ON_THE_REAL_PAGE = "career_path previous_roles reporting_line"  # headings with nothing
KINDS = set(
    "definition other_titles duties occasional_duties variations salary technical_skills"
    " soft_skills education experience previous_roles employers reporting_line work_environment"
    " career_path context keywords published".split()
)

PROFILE = """# Dompteur de nuages

Le dompteur de nuages apprend aux cumulus à se tenir.

## Rémunération

De 11 111 à 22 222 par an.

## Formation

Trois années d’études, ou une longue expérience.

## Rattachement hiérarchique

## Histoire de la corporation

Les nuages étaient sauvages.
"""


@pytest.fixture
def profile(tmp_path: Path) -> Profile:
    path = tmp_path / "dompteur.md"
    path.write_text(PROFILE, "utf-8")
    return read_document(path)


def _disagreements(assistant: CareerAssistant, profile: Profile) -> list[str]:
    """The kinds of question that are answered though they should not be, or the reverse."""
    return [
        f"{profile.id}: {found.kind.name}, {language}"
        for found in check(profile)
        for language in LANGUAGES
        if found.is_answered
        != (
            assistant.answer(
                found.kind.suggestion[language].format(title=profile.title),
                profile_id=profile.id,
                language=language,
            ).status
            == "answered"
        )
    ]


def _unanswered(profile: Profile) -> set[str]:
    checked = list(check(profile))
    assert {found.kind.name for found in checked} == KINDS
    return {found.kind.name for found in checked if not found.is_answered}


def test_it_says_what_a_reader_says_of_the_shipped_profiles(
    shipped_generation: Generation,
) -> None:
    told = {name: _unanswered(p) for name, p in shipped_generation.profiles.items()}
    assert told == {name: set(silent.split()) for name, silent in SILENT.items()}


def test_it_says_what_a_reader_says_of_the_real_page(apec_profile: Profile) -> None:
    assert _unanswered(apec_profile) == set(SILENT_ON_THE_REAL_PAGE.split())


def test_it_is_right_on_every_kind_of_the_shipped_profiles(
    shipped_generation: Generation, shipped_assistant: CareerAssistant
) -> None:
    wrong = [_disagreements(shipped_assistant, p) for p in shipped_generation.profiles.values()]
    assert not any(wrong), wrong


def test_it_is_right_on_every_kind_of_the_real_page(
    apec_page: Path, apec_profile: Profile, tmp_path: Path
) -> None:
    ingest([apec_page], tmp_path)
    assert _disagreements(CareerAssistant.open(tmp_path), apec_profile) == []


def test_states_tell_what_there_is(profile: Profile) -> None:
    states = {found.kind.name: (found.state, found.lacks) for found in check(profile)}
    assert states["definition"] == ("own", None)
    assert states["duties"] == ("stand_in", None)
    assert states["salary"] == ("own", "currency")
    assert states["experience"] == ("stand_in", "years")
    assert states["reporting_line"] == ("empty", None)
    assert states["employers"] == ("perhaps", None)
    assert states["keywords"] == ("silent", None)
    assert states["published"] == ("silent", None)


@pytest.mark.parametrize(
    ("education", "state"),
    [
        ("Trois années d’études, ou une longue expérience.", "stand_in"),
        ("Un CAP, ou la validation des acquis de l’expérience.", "silent"),
        ("Un CAP.", "silent"),
    ],
)
def test_studies_stand_in_for_experience_only_where_they_speak_of_it(
    education: str, state: str, tmp_path: Path
) -> None:
    path = tmp_path / "dompteur.md"
    path.write_text(f"# Dompteur\n\n## Formation\n\n- {education}\n", "utf-8")
    states = {found.kind.name: found.state for found in check(read_document(path))}
    assert states["experience"] == state


def test_a_known_heading_of_no_kind_is_not_offered_for_others(tmp_path: Path) -> None:
    path = tmp_path / "dompteur.md"
    path.write_text(
        "# Dompteur\n\n## Missions\n\n- A\n\n## Centres d’intérêt\n\n- Voler\n", "utf-8"
    )
    states = {found.kind.name: found.state for found in check(read_document(path))}
    assert states["salary"] == "silent"


def test_the_example_for_editors_is_checked_as_their_page_says() -> None:
    page = (REPOSITORY / "docs" / "preparer-ses-fiches.md").read_text("utf-8")
    (example,) = re.findall(r"```markdown\n(.*?)```", page, re.S)
    (said,) = re.findall(r"```\n\$ career check luthier.md\n(.*?)\n```", page, re.S)
    assert report(read_markdown(example, "luthier"), "fr") == said


MIXED = """# Dompteur de nuages

Le dompteur de nuages apprend aux cumulus à se tenir.

## Missions

- Siffler les nuages à l’aube et les peigner avant midi.
- Les conduire au-dessus des champs qui manquent d’eau.

## Diplômes

- Le brevet de meneur de brumes est demandé par tous les employeurs.

## Compétences

- Working at height, in any weather, without losing patience.
- Speaking softly to clouds that are about to burst.
"""


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("fr", "lue en français, mais pas ce qui est sous « Compétences » ; traduisez-le"),
        ("en", "read in French, but not what stands under “Compétences”; translate it"),
    ],
)
def test_two_languages_in_one_document_are_read_and_said(
    tmp_path: Path, language: Language, said: str
) -> None:
    (tmp_path / "dompteur.md").write_text(MIXED, "utf-8")
    profile = read_document(tmp_path / "dompteur.md")
    assert profile.language == "fr"
    assert said in report(profile, language).replace("\u00a0", " ")
    ingest([tmp_path / "dompteur.md"], tmp_path / "data")
    assistant = CareerAssistant.open(tmp_path / "data")
    for question in ("Quelles sont les missions ?", "What skills are needed?"):
        assert assistant.answer(question).status == "answered"


def test_a_catalogue_that_says_all_in_both_languages_is_not_mixed(
    shipped_generation: Generation, shared_data: Path
) -> None:
    profiles = list(
        islice((p for p in read_esco(shared_data / "esco") if isinstance(p, Profile)), 20)
    )
    assert all(p.language == "fr" for p in profiles)
    for profile in [*profiles, *shipped_generation.profiles.values()]:
        assert headings_in_another_language(profile) == []


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        (
            "fr",
            [
                "- le salaire : sous « Rémunération », aucune monnaie n’y est écrite",
                "- le rattachement hiérarchique : remplissez « Rattachement hiérarchique »",
                "- les mots-clés : ajoutez « Mots-clés »",
                "appelez-la « Qui recrute » : Histoire de la corporation",
                "- la date de la fiche : écrivez « Publié le 31 janvier 2026 » sous le titre",
                "Source : aucune n’est dite",
            ],
        ),
        (
            "en",
            [
                "- the salary: under “Rémunération”, no currency is written there",
                "- keywords: add “Mots-clés”",
                "Source: none is said",
            ],
        ),
    ],
)
def test_the_report_says_what_to_do(profile: Profile, language: Language, lines: list[str]) -> None:
    said = report(profile, language).replace("\u00a0", " ")
    for line in lines:
        assert line in said
