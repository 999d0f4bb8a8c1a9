"""Readings of the bank's files as pages show them; the transaction's walls must be open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from betalt.records import models as m
from betalt.records.queries.cases import as_reason
from betalt.values.reason import Reason

PAGE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class BankReading:
    """One reading of a bank's file."""

    id: int
    source: int
    name: str
    on: date
    state: str  # read, cut (not to its end), or refused whole
    total: int  # payments of ours that the file tells of
    new: int
    known: int
    matched: int
    refused: int
    why: Reason | None  # it was refused
    line: int  # where that shows; 0: nowhere


@dataclass(frozen=True, slots=True, kw_only=True)
class RowLeftOut:
    """A row of a bank's file that was not taken in."""

    line: int
    reason: Reason


def bank_readings(*, creditor: int, before: int | None = None, most: int = PAGE) -> tuple[BankReading, ...]:
    """List readings of the bank's files, the newest first; `before` is the id of the last that was shown."""
    rows = m.Import.objects.of(creditor).filter(source__kind="payments").select_related("source")
    if before is not None:
        rows = rows.filter(id__lt=before)
    return tuple(_shown(row) for row in rows.order_by("-id")[:most])


def bank_reading(*, creditor: int, batch: int) -> BankReading | None:
    """Find one reading of a bank's file."""
    rows = m.Import.objects.of(creditor).filter(source__kind="payments", id=batch)
    row = rows.select_related("source").first()
    return _shown(row) if row is not None else None


def rows_left_out(*, creditor: int, batch: int, most: int) -> tuple[RowLeftOut, ...]:
    """List the rows that were not taken in, in the file's order."""
    rows = m.ImportRow.objects.of(creditor).filter(batch_id=batch).order_by("line", "id")[:most]
    return tuple(RowLeftOut(line=row.line, reason=as_reason(row.reason)) for row in rows)


def _shown(row: m.Import) -> BankReading:
    counts = row.counts
    done = "refused" if row.state == "refused" else "read" if counts.get("done") else "cut"
    why = counts.get("why")
    return BankReading(
        id=row.id, source=row.source_id, name=row.source.name, on=row.on, state=done,
        total=counts.get("of", 0), new=counts.get("new", 0), known=counts.get("known", 0),
        matched=counts.get("matched", 0), refused=counts.get("refused", 0),
        why=as_reason(why) if why else None, line=counts.get("line", 0),
    )  # fmt: skip
