"""The tables against the digest of the law they were read from, where that lies beside the repository."""

import re
from datetime import date
from pathlib import Path

import pytest

from betalt import law
from betalt.law.rule import rules
from betalt.values.money import parse_percent

DIGEST = Path(__file__).resolve().parents[3] / "shared" / "law" / "law.md"

pytestmark = pytest.mark.skipif(not DIGEST.exists(), reason="../shared/law/law.md is not here")


def test_int_15_every_reference_rate_and_notice_agrees() -> None:
    row = re.compile(r"^\| (\d{4}-0[17]-01) \| (-?\d\.\d\d) \| (-?\d+\.\d\d) \| (\S+) \|", re.MULTILINE)
    rows = row.findall(DIGEST.read_text(encoding="utf-8"))
    table = law.table("reference_rate")

    assert [(date.fromisoformat(day), parse_percent(rate)) for day, rate, _, _ in rows] == [
        (dated.from_on, dated.value) for dated in table.values
    ]
    for dated, (_, _, with_margin, notice) in zip(table.values, rows, strict=True):
        assert dated.value + law.margin_bps(dated.from_on) == parse_percent(with_margin)
        assert notice == "-" or f"SFS {notice};" in dated.source


def test_every_rule_of_the_digest_is_listed_and_no_other() -> None:
    text = DIGEST.read_text(encoding="utf-8")
    in_tables = re.findall(r"^\| ((?:INT|FEE|INK|BF|LIM|ALL|VAT|FAC|GDPR|KUL)-\d+) \|", text, re.MULTILINE)
    in_text = re.findall(r"\*\*(FEE-\d+)", text)
    ours = {rule.id for rule in rules() if "-" in rule.id}

    assert ours == set(in_tables) | set(in_text)
