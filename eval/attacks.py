"""Attacks a server of this machine and writes what came of it: `python -m eval.attacks DATA`.

Bounded, over loopback alone: a server of its own, over a copy of the data folder, with keys
required and its log told to hold questions.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import httpx

from assistant.database import Database, database_url
from assistant.keys import Keys
from eval.attack import SITE, Attack, Target, table
from eval.attack_connections import connection_attacks
from eval.attack_content import content_attacks
from eval.attack_door import door_attacks
from eval.attack_rates import rate_attacks
from eval.attack_wire import wire_attacks
from eval.career_process import serving
from index.data_folder import current_name

_REPORT = Path("docs/attacks.md")
_GROUPS: dict[str, Callable[[Target], Iterator[Attack]]] = {
    "What a request says": content_attacks,
    "How it is written": wire_attacks,
    "How it is sent": connection_attacks,
    "Who may call what": door_attacks,
    "How often": rate_attacks,
}
_HEAD = """# Attacks tried, and what happened

Written by `python -m eval.attacks DATA`: each row was tried over real sockets on this machine
against `career serve --require-keys` in a process of its own, by clients at several loopback
addresses. What came is HTTP statuses; « closed » is a connection that the server ended. A row holds
if nothing else came than was expected, and what must not be seen or changed was not.

Mended because of them: headers that never came to an end, or never began, held their connection for
ever (now ten seconds, and 64 KB); a path with a slash too many was redirected to whatever host the
request named (now 404). What keys cannot do: a program outside browsers can forge an origin, so a
publishable key is bounded by its daily quota; and `X-Forwarded-For` is believed from this machine,
where a proxy stands, or from the addresses in `FORWARDED_ALLOW_IPS`.
"""


@contextmanager
def attacked(data: Path) -> Iterator[Target]:
    """Serve what a data folder holds, with keys, until the end of the block."""
    with tempfile.TemporaryDirectory() as folder:
        copy = _beside(data, Path(folder) / "data")
        keys = Keys(Database(database_url(None, copy)))
        _, secret = keys.create("server")
        _, other = keys.create("other")
        _, public = keys.create("pages", [SITE])
        log = Path(folder) / "log"
        told = {"CAREER_LOG_QUESTIONS": "1"}
        with serving(copy, "--require-keys", settings=told, log=log) as server:
            _wait_until_ready(server.address)
            yield Target(server.address, keys, secret, other, public, log)


def _beside(data: Path, copy: Path) -> Path:
    """Make a data folder with the same index, and conversations and keys of its own."""
    name = current_name(data)
    if name is None:
        sys.exit(f"{data} holds no index; career ingest PATH --data {data}")
    (copy / "generations").mkdir(parents=True)
    (copy / "generations" / name).symlink_to((data / "generations" / name).resolve())
    (copy / "current").write_text(name)
    return copy


def _wait_until_ready(address: str) -> None:
    deadline = time.monotonic() + 60
    while httpx.get(f"{address}/readyz", timeout=60).status_code != 200:
        if time.monotonic() > deadline:
            sys.exit("the server is not ready")
        time.sleep(0.1)


def run(data: Path, groups: Sequence[str] = tuple(_GROUPS)) -> dict[str, list[Attack]]:
    """Try the attacks of these groups, and tell of each on the terminal."""
    tried: dict[str, list[Attack]] = {}
    with attacked(data) as target:
        for group in groups:
            tried[group] = []
            for attack in _GROUPS[group](target):
                print(attack, flush=True)
                tried[group].append(attack)
    return tried


def report(tried: dict[str, list[Attack]]) -> str:
    """Return the tables as Markdown."""
    every = [attack for attacks in tried.values() for attack in attacks]
    held = sum(attack.held for attack in every)
    count = sum(attack.statuses.total() for attack in every)
    said = f"{held} of {len(every)} attacks came to nothing, of {count:,} tries."
    parts = [f"## {group}\n\n{table(attacks)}\n" for group, attacks in tried.items()]
    return "\n".join([_HEAD, said, "", *parts])


def main() -> int:
    """Write the report; the exit status says whether all held."""
    parser = argparse.ArgumentParser(description="Attacks a server of this machine.")
    parser.add_argument("data", type=Path, help="a data folder")
    parser.add_argument("--output", type=Path, default=_REPORT)
    said = parser.parse_args()
    tried = run(said.data)
    said.output.write_text(report(tried), "utf-8")
    return 0 if all(attack.held for attacks in tried.values() for attack in attacks) else 1


if __name__ == "__main__":
    sys.exit(main())
