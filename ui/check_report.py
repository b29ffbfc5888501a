"""Writes what `career check` found of a profile: what it can answer, and how to mend the rest."""

from collections.abc import Iterator, Sequence

from assistant.check import Checked, State, check, headings_in_another_language
from corpus.cells import USUAL_HEADINGS
from corpus.profile import Language, Profile

_SAID: dict[Language, dict[str, str]] = {
    "fr": {
        "own": "répond",
        "stand_in": "répond par une autre rubrique",
        "perhaps": "répond peut-être, d’après des rubriques non reconnues",
        "empty": "a un titre, sans rien dessous",
        "silent": "ne répond pas",
        "under": "sous « {headings} »",
        "add": "ajoutez « {heading} »",
        "fill": "remplissez « {heading} »",
        "rename": "si l’une d’elles y répond, appelez-la « {heading} » : {headings}",
        "amount": "aucun montant n’y est écrit",
        "currency": "aucune monnaie n’y est écrite : les nombres ne sont pas lus comme un salaire",
        "years": "aucun nombre d’années n’y est écrit",
        "published": "écrivez « Publié le 31 janvier 2026 » sous le titre",
        "source": "Source : {source}",
        "no_source": "Source : aucune n’est dite",
        "fr": "en français",
        "en": "en anglais",
        "foreign": "Deux langues : la fiche est lue {read_in}, mais pas ce qui est {under} ;"
        " traduisez-le, ou faites deux fiches",
        "count": "{answered} questions sur {all}",
    },
    "en": {
        "own": "answers",
        "stand_in": "answers from another section",
        "perhaps": "may answer, from sections that are not recognised",
        "empty": "has a heading, with nothing under it",
        "silent": "does not answer",
        "under": "under “{headings}”",
        "add": "add “{heading}”",
        "fill": "fill “{heading}”",
        "rename": "if one of these answers it, call it “{heading}”: {headings}",
        "amount": "no amount is written there",
        "currency": "no currency is written there: the numbers are not read as pay",
        "years": "no number of years is written there",
        "published": "write “Published 31 January 2026” under the title",
        "source": "Source: {source}",
        "no_source": "Source: none is said",
        "fr": "in French",
        "en": "in English",
        "foreign": "Two languages: the profile is read {read_in}, but not what stands {under};"
        " translate it, or make two profiles",
        "count": "{answered} questions of {all}",
    },
}
_STATES: tuple[State, ...] = ("own", "stand_in", "perhaps", "empty", "silent")


def report(profile: Profile, language: Language) -> str:
    """Return the report on a profile, as lines of plain text."""
    checked = list(check(profile))
    answered = sum(found.is_answered for found in checked)
    count = _say(language, "count", answered=answered, all=len(checked))
    lines = [f"{profile.id} · {profile.title} · {profile.language} · {count}"]
    lines.append(f"  {_source(profile, language)}")
    if foreign := headings_in_another_language(profile):
        under = _say(language, "under", headings=", ".join(foreign))
        read_in = _say(language, profile.language)
        lines.append(f"  {_say(language, 'foreign', read_in=read_in, under=under)}")
    for state in _STATES:
        if found := [one for one in checked if one.state == state]:
            lines.append(f"  {_say(language, state)}")
            lines += (f"    - {line}" for line in _lines(found, profile, language))
    return "\n".join(lines)


def _source(profile: Profile, language: Language) -> str:
    source = profile.source
    parts = (source.title, source.publisher, source.published, source.licence)
    said = ", ".join(part for part in parts if part)
    return _say(language, "source", source=said) if said else _say(language, "no_source")


def _lines(found: Sequence[Checked], profile: Profile, language: Language) -> Iterator[str]:
    for one in found:
        what = one.kind.label[language]
        lacks = f", {_say(language, one.lacks)}" if one.lacks else ""
        how = _how(one, profile, language)
        yield f"{what}{': ' if language == 'en' else ' : '}{how}{lacks}" if how else what


def _how(one: Checked, profile: Profile, language: Language) -> str:
    """Say where it stands, or what to do."""
    if one.kind.name == "published":
        return "" if one.state == "own" else _say(language, "published")
    if one.is_answered:
        return _say(language, "under", headings=", ".join(one.headings))
    heading = USUAL_HEADINGS[profile.language][one.kind.sections[0]]
    if one.state == "empty":
        return _say(language, "fill", heading=one.headings[0])
    if one.state == "perhaps":
        return _say(language, "rename", heading=heading, headings=", ".join(one.headings))
    return _say(language, "add", heading=heading)


def _say(language: Language, name: str, **values: object) -> str:
    return _SAID[language][name].format(**values)
