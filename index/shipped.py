"""The profiles that come with the package, indexed once in the user's cache."""

import os
from hashlib import blake2b
from importlib import resources
from pathlib import Path

from platformdirs import user_cache_path

from index.data_folder import current_name
from index.embedding import SHIPPED_MODEL, fingerprint
from index.publish import Progress


def shipped_data(progress: Progress) -> Path:
    """Return the data folder of the shipped profiles, built when it is not there yet.

    Its name is a hash of what it is made from, so that another version builds its own; so does
    another Chroma server, or none.
    """
    corpus, index = (Path(str(resources.files(package))) for package in ("corpus", "index"))
    digest = blake2b(fingerprint(SHIPPED_MODEL).encode(), digest_size=8)
    digest.update(os.environ.get("CAREER_CHROMA_URL", "").encode())
    made_from = [
        corpus.glob("*.py"),
        corpus.glob("*.toml"),
        corpus.glob("profiles/*"),
        index.glob("*.py"),
    ]
    for file in sorted(file for files in made_from for file in files):
        digest.update(file.read_bytes())
    data = user_cache_path("career-assistant") / f"shipped-{digest.hexdigest()}"
    if current_name(data) is None:
        from index.ingest import ingest  # the readers' libraries, needed this once

        ingest([corpus / "profiles"], data, progress=progress)
    return data
