"""Fails hosts in all ways that we can, and writes what became of every letter into docs/reference/trust.md."""

import subprocess
import sys
import tempfile
from pathlib import Path
from xml.etree import ElementTree as ET

from tools.trust_page import write_section

ROOT = Path(__file__).resolve().parent.parent
TITLE = "Hosts"
TESTS = ("tests/hosts", "tests/faults/test_disk_full.py")
COLUMNS = ("what", "letters", "once", "unknown", "lost", "twice", "faults")
TEXT = """Written by `python -m tools.trust_hosts`. Real workers in processes of their own send letters from a real
PostgreSQL server through a real mail server while something fails. Afterwards each letter of the database is held
against those that mail server and print house really have. *Once*: it left, and is noted as having left. *Unknown*:
it may have left; a person is told, and nothing sends it again. *Lost*: it was to leave, did not, and nobody is told.
*Twice*: it came more than once. *Faults*: a letter whose state is not what became of it, or a case that got two of a
kind.

"""


def main() -> int:
    """Run the campaign; return 0 when every letter left once or is unknown."""
    with tempfile.TemporaryDirectory() as folder:
        told = Path(folder) / "told.xml"
        words = ["-q", "-n", "3", "-m", "proof or not proof", "--timeout=1500"]
        broke = subprocess.call(
            [sys.executable, "-m", "pytest", *words, f"--junitxml={told}", *TESTS], cwd=ROOT
        )
        write_section(TITLE, TEXT + table(told))
    return broke


def table(told: Path) -> str:
    """Write what the tests have recorded as a table with its sums, and name what was left out."""
    cases = list(ET.parse(told).iter("testcase"))
    rows = [{x.get("name", ""): x.get("value", "") for x in case.iter("property")} for case in cases]
    rows = [row for row in rows if set(COLUMNS) <= set(row)]
    letters, once, unknown, lost, twice, faults = (
        sum(int(row[name]) for row in rows) for name in COLUMNS[1:]
    )
    failed = [case.get("name", "") for case in cases if case.find("failure") is not None]
    left_out = [case.get("name", "") for case in cases if case.find("skipped") is not None]
    return "\n".join(
        [
            f"**{len(rows)} failures of hosts, {letters} letters: {once} left once, {unknown} a person is asked about, "
            f"{lost} lost, {twice} sent twice, {faults} faults.**",
            "",
            *(f"Did not hold: {name}." for name in failed),
            *(f"Left out on this machine: {name}." for name in left_out),
            "",
            "| " + " | ".join(COLUMNS) + " |",
            "|---" * len(COLUMNS) + "|",
            *("| " + " | ".join(row[name] for name in COLUMNS) + " |" for row in rows),
            "",
        ]
    )


if __name__ == "__main__":
    sys.exit(main())
