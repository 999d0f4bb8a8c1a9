"""Runs the campaigns that try to break betalt, and writes their figures into docs/reference/trust.md.

python -m tools.trust                        all of them: about an hour on two cores
python -m tools.trust faults [WORD…]         flows that are killed; with words only the scenes that have one
python -m tools.trust fuzz [SECONDS]         readers, so long each
python -m tools.trust hosts                  workers, servers and networks that fail
"""

import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from xml.etree import ElementTree as ET

from tools import fuzz, trust_hosts
from tools.trust_page import read_section, write_section

ROOT = Path(__file__).resolve().parent.parent
FUZZ_SECONDS = "60"  # a reader: they take half an hour, in which the hosts fail on the other core
TITLE = "Killed between any two statements"
COLUMNS = ("flow", "points", "killed", "survived", "unknown", "faults")
TEXT = """Written by `python -m tools.trust faults`. The process that runs a flow is killed before each of its
statements, before and after each COMMIT, before each file that it writes or renames, and before each word to the
mail server and each answer of it; then the flow is run again. *As a form*: a person sends the same form of the
office again, with its one-time key. All tables, the mail server's mails and the print bundles must be as after a run
that nothing disturbed. *Unknown* counts the deaths after which a letter may have left: a person is told, and nothing
sends it again. *Faults* counts the ends that differ.

"""
MEMORY = Path("/dev/shm")  # thousands of databases are cloned: on a disk that takes hours
ROOM = 4_000_000_000  # bytes


def main(arguments: list[str]) -> int:
    """Run the campaigns that are asked for; return 0 when nothing broke."""
    which, *more = arguments or ["all"]
    campaigns: dict[str, Callable[[], int]] = {
        "all": run_all,
        "faults": lambda: faults(more),
        "fuzz": lambda: fuzz.main(more or [FUZZ_SECONDS]),
        "hosts": trust_hosts.main,
    }
    if which not in campaigns:
        print(__doc__)
        return 2
    return campaigns[which]()


def run_all() -> int:
    """Kill the flows on both cores; then fuzz on one while hosts fail on the other."""
    begun = time.monotonic()
    broke = faults([])
    _tell(begun, "the flows are killed; now readers are fuzzed and hosts fail")
    with ThreadPoolExecutor(2) as both:
        fuzzed, failed = both.submit(fuzz.main, [FUZZ_SECONDS]), both.submit(trust_hosts.main)
        broke = max(broke, fuzzed.result(), failed.result())
    _tell(
        begun,
        f"all is done; the figures stand in docs/reference/trust.md{' (something broke)' if broke else ''}",
    )
    return broke


def faults(words: list[str]) -> int:
    """Kill the flows whose scenes have one of the words in their names, or all, at each of their points."""
    with tempfile.TemporaryDirectory() as folder:
        told = Path(folder) / "told.xml"
        broke = subprocess.call(
            [sys.executable, "-m", "pytest", "-v", "--no-header", "-n", "2", "--dist", "worksteal", "-m", "proof",
             "--timeout=1500", f"--junitxml={told}", "tests/faults/test_faults.py",
             *(["-k", " or ".join(words)] if words else [])],
            cwd=ROOT,
            env={**os.environ, "TESTS_FOLDER": str(_roomiest())},
        )  # fmt: skip
        rows = read_rows(told)
    before = _known_rows() if words else []
    write_section(TITLE, TEXT + table([*before, *rows]))
    return broke


def read_rows(told: Path) -> list[dict[str, str]]:
    """Read what the tests have recorded of each flow."""
    cases = ET.parse(told).iter("testcase")
    rows = [{x.get("name", ""): x.get("value", "") for x in case.iter("property")} for case in cases]
    return [row for row in rows if set(COLUMNS) <= set(row)]


def table(rows: Iterable[dict[str, str]]) -> str:
    """Write the flows as a table with its sums; of two rows of a flow the later one holds."""
    last = sorted({row["flow"]: row for row in rows}.values(), key=lambda row: row["flow"])
    points, killed, survived, unknown, faulty = (sum(int(row[name]) for row in last) for name in COLUMNS[1:])
    return "\n".join(
        [
            f"**{len(last)} scenes, killed at {killed} of {points} points: {survived} survived, {unknown} with a "
            f"letter that a person is asked about, {faulty} faults.**",
            "",
            _line(COLUMNS),
            "|---" * len(COLUMNS) + "|",
            *(_line([row[name] for name in COLUMNS]) for row in last),
            "",
        ]
    )


def _line(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _known_rows() -> list[dict[str, str]]:
    """Read the rows that stand on the page: a part of the campaign renews its own and leaves the others."""
    lines = re.findall(r"(?m)^\| (.+) \|$", read_section(TITLE))
    rows = [dict(zip(COLUMNS, line.split(" | "), strict=True)) for line in lines]
    return [row for row in rows if row["points"].isdigit()]


def _roomiest() -> Path:
    """Name a folder in memory for the databases if there is one with room from which programs may run."""
    if MEMORY.is_dir():
        there = os.statvfs(MEMORY)
        if there.f_bavail * there.f_frsize > ROOM and not there.f_flag & os.ST_NOEXEC:
            return MEMORY
    return Path("/var/tmp")


def _tell(begun: float, what: str) -> None:
    print(f"» after {(time.monotonic() - begun) / 60:.0f} minutes: {what}", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
