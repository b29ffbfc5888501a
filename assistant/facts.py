"""Says what was read of a profile as facts: the pay, and the experience that is required."""

import re
from collections.abc import Sequence

from assistant.age import is_old
from assistant.draft import Draft, Evidence, evidence_of
from assistant.phrases import escaped, money, phrase
from corpus.profile import Fact, Language, Passage, Profile, Salary
from corpus.words import plain

_GROSS = re.compile(r"\b(?:bruts?|brutes?|nets?|nettes?|gross|before tax|after tax)\b")
_AT_LEAST = re.compile(r"\b(?:au moins|minimum|at least)\b")


def say_experience(
    draft: Draft, profile: Profile, passages: Sequence[Passage], language: Language, name: str
) -> bool:
    """Say how many years are required, if that is a fact, in the phrase of that name or, for one
    year, its twin; tell whether it is. `passages` are the profile's."""
    facts = profile.facts_named("experience_years_min")
    if not facts or not isinstance(facts[0].value, int):
        return False
    passage = _passage_of(facts[0], passages)
    values = {"title": escaped(profile.title), "quote": escaped(passage.text)}
    years = str(facts[0].value)
    if _AT_LEAST.search(plain(passage.text)):
        years = phrase("at_least", language, years=years)
    name = f"{name}_one" if facts[0].value == 1 else name
    draft.say(phrase(name, language, years=years, **values), evidence_of(profile, [passage]))
    return True


def say_salaries(
    draft: Draft, profile: Profile, passages: Sequence[Passage], language: Language, name: str
) -> Evidence | None:
    """Say each salary in the phrase of that name, then when they were published, or that nobody
    says; return the evidence of the last, if there is any. `passages` are the profile's."""
    cited = None
    dated: dict[str | None, Evidence] = {}
    for fact in profile.facts_named("salary"):
        salary = _salary_of(fact)
        cited = evidence_of(profile, [_passage_of(fact, passages)])
        said = {"title": escaped(profile.title), "quote": escaped(salary.text)}
        draft.say(phrase(name, language, amount=_amount(salary, language), **said), cited)
        dated[published[:4] if (published := cited.source.published) else None] = cited
    for year, of_that_year in dated.items():
        is_said_old = is_old(of_that_year.source.published)
        name = "undated" if year is None else "dated" if is_said_old else "dated_lately"
        draft.note(phrase(name, language, year=year), of_that_year, end=" ")
    return cited


def say_what_salaries_leave_open(
    draft: Draft, profile: Profile, language: Language, cited: Evidence
) -> None:
    """Say what no salary gives: its period, its currency, whether it is before tax."""
    salaries = [_salary_of(fact) for fact in profile.facts_named("salary")]
    unsaid = [
        name
        for name, missing in [
            ("salary_unsaid_period", all(salary.period is None for salary in salaries)),
            ("salary_unsaid_currency", all(salary.currency is None for salary in salaries)),
            ("salary_unsaid_gross", not any(_GROSS.search(plain(s.text)) for s in salaries)),
        ]
        if missing
    ]
    if unsaid:
        parts = phrase("nor", language).join(phrase(name, language) for name in unsaid)
        draft.note(phrase("salary_unsaid", language, unsaid=parts), cited)


def _salary_of(fact: Fact) -> Salary:
    assert isinstance(fact.value, Salary)
    return fact.value


def _amount(salary: Salary, language: Language) -> str:
    thousands = (
        "k" in salary.text.lower().replace("k€", "k €").split() or "k€" in salary.text.lower()
    )
    low = money(salary.min, salary.currency, language, thousands)
    high = money(salary.max, salary.currency, language, thousands)
    return low if low == high else phrase("salary_range", language, low=low, high=high)


def _passage_of(fact: Fact, passages: Sequence[Passage]) -> Passage:
    return next(p for p in passages if p.span.start <= fact.span.start < p.span.end)
