"""Runs the campaigns that try to break betalt, and writes their figures into docs/reference/trust.md."""

import subprocess
import sys
import tempfile
from pathlib import Path
from xml.etree import ElementTree as ET

from tools import fuzz
from tools.trust_page import write_section

ROOT = Path(__file__).resolve().parent.parent
FUZZ_SECONDS = "60"  # a reader
COLUMNS = ("flow", "points", "killed", "unknown", "faults")
TEXT = """Written by `python -m tools.trust`. The process that runs a flow is killed before each of its statements,
before and after each COMMIT, before each file that it writes or renames, and before each word to the
mail server and each answer of it; then the flow is run again. All tables, the mail server's letters and
the print bundles must be as after a run that nothing disturbed. *Unknown* counts the deaths after which
a letter may have left: a person is told, and nothing sends it again. *Faults* counts the ends that
differ.

"""


def main() -> int:
    """Run the campaigns; return 0 when nothing broke."""
    with tempfile.TemporaryDirectory() as folder:
        told = Path(folder) / "told.xml"
        broke = subprocess.call(
            [sys.executable, "-m", "pytest", "-q", "-n", "2", "-m", "proof", "--timeout=1500",
             f"--junitxml={told}", "tests/faults"],
            cwd=ROOT,
        )  # fmt: skip
        write_section("Killed between any two statements", TEXT + table(told))
    return max(broke, fuzz.main([FUZZ_SECONDS]) if not broke else 1)


def table(told: Path) -> str:
    """Write what the tests have recorded as a table with its sums."""
    cases = ET.parse(told).iter("testcase")
    rows = [{x.get("name", ""): x.get("value", "") for x in case.iter("property")} for case in cases]
    rows = [row for row in rows if set(COLUMNS) <= set(row)]
    points, killed, unknown, faults = (sum(int(row[name]) for row in rows) for name in COLUMNS[1:])
    lines = ["| " + " | ".join(row[name] for name in COLUMNS) + " |" for row in rows]
    return "\n".join(
        [
            f"**{len(rows)} flows, killed at {killed} of {points} points: {killed - faults} survived, {unknown} with a "
            f"letter that a person is asked about, {faults} faults.**",
            "",
            "| " + " | ".join(COLUMNS) + " |",
            "|---" * len(COLUMNS) + "|",
            *lines,
            "",
        ]
    )


if __name__ == "__main__":
    sys.exit(main())
