"""`betalt export sie`: the file is written and told of, and what cannot be asked is refused in one line."""

from pathlib import Path

import pytest

from betalt.adapters.sie.reader import read_sie
from tests.cli.conftest import Type

pytestmark = pytest.mark.django_db(databases=["default", "owner"])  # setup brings the tables up to date


def test_the_postings_of_some_days_are_written(firm: Type, tmp_path: Path) -> None:
    out = tmp_path / "betalt.si"
    firm("pay 1 1000.00 --on 2026-02-02")

    answered = firm(f"export sie --from 2026-02-01 --to 2026-02-28 --out {out} --on 2026-03-01")

    assert (answered.code, answered.err) == (0, "")
    assert answered.out[0].startswith(f"{out} is written: vouchers 1, ")
    file = read_sie(out.read_bytes())
    assert [voucher.text for voucher in file.vouchers] == ["Betalningar"]
    assert file.years == ()


def test_the_invoices_come_too_where_they_are_asked_for(firm: Type, tmp_path: Path) -> None:
    out = tmp_path / "betalt.si"
    line = f"export sie --from 2026-02-01 --to 2026-02-28 --out {out} --with-invoices --year-begins 9"

    assert firm(line).code == 0
    file = read_sie(out.read_bytes())
    assert [voucher.text for voucher in file.vouchers] == ["Fakturor under bevakning"]
    assert [str(year.first) for year in file.years] == ["2025-09-01"]


def test_days_without_postings_make_no_file(firm: Type, tmp_path: Path) -> None:
    out = tmp_path / "betalt.si"

    answered = firm(f"export sie --from 2026-01-01 --to 2026-01-31 --out {out}")

    assert (answered.code, answered.out) == (
        0,
        ["Nothing is booked from 2026-01-01 to 2026-01-31; no file was written."],
    )
    assert not out.exists()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ("--from 2026-02-02 --to 2026-02-01 --out x.si", "The last day is before the first."),
        ("--out x.si", "Choose one"),
        ("--since-last --again --out x.si", "Choose one"),
        ("--from 2026-02-30 --to 2026-03-01 --out x.si", "2026-02-30 is not a day of the calendar"),
        ("--from 2026-02-01 --to 2026-03-01 --out x.si --year-begins 13", "from 1 to 12, not 13"),
        ("--from 2026-02-01 --to 2026-03-01 --out /no/such/folder/x.si --with-invoices", "No such file"),
        ("--from 0001-01-01 --to 2026-03-01 --out x.si --year-begins 7", "outside the calendar"),
    ],
)
def test_what_cannot_be_done_is_told_in_one_line(firm: Type, options: str, said: str) -> None:
    answered = firm(f"export sie {options}")

    assert (answered.code, answered.err.count("\n")) == (2, 1)
    assert said in answered.err


def test_each_posting_comes_in_one_file_and_in_one_only(firm: Type, tmp_path: Path) -> None:
    first, second = tmp_path / "first.si", tmp_path / "second.si"
    firm("pay 1 400.00 --on 2026-02-03")

    answered = firm(f"export sie --since-last --out {first} --on 2026-02-10")
    assert (answered.code, len(read_sie(first.read_bytes()).vouchers)) == (0, 1)
    assert answered.out[0].endswith("from 2026-02-03 to 2026-02-09.")
    late = firm("pay 1 100.00 --booked-on 2026-02-05 --on 2026-02-05")  # told of late, in the past
    firm("pay 1 200.00 --on 2026-02-11")

    assert (late.code, firm(f"export sie --since-last --out {second} --on 2026-02-12").code) == (0, 0)
    sums = [sorted(row.ore for row in voucher.rows) for voucher in read_sie(second.read_bytes()).vouchers]
    assert sums == [[-100_00, 100_00], [-200_00, 200_00]]
    third = firm(f"export sie --since-last --out {second} --on 2026-02-13")
    assert third.out == ["Nothing new is booked up to 2026-02-12; no file was written."]


def test_the_newest_file_can_be_written_once_more_as_it_was(firm: Type, tmp_path: Path) -> None:
    first, again = tmp_path / "first.si", tmp_path / "again.si"
    assert firm(f"export sie --again --out {again}").out[0].startswith("Nothing new is booked")
    firm("pay 1 400.00 --on 2026-02-03")
    firm(f"export sie --since-last --out {first} --on 2026-02-10")
    firm("pay 1 100.00 --on 2026-02-10")

    assert firm(f"export sie --again --out {again} --on 2026-02-20").code == 0
    assert again.read_bytes() == first.read_bytes()


def test_days_that_were_exported_are_written_again_only_with_a_warning(firm: Type, tmp_path: Path) -> None:
    out = tmp_path / "x.si"
    firm("pay 1 400.00 --on 2026-02-03")
    firm(f"export sie --since-last --out {out} --on 2026-02-10")

    answered = firm(f"export sie --from 2026-02-01 --to 2026-02-28 --out {out} --on 2026-03-01")

    assert answered.out[0] == (
        "The days up to 2026-02-09 are in a file of --since-last already: do not import both."
    )
    refused = firm(f"export sie --since-last --to 2026-03-01 --out {out} --on 2026-03-01")
    assert (refused.code, "is not over" in refused.err) == (2, True)
