"""Readings of lists of invoices as pages show them; the transaction's walls must be open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from betalt.records import models as m
from betalt.records.queries.cases import as_reason
from betalt.records.sql import fetch
from betalt.values.reason import Reason

PAGE = 50

# A file that nobody has said yes to yet has no reading.
_IMPORTS = """
SELECT s.id, b.id, s.name, coalesce(b."on", s.received_on), coalesce(b.state, 'kept'), coalesce(b.snapshot, false),
    coalesce((b.counts ->> 'new')::int, 0), coalesce((b.counts ->> 'known')::int, 0),
    coalesce((b.counts ->> 'refused')::int, 0), coalesce((b.counts ->> 'gone')::int, 0),
    coalesce((b.counts ->> 'left')::int, 0),
    (SELECT count(*) FROM records_importrow r WHERE r.creditor_id = b.creditor_id AND r.batch_id = b.id
        AND r.fate <> 'known'),
    (SELECT coalesce(sum(i.amount_ore - i.settled_before_ore - i.tax_office_share_ore), 0)::bigint
        FROM records_invoice i WHERE i.creditor_id = b.creditor_id AND i.batch_id = b.id)
FROM records_sourcefile s
LEFT JOIN records_import b ON b.creditor_id = s.creditor_id AND b.source_id = s.id
WHERE s.creditor_id = %(creditor)s AND s.kind = 'invoices' AND {which}
ORDER BY s.id DESC, b.id DESC LIMIT %(most)s
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportShown:
    """One reading of a list, or a kept list that was not read yet (`id` 0); the sum in öre."""

    source: int
    id: int
    name: str
    on: date
    state: str  # kept, waiting, released, refused or taken_back
    snapshot: bool
    new: int
    known: int
    refused: int
    gone: int
    left: int  # rows that were not reached, where the reading goes on or was cut short
    row_count: int  # rows that were refused or held
    ore: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RowShown:
    """A row that did not become an invoice."""

    line: int
    column: str
    fate: str  # refused or credit
    reason: Reason
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportsShown:
    """A page of readings, the newest first; `next_before` leads to the older ones."""

    rows: tuple[ImportShown, ...]
    next_before: int | None


def imports_of(*, creditor: int, before: int | None = None) -> ImportsShown:
    """List readings of lists, the newest first; `before` is the id of the last file that was shown."""
    which = "s.id < %(before)s" if before is not None else "true"
    wanted = {"creditor": creditor, "before": before, "most": PAGE + 1}
    rows = [_shown(row) for row in fetch(_IMPORTS.format(which=which), wanted)]
    return ImportsShown(
        rows=tuple(rows[:PAGE]), next_before=rows[PAGE - 1].source if len(rows) > PAGE else None
    )


def import_of(*, creditor: int, batch: int) -> ImportShown | None:
    """Find one reading of a list."""
    found = fetch(
        _IMPORTS.format(which="b.id = %(batch)s"), {"creditor": creditor, "batch": batch, "most": 1}
    )
    return _shown(found[0]) if found else None


def reading_of(*, creditor: int, source: int) -> int | None:
    """Find the latest reading of a file, or None while nothing of it was read."""
    readings = m.Import.objects.of(creditor).filter(source_id=source).order_by("-id")
    return readings.values_list("id", flat=True).first()


def import_rows(
    *, creditor: int, batch: int, most: int | None = None, fate: str = ""
) -> tuple[RowShown, ...]:
    """List the rows of a reading that did not become invoices and were not here before, in the file's order."""
    rows = (
        m.ImportRow.objects.of(creditor).filter(batch_id=batch).exclude(fate="known").order_by("line", "id")
    )
    if fate:
        rows = rows.filter(fate=fate)
    return tuple(
        RowShown(
            line=row.line, column=row.column, fate=row.fate, reason=as_reason(row.reason),
            cells=tuple(map(str, row.raw)),
        )
        for row in rows[:most]
    )  # fmt: skip


def _shown(row: tuple[object, ...]) -> ImportShown:
    names = (
        "source", "id", "name", "on", "state", "snapshot", "new", "known", "refused", "gone", "left", "row_count",
        "ore",
    )  # fmt: skip
    values = dict(zip(names, row, strict=True))
    values["id"] = values["id"] or 0
    return ImportShown(**values)  # type: ignore[arg-type]
