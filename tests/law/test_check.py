"""`check_tables`: what a law table must hold to, and when it soon runs out."""

from dataclasses import replace
from datetime import date

import pytest

from betalt import law
from betalt.law.check import check_table, check_tables
from betalt.law.table import LawTableError, Table, parse_table
from betalt.words import say

ON = date(2026, 6, 1)


def codes(table: Table, on: date = ON) -> list[str]:
    return [finding.reason.code for finding in check_table(table=table, on=on)]


def reference_rate() -> Table:
    return law.table("reference_rate")


def test_the_tables_we_ship_follow_the_rules() -> None:
    assert check_tables(on=ON) == ()


@pytest.mark.parametrize(
    ("on", "warned"),
    [("2026-09-29", False), ("2026-09-30", True), ("2026-12-31", True), ("2027-02-01", True)],
)
def test_a_table_near_its_end_warns_three_months_before(on: str, warned: bool) -> None:
    findings = check_table(table=reference_rate(), on=date.fromisoformat(on))
    assert [finding.soon for finding in findings] == ([True] if warned else [])


def test_values_out_of_order_are_found() -> None:
    broken = replace(reference_rate(), values=tuple(reversed(reference_rate().values)))
    assert codes(broken).count("law.check_order") == 48


def test_a_gap_between_half_years_is_found() -> None:
    values = reference_rate().values
    assert codes(replace(reference_rate(), values=(*values[:-2], values[-1]))) == ["law.check_gap"]


def test_a_wrong_last_known_day_is_found() -> None:
    assert codes(replace(reference_rate(), known_until=date(2027, 6, 30))) == ["law.check_end"]


def test_missing_sources_marks_and_headings_are_found() -> None:
    fee = law.table("fee_reminder")
    bare = replace(fee, values=(replace(fee.values[0], source=" ", confidence="X"),), statute="")
    assert codes(bare) == ["law.check_heading", "law.check_source", "law.check_confidence"]


def test_unknown_units_rules_and_renewals_are_found() -> None:
    odd = replace(law.table("fee_reminder"), unit="öre", rules=("FEE-99",), renewal="weekly")
    assert codes(odd) == ["law.check_unit", "law.check_rule", "law.check_renewal"]


def test_an_empty_table_is_found() -> None:
    assert codes(replace(law.table("fee_reminder"), values=())) == ["law.check_empty"]


def test_every_finding_can_be_said_in_both_languages() -> None:
    odd = replace(law.table("fee_reminder"), unit="öre", rules=("FEE-99",), renewal="weekly", statute="")
    for finding in check_table(table=odd, on=ON):
        assert say(finding.reason, language="sv") != say(finding.reason, language="en")


@pytest.mark.parametrize(
    "text",
    [
        "title = 'x'",
        "not toml at all",
        "title='x'\nterm='x'\nstatute='x'\nunit='kronor'\nrules=[]\nvalues=[{from=2026-01-01, value='1.5'}]",
    ],
)
def test_a_broken_file_is_named(text: str) -> None:
    with pytest.raises(LawTableError, match="law table trial"):
        parse_table(name="trial", text=text)
