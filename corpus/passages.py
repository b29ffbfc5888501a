"""Splits a profile into passages, the units that are searched and cited."""

from collections import Counter
from hashlib import blake2b

from corpus.profile import Passage, Profile

# Part of every index's fingerprint: raise it when passages are cut, named or
# embedded differently.
PASSAGE_VERSION = 1


def passages_of(profile: Profile) -> list[Passage]:
    """Return one passage a bullet or paragraph, in the order of the text.

    An id depends on the profile, its title, the heading path and the words, so the same content
    keeps its id wherever it moves in the document.
    """
    seen: Counter[str] = Counter()
    passages = []
    for section in profile.sections:
        for block in section.blocks:
            said = block.of(profile.text)
            content = "\x1f".join([profile.id, profile.title, *section.path, said])
            seen[content] += 1
            key = f"{content}\x1f{seen[content]}"
            passages.append(
                Passage(
                    id=blake2b(key.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest(),
                    profile_id=profile.id,
                    kind=section.kind,
                    path=section.path,
                    span=block,
                    text=said,
                )
            )
    return passages
