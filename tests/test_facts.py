"""Facts are read where they are certain and absent where they are not."""

import pytest

from corpus.plain_text import read_plain_text
from corpus.profile import EducationLevels, Fact, FactName, Salary


def _facts(heading: str, said: str, name: FactName) -> list[tuple[Fact, str]]:
    frame = "Luthier\n\nMissions\n\n- Choisir les bois et les travailler avec soin.\n\n"
    profile = read_plain_text(f"{frame}{heading}\n\n{said}\n", "luthier")
    return [(fact, fact.span.of(profile.text)) for fact in profile.facts_named(name)]


def _salaries(said: str) -> list[Salary]:
    facts = _facts("Rémunération", said, "salary")
    return [fact.value for fact, _ in facts if isinstance(fact.value, Salary)]


@pytest.mark.parametrize(
    ("said", "low", "high", "currency", "period"),
    [
        ("entre 45 et 65 k€", 45_000, 65_000, "EUR", None),
        ("entre 1 000 et 2 000 € par mois", 1000, 2000, "EUR", "month"),
        ("2000 € nets mensuels", 2000, 2000, "EUR", "month"),
        ("11,88 € de l’heure", 11.88, 11.88, "EUR", "hour"),
        ("25 000 - 30 000 €/an", 25_000, 30_000, "EUR", "year"),
        ("En 2023, de 2 100 à 2 500 € par mois", 2100, 2500, "EUR", "month"),
        ("35 k€ sur 13 mois", 35_000, 35_000, "EUR", None),
        ("De 28 000 à 32 000 € brut par an, et une prime de 8 %", 28_000, 32_000, "EUR", "year"),
        ("£21,000 to £28,000 a year", 21_000, 28_000, "GBP", "year"),
        ("$85,000 - $110,000 per year", 85_000, 110_000, "USD", "year"),
        ("€30k-€40k", 30_000, 40_000, "EUR", None),
    ],
)
def test_a_salary(said: str, low: float, high: float, currency: str, period: str | None) -> None:
    (salary,) = _salaries(said)
    assert (salary.min, salary.max) == (low, high)
    assert (salary.currency, salary.period) == (currency, period)
    assert salary.text == said


@pytest.mark.parametrize(
    "said",
    [
        "selon expérience",
        "à partir du Smic",
        "35 000 à 45 000",
        "800 €, 900 € ou 1 200 €",
        "en 2023",
    ],
)
def test_no_salary_is_guessed(said: str) -> None:
    assert _salaries(said) == []


def test_a_salary_for_each_level() -> None:
    said = "Jeune diplômé : 28 k€\n\nJeune cadre : 30 à 35 k€\n\nCadre confirmé : entre 45 et 65 k€"
    assert [s.level for s in _salaries(said)] == ["Jeune diplômé", "Jeune cadre", "Cadre confirmé"]


def test_the_same_salary_a_month_and_a_year_is_no_range() -> None:
    said = "1 800 euros par mois, soit 21 600 euros par an"
    assert [(s.min, s.max, s.period) for s in _salaries(said)] == [
        (1800, 1800, "month"),
        (21_600, 21_600, "year"),
    ]


def test_the_place_of_a_salary_holds_its_signs() -> None:
    ((_, place),) = _facts("Salaire", "Comptez £21,000 to £28,000 a year.", "salary")
    assert place == "£21,000 to £28,000"


def test_an_amount_outside_a_salary_section_is_no_salary() -> None:
    assert _facts("Formation", "Frais : 2 000 € par an", "salary") == []


@pytest.mark.parametrize(
    ("said", "years"),
    [
        ("au minimum cinq ans d’expérience", 5),
        ("Deux ans dans un atelier", 2),
        ("Un an suffit", 1),
        ("de 3 à 5 ans", 3),
        ("entre 3 et 5 ans", 3),
        ("3+ years in a workshop", 3),
        ("Un diplôme et 5 ans d’expérience", 5),
    ],
)
def test_the_least_experience(said: str, years: int) -> None:
    assert [fact.value for fact, _ in _facts("Expérience", said, "experience_years_min")] == [years]


@pytest.mark.parametrize(
    "said",
    [
        "plusieurs ans",
        "moins de deux ans",
        "Débutant accepté",
        "2 des 22 experts attendent quatre ans",
        "7 of the 24 experts said one to two years",
    ],
)
def test_no_experience_is_guessed(said: str) -> None:
    assert _facts("Expérience", said, "experience_years_min") == []


@pytest.mark.parametrize(
    ("said", "low", "high", "place"),
    [
        ("Bac +2 (BTS, DUT) à Bac +5 (master)", 2, 5, "Bac +2 (BTS, DUT) à Bac +5"),
        ("Bac+2/3 en musique", 2, 3, "Bac+2/3"),
        ("Bac +3 à +5", 3, 5, "Bac +3 à +5"),
        ("Bac + 5 ou 2 ans de pratique", 5, 5, "Bac + 5"),
        ("BTS ou licence", 2, 3, "BTS ou licence"),
        ("Du CAP au bac+2 en facture", -1, 2, "CAP au bac+2"),
        ("Niveau Bac à Bac+2 (BTS, DUT)", 0, 2, "Bac à Bac+2"),
        ("Le baccalauréat professionnel", 0, 0, "baccalauréat"),
        ("Un BTS, qui se prépare après le bac", 2, 2, "BTS"),
    ],
)
def test_the_levels_of_education(said: str, low: int, high: int, place: str) -> None:
    ((fact, where),) = _facts("Formation", said, "education")
    assert fact.value == EducationLevels(low, high)
    assert where == place


def test_a_driving_licence_is_no_diploma() -> None:
    text = (
        "Piano tuner\n\nDuties\n\n- Tune the pianos of schools and concert halls.\n\n"
        "Qualifications\n\nYou'll need a full driving licence for this job.\n"
    )
    profile = read_plain_text(text, "piano-tuner")
    assert profile.language == "en"
    assert profile.facts_named("education") == []


@pytest.mark.parametrize(
    ("said", "code"), [("Anglais courant", "en"), ("Spanish is a plus", "es"), ("ALLEMAND", "de")]
)
def test_the_languages_asked_for(said: str, code: str) -> None:
    ((fact, place),) = _facts("Compétences techniques", said, "languages")
    assert fact.value == code
    assert place in said


def test_facts_stand_in_the_order_of_the_text() -> None:
    text = "Luthier\n\nSalaire\n\n2 000 €\n\nFormation\n\nBac +3, anglais\n\nExpérience\n\n2 ans\n"
    spans = [fact.span for fact in read_plain_text(text, "luthier").facts]
    assert len(spans) == 4
    assert spans == sorted(spans)
