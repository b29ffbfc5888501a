"""Tells which profiles of several catalogues are about one profession, by their titles.

A catalogue in two languages lends the others its titles in the language that they lack.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from corpus.overlay import Overlay
from corpus.profile import LANGUAGES, Language, Profile, Section
from index.title_forms import joined, title_forms

# What a title that two profiles share says for their being the same: more where it is the main
# title of either. Looked through by hand: of 40 links to ROME at this least weight, 40 fit.
_MAIN_IS_MAIN, _MAIN_IS_OTHER, _OTHER_IS_MAIN, _OTHER_IS_OTHER = 8.0, 4.0, 2.0, 1.0
_LEAST = 2.0

_HEADINGS: Mapping[Language, str] = {  # by the language of the profile that gets the titles
    "fr": "Appellations à l’étranger (en anglais)",
    "en": "Titles abroad (in French)",
}


def lent_titles(profiles: Sequence[Profile]) -> Iterator[tuple[str, Overlay]]:
    """Yield the titles that bilingual profiles lend to those of other catalogues: the lender's id,
    and the section that the other profile gets, with its lender's source."""
    lenders = [profile for profile in profiles if profile.foreign_title is not None]
    for language in LANGUAGES:
        others = [p for p in profiles if p.language == language and p.foreign_title is None]
        if not lenders or not others:
            continue
        borrowers = _Titles.of(others)
        for lender in lenders:
            borrower = borrowers.same_as(lender, language)
            if borrower is None:
                continue
            foreign = next(other for other in LANGUAGES if other != language)
            said = [_main(lender, foreign), *_others(lender, foreign)]
            text = "\n".join(f"- {title}" for title in dict.fromkeys(filter(None, said)))
            heading = _HEADINGS[language]
            yield lender.id, Overlay(borrower, "other_titles", heading, text, lender.source)


def links_of(profiles: Iterable[Profile]) -> dict[str, list[str]]:
    """Return the profiles that bear titles of a lender, by the lender's id."""
    held = list(profiles)
    lenders = {p.source.uri: p.id for p in held if p.foreign_title is not None and p.source.uri}
    links: dict[str, list[str]] = defaultdict(list)
    for profile in held:
        for section in profile.sections:
            if section.source is not None and section.source.uri in lenders:
                links[lenders[section.source.uri]].append(profile.id)
    return dict(links)


@dataclass(frozen=True)
class _Titles:
    """The forms of the titles of some profiles: who bears each, as main and as other title."""

    main: Mapping[str, set[str]]
    other: Mapping[str, set[str]]

    @classmethod
    def of(cls, profiles: Sequence[Profile]) -> "_Titles":
        main: dict[str, set[str]] = defaultdict(set)
        other: dict[str, set[str]] = defaultdict(set)
        for profile in profiles:
            for form in (own := _forms([profile.title])):
                main[form].add(profile.id)
            for form in _forms(profile.other_titles) - own:
                other[form].add(profile.id)
        return cls(main, other)

    def same_as(self, lender: Profile, language: Language) -> str | None:
        """Return the profile that shares most titles in a language with a lender, if one does."""
        main = _forms([_main(lender, language)])
        votes: dict[str, float] = defaultdict(float)
        for forms, weights in (
            (main, (_MAIN_IS_MAIN, _MAIN_IS_OTHER)),
            (_forms(_others(lender, language)) - main, (_OTHER_IS_MAIN, _OTHER_IS_OTHER)),
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


def _forms(titles: Iterable[str]) -> set[str]:
    return {said for title in titles for form in title_forms(title) if (said := joined(form))}


def _main(profile: Profile, language: Language) -> str:
    return profile.title if profile.language == language else profile.foreign_title or ""


def _others(profile: Profile, language: Language) -> list[str]:
    def is_of(section: Section) -> bool:
        return section.kind == "other_titles" and section.language == language

    blocks = (block for section in profile.sections if is_of(section) for block in section.blocks)
    return [block.of(profile.text) for block in blocks]
