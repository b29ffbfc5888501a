"""Cases made from declared templates (eval/cases/templates.toml) over a catalogue's professions.

The answer to each is a whole section of one profession, whose name is put in as people write it:
in the masculine, the feminine or the plural, as a main or another title, sometimes misspelt.
"""

import random
import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from importlib import resources

from corpus.profile import Profile
from eval.cases import Case

_SEED = 20_26
_MISSPELT = 0.2  # of the titles
_SHORTEST_MISSPELT = 7  # letters
# « conducteur d'engins »: the words before the first of these take the plural.
_COMPLEMENT = re.compile(r"\s(?:de|du|des|d'|à|au|aux|en|et|pour|sur|sous|par|dans|hors)\b|\s[dl]'")


def template_cases(profiles: Mapping[str, Profile], document: str, count: int) -> list[Case]:
    """Return `count` cases, the same at every call, over professions drawn from `profiles`."""
    content = resources.files("eval").joinpath("cases", "templates.toml").read_text("utf-8")
    templates = tomllib.loads(content)["template"]
    chance = random.Random(_SEED)
    titles = _own_titles(profiles)
    ids = sorted(titles)
    chance.shuffle(ids)
    cases: list[Case] = []
    for profile_id in ids:
        if len(cases) == count:
            break
        place = len(cases) % len(templates)
        template = templates[place]
        held = {section.kind for section in profiles[profile_id].sections if section.blocks}
        named = _said(titles[profile_id], template["form"], chance)
        if template["section"] not in held or named is None:
            continue
        said, is_misspelt = named
        cases.append(
            Case(
                id=f"template-{place:03}-{profile_id}",
                document=document,
                profile=profile_id,
                question=template["text"].replace("{title}", said),
                language=template["language"],
                status="answered",
                section=template["section"],
                style="misspelt" if is_misspelt else "plain",
                whole_section=True,
                group=f"template-{place:03}",
            )
        )
    return cases


def _own_titles(profiles: Mapping[str, Profile]) -> dict[str, list[str]]:
    """Return the titles of each profession that no other one has."""
    listed = {i: [p.title, *p.other_titles] for i, p in profiles.items()}
    count = Counter(form for titles in listed.values() for t in titles for form in set(_forms(t)))
    return {
        profile_id: own
        for profile_id, titles in listed.items()
        if (own := [title for title in titles if all(count[f] == 1 for f in _forms(title))])
    }


def _forms(title: str) -> list[str]:
    """Return the masculine and the feminine of « Chef / Cheffe de projet »."""
    parts = [part.split() for part in title.split(" / ")]
    if len(parts) != 2 or "(" in title:
        return [title]
    masculine, feminine = parts
    return [" ".join([*masculine, *feminine[len(masculine) :]]), " ".join(feminine)]


def _said(titles: list[str], form: str, chance: random.Random) -> tuple[str, bool] | None:
    """Return a title in that form, and whether it is misspelt; None if it has no such form."""
    gendered = [title for title in titles if len(_forms(title)) == 2]
    usable = titles if form == "any" else gendered
    if not usable:
        return None
    title = titles[0] if titles[0] in usable and chance.random() < 0.5 else chance.choice(usable)
    forms = _forms(title)
    said = forms[1] if form == "feminine" else forms[0]
    if form == "plural":
        said = _plural(said)
    said = said[0].lower() + said[1:]
    if chance.random() < _MISSPELT and (wrong := _misspelt(said, chance)):
        return wrong, True
    return said, False


def _plural(title: str) -> str:
    cut = _COMPLEMENT.search(title)
    head, rest = (title[: cut.start()], title[cut.start() :]) if cut else (title, "")
    return " ".join(_plural_word(word) for word in head.split()) + rest


def _plural_word(word: str) -> str:
    if word.endswith(("s", "x", "z")):
        return word
    if word.endswith("al"):
        return word[:-1] + "ux"
    return word + ("x" if word.endswith(("eau", "au")) else "s")


def _misspelt(title: str, chance: random.Random) -> str | None:
    """Return the title with two letters swapped, one lost or one doubled in a long word."""
    long = [w for w in re.findall(r"[^\W\d_]+", title) if len(w) >= _SHORTEST_MISSPELT]
    if not long:
        return None
    word = chance.choice(long)
    return title.replace(
        word, chance.choice(list(_slips(word, chance.randrange(1, len(word) - 2))))
    )


def _slips(word: str, at: int) -> Iterator[str]:
    yield word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    yield word[:at] + word[at + 1 :]
    yield word[: at + 1] + word[at:]
