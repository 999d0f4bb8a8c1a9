"""The examples: each number in them is well formed, belongs to nobody, and hangs together with the others."""

import json
import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from betalt.adapters.files.invoice_row import InvoiceRow
from betalt.adapters.files.invoices import read_invoices
from betalt.values import bankgiro, ocr, orgnr
from betalt.values.money import parse_ore

ROOT = Path(__file__).parents[1]
EXAMPLES = ROOT / "examples"
OFFICIAL = ROOT.parent / "shared" / "samples" / "personnummer" / "allPins.json"
LISTS = sorted((EXAMPLES / "invoices").glob("*.csv"))
BANK = sorted((EXAMPLES / "bank").glob("*.xml"))
CAMT = {"c": "urn:iso:std:iso:20022:tech:xsd:camt.054.001.02"}


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads((EXAMPLES / name).read_text("utf-8"))


def _rows() -> dict[str, InvoiceRow]:
    return {row.number: row for file in LISTS for row in read_invoices(file.read_bytes()).rows}


def test_the_lists_hold_sixty_invoices_to_some_forty_customers() -> None:
    rows = _rows()
    assert len(rows) == 60
    assert len({row.customer.number for row in rows.values()}) == 44
    assert {row.customer.kind for row in rows.values()} == {"consumer", "business", "public"}


def test_three_rows_are_refused_by_line_and_column() -> None:
    refused = [(f.name, r.line, r.column) for f in LISTS for r in read_invoices(f.read_bytes()).refused]
    assert refused == [
        ("2026-02-02.csv", 22, "Org.nr"),
        ("2026-02-02.csv", 24, "Totalt"),
        ("2026-03-16.csv", 18, "Förfallodatum"),
    ]


def test_each_invoice_carries_the_reference_made_from_its_number() -> None:
    rows = _rows().values()
    assert [row.reference for row in rows] == [ocr.make(row.number, length_digit=True) for row in rows]


def test_the_creditor_has_valid_numbers() -> None:
    creditor = _toml("creditor.toml")
    assert orgnr.is_valid(creditor["org_no"])
    assert bankgiro.is_valid(creditor["bankgiro"])


@pytest.mark.skipif(not OFFICIAL.exists(), reason="…/shared/samples is not here")
def test_personal_numbers_are_the_official_test_numbers() -> None:
    official = {str(number) for number in json.loads(OFFICIAL.read_text("utf-8"))}
    used = {row.customer.org_no for row in _rows().values() if len(row.customer.org_no) == 12}
    assert used - official == set()


def test_organisation_numbers_lie_at_the_end_of_their_series() -> None:
    used = {row.customer.org_no for row in _rows().values() if len(row.customer.org_no) == 10}
    assert {number[2:6] for number in used} <= {"9999", "2999"}


@pytest.mark.parametrize("file", BANK, ids=lambda file: file.stem)
def test_a_bank_file_adds_up_and_pays_what_exists(file: Path) -> None:
    document = etree.parse(file)

    entry = document.findtext(".//c:Ntry/c:Amt", namespaces=CAMT)
    parts = [Decimal(amount) for amount in document.xpath("//c:TxAmt/c:Amt/text()", namespaces=CAMT)]
    assert sum(parts) == Decimal(entry or "0")
    assert document.findtext(".//c:BookgDt/c:Dt", namespaces=CAMT) == file.stem
    paid = {str(text) for text in document.xpath("//c:Ref/text() | //c:Nb/text()", namespaces=CAMT)}
    rows = _rows().values()
    assert paid <= {row.reference for row in rows} | {row.number for row in rows}


def test_the_script_speaks_of_customers_and_invoices_that_exist_on_its_days() -> None:
    script, rows = _toml("script.toml"), _rows()
    customers = {row.customer.number for row in rows.values()}

    for event in script["happens"]:
        assert script["first_day"] <= event["on"] <= script["last_day"]
        assert event.get("invoice", "1401") in rows
        assert event.get("customer", "1001") in customers
    assert (script["last_day"] - script["first_day"]).days + 1 == 120


def test_plans_pay_at_least_the_whole_invoice() -> None:
    rows = _rows()
    plans = [event for event in _toml("script.toml")["happens"] if event["what"] == "plan"]
    assert [
        sum(parse_ore(sum_) for _, sum_ in plan["instalments"]) >= rows[plan["invoice"]].open_ore
        for plan in plans
    ] == [True, True]


def test_agreements_belong_to_customers() -> None:
    agreements = _toml("agreements.toml")["agreement"]
    customers = {row.customer.number for row in _rows().values()}
    assert {agreement["customer"] for agreement in agreements} <= customers
    assert {clause for agreement in agreements for clause in agreement["clauses"]} == {
        "due_day",
        "reminder_fee",
        "interest",
    }
    assert all(isinstance(agreement["agreed_on"], date) for agreement in agreements)
