"""Brings documents into the index: reads what changed, and publishes what then is held."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from corpus.overlay import Overlay
from corpus.profile import CorpusError, Notice, Profile, Refusal
from corpus.readable import Readable, content_hash_of, find_readable
from index.data_folder import current_name, locked, open_current
from index.embedding import SHIPPED_MODEL, fingerprint
from index.errors import IndexFault, WrittenByAnotherVersion
from index.generation import Document, Generation
from index.holdings import Holdings
from index.links import lent_titles
from index.publish import Progress, publish, reading_fingerprint, silent


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
    be read is refused and the rest goes on; when nothing changes, nothing is written, unless the
    vectors are not where CAREER_CHROMA_URL wants them. `catalogue` says what the paths are (a name
    of corpus.readable.CATALOGUES); otherwise it is recognised.
    """
    readable, refused = _find(paths, catalogue)
    if not readable and not (prune and current_name(data)):
        return Ingested(refused=refused)
    with locked(data, waiting=lambda line: progress(line, 0)):
        current, again = _current(data, refused)
        readable = _once([*readable, *again])
        _check_model(current, data, model)
        is_in_place = current is None or current.nearest.is_in_place(len(current.vectors))
        done = Ingested(refused=refused)
        holdings = Holdings.of(current)
        before = dict(holdings.documents)
        is_stale = current is not None and holdings.reading != reading_fingerprint()
        for found in readable:
            _read(found, holdings, done, progress)
        if prune:
            _prune(paths, readable, holdings, done)
        if is_stale or done.new or done.replaced or done.removed:
            _lend_titles(holdings)
        _overlay(holdings, done)
        has_changed = done.new or done.replaced or done.removed or holdings.documents != before
        if is_stale or has_changed or not is_in_place:
            done.embedded_passages = publish(
                holdings.profiles(),
                holdings.documents,
                holdings.hashes,
                data,
                model,
                current,
                progress,
            )
    return done


def remove(profile_id: str, data: Path, progress: Progress = silent) -> None:
    """Remove one profile. Raises IndexFault when there is no such profile."""
    with locked(data, waiting=lambda line: progress(line, 0)):
        current = open_current(data)
        if profile_id not in current.profiles:
            raise IndexFault(
                f"{data}: there is no profile {profile_id!r}; career profiles lists them"
            )
        holdings = Holdings.of(current)
        holdings.drop(profile_id)
        publish(
            holdings.profiles(),
            holdings.documents,
            holdings.hashes,
            data,
            current.manifest.embedding_model,
            current,
            progress,
        )


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


def _once(readable: Sequence[Readable]) -> list[Readable]:
    """Return each document once, however its path is written."""
    return list({found.path.resolve(): found for found in reversed(readable)}.values())[::-1]


def _current(data: Path, refused: list[Refusal]) -> tuple[Generation | None, list[Readable]]:
    """Open the published generation. One that another version wrote or read is read again from
    its documents; one that is damaged for good is said, and built anew from what is given."""
    try:
        current = open_current(data) if current_name(data) else None
    except WrittenByAnotherVersion as error:
        again, lost = _find([Path(where) for where in error.documents], None)
        refused += lost
        return None, again
    except IndexFault as error:
        refused.append(Refusal(data, f"{error}; only what is ingested now is in the new index"))
        return None, []
    if current is None or current.manifest.reading == reading_fingerprint():
        return current, []
    still_there = [path for where in current.manifest.documents if (path := Path(where)).exists()]
    return current, _find(still_there, None)[0]


def _check_model(current: Generation | None, data: Path, model: str) -> None:
    if current is not None and current.manifest.embedding_fingerprint != fingerprint(model):
        raise IndexFault(
            f"{data} was embedded with another model ({current.manifest.embedding_model}); "
            f"rebuild it: remove {data}, then career ingest again"
        )


def _read(found: Readable, holdings: Holdings, done: Ingested, progress: Progress) -> None:
    """Read one document or catalogue, unless it is what it was."""
    where = str(found.path.resolve())
    known = holdings.documents.get(where)
    try:
        content = content_hash_of(found.path)
        if known and known.content == content and holdings.reading == reading_fingerprint():
            done.unchanged += known.profiles
            return
        ids: list[str] = []
        overlays: list[Overlay] = []
        for read in found.read():
            if isinstance(read, Profile):
                _take(read, where, ids, holdings, done)
                progress(f"reading {found.path.name}", len(ids))
            elif isinstance(read, Overlay):
                overlays.append(read)
            else:
                _note(read, done)
    except (CorpusError, OSError) as error:
        done.refused.append(Refusal.because(found.path, error))
        return
    for gone in set(known.profiles if known else ()) - set(ids):
        if gone in holdings.hashes and not holdings.is_held_by_another(gone, where):
            holdings.drop(gone)
            done.removed.append(gone)
    holdings.forget(where)
    holdings.overlaid.update((overlay.profile_id, found.path) for overlay in overlays)
    holdings.documents[where] = Document(content, tuple(ids), tuple(overlays))


def _lend_titles(holdings: Holdings) -> None:
    """Let catalogues in two languages lend their titles to the others, as overlays of theirs."""
    lent: dict[str, list[Overlay]] = {}
    for lender, overlay in lent_titles(holdings.profiles()):
        lent.setdefault(lender, []).append(overlay)
    for where, document in holdings.documents.items():
        if lent.keys().isdisjoint(document.profiles):
            continue
        now = tuple(o for i in document.profiles for o in lent.get(i, ()))
        changed = set(now) ^ set(document.overlays)
        holdings.documents[where] = replace(document, overlays=now)
        holdings.overlaid.update((overlay.profile_id, Path(where)) for overlay in changed)


def _overlay(holdings: Holdings, done: Ingested) -> None:
    """Put changed overlays onto their profiles."""
    for profile_id, path in holdings.overlaid.items():
        if profile_id not in holdings.hashes:
            reason = f"there is no profile {profile_id!r}; its rows are kept until it is ingested"
            done.notices.append(Notice(path, reason))
            continue
        if holdings.take(holdings.profile(profile_id)):
            if profile_id in done.unchanged:
                done.unchanged.remove(profile_id)
            if profile_id not in (*done.new, *done.replaced):
                done.replaced.append(profile_id)


def _note(said: Notice, done: Ingested) -> None:
    if isinstance(said, Refusal):
        done.refused.append(said)
    else:
        done.notices.append(said)


def _take(profile: Profile, where: str, ids: list[str], holdings: Holdings, done: Ingested) -> None:
    """Take a profile that was read, if no other document of this ingest has its id."""
    if profile.id in holdings.read or profile.id in ids:
        reason = f"another document of this ingest already is {profile.id!r}; rename one"
        done.refused.append(Refusal(Path(where), reason))
        return
    changed = holdings.take(profile)
    list_of = {None: done.new, True: done.replaced, False: done.unchanged}[changed]
    list_of.append(profile.id)
    ids.append(profile.id)


def _prune(
    paths: Sequence[Path], readable: Sequence[Readable], holdings: Holdings, done: Ingested
) -> None:
    """Remove the profiles of documents that were under `paths` and no longer are."""
    there = {str(found.path.resolve()) for found in readable}
    roots = [path.resolve() for path in paths]
    for where, document in list(holdings.documents.items()):
        under = any(Path(where) == root or root in Path(where).parents for root in roots)
        if under and where not in there and not Path(where).exists():
            for profile_id in document.profiles:
                if profile_id in holdings.hashes and profile_id not in holdings.read:
                    holdings.drop(profile_id)
                    done.removed.append(profile_id)
            holdings.forget(where)
