"""Postings gathered to vouchers: one a day and kind, nothing lost, always zero."""

from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from betalt.core.books.accounts import DEFAULT
from betalt.core.books.vouchers import Posted, Row, Voucher, new_to_the_books, vouchers

TITLES = {"received": "Fakturor", "settled": "Betalningar"}
MONDAY, TUESDAY = date(2026, 3, 2), date(2026, 3, 3)


def posted(on: date, kind: str, debit: str, credit: str, ore: int, about: str = "1001") -> Posted:
    return Posted(on=on, kind=kind, debit=debit, credit=credit, ore=ore, about=about)


def test_postings_become_one_voucher_a_day_and_kind_in_order() -> None:
    made = vouchers(
        [
            posted(TUESDAY, "received", "1510", "2999", 500_00, "1003"),
            posted(MONDAY, "settled", "1930", "1510", 100_00),
            posted(MONDAY, "received", "1510", "2999", 100_00),
            posted(MONDAY, "received", "1510", "2999", 20_00, "1002"),
            posted(MONDAY, "received", "1510", "2999", 1_00),
        ],
        titles=TITLES,
    )

    assert made == (
        Voucher(
            on=MONDAY,
            text="Fakturor",
            rows=(
                Row(account="1510", ore=101_00, text="1001"),
                Row(account="2999", ore=-101_00, text="1001"),
                Row(account="1510", ore=20_00, text="1002"),
                Row(account="2999", ore=-20_00, text="1002"),
            ),
        ),
        Voucher(
            on=MONDAY,
            text="Betalningar",
            rows=(
                Row(account="1930", ore=100_00, text="1001"),
                Row(account="1510", ore=-100_00, text="1001"),
            ),
        ),
        Voucher(
            on=TUESDAY,
            text="Fakturor",
            rows=(
                Row(account="1510", ore=500_00, text="1003"),
                Row(account="2999", ore=-500_00, text="1003"),
            ),
        ),
    )


def test_a_posting_and_its_reversal_are_both_seen() -> None:
    (made,) = vouchers(
        [posted(MONDAY, "settled", "1930", "1510", 5), posted(MONDAY, "settled", "1510", "1930", 5)],
        titles=TITLES,
    )

    assert [(row.account, row.ore) for row in made.rows] == [
        ("1510", 5),
        ("1930", 5),
        ("1510", -5),
        ("1930", -5),
    ]


def test_a_kind_without_a_title_is_not_passed_over_in_silence() -> None:
    with pytest.raises(KeyError):
        vouchers([posted(MONDAY, "unheard_of", "1930", "1510", 5)], titles=TITLES)


def test_the_invoice_and_its_sale_are_left_out_where_another_program_has_booked_them() -> None:
    fee = posted(MONDAY, "charged", "1510", "3990", 60_00)
    invoice = posted(MONDAY, "received", "1510", "2999", 100_00)
    tax_office = posted(MONDAY, "received", "1513", "2999", 30_00)
    credit_note = posted(TUESDAY, "credited", "2999", "1510", 100_00)

    assert list(new_to_the_books([invoice, tax_office, fee, credit_note], accounts=DEFAULT)) == [fee]


def test_what_was_netted_against_the_clearing_account_moves_the_receivable() -> None:
    # A credit note of 60 kr and a fee of 60 kr in one: the note is booked elsewhere, the fee is not.
    netted = posted(MONDAY, "credited", "2999", "3990", 60_00)

    assert list(new_to_the_books([netted], accounts=DEFAULT)) == [
        posted(MONDAY, "credited", "1510", "3990", 60_00)
    ]


ACCOUNTS = st.sampled_from(["1510", "1930", "2420", "3990"])
POSTINGS = st.lists(
    st.builds(
        posted,
        st.sampled_from([MONDAY, TUESDAY]),
        st.sampled_from(sorted(TITLES)),
        ACCOUNTS,
        ACCOUNTS,
        st.integers(1, 10**9),
        st.sampled_from(["1001", "1002", ""]),
    ).filter(lambda posting: posting.debit != posting.credit),
    max_size=12,
)


@given(POSTINGS)
def test_vouchers_hold_every_ore_of_the_postings_and_sum_to_zero(listed: list[Posted]) -> None:
    made = vouchers(listed, titles=TITLES)

    in_vouchers: Counter[str] = Counter()
    for voucher in made:
        assert sum(row.ore for row in voucher.rows) == 0
        for row in voucher.rows:
            in_vouchers[row.account + "+-"[row.ore < 0]] += abs(row.ore)
    booked: Counter[str] = Counter()
    for posting in listed:
        booked[posting.debit + "+"] += posting.ore
        booked[posting.credit + "-"] += posting.ore
    assert in_vouchers == booked
    assert len({(voucher.on, voucher.text) for voucher in made}) == len(made)


@given(POSTINGS, st.randoms())
def test_the_order_of_the_postings_does_not_matter(listed: list[Posted], shuffler) -> None:
    other = list(listed)
    shuffler.shuffle(other)

    assert vouchers(other, titles=TITLES) == vouchers(listed, titles=TITLES)
