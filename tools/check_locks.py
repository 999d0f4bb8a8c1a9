"""Keeps the locks in step with pyproject.toml, hashed, and free of any registry's address."""

import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NAME = re.compile(r"^[A-Za-z0-9][A-Za-z0-9._-]*")
LOCKED = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)==")


def normal(name: str) -> str:
    """Return the one spelling of a package's name."""
    return re.sub(r"[-_.]+", "-", name).lower()


def locked(lock: str) -> set[str]:
    """Return the names that a lock pins."""
    return {normal(found[1]) for line in lock.splitlines() if (found := LOCKED.match(line))}


def problems(name: str, lock: str, *, wanted: list[str]) -> Iterator[str]:
    """Yield what is wrong with one lock."""
    if "://" in lock:
        yield f"{name}: holds an address"
    for block in re.split(r"\n(?=\S)", lock):
        if LOCKED.match(block) and "--hash=sha256:" not in block:
            yield f"{name}: {block.split('==')[0]} has no hash"
    for requirement in wanted:
        found = NAME.match(requirement)
        if found and normal(found[0]) not in locked(lock):
            yield f"{name}: {found[0]} of pyproject.toml is missing; run tools/lock.sh"


def main() -> int:
    """Check all locks; return 0 when they hold."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    groups = project["dependency-groups"]
    run = project["project"]["dependencies"] + groups["build"]
    wanted = {"run": run, "test": run + groups["test"] + groups["lint"], "uv": ["uv"]}
    found = [
        problem
        for name, names in wanted.items()
        for problem in problems(
            f"requirements/{name}.txt",
            (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8"),
            wanted=names,
        )
    ]
    print("\n".join(found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
