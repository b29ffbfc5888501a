"""Fixtures: the shipped profiles, the Apec page where the data folder is there, a database, a
browser."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright
from sqlalchemy import create_engine, text

from assistant.career_assistant import CareerAssistant
from assistant.database import database_url
from corpus.profile import Profile
from corpus.readers import read_document
from corpus.rome import read_rome
from index.data_folder import open_current
from index.embedding import SHIPPED_MODEL
from index.generation import Generation
from index.ingest import ingest
from index.publish import publish
from tests.chroma_process import ChromaProcess, serving_chroma
from tests.postgresql import PostgreSQL, server_programs, serving

REPOSITORY = Path(__file__).parent.parent
SHIPPED_PROFILES = REPOSITORY / "corpus" / "profiles"
_OPTIONS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()


@pytest.fixture(scope="session", autouse=True)
def clean_home(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Whatever a library keeps in the user's folders, it keeps in a temporary one."""
    home = tmp_path_factory.mktemp("home")
    for name in ("HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        os.environ[name] = str(home)
    os.environ["HF_HUB_OFFLINE"] = "1"
    for name in (
        "CAREER_DATA",
        "CAREER_DATABASE_URL",
        "CAREER_RETENTION_DAYS",
        "CAREER_CHAT_MODEL",
        "CAREER_CHROMA_URL",
    ):
        os.environ.pop(name, None)


@pytest.fixture(scope="session")
def shared_data() -> Path:
    folder = Path(os.environ.get("CAREER_SHARED_DATA", REPOSITORY.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip(f"no data folder at {folder}; name it in CAREER_SHARED_DATA")
    return folder


@pytest.fixture(scope="session")
def apec_page(shared_data: Path) -> Path:
    page = shared_data / "apec" / "responsable-communication-on-line.txt"
    if not page.is_file():
        pytest.skip(f"no Apec page at {page}")
    return page


@pytest.fixture(scope="session")
def apec_profile(apec_page: Path) -> Profile:
    return read_document(apec_page)


@pytest.fixture(scope="session")
def shipped_generation(tmp_path_factory: pytest.TempPathFactory) -> Generation:
    data = tmp_path_factory.mktemp("shipped")
    ingest([SHIPPED_PROFILES], data)
    return open_current(data)


@pytest.fixture(scope="session")
def shipped_assistant(shipped_generation: Generation) -> CareerAssistant:
    return CareerAssistant(shipped_generation)


@pytest.fixture(scope="session")
def few_assistant(tmp_path_factory: pytest.TempPathFactory) -> CareerAssistant:
    """Three of the shipped profiles: so few that all can be named in one sentence."""
    names = ("boulanger-boulangere", "responsable-communication-en-ligne", "web-developer")
    data = tmp_path_factory.mktemp("few")
    ingest([SHIPPED_PROFILES / f"{name}.md" for name in names], data)
    return CareerAssistant.open(data)


@pytest.fixture(scope="session")
def apec_assistant(apec_page: Path, tmp_path_factory: pytest.TempPathFactory) -> CareerAssistant:
    data = tmp_path_factory.mktemp("apec")
    ingest([apec_page], data)
    return CareerAssistant.open(data)


@pytest.fixture(scope="session")
def rome_assistant(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> CareerAssistant:
    """All of ROME where CAREER_ROME_DATA names a folder that it was ingested into, which takes
    minutes; otherwise one profession in ten."""
    if ingested := os.environ.get("CAREER_ROME_DATA"):
        return CareerAssistant.open(Path(ingested))
    if not (shared_data / "rome_v460").is_dir():
        pytest.skip(f"no catalogue in {shared_data}")
    every = [p for p in read_rome(shared_data / "rome_v460") if isinstance(p, Profile)]
    data = tmp_path_factory.mktemp("rome")
    publish(every[::10], {}, {}, data, SHIPPED_MODEL)
    return CareerAssistant.open(data)


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[PostgreSQL]:
    """A PostgreSQL server of the tests' own, which CI must have; who stops it starts it again."""
    programs = server_programs()
    if programs is None:
        missing = "no PostgreSQL here; apt-get install postgresql"
        if os.environ.get("CI") == "true":
            pytest.fail(missing)
        pytest.skip(missing)
    with serving(programs) as server:
        yield server


@pytest.fixture
def postgresql(postgresql_server: PostgreSQL) -> Iterator[str]:
    """The URL of a database without tables."""
    yield postgresql_server.url
    with create_engine(database_url(postgresql_server.url, Path())).begin() as connection:
        connection.execute(text("DROP TABLE IF EXISTS turns, feedback, keys, alembic_version"))


@pytest.fixture(scope="session")
def chroma() -> Iterator[ChromaProcess]:
    """A Chroma server of the tests' own; who stops it starts it again."""
    with serving_chroma() as server:
        yield server


# Not for the session: while Playwright runs, this thread has an event loop, and no test after it
# could run one of its own.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Headless Chromium, which CI must have."""
    path = shutil.which("chromium")
    if path is None:
        reason = "there is no chromium to show or print a page in"
        if "CI" in os.environ:
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, headless=True, args=_OPTIONS)
        yield chromium
        chromium.close()
