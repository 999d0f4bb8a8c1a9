"""Postings as vouchers (verifikationer) for the bookkeeping: one a day and kind, each summing to zero."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from betalt.core.books.accounts import Accounts


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """One posting as it was booked: öre, more than zero, from the credited account to the debited one."""

    on: date
    kind: str  # why it was booked: received, settled, charged …
    debit: str
    credit: str
    ore: int
    about: str = ""  # the numbers of its invoices; never a person's name


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of a voucher: öre, debit as plus and credit as minus."""

    account: str
    ore: int
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Voucher:
    """What was booked on a day for one reason; its rows sum to zero."""

    on: date
    text: str
    rows: tuple[Row, ...]


def new_to_the_books(posted: Iterable[Posted], *, accounts: Accounts) -> Iterator[Posted]:
    """Leave out what the program that an invoice came from has booked itself: the invoice and its sale.

    The clearing account stands for that sale, so there it is the receivable that is already booked.
    """
    booked = {accounts.opening, accounts.receivable, accounts.receivable_tax_office}
    for posting in posted:
        if not {posting.debit, posting.credit} <= booked:
            debit, credit = (
                accounts.receivable if account == accounts.opening else account
                for account in (posting.debit, posting.credit)
            )
            yield replace(posting, debit=debit, credit=credit)


def vouchers(posted: Iterable[Posted], *, titles: Mapping[str, str]) -> tuple[Voucher, ...]:
    """Gather postings in one voucher a day and kind, by day and then in the order of `titles`, its texts.

    Equal rows are added up, debit and credit each by itself, so that a posting and its reversal are both seen.
    """
    gathered: dict[tuple[date, str], dict[tuple[str, bool, str], int]] = {}
    for posting in posted:
        rows = gathered.setdefault((posting.on, posting.kind), {})
        for account, is_credit in ((posting.debit, False), (posting.credit, True)):
            key = (posting.about, is_credit, account)
            rows[key] = rows.get(key, 0) + (-posting.ore if is_credit else posting.ore)
    order = {kind: place for place, kind in enumerate(titles)}
    return tuple(
        Voucher(
            on=on,
            text=titles[kind],
            rows=tuple(
                Row(account=account, ore=ore, text=about) for (about, _, account), ore in sorted(rows.items())
            ),
        )
        for (on, kind), rows in sorted(gathered.items(), key=lambda item: (item[0][0], order[item[0][1]]))
    )
