"""Tells which profiles of several catalogues are about one profession, by their titles.

A catalogue in two languages lends the others its titles in the language that they lack.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from corpus.overlay import Overlay
from corpus.profile import LANGUAGES, Language, Profile, Section
from corpus.words import stems
from index.title_forms import joined, title_forms
from index.title_likeness import Embed

# What a title that two profiles share says for their being the same: more where it is the main
# title of either. Looked through by hand: of 40 links to ROME at this least weight, 40 fit.
_MAIN_IS_MAIN, _MAIN_IS_OTHER, _OTHER_IS_MAIN, _OTHER_IS_OTHER = 8.0, 4.0, 2.0, 1.0
_LEAST = 2.0

# Cosines, halved between titles and definitions, from which two profiles mean the same. Of the
# 1,285 occupations of ESCO that share titles with a profession of ROME, meaning alone finds the
# same one for 0.95 of those that are so near.
_NEAR, _AS_NEAR = 0.65, 0.02

_HEADINGS: Mapping[Language, str] = {  # by the language of the profile that gets the titles
    "fr": "Appellations à l’étranger (en anglais)",
    "en": "Titles abroad (in French)",
}


def lent_titles(profiles: Sequence[Profile]) -> Iterator[tuple[str, Overlay]]:
    """Yield the titles that bilingual profiles lend to those of other catalogues: the lender's id,
    and the section that the other profile gets, with its lender's source."""
    lenders = _lenders(profiles)
    for language in LANGUAGES:
        others = _borrowers(profiles, language)
        if not lenders or not others:
            continue
        borrowers = _Titles.of(others, language)
        for lender in lenders:
            borrower = borrowers.same_as(lender, language)
            if borrower is None:
                continue
            foreign = next(other for other in LANGUAGES if other != language)
            said = [_main(lender, foreign), *_others(lender, foreign)]
            text = "\n".join(f"- {title}" for title in dict.fromkeys(filter(None, said)))
            heading = _HEADINGS[language]
            yield lender.id, Overlay(borrower, "other_titles", heading, text, lender.source)


def links_of(profiles: Sequence[Profile], embed: Embed) -> dict[str, list[str]]:
    """Return the profiles of other catalogues that are about the same profession as a lender's, by
    the lender's id: those that bear its titles, or else those that mean nearly the same."""
    lenders = _lenders(profiles)
    links: dict[str, list[str]] = {lender.id: [] for lender in lenders}
    for lender_id, overlay in lent_titles(profiles):
        links[lender_id].append(overlay.profile_id)
    for language in LANGUAGES:
        others = _borrowers(profiles, language)
        held = {profile.id for profile in others}
        unlinked = [lender for lender in lenders if held.isdisjoint(links[lender.id])]
        for lender_id, same in _of_one_meaning(unlinked, others, language, embed):
            links[lender_id].append(same)
    return links


def _lenders(profiles: Sequence[Profile]) -> list[Profile]:
    return [profile for profile in profiles if profile.foreign_title is not None]


def _borrowers(profiles: Sequence[Profile], language: Language) -> list[Profile]:
    """Return the profiles in a language of catalogues that do not lend."""
    lending = {source_of(lender.id) for lender in _lenders(profiles)}
    return [p for p in profiles if p.language == language and source_of(p.id) not in lending]


def _of_one_meaning(
    lenders: Sequence[Profile], others: Sequence[Profile], language: Language, embed: Embed
) -> Iterator[tuple[str, str]]:
    """Yield lenders with the profile whose titles and definition are nearest to theirs, where it
    is near, and those as near."""
    if not lenders or len(others) < 2:
        return
    titles = [_title_forms(profile) for profile in others]
    starts = np.cumsum([0, *map(len, titles[:-1])])
    of_title = embed([_first_form(_main(p, language)) for p in lenders])
    likeness = of_title @ embed([form for forms in titles for form in forms]).T
    by_title = np.maximum.reduceat(likeness, starts, axis=1)
    by_definition = (
        embed([_defined(p, language) for p in lenders])
        @ embed([_defined(p, language) for p in others]).T
    )
    near = (by_title + by_definition) / 2
    for lender, row in zip(lenders, near, strict=True):
        best = float(row.max())
        if best >= _NEAR:
            yield from (
                (lender.id, others[int(i)].id) for i in np.flatnonzero(row >= best - _AS_NEAR)
            )


def _title_forms(profile: Profile) -> list[str]:
    titles = (profile.title, *profile.other_titles)
    return list(dict.fromkeys(form for title in titles for form in title_forms(title)))


def _first_form(title: str) -> str:
    return title_forms(title)[0]


def _defined(profile: Profile, language: Language) -> str:
    """Return a profile's title and what it says of the profession in a language."""
    said = profile.in_language(language)
    blocks = (b for s in said.sections if s.kind == "definition" for b in s.blocks)
    return f"{_main(profile, language)} : {' '.join(b.of(said.text) for b in blocks)}"


def source_of(profile_id: str) -> str | None:
    """Return the catalogue that a profile comes from, by its id; None for a document."""
    source, _, code = profile_id.partition("-")
    return source if any(c.isdecimal() for c in code) else None


@dataclass(frozen=True)
class _Titles:
    """The forms of the titles of some profiles: who bears each, as main and as other title."""

    main: Mapping[str, set[str]]
    other: Mapping[str, set[str]]

    @classmethod
    def of(cls, profiles: Sequence[Profile], language: Language) -> "_Titles":
        main: dict[str, set[str]] = defaultdict(set)
        other: dict[str, set[str]] = defaultdict(set)
        for profile in profiles:
            # « Architects, Except Landscape and Naval »
            titles = [profile.title, profile.title.split(",")[0]]
            for form in (own := _forms(titles, language)):
                main[form].add(profile.id)
            for form in _forms(profile.other_titles, language) - own:
                other[form].add(profile.id)
        return cls(main, other)

    def same_as(self, lender: Profile, language: Language) -> str | None:
        """Return the profile that shares most titles in a language with a lender, if one does."""
        main = _forms([_main(lender, language)], language)
        votes: dict[str, float] = defaultdict(float)
        for forms, weights in (
            (main, (_MAIN_IS_MAIN, _MAIN_IS_OTHER)),
            (_forms(_others(lender, language), language) - main, (_OTHER_IS_MAIN, _OTHER_IS_OTHER)),
        ):
            for form in forms:
                for bearers, weight in zip((self.main, self.other), weights, strict=True):
                    ids = bearers.get(form, ())
                    for profile_id in ids:
                        votes[profile_id] += weight / len(ids)
        (best, most), (_, next_most) = sorted(
            [*votes.items(), ("", 0.0), ("", 0.0)], key=lambda vote: -vote[1]
        )[:2]
        return best if most >= _LEAST and most > next_most else None


def _forms(titles: Iterable[str], language: Language) -> set[str]:
    """Return the forms of titles, by which two are the same: English ones by their stems, since
    those of a catalogue may be in the plural."""
    forms = (form for title in titles for form in title_forms(title))
    if language == "en":
        return set(filter(None, (" ".join(stems(form, language)) for form in forms)))
    return set(filter(None, map(joined, forms)))


def _main(profile: Profile, language: Language) -> str:
    return profile.title if profile.language == language else profile.foreign_title or ""


def _others(profile: Profile, language: Language) -> list[str]:
    def is_of(section: Section) -> bool:
        return section.kind == "other_titles" and section.language == language

    blocks = (block for section in profile.sections if is_of(section) for block in section.blocks)
    return [block.of(profile.text) for block in blocks]
