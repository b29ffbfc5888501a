"""What an index is to hold: documents, and the profiles and sections that each of them brought."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path

from pydantic import TypeAdapter

from corpus.overlay import with_overlays, without_overlays
from corpus.profile import Profile
from index.generation import Document, Generation

_PROFILE = TypeAdapter(Profile)


def content_hash(profile: Profile) -> str:
    """Return a hash of all that was read of a profile."""
    return blake2b(_PROFILE.dump_json(profile), digest_size=12).hexdigest()


@dataclass
class Holdings:
    """The index in the making: profiles that were read now, or are on the shelf of the one before.

    `hashes` has every profile's id, and a hash of what is held of it; `reading` is the fingerprint
    of the code that read what is on the shelf.
    """

    documents: dict[str, Document]
    hashes: dict[str, str]
    read: dict[str, Profile]
    shelf: Mapping[str, Profile]
    reading: str | None
    # Profiles of which a section that another document adds has changed, and that document.
    overlaid: dict[str, Path] = field(default_factory=dict)

    @classmethod
    def of(cls, current: Generation | None) -> "Holdings":
        """Return what a generation holds, or nothing."""
        if current is None:
            return cls({}, {}, {}, {}, None)
        manifest = current.manifest
        return cls(
            dict(manifest.documents),
            dict(manifest.profiles),
            {},
            current.profiles,
            manifest.reading,
        )

    def take(self, profile: Profile) -> bool | None:
        """Hold a profile that was read; return whether it changed, None if it is new."""
        profile = self.with_overlays(profile)
        before, now = self.hashes.get(profile.id), content_hash(profile)
        self.hashes[profile.id] = now
        self.read[profile.id] = profile
        return None if before is None else before != now

    def drop(self, profile_id: str) -> None:
        """Hold a profile no longer."""
        del self.hashes[profile_id]
        self.read.pop(profile_id, None)
        for where, document in self.documents.items():
            if profile_id in document.profiles:
                kept = tuple(i for i in document.profiles if i != profile_id)
                # Its content no longer stands for its profiles: another ingest reads it again.
                self.documents[where] = Document("", kept, document.overlays)

    def is_held_by_another(self, profile_id: str, where: str) -> bool:
        """Tell whether a document other than the one at `where` brought that profile."""
        return any(
            profile_id in document.profiles
            for other, document in self.documents.items()
            if other != where
        )

    def profile(self, profile_id: str) -> Profile:
        """Return a profile that is held."""
        return self.read.get(profile_id) or self.shelf[profile_id]

    def profiles(self) -> list[Profile]:
        """Return all profiles that are held."""
        return [self.profile(i) for i in self.hashes]

    def with_overlays(self, profile: Profile) -> Profile:
        """Return a profile with the sections that other documents add to it, and no others."""
        listed = [o for d in self.documents.values() for o in d.overlays]
        added = [overlay for overlay in listed if overlay.profile_id == profile.id]
        return with_overlays(without_overlays(profile), added)

    def forget(self, where: str) -> None:
        """Drop a document; its overlays are to be taken off their profiles."""
        gone = self.documents.pop(where, None)
        for overlay in gone.overlays if gone else ():
            self.overlaid[overlay.profile_id] = Path(where)
