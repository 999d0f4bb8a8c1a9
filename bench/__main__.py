"""`python -m bench [name ...]`: runs the measurements, prints them and keeps them in bench/figures/."""

import json
import os
import platform
import sys
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from importlib import import_module
from pathlib import Path

from bench.figure import Figure

HERE = Path(__file__).resolve().parent
FIGURES = HERE / "figures"
NOT_MEASUREMENTS = {
    "__init__", "__main__", "arms", "figure", "own_database", "portfolio", "web_by_hand", "web_life", "without_queue",
}  # fmt: skip


def measurements() -> list[str]:
    """Name the modules that measure: all but the shared ones."""
    return sorted(path.stem for path in HERE.glob("*.py") if path.stem not in NOT_MEASUREMENTS)


def keep(name: str, figures: Iterable[Figure]) -> None:
    """Write the figures of one module beside the machine and the day that they were measured on."""
    FIGURES.mkdir(exist_ok=True)
    kept = {
        "measured_on": date.today().isoformat(),
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}",
        "figures": [{**asdict(figure), "holds": figure.holds} for figure in figures],
    }
    text = json.dumps(kept, indent=2, ensure_ascii=False)
    (FIGURES / f"{name}.json").write_text(f"{text}\n", encoding="utf-8")


def main(names: list[str]) -> int:
    """Run the named measurements, or all; return 1 when a target is missed."""
    if unknown := set(names) - set(measurements()):
        print(f"There is no bench/{min(unknown)}.py; there are {', '.join(measurements())}.", file=sys.stderr)
        return 2
    missed = 0
    for name in names or measurements():
        print(f"{name}:", flush=True)
        figures: list[Figure] = []
        for figure in import_module(f"bench.{name}").measure():
            figures.append(figure)
            mark = "  " if figure.holds else "! "
            print(
                f"{mark}{figure.what:60} {figure.amount:12.3f} {figure.unit:12} {figure.target}", flush=True
            )
        keep(name, figures)
        missed += sum(not figure.holds for figure in figures)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
