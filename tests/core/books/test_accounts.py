"""Accounts are BAS by default and a creditor's choice; a sale is booked by its VAT rate, or not guessed at."""

from collections.abc import Mapping
from datetime import date

import pytest

from betalt.core.books.accounts import DEFAULT, AccountsError, changed_accounts
from betalt.core.books.sale import sale_rows


def test_a_creditor_changes_the_accounts_it_names_and_keeps_the_others() -> None:
    accounts = changed_accounts({"fees": "3596", "bank": "1920"})

    assert (accounts.fees, accounts.bank, accounts.receivable) == ("3596", "1920", "1510")


@pytest.mark.parametrize(
    ("choices", "message"),
    [
        ({"rent": "5010"}, "'rent' is not booked; choose among receivable, "),
        ({"bank": "193"}, "bank: '193' is not an account of four digits"),
        ({"bank": "0930"}, "bank: '0930' is not an account of four digits"),
        ({"bank": "19٣0"}, "bank: '19٣0' is not an account of four digits"),
    ],
)
def test_a_choice_that_is_no_account_is_refused(choices: Mapping[str, str], message: str) -> None:
    with pytest.raises(AccountsError) as refused:
        changed_accounts(choices)

    assert str(refused.value).startswith(message)


@pytest.mark.parametrize(
    ("amount", "credited", "vat", "rows"),
    [
        (1250_00, 0, 250_00, [("3001", -1000_00), ("2611", -250_00)]),  # VAT-4: 25 %
        (1120_00, 0, 120_00, [("3002", -1000_00), ("2621", -120_00)]),
        (1060_00, 0, 60_00, [("3003", -1000_00), ("2631", -60_00)]),
        (1000_00, 0, 0, [("3004", -1000_00), ("2611", 0)]),
        (1249_50, 0, 249_87, [("3001", -999_63), ("2611", -249_87)]),  # rows rounded each by itself
        (7240_00, 0, 1240_00, [("2999", -7240_00)]),  # P28: two rates mixed are not guessed apart
        (1250_00, 0, None, [("2999", -1250_00)]),
        (1250_00, 500_00, 250_00, [("3001", -600_00), ("2611", -150_00)]),  # VAT-7
        (1250_00, 1250_00, 250_00, [("3001", 0), ("2611", 0)]),
        (1250_00, 500_00, None, [("2999", -750_00)]),
        (0, 0, 0, [("3004", 0), ("2611", 0)]),
    ],
)
def test_a_sale_is_booked_by_its_rate(
    amount: int, credited: int, vat: int | None, rows: list[tuple[str, int]]
) -> None:
    booked = sale_rows(
        amount_ore=amount, credited_ore=credited, vat_ore=vat, invoiced_on=date(2026, 3, 2), accounts=DEFAULT
    )

    assert list(booked) == rows


def test_a_sale_older_than_the_vat_tables_goes_to_the_clearing_account() -> None:
    booked = sale_rows(
        amount_ore=1250_00, credited_ore=0, vat_ore=250_00, invoiced_on=date(2023, 6, 30), accounts=DEFAULT
    )

    assert list(booked) == [("2999", -1250_00)]
