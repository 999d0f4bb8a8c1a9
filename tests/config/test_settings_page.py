"""The page of settings: each that the code reads, and no other."""

import re
from pathlib import Path

from betalt.config.settings import KNOWN

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "settings.md"
ROW = re.compile(r"(?m)^\| `(BETALT_[A-Z_]+)`( ᶠ)? \|")


def test_the_page_has_each_setting_that_the_code_reads_and_no_other() -> None:
    rows = ROW.findall(PAGE.read_text("utf-8"))
    told = [name for name, _ in rows] + [f"{name}_FILE" for name, of_file in rows if of_file]

    assert sorted(told) == sorted(KNOWN)
