"""Reads facts out of sections: amounts, years, levels, languages. Absent rather than guessed."""

import re
from collections.abc import Iterator, Sequence

from corpus.numbers import Number, numbers_in_digits, value_of_words
from corpus.profile import EducationLevels, Fact, Language, Salary, Section, SectionKind, Span
from corpus.words import plain

_CURRENCIES = {
    "€": "EUR",
    "euro": "EUR",
    "eur": "EUR",
    "$": "USD",
    "usd": "USD",
    "£": "GBP",
    "gbp": "GBP",
}
_CURRENCY = re.compile(r"k?€|\$|£|\bk?eur(?:os?)?\b|\busd\b|\bgbp\b", re.IGNORECASE)
_PERIODS = {
    "year": re.compile(
        r"\bpar an\b|\bannuel|/\s?an\b|\bl'an\b|\bper (?:year|annum)\b|\ba year\b|\bannual|\byearly"
    ),
    "month": re.compile(r"\bpar mois\b|\bmensuel|/\s?mois\b|\bper month\b|\ba month\b|\bmonthly\b"),
    "day": re.compile(r"\bpar jour\b|\bjournali|/\s?jour\b|\bper day\b|\ba day\b|\bdaily\b"),
    "week": re.compile(r"\bpar semaine\b|\bhebdo|/\s?semaine\b|\b(?:per|a) week\b|\bweekly\b"),
    "hour": re.compile(
        r"\bde l'heure\b|\bpar heure\b|\bhoraire\b|/\s?h\b|\bper hour\b|\ban hour\b|\bhourly\b"
    ),
}
_LEVEL = re.compile(
    r"\b(?:cadres? |profils? )?(?:débutant(?:e|·e)?s?|confirmé(?:e|·e)?s?|expérimenté(?:e|·e)?s?"
    r"|juniors?|seniors?)\b|\bjeunes? (?:diplômé(?:e|·e)?|cadre)s?\b"
    r"|\b(?:entry[- ]level|mid-career|experienced|beginners?|starters?)\b",
    re.IGNORECASE,
)
_YEARS = re.compile(
    r"(?:(?P<first>\d+|[^\W\d_]+)(?:\s+(?:à|a|to|or|ou|et|and)\s+|\s*[-–]\s*))?"
    r"(?P<last>\d+|[^\W\d_]+(?:-[^\W\d_]+)*)\s*\+?\s+(?:ans?|années?|years?)\b",
    re.IGNORECASE,
)
# What is paid beside a salary, and years that are not of experience.
_OTHER_PAYMENT = re.compile(
    r"\b(?:primes?|paniers?|tickets?|indemnites?|bonus|avantages?|remboursements?|interessement"
    r"|participation|pourboires?|frais|aides?|subventions?|budgets?|chiffre d'affaires"
    r"|allowances?|tips|fees|turnover)\b"
)
_OTHER_YEARS = re.compile(
    r"\b(?:age|agee?s?|depuis|etudes|formation|since|old|training|study|studies)\b"
    r"|\d\s?%|\b\d+ (?:of|des|sur)(?: the| les)? \d+\b"  # a share of those who were asked
)
_AT_MOST = re.compile(r"(?:moins d[e']|jusqu'a|au plus|less than|under|up to|at most)\s*$")
_BAC = re.compile(
    r"\bbac(?:calauréat)?\s*\+\s*(?P<years>\d)"
    r"(?:\s*(?:/|-|–|à|a|ou|et)\s*\+?\s*(?P<to>\d)\b(?!\s*(?:ans?|années?)\b))?",
    re.IGNORECASE,
)
_DIPLOMA_LEVELS = {  # years after the baccalauréat of French diplomas that fix it by law
    "cap": -1,
    "bep": -1,
    "bac": 0,
    "baccalauréat": 0,
    "bts": 2,
    "dut": 2,
    "but": 3,
    "licence": 3,
    "master": 5,
    "doctorat": 8,
    "deug": 2,
}
_DIPLOMA = re.compile(
    r"\b(?:CAP|BEP|BTS|DUT|BUT|DEUG|[Ll]icence|[Mm]aster|[Dd]octorat)\b"
    # « bac + 2 » is read above, and « après le bac » is no level that is asked for.
    r"|(?<!post-)(?<!après le )(?<!après un )\b[Bb]ac(?:calauréat)?\b(?!\s*\+)"
)
# What a number counts when it is no amount: « 13 mois », « 8 % », « 35 heures ».
_OTHER_UNIT = re.compile(
    r"\s*(?:%|(?:ans?|années?|mois|jours?|semaines?|heures?|h|years?|months?|days?|weeks?|hours?)\b)"
    r"|(?:er|e|ème|th|st|nd|rd)\b",
    re.IGNORECASE,
)
_SIGN_AFTER = re.compile(r"\s*(?:k?€|\$|£|k?euros?\b|EUR\b|USD\b|GBP\b)", re.IGNORECASE)
_SIGN_BEFORE = re.compile(r"(?:€|\$|£|\b(?:EUR|USD|GBP))\s?$", re.IGNORECASE)
_LANGUAGES = {
    "ar": ("arabe", "arabic"),
    "de": ("allemand", "german"),
    "en": ("anglais", "english"),
    "es": ("espagnol", "spanish"),
    "fr": ("français", "francais", "french"),
    "it": ("italien", "italian"),
    "ja": ("japonais", "japanese"),
    "nl": ("néerlandais", "neerlandais", "dutch"),
    "pt": ("portugais", "portuguese"),
    "ru": ("russe", "russian"),
    "zh": ("chinois", "mandarin", "chinese"),
}
LANGUAGE_CODES = {name: code for code, names in _LANGUAGES.items() for name in names}
_LANGUAGE = re.compile(rf"\b(?:{'|'.join(LANGUAGE_CODES)})\b", re.IGNORECASE)
_LANGUAGE_SECTIONS: frozenset[SectionKind] = frozenset(
    {"technical_skills", "soft_skills", "education", "experience"}
)


def read_facts(text: str, sections: Sequence[Section], language: Language) -> tuple[Fact, ...]:
    """Return the facts that the sections of `text` state, in the order of the text."""
    found: list[Fact] = []
    for section in sections:
        for block in section.blocks:
            if section.kind == "salary":
                found += _salaries(text, block)
            if _is_about_experience(section, block.of(text)):
                found += _experience(text, block, language)
            if section.kind in _LANGUAGE_SECTIONS:
                found += _languages(text, block)
    education = [s for s in sections if s.kind == "education"]
    found += _education(text, education or [s for s in sections if s.kind == "other"], language)
    return tuple(sorted(found, key=lambda fact: fact.span))


def _is_about_experience(section: Section, said: str) -> bool:
    """Years are of experience under that heading, or beside the word where a page has one
    « Profil recherché » for all that it asks."""
    if section.kind in ("other", "education"):
        return re.search(r"\bexperiences?\b", plain(said)) is not None
    return section.kind == "experience"


def _salaries(text: str, block: Span) -> Iterator[Fact]:
    for sentence in _sentences(text, block):
        said = sentence.of(text)
        currencies = [_currency(match.group()) for match in _CURRENCY.finditer(said)]
        if not currencies:
            continue
        amounts = _amounts(said)
        if not amounts or _is_other_payment(said, amounts):
            continue
        periods = [period for period, worded in _PERIODS.items() if worded.search(plain(said))]
        if len(periods) > 1:
            continue
        levels = _LEVEL.findall(said)
        first, last = amounts[0], amounts[-1]
        yield Fact(
            "salary",
            Salary(
                min=min(n.value for n in amounts),
                max=max(n.value for n in amounts),
                currency=currencies[0],
                period=periods[0] if periods else None,
                level=levels[0] if len(levels) == 1 else None,
                text=said,
            ),
            Span(
                sentence.start + _start_with_sign(said, first),
                sentence.start + _end_with_sign(said, last),
            ),
        )


def _is_other_payment(said: str, amounts: Sequence[Number]) -> bool:
    """Tell « une prime de 11,50 € » and « 90 € de tickets » from « 2 000 €, et une prime »."""
    before = plain(said[: amounts[0].start])
    after = plain(said[_end_with_sign(said, amounts[-1]) :])
    said_after = re.match(r"\s*(?:de|d'|en|of|in)\s*(?P<what>.*)", after)
    return bool(
        _OTHER_PAYMENT.search(before) or (said_after and _OTHER_PAYMENT.match(said_after["what"]))
    )


def _amounts(said: str) -> list[Number]:
    """Return one amount or the two bounds of a range; anything else is not certain."""
    amounts = [n for n in numbers_in_digits(said) if n.value >= 5 and _may_be_amount(said, n)]
    return amounts if 1 <= len(amounts) <= 2 else []


def _may_be_amount(said: str, number: Number) -> bool:
    """Tell an amount from a year, a percentage or a count of something else."""
    if _SIGN_AFTER.match(said, number.end) or _SIGN_BEFORE.search(said, 0, number.start):
        return True
    written = said[number.start : number.end]
    is_year = written.isdecimal() and 1900 <= number.value <= 2100
    return not is_year and _OTHER_UNIT.match(said, number.end) is None


def _start_with_sign(said: str, first: Number) -> int:
    sign = _SIGN_BEFORE.search(said, 0, first.start)
    return sign.start() if sign else first.start


def _end_with_sign(said: str, last: Number) -> int:
    sign = _SIGN_AFTER.match(said, last.end)
    return sign.end() if sign else last.end


def _currency(sign: str) -> str | None:
    return next((code for word, code in _CURRENCIES.items() if word in sign.lower()), None)


def _experience(text: str, block: Span, language: Language) -> Iterator[Fact]:
    for match in _YEARS.finditer(text, *block):
        first = _number(match["first"], language)
        value = _number(match["last"], language) if first is None else first
        start = match.start("last") if first is None else match.start()
        at_most = _AT_MOST.search(plain(text[block.start : start]))
        if _OTHER_YEARS.search(plain(_sentence_around(text, block, match.start()))):
            continue
        if value is not None and value <= 50 and not at_most:
            yield Fact("experience_years_min", int(value), Span(start, match.end()))
            return


def _number(said: str | None, language: Language) -> float | None:
    if said is None:
        return None
    if said.lower() in ("un", "une", "one", "a"):
        return 1
    value = value_of_words(said, language)
    return value if value is not None else value_of_words(said, "en" if language == "fr" else "fr")


def _education(text: str, sections: Sequence[Section], language: Language) -> Iterator[Fact]:
    blocks = [block for section in sections for block in section.blocks]
    levels = [
        (int(years), Span(*match.span()))
        for block in blocks
        for match in _BAC.finditer(text, *block)
        for years in (match["years"], match["to"])
        if years is not None
    ]
    if language == "fr":  # a « driving licence » is no French diploma
        levels += [
            (_DIPLOMA_LEVELS[match.group().lower()], Span(*match.span()))
            for block in blocks
            for match in _DIPLOMA.finditer(text, *block)
        ]
    if levels:
        lowest, highest = min(levels), max(levels)
        yield Fact("education", EducationLevels(lowest[0], highest[0]), _tightest(levels, blocks))


def _tightest(levels: Sequence[tuple[int, Span]], blocks: Sequence[Span]) -> Span:
    """Return the span from the lowest to the highest level where one block names both."""
    lowest, highest = min(levels)[0], max(levels)[0]
    for block in blocks:
        inside = [(value, span) for value, span in levels if block.start <= span.start < block.end]
        low = [span for value, span in inside if value == lowest]
        high = [span for value, span in inside if value == highest]
        if low and high:
            return Span(min(low[0].start, high[0].start), max(low[0].end, high[0].end))
    return min(levels)[1]


def _sentence_around(text: str, block: Span, place: int) -> str:
    around = (s for s in _sentences(text, block) if s.start <= place < s.end)
    return next(around, block).of(text)


def _languages(text: str, block: Span) -> Iterator[Fact]:
    for match in _LANGUAGE.finditer(text, *block):
        yield Fact("languages", LANGUAGE_CODES[match.group().lower()], Span(*match.span()))


def _sentences(text: str, block: Span) -> Iterator[Span]:
    start = block.start
    for match in re.finditer(
        r"(?<=[.!?;])\s+(?=[A-ZÀ-Ý])|\s*[\r\n]+\s*|,?\s*\(?\bsoit\s+", block.of(text)
    ):
        yield Span(start, block.start + match.start())
        start = block.start + match.end()
    yield Span(start, block.end)
