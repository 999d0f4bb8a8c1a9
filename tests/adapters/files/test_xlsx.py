"""Lists of unpaid invoices as Excel workbooks, and workbooks that are damaged or made to do harm."""

import io
import zipfile
from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from betalt.adapters.files import xlsx_table
from betalt.adapters.files.invoices import read_invoices
from betalt.adapters.files.mapping import Mapping
from betalt.adapters.files.table import UnreadableFile

HEADERS = ("Fakturanr", "Kund", "Fakturadatum", "Förfallodatum", "Belopp", "OCR")
GOOD = (1001, "Åkes Bygg AB", datetime(2026, 2, 1), datetime(2026, 3, 3), 1250.5, "100145")


def workbook(*rows, change=lambda sheet: None):
    book = Workbook()
    for row in (HEADERS, *rows):
        book.active.append(row)
    change(book.active)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def replaced(data, name, content):
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.namelist():
            new.writestr(member, content if member == name else old.read(member))
    return target.getvalue()


def refusal(data):
    return [(refused.line, refused.column, refused.reason.code) for refused in read_invoices(data).refused]


def test_cells_of_every_kind_are_read():
    found = read_invoices(workbook(GOOD, ("A2", "Bo", date(2026, 2, 1), 46_084, "1 250,50 kr", 100145)))

    assert found.format == "xlsx"
    assert [
        (row.line, row.number, row.issued_on, row.due_on, row.amount_ore, row.reference) for row in found.rows
    ] == [
        (2, "1001", date(2026, 2, 1), date(2026, 3, 3), 125_050, "100145"),
        (3, "A2", date(2026, 2, 1), date(2026, 3, 3), 125_050, "100145"),
    ]


def test_a_float_that_is_not_exact_is_whole_ore():
    assert [row.amount_ore for row in read_invoices(workbook((*GOOD[:4], 0.1 + 0.2, ""))).rows] == [30]


def test_parts_of_an_ore_are_refused():
    assert refusal(workbook((*GOOD[:4], 12.345, ""))) == [(2, "Belopp", "read.sum_unreadable")]


def test_a_formula_that_was_never_computed_is_an_empty_cell():
    assert refusal(workbook((*GOOD[:4], "=1+1", ""))) == [(2, "Belopp", "read.empty")]


def test_only_the_first_of_merged_cells_holds_the_text():
    data = workbook(GOOD, (1002, *GOOD[1:]), change=lambda sheet: sheet.merge_cells("B2:B3"))

    assert refusal(data) == [(3, "Kund", "read.empty")]


def test_a_long_number_that_excel_has_cut_is_refused():
    assert refusal(workbook((*GOOD[:5], 1_234_567_890_123_456_789))) == [(2, "OCR", "read.digits_lost")]


def test_the_sheet_with_the_list_is_found_among_others():
    book = Workbook()
    book.active.append(["Om listan"])
    sheet = book.create_sheet("Fakturor")
    for row in (["Kundreskontra"], HEADERS, GOOD):
        sheet.append(row)
    target = io.BytesIO()
    book.save(target)

    assert [row.line for row in read_invoices(target.getvalue()).rows] == [3]


def test_a_sheet_that_is_not_there_is_named():
    mapping = Mapping(columns={"number": "Fakturanr"}, sheet="Nej")

    with pytest.raises(UnreadableFile, match="no_such_sheet"):
        read_invoices(workbook(GOOD), mapping=mapping)


def test_a_workbook_that_unpacks_too_large_is_refused_unopened(monkeypatch):
    monkeypatch.setattr(xlsx_table, "UNPACKED_LIMIT", 10_000)

    with pytest.raises(UnreadableFile, match="unpacks_too_large"):
        read_invoices(replaced(workbook(GOOD), "xl/worksheets/sheet1.xml", b" " * 20_000))


def test_another_zip_is_not_a_workbook():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("letter.txt", "hej")

    with pytest.raises(UnreadableFile, match="wrong_kind"):
        read_invoices(target.getvalue())


def test_entities_in_a_sheet_are_not_expanded():
    bomb = b'<!DOCTYPE s [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><worksheet>&b;</worksheet>'

    with pytest.raises(UnreadableFile, match="broken_workbook"):
        read_invoices(replaced(workbook(GOOD), "xl/worksheets/sheet1.xml", bomb))


def test_a_sheet_that_claims_every_column_is_read_in_no_time():
    data = workbook(GOOD, change=lambda sheet: sheet.cell(row=500, column=16_384, value="x"))

    assert [row.number for row in read_invoices(data).rows] == ["1001"]


WHOLE = workbook(GOOD)  # made once: the moment of writing stands in it


@settings(max_examples=60)
@given(data=st.data())
def test_no_mutated_workbook_breaks_the_reader(data):
    whole = bytearray(WHOLE)
    for at in data.draw(st.lists(st.integers(0, len(whole) - 1), min_size=1, max_size=8)):
        whole[at] = data.draw(st.integers(0, 255))
    try:
        found = read_invoices(bytes(whole[: data.draw(st.integers(1, len(whole)))]))
    except UnreadableFile as error:
        found = error
    assert found is not None
