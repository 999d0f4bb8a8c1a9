"""Exports for the bookkeeping program that follow each other: each posting is in one of them, and in one only."""

from __future__ import annotations

from datetime import date

from betalt.flows.books_export import Exported, Shape, write_books
from betalt.flows.flow import flow
from betalt.records import models as m
from betalt.records.queries.postings import posted_since
from betalt.records.scope import acting_for


class DayNotOver(ValueError):
    """A day that is not over, or that an export holds already, cannot be the last of the next export."""


@flow
def export_new(
    *, creditor: int, last: date, made_on: date, with_invoices: bool = False, year_begins: int | None = None
) -> Exported | None:
    """Write the postings up to a day that no export before holds, and note it; None if there are none.

    A day that is exported is over, so nothing is booked on it any more; what was booked on it late all the same
    comes with the next export. Raises DayNotOver.
    """
    if last >= made_on:
        raise DayNotOver(f"{last} is not over: the last day is before {made_on}")
    with acting_for([creditor]):
        home = m.Creditor.objects.select_for_update(no_key=True).get(id=creditor)
        before = _newest(creditor)
        if before is not None and last <= before.last_on:
            raise DayNotOver(f"all up to {before.last_on} is exported already")
        after_on, after = (before.last_on, before.through) if before else (None, 0)
        rows = posted_since(creditor=creditor, after_on=after_on, after=after, last=last)
        shape = Shape(made_on=made_on, with_invoices=with_invoices, year_begins=year_begins)
        exported = write_books(home=home, rows=rows, last=last, shape=shape)
        if not exported.vouchers:
            return None
        m.BookExport.objects.create(
            creditor_id=creditor, made_on=made_on, last_on=last, through=max(after, *(row.id for row in rows)),
            after_on=after_on, after=after, with_invoices=with_invoices, year_begins=year_begins,
        )  # fmt: skip
        return exported


def export_again(*, creditor: int) -> Exported | None:
    """Write the newest of these exports anew, the same bytes as before; None if there is none."""
    with acting_for([creditor]):
        home, row = m.Creditor.objects.get(id=creditor), _newest(creditor)
        if row is None:
            return None
        rows = posted_since(
            creditor=creditor, after_on=row.after_on, after=row.after, last=row.last_on, through=row.through
        )
        shape = Shape(made_on=row.made_on, with_invoices=row.with_invoices, year_begins=row.year_begins)
        return write_books(home=home, rows=rows, last=row.last_on, shape=shape)


def exported_through(*, creditor: int) -> date | None:
    """Tell the last day that these exports hold, or None."""
    with acting_for([creditor]):
        row = _newest(creditor)
        return row.last_on if row is not None else None


def _newest(creditor: int) -> m.BookExport | None:
    found: m.BookExport | None = m.BookExport.objects.of(creditor).order_by("last_on").last()
    return found
