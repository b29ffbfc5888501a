"""What was read of a profile as facts, in brief: each in the profile's own words where it has
some, with the place where it stands."""

from collections.abc import Iterator
from dataclasses import dataclass

from api.profile_words import WORDS
from assistant.draft import passage_url
from assistant.phrases import long_date
from corpus.profile import EducationLevels, Fact, Language, Profile, Salary, Span


@dataclass(frozen=True)
class FactLine:
    """A fact as the page shows it, with a note beside it; `url` opens its passage."""

    value: str
    note: str
    url: str


def facts_in_brief(profile: Profile) -> list[tuple[str, list[FactLine]]]:
    """Return pay, experience, education and languages, each with its name, where they were read."""
    found = [
        ("salary", [_salary(profile, fact) for fact in profile.facts_named("salary")]),
        ("experience", [_said(profile, f) for f in profile.facts_named("experience_years_min")]),
        ("education", [_education(profile, fact) for fact in profile.facts_named("education")]),
        ("languages", list(_languages(profile))),
    ]
    words = WORDS[profile.language]
    return [(words[name], lines) for name, lines in found if lines]


def _salary(profile: Profile, fact: Fact) -> FactLine:
    assert isinstance(fact.value, Salary)
    words = WORDS[profile.language]
    said = fact.span.of(profile.text)
    if fact.value.period:
        said = f"{said} {words[fact.value.period]}"
    published = profile.source_at(fact.span).published
    dated = words["dated"].format(date=long_date(published, profile.language)) if published else ""
    note = ", ".join(part for part in (fact.value.level, dated) if part)
    return FactLine(said, note, _url(profile, fact.span))


def _said(profile: Profile, fact: Fact) -> FactLine:
    return FactLine(fact.span.of(profile.text), "", _url(profile, fact.span))


def _education(profile: Profile, fact: Fact) -> FactLine:
    assert isinstance(fact.value, EducationLevels)
    words = WORDS[profile.language]
    low, high = (
        _level(years, profile.language) for years in (fact.value.min_level, fact.value.max_level)
    )
    said = low if low == high else words["to"].format(low=low, high=high)
    return FactLine(said, "", _url(profile, fact.span))


def _level(years: int, language: Language) -> str:
    words = WORDS[language]
    if years > 0:
        return words["level"].format(years=years)
    return words["bac"] if years == 0 else words["before_bac"]


def _languages(profile: Profile) -> Iterator[FactLine]:
    told: set[object] = set()
    for fact in profile.facts_named("languages"):
        if fact.value not in told:
            told.add(fact.value)
            yield _said(profile, fact)


def _url(profile: Profile, span: Span) -> str:
    """Return the address of the page at the bullet or paragraph that a fact was read in."""
    blocks = (block for section in profile.sections for block in section.blocks)
    around = (block for block in blocks if block.start <= span.start and span.end <= block.end)
    return passage_url(profile.id, next(around, span))
