"""Writes one section of docs/reference/trust.md and leaves the others as they are."""

import re
from pathlib import Path

PAGE = Path(__file__).resolve().parent.parent / "docs" / "reference" / "trust.md"
HEAD = """# Trust: what was done to break it

The figures of the campaigns that kill, starve and confuse betalt, written by the commands that ran them. `make trust`
runs them all, in about an hour on two cores; `make test` runs a slice of each.
"""


def read_section(title: str) -> str:
    """Return what stands in a section; nothing where there is none."""
    page = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
    found = re.search(rf"(?ms)^## {re.escape(title)}\n(.*?)(?=^## |\Z)", page)
    return found[1] if found else ""


def write_section(title: str, text: str) -> None:
    """Put a section in place of the one with the same title, or last."""
    page = PAGE.read_text(encoding="utf-8") if PAGE.exists() else HEAD
    head, *sections = re.split(r"(?m)^(?=## )", page)
    mine = f"## {title}\n\n{text.strip()}\n"
    kept = [section.strip() + "\n" for section in sections]
    at = next((n for n, section in enumerate(kept) if section.startswith(f"## {title}\n")), len(kept))
    kept[at : at + 1] = [mine]
    PAGE.write_text("\n".join([head.strip() + "\n", *kept]), encoding="utf-8")
