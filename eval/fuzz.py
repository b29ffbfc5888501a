"""Tries the API with requests that its description allows, and others: `python -m eval.fuzz DATA`.

schemathesis makes them up and checks what comes back: no fault of the server, and nothing that the
description does not have.
"""

import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from eval.career_process import serving

_PROGRAM = "from schemathesis.cli import schemathesis; schemathesis()"
_CASES = re.compile(r"(\d[\d,]*) generated")
_PATIENCE = 40  # seconds; the server itself gives up after 30
_EXAMPLES = 150  # a call: some 3,000 requests in all


@dataclass(frozen=True)
class Outcome:
    """Whether all was as described, how many requests were made, and what schemathesis said."""

    clean: bool
    cases: int
    said: str


def fuzz(address: str, examples: int) -> Outcome:
    """Put every check of schemathesis to a server of this machine."""
    words = f"run {address}/openapi.json --checks all --continue-on-failure --no-color"
    limits = f"--phases examples,coverage,fuzzing --max-examples {examples}"
    limits += f" --request-timeout {_PATIENCE} --max-response-time {_PATIENCE}"
    with tempfile.TemporaryDirectory() as folder:  # it leaves files where it runs
        done = subprocess.run(
            [sys.executable, "-c", _PROGRAM, *words.split(), *limits.split()],
            cwd=folder,
            capture_output=True,
            text=True,
            check=False,
        )
    found = _CASES.search(done.stdout)
    cases = int(found[1].replace(",", "")) if found else 0
    return Outcome(done.returncode == 0, cases, done.stdout + done.stderr)


def main(folder: Path) -> int:
    """Try a server over a data folder; the exit status says whether all was as described."""
    with serving(folder) as server:
        server.ask("Quel salaire ?")  # schemathesis waits for ten seconds, an index may take more
        outcome = fuzz(server.address, _EXAMPLES)
    print(outcome.said)
    return 0 if outcome.clean else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
