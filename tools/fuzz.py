"""Fuzzes every reader, led by what its code covers: `python -m tools.fuzz [SECONDS [TARGET…]]`.

atheris is no dependency: it is fetched by its hash into a temporary folder and forgotten. An input that breaks a
reader is kept in tests/fuzz/broke and is a test from then on.
"""

import hashlib
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from tools.trust_page import write_section

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements" / "fuzz.txt"
BROKE = ROOT / "tests" / "fuzz" / "broke"
MOST_BYTES = 4096  # of one input; most faults of a reader show in small ones
SLOWEST_SECONDS = 20  # that a reader may take for one
TEXT = """Written by `python -m tools.fuzz`. atheris changes good inputs and keeps what reaches code that none
reached before (*places*: branches and comparisons in `betalt` that were seen). A reader must read the
bytes or refuse them with a sentence that a person can read, in Swedish, within seconds. What breaks
one is kept in `tests/fuzz/broke` and is a test from then on.

"""


class Fuzzed(NamedTuple):
    """What came of fuzzing a target."""

    inputs: int
    places: int
    broke: int


def main(arguments: list[str]) -> int:
    """Fuzz the named targets, or all, for so many seconds each; return 0 when none broke."""
    seconds, *names = arguments or ["60"]
    with tempfile.TemporaryDirectory() as folder:
        library = Path(folder) / "atheris"
        if not _fetched(library):
            print("fuzz: atheris is not to be had here", file=sys.stderr)
            return 2
        found = {name: _fuzz(name, int(seconds), Path(folder), library) for name in names or _targets()}
    if not names:
        write_section("Fuzzed", TEXT + _table(found, int(seconds)))
    return 1 if any(one.broke for one in found.values()) else 0


def _fetched(library: Path) -> bool:
    pip = (sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--require-hashes", "--target", library)
    return subprocess.call([str(part) for part in (*pip, "-r", LOCK)], stdout=subprocess.DEVNULL) == 0


def _targets() -> list[str]:
    asked = "import django; django.setup(); from tests.fuzz.targets import TARGETS; print(*TARGETS)"
    with tempfile.TemporaryDirectory() as folder:
        said = subprocess.check_output(
            [sys.executable, "-c", asked], cwd=ROOT, env=_surroundings(Path(folder)), text=True
        )
    return said.split()


def _surroundings(home: Path) -> dict[str, str]:
    """Name settings with which the readers load; they touch no database."""
    return {**os.environ, "DJANGO_SETTINGS_MODULE": "betalt.config.settings", "BETALT_HOME": str(home)}


def _fuzz(name: str, seconds: int, folder: Path, library: Path) -> Fuzzed:
    corpus, broken = folder / name, folder / f"{name}-broke"
    corpus.mkdir()
    broken.mkdir()
    plant = (
        "import sys; from pathlib import Path; import django; django.setup()\n"
        "from tests.fuzz.targets import seeds\n"
        "for n, seed in enumerate(seeds(sys.argv[1])): (Path(sys.argv[2]) / str(n)).write_bytes(seed)"
    )
    subprocess.check_call(
        [sys.executable, "-c", plant, name, str(corpus)], cwd=ROOT, env=_surroundings(folder)
    )
    options = (
        f"-max_total_time={seconds}",
        f"-max_len={MOST_BYTES}",
        f"-timeout={SLOWEST_SECONDS}",
        "-rss_limit_mb=2048",
        "-print_final_stats=1",
        f"-artifact_prefix={broken}/",
    )
    done = subprocess.run(
        [sys.executable, "-m", "tests.fuzz.run", name, str(corpus), *options],
        cwd=ROOT,
        env={**_surroundings(folder), "PYTHONPATH": str(library)},
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    said = done.stdout + done.stderr
    kept = [
        _keep(name, found.read_bytes()) for found in broken.iterdir() if not found.name.startswith("slow")
    ]
    fuzzed = Fuzzed(
        inputs=_last(r"number_of_executed_units:\s+(\d+)", said),
        places=_last(r"cov: (\d+)", said),
        broke=len(kept),
    )
    print(f"{name:16} {fuzzed.inputs:9} inputs {fuzzed.places:6} places {fuzzed.broke} broke", flush=True)
    if kept or done.returncode:
        print(said[-3000:], *kept, sep="\n", flush=True)
    return fuzzed


def _keep(name: str, data: bytes) -> str:
    BROKE.mkdir(exist_ok=True)
    target = BROKE / f"{name}-{hashlib.sha256(data).hexdigest()[:8]}"
    target.write_bytes(data)
    return str(target.relative_to(ROOT))


def _last(pattern: str, said: str) -> int:
    return int((re.findall(pattern, said) or ["0"])[-1])


def _table(found: dict[str, Fuzzed], seconds: int) -> str:
    rows = [f"| {name} | {one.inputs} | {one.places} | {one.broke} |" for name, one in found.items()]
    total = sum(one.inputs for one in found.values())
    broke = sum(one.broke for one in found.values())
    return "\n".join(
        [
            f"**{total} inputs in {seconds} s a reader, {broke} that broke one.**",
            "",
            "| reader | inputs | places | broke |",
            "|---|---|---|---|",
            *rows,
            "",
        ]
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
