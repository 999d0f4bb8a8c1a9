"""Tables that people take out open in a spreadsheet, and no text in them can become a formula."""

import io
from datetime import date

import pytest
from openpyxl import load_workbook

from betalt.adapters.files import workbook
from betalt.adapters.files.sheet import Ore, write_csv
from betalt.adapters.files.workbook import write_xlsx

HEADERS = ("Namn", "Kronor", "Dag", "Antal")
EVIL = ('=HYPERLINK("http://x")', "+46 70", "-1+1", "@SUM(A1)", "\tx", "\rx")


def test_csv_has_decimal_comma_iso_days_and_the_mark_of_utf8() -> None:
    data = write_csv(
        headers=HEADERS, rows=[("Åsa Öberg", Ore(123_405), date(2026, 3, 2), 7), ("Bo", Ore(-5), None, 0)]
    )

    assert data == "\ufeffNamn;Kronor;Dag;Antal\r\nÅsa Öberg;1234,05;2026-03-02;7\r\nBo;-0,05;;0\r\n".encode()


@pytest.mark.parametrize("text", EVIL)
def test_no_text_becomes_a_formula(text: str) -> None:
    csv = write_csv(headers=("Namn",), rows=[(text,)]).decode("utf-8-sig")
    assert "'" + text.strip('"') in csv.replace('""', '"')

    book = load_workbook(io.BytesIO(write_xlsx(title="x", headers=("Namn",), rows=[(text,)])))
    assert book.active["A2"].data_type == "s"


def test_a_workbook_holds_sums_as_numbers_and_days_as_days() -> None:
    data = write_xlsx(title="Ärenden", headers=HEADERS, rows=[("Åsa", Ore(123_405), date(2026, 3, 2), 7)])
    rows = list(load_workbook(io.BytesIO(data)).active.values)

    assert rows[0] == HEADERS
    assert (rows[1][0], rows[1][1], rows[1][2].date(), rows[1][3]) == ("Åsa", 1234.05, date(2026, 3, 2), 7)


def test_what_one_sheet_does_not_hold_goes_on_in_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MOST_ROWS", 2)
    data = write_xlsx(title="Ärenden & <mer>", headers=("n",), rows=([n] for n in range(5)))
    book = load_workbook(io.BytesIO(data))

    assert book.sheetnames == ["Ärenden & <mer>", "Ärenden & <mer> 2", "Ärenden & <mer> 3"]
    assert [[row[0] for row in sheet.values] for sheet in book] == [["n", 0, 1], ["n", 2, 3], ["n", 4]]


def test_texts_come_back_as_they_were_and_an_empty_table_has_its_headers() -> None:
    texts = ("a < b & \"c\" 'd'", " med  blanka ", "rad\nbrott", "\x00\x07nul", "x" * 40_000)
    data = write_xlsx(title="x", headers=("t",), rows=[[text] for text in texts])
    cells = [row[0] for row in load_workbook(io.BytesIO(data)).active.values]

    assert cells == ["t", texts[0], texts[1], texts[2], "nul", "x" * 32_000]
    empty = load_workbook(io.BytesIO(write_xlsx(title="x", headers=("t",), rows=[])))
    assert list(empty.active.values) == [("t",)]
