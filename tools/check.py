"""Runs every gate of the project, each in one line, and shows the words of those that fail."""

import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHON = sys.executable
SCRIPTS = Path(PYTHON).parent

GATES = {
    "ruff": (PYTHON, "-m", "ruff", "check", "."),
    "format": (PYTHON, "-m", "ruff", "format", "--check", "."),
    "types": (PYTHON, "-m", "mypy"),
    "layers": (SCRIPTS / "lint-imports",),
    "budgets": (PYTHON, "tools/check_budgets.py"),
    "locks": (PYTHON, "tools/check_locks.py"),
    "migrations": (PYTHON, "tools/check_migrations.py"),
    "deploy": (PYTHON, "tools/check_deploy.py"),
    "law": (PYTHON, "-m", "betalt", "law", "check", "--ignore-end"),
}


def main(names: list[str]) -> int:
    """Run the named gates, or all; return 0 when all of them hold."""
    if unknown := set(names) - set(GATES):
        print(f"There is no gate {min(unknown)}; there are {', '.join(GATES)}.", file=sys.stderr)
        return 2
    return max(_holds(name) for name in names or GATES)


def _holds(name: str) -> int:
    began = time.monotonic()
    command = [str(part) for part in GATES[name]]
    done = subprocess.run(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    print(f"{'FAIL' if done.returncode else 'ok':4} {name:10} {time.monotonic() - began:5.1f} s", flush=True)
    if done.returncode:
        print(done.stdout, flush=True)
    return min(done.returncode, 1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
