"""Brings documents into the index: reads what changed, embeds what is new, publishes the next
generation."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from hashlib import blake2b
from importlib import resources
from pathlib import Path
from typing import Protocol

import numpy as np
from langchain_core.embeddings import Embeddings
from pydantic import TypeAdapter

from corpus.overlay import Overlay, with_overlays, without_overlays
from corpus.passages import PASSAGE_VERSION
from corpus.profile import CorpusError, Notice, Passage, Profile, Refusal
from corpus.readable import Readable, content_hash_of, find_readable
from index.data_folder import current_name, locked, new_generation, open_current
from index.embedding import SHIPPED_MODEL, Vectors, as_vectors, fingerprint, load_embeddings
from index.errors import IndexFault, WrittenByAnotherVersion
from index.generation import FORMAT, Document, Generation, GenerationWriter, Manifest

_EMBEDDED_AT_ONCE = 4096  # passages
_PROFILE = TypeAdapter(Profile)


class Progress(Protocol):
    """Told of long work as it goes on."""

    def __call__(self, step: str, done: int, total: int | None = None) -> None:
        """`done` of `total` parts of a step are done; `total` is None when it is not known."""


def silent(step: str, done: int, total: int | None = None) -> None:
    """Tell nobody."""


@dataclass
class Ingested:
    """What came of an ingest: profile ids, what was refused, and what its owner should know."""

    new: list[str] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    embedded_passages: int = 0


def ingest(
    paths: Sequence[Path],
    data: Path,
    model: str = SHIPPED_MODEL,
    progress: Progress = silent,
    prune: bool = False,
    catalogue: str | None = None,
) -> Ingested:
    """Read `paths` and add them to the index in `data`; a profile with the same id is replaced.

    A document that did not change is not read again; a profile that its document no longer holds
    is removed, and with `prune` those of documents that are no longer under `paths`. What cannot
    be read is refused and the rest goes on; when nothing changes, nothing is written. `catalogue`
    says what the paths are (a name of corpus.readable.CATALOGUES); otherwise it is recognised.
    """
    readable, refused = _find(paths, catalogue)
    if not readable and not (prune and current_name(data)):
        return Ingested(refused=refused)
    with locked(data, waiting=lambda line: progress(line, 0)):
        current, again = _current(data, refused)
        readable += [found for found in again if found not in readable]
        _check_model(current, data, model)
        done = Ingested(refused=refused)
        state = _State.of(current)
        before = dict(state.documents)
        for found in readable:
            _read(found, state, done, progress)
        if prune:
            _prune(paths, readable, state, done)
        _overlay(state, done)
        if done.new or done.replaced or done.removed or state.documents != before:
            done.embedded_passages = _publish(state, data, model, current, progress)
    return done


def remove(profile_id: str, data: Path, progress: Progress = silent) -> None:
    """Remove one profile. Raises IndexFault when there is no such profile."""
    with locked(data, waiting=lambda line: progress(line, 0)):
        current = open_current(data)
        if profile_id not in current.profiles:
            raise IndexFault(
                f"{data}: there is no profile {profile_id!r}; career profiles lists them"
            )
        state = _State.of(current)
        state.drop(profile_id)
        _publish(state, data, current.manifest.embedding_model, current, progress)


def content_hash(profile: Profile) -> str:
    """Return a hash of all that was read of a profile."""
    return blake2b(_PROFILE.dump_json(profile), digest_size=12).hexdigest()


def embedding_text(profile: Profile, passage: Passage) -> str:
    """Return what is embedded for a passage: a bare bullet means little alone.

    Its own words stand twice: in a long heading path they would weigh too little.
    """
    return f"{profile.title} : {' > '.join(passage.path)} : {passage.text}\n{passage.text}"


@cache
def reading_fingerprint() -> str:
    """Return a fingerprint of the code that reads: another version reads everything again."""
    corpus = Path(str(resources.files("corpus")))
    digest = blake2b(digest_size=12)
    for file in sorted([*corpus.glob("*.py"), *corpus.glob("*.toml")]):
        digest.update(file.read_bytes())
    return digest.hexdigest()


@dataclass
class _State:
    """The index in the making: documents, and profiles that are read or still on the shelf."""

    documents: dict[str, Document]
    hashes: dict[str, str]
    read: dict[str, Profile]
    shelf: Mapping[str, Profile]
    reading: str | None
    # Profiles of which a section that another document adds has changed, and that document.
    overlaid: dict[str, Path] = field(default_factory=dict)

    @classmethod
    def of(cls, current: Generation | None) -> "_State":
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

    def drop(self, profile_id: str) -> None:
        del self.hashes[profile_id]
        self.read.pop(profile_id, None)
        for where, document in self.documents.items():
            if profile_id in document.profiles:
                kept = tuple(i for i in document.profiles if i != profile_id)
                # Its content no longer stands for its profiles: another ingest reads it again.
                self.documents[where] = Document("", kept, document.overlays)

    def profile(self, profile_id: str) -> Profile:
        return self.read.get(profile_id) or self.shelf[profile_id]

    def profiles(self) -> list[Profile]:
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


def _find(paths: Sequence[Path], catalogue: str | None) -> tuple[list[Readable], list[Refusal]]:
    readable: list[Readable] = []
    refused: list[Refusal] = []
    for path in paths:
        try:
            for found in find_readable(path, catalogue):
                if isinstance(found, Refusal):
                    refused.append(found)
                else:
                    readable.append(found)
        except (CorpusError, OSError) as error:
            refused.append(Refusal.because(path, error))
    return readable, refused


def _current(data: Path, refused: list[Refusal]) -> tuple[Generation | None, list[Readable]]:
    """Open the published generation. One that another version wrote is read again from its
    documents; one that is damaged for good is said, and built anew from what is given."""
    try:
        return (open_current(data) if current_name(data) else None), []
    except WrittenByAnotherVersion as error:
        again, lost = _find([Path(where) for where in error.documents], None)
        refused += lost
        return None, again
    except IndexFault as error:
        refused.append(Refusal(data, f"{error}; only what is ingested now is in the new index"))
        return None, []


def _check_model(current: Generation | None, data: Path, model: str) -> None:
    if current is not None and current.manifest.embedding_fingerprint != fingerprint(model):
        raise IndexFault(
            f"{data} was embedded with another model ({current.manifest.embedding_model}); "
            f"rebuild it: remove {data}, then career ingest again"
        )


def _read(found: Readable, state: _State, done: Ingested, progress: Progress) -> None:
    """Read one document or catalogue, unless it is what it was."""
    where = str(found.path.resolve())
    known = state.documents.get(where)
    try:
        content = content_hash_of(found.path)
        if known and known.content == content and state.reading == reading_fingerprint():
            done.unchanged += known.profiles
            return
        ids: list[str] = []
        overlays: list[Overlay] = []
        for read in found.read():
            if isinstance(read, Profile):
                _take(read, where, ids, state, done)
                progress(f"reading {found.path.name}", len(ids))
            elif isinstance(read, Overlay):
                overlays.append(read)
            else:
                _note(read, done)
    except (CorpusError, OSError) as error:
        done.refused.append(Refusal.because(found.path, error))
        return
    for gone in set(known.profiles if known else ()) - set(ids):
        state.drop(gone)
        done.removed.append(gone)
    state.forget(where)
    state.overlaid.update((overlay.profile_id, found.path) for overlay in overlays)
    state.documents[where] = Document(content, tuple(ids), tuple(overlays))


def _overlay(state: _State, done: Ingested) -> None:
    """Put changed overlays onto their profiles."""
    for profile_id, path in state.overlaid.items():
        if profile_id not in state.hashes:
            reason = f"there is no profile {profile_id!r}; its rows are kept until it is ingested"
            done.notices.append(Notice(path, reason))
            continue
        profile = state.with_overlays(state.profile(profile_id))
        now = content_hash(profile)
        if now != state.hashes[profile_id]:
            state.hashes[profile_id] = now
            state.read[profile_id] = profile
            if profile_id in done.unchanged:
                done.unchanged.remove(profile_id)
            if profile_id not in (*done.new, *done.replaced):
                done.replaced.append(profile_id)


def _note(said: Notice, done: Ingested) -> None:
    if isinstance(said, Refusal):
        done.refused.append(said)
    else:
        done.notices.append(said)


def _take(profile: Profile, where: str, ids: list[str], state: _State, done: Ingested) -> None:
    """Take a profile that was read, if no other document of this ingest has its id."""
    if profile.id in state.read or profile.id in ids:
        reason = f"another document of this ingest already is {profile.id!r}; rename one"
        done.refused.append(Refusal(Path(where), reason))
        return
    profile = state.with_overlays(profile)
    before, now = state.hashes.get(profile.id), content_hash(profile)
    list_of = done.unchanged if before == now else done.replaced if before else done.new
    list_of.append(profile.id)
    state.hashes[profile.id] = now
    state.read[profile.id] = profile
    ids.append(profile.id)


def _prune(
    paths: Sequence[Path], readable: Sequence[Readable], state: _State, done: Ingested
) -> None:
    """Remove the profiles of documents that were under `paths` and no longer are."""
    there = {str(found.path.resolve()) for found in readable}
    roots = [path.resolve() for path in paths]
    for where, document in list(state.documents.items()):
        under = any(Path(where) == root or root in Path(where).parents for root in roots)
        if under and where not in there and not Path(where).exists():
            for profile_id in document.profiles:
                if profile_id in state.hashes and profile_id not in state.read:
                    state.drop(profile_id)
                    done.removed.append(profile_id)
            state.forget(where)


def _publish(
    state: _State, data: Path, model: str, current: Generation | None, progress: Progress
) -> int:
    """Write and publish the next generation; return how many passages had to be embedded."""
    profiles = state.profiles()
    if not profiles:
        raise IndexFault(f"{data}: no profile would be in the index; ingest profiles first")
    embeddings = load_embeddings(model)
    with new_generation(data) as folder:
        writer = GenerationWriter(folder, profiles)
        try:
            embedded = 0
            for vectors, made in _vectors(writer.passages, profiles, embeddings, current):
                writer.add(vectors)
                embedded += made
                progress("indexing passages", writer.written, len(writer.passages))
            manifest = Manifest(
                format=FORMAT,
                created_at=datetime.now(UTC).isoformat(timespec="seconds"),
                reading=reading_fingerprint(),
                passage_version=PASSAGE_VERSION,
                embedding_model=model,
                embedding_fingerprint=fingerprint(model),
                passages=len(writer.passages),
                documents=state.documents,
                profiles=state.hashes,
                sizes={},
            )
            writer.finish(manifest, embeddings)
        finally:
            writer.close()
    return embedded


def _vectors(
    passages: Sequence[Passage],
    profiles: Sequence[Profile],
    embeddings: Embeddings,
    current: Generation | None,
) -> Iterator[tuple[Vectors, int]]:
    """Yield the vectors of the passages, batch after batch, and how many had to be made: ids
    come from content, so a passage that did not change keeps its vector."""
    by_id = {profile.id: profile for profile in profiles}
    known: dict[str, int] = {}
    if current is not None and current.manifest.passage_version == PASSAGE_VERSION:
        known = {passage_id: row for row, passage_id in enumerate(current.row_of)}
    for start in range(0, len(passages), _EMBEDDED_AT_ONCE):
        batch = passages[start : start + _EMBEDDED_AT_ONCE]
        new = [passage for passage in batch if passage.id not in known]
        texts = [embedding_text(by_id[passage.profile_id], passage) for passage in new]
        made = iter(as_vectors(embeddings.embed_documents(texts)) if texts else ())
        rows = [
            current.vectors[known[p.id]] if current and p.id in known else next(made) for p in batch
        ]
        yield np.stack(rows), len(new)
