"""Writes what was booked as a SIE file, which the creditor's bookkeeping program imports. Nothing is changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date
from importlib.metadata import version

from betalt.adapters.sie.writer import Company, write_sie
from betalt.core.books.accounts import Accounts, changed_accounts
from betalt.core.books.vouchers import Posted, Voucher, new_to_the_books, vouchers
from betalt.core.books.years import accounting_years
from betalt.flows.choices import choices_of
from betalt.records import models as m
from betalt.records.queries.postings import PostedRow, posted_between
from betalt.records.scope import acting_for
from betalt.words import sentences

_OTHER = "other"  # kinds that have no title of their own
_NAMED = 5  # invoices that a row names; more are counted


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """The file, and how much went into it."""

    data: bytes
    vouchers: int
    postings: int
    first: date
    last: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """How a file is written: its day, whether the invoices come along, and the first month of the year."""

    made_on: date
    with_invoices: bool = False
    year_begins: int | None = None


def export_sie(
    *,
    creditor: int,
    first: date,
    last: date,
    made_on: date,
    with_invoices: bool = False,
    year_begins: int | None = None,
) -> Exported:
    """Write the postings from one day to another, both with it, as SIE 4I: a voucher a day and kind.

    The invoices themselves are left out unless asked for: the program that they came from has booked them.
    `year_begins` is the first month of the accounting year; without it the file leaves the year open.
    """
    with acting_for([creditor]):
        home = m.Creditor.objects.get(id=creditor)
        rows = posted_between(creditor=creditor, first=first, last=last)
        shape = Shape(made_on=made_on, with_invoices=with_invoices, year_begins=year_begins)
    return write_books(home=home, rows=rows, last=last, shape=shape, first=first)


def write_books(
    *, home: m.Creditor, rows: Sequence[PostedRow], last: date, shape: Shape, first: date | None = None
) -> Exported:
    """Write these postings as one SIE file."""
    accounts = changed_accounts(choices_of(home.settings).accounts)
    titles = voucher_titles()
    posted = tuple(_posted(row, titles) for row in rows)
    if not shape.with_invoices:
        posted = tuple(new_to_the_books(posted, accounts=accounts))
    listed = vouchers(posted, titles=titles)
    begin = first or min((row.on for row in posted), default=last)
    begins = shape.year_begins
    years = () if begins is None else accounting_years(first=begin, last=last, begins=begins)
    data = write_sie(
        company=Company(name=home.name, org_no=home.org_no, years=years),
        vouchers=listed,
        accounts=_names(accounts, listed),
        made_on=shape.made_on,
        program=("betalt", version("betalt")),
    )
    return Exported(data=data, vouchers=len(listed), postings=len(posted), first=begin, last=last)


def voucher_titles() -> dict[str, str]:
    """Read the texts of vouchers by kind, in their order within a day; Swedish, as the books are."""
    return {
        name.removeprefix("voucher."): text
        for name, text in sentences("books", "sv").items()
        if name.startswith("voucher.")
    }


def _posted(row: PostedRow, titles: dict[str, str]) -> Posted:
    return Posted(
        on=row.on,
        kind=row.why if row.why in titles else _OTHER,
        debit=row.debit,
        credit=row.credit,
        ore=row.ore,
        about=_about(row.invoices),
    )


def _about(invoices: list[str]) -> str:
    if not invoices:
        return ""
    more = f" + {len(invoices) - _NAMED}" if len(invoices) > _NAMED else ""
    return f"Faktura {', '.join(invoices[:_NAMED])}{more}"


def _names(accounts: Accounts, listed: Iterable[Voucher]) -> dict[str, str]:
    told = sentences("books", "sv")
    # An account that the creditor has since exchanged for another keeps its number for a name.
    names = {row.account: f"Konto {row.account}" for voucher in listed for row in voucher.rows}
    # The first of two things that are booked on one account gives it its name.
    own = {
        getattr(accounts, field.name): told[f"account.{field.name}"] for field in reversed(fields(accounts))
    }
    return {**names, **own}
