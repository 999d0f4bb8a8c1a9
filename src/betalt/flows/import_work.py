"""Large lists come in, are released and are taken back as long work: some rows at a time, each exactly once."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Any, Final

from betalt.adapters.files.e_invoice import is_e_invoice
from betalt.adapters.files.invoice_row import InvoiceFile
from betalt.adapters.files.invoices import read_invoices
from betalt.adapters.files.mapping import from_toml, to_toml
from betalt.adapters.files.table import UnreadableFile
from betalt.flows import take_back
from betalt.flows.batch import begin_batch, end_batch, hold_credited, take_rows
from betalt.flows.calm import no_collection
from betalt.flows.columns import ColumnMapping
from betalt.flows.flow import flow
from betalt.flows.long_work import Chunk, Going, WorkFailed, ask_for_work
from betalt.flows.receive import NotReady, release_cases
from betalt.flows.upload import kept_upload
from betalt.records import models as m
from betalt.records.queries.work import work_left_on
from betalt.records.scope import acting_for

KIND: Final = "import"
RELEASE: Final = "release"
TAKE_BACK: Final = "take_back"
MANY = 2_000  # invoices of a list that are released or taken back within a page
_ROWS = 4_000  # of a list in one chunk
_CASES = 1_000  # taken back in one chunk
_RECOUNT_AT = {
    _ROWS * (4**n - 1) // 3 for n in range(8)
}  # the planner must not go by the figures of small tables


@flow
def start_import(
    *, creditor: int, source: int, on: date, asked_by: str, mapping: ColumnMapping, snapshot: bool = False
) -> int:
    """Ask for a kept list to be taken in and return the work's id; a list that is being read is not begun again.

    Raises NoSuchUpload.
    """
    with acting_for([creditor]):
        kept = kept_upload(creditor=creditor, source=source)
        known = work_left_on(creditor=creditor, kinds=[KIND], about={"source": source})
        if known is not None:
            return known
        arguments: dict[str, Any] = {"source": source, "snapshot": snapshot, "columns": to_toml(mapping)}
        return ask_for_work(
            creditor=creditor, kind=KIND, on=on, asked_by=asked_by, arguments=arguments, source=kept.file_id
        )


@flow
def start_release(*, creditor: int, batch: int, on: date, asked_by: str) -> int:
    """Ask for the letters of a large list to be released and return the work's id."""
    return _start(RELEASE, creditor, batch, on, asked_by)


@flow
def start_take_back(*, creditor: int, batch: int, on: date, asked_by: str) -> int:
    """Ask for a large list to be taken back and return the work's id; what is begun is carried to its end."""
    return _start(TAKE_BACK, creditor, batch, on, asked_by, to_the_end=True)


def _start(kind: str, creditor: int, batch: int, on: date, asked_by: str, **more: bool) -> int:
    with acting_for([creditor]):
        m.Import.objects.of(creditor).select_for_update().filter(id=batch).first()
        known = work_left_on(creditor=creditor, kinds=[kind], about={"batch": batch})
        if known is not None:
            return known
        arguments = {"batch": batch, **more}
        return ask_for_work(creditor=creditor, kind=kind, on=on, asked_by=asked_by, arguments=arguments)


def chunk(going: Going) -> Chunk:
    """Take the next rows of a list in; the last chunk holds what a whole list says is to be held."""
    with no_collection():
        file = _read_again(going)
        batch = _batch(going, file)
        at, total = int(going.place.get("at", 0)), len(file.rows)
        rows = file.rows[at : at + _ROWS]
        take_rows(batch=batch, rows=rows, on=going.asked_on, recount=at in _RECOUNT_AT)
        if at + len(rows) < total:
            # Also when it is called off now, nobody is chased for what may be credited.
            hold_credited(batch=batch, file=file, on=going.asked_on)
            place = {"batch": batch.id, "at": at + len(rows)}
            return Chunk(done=at + len(rows), total=total, place=place)
        end_batch(batch=batch, file=file, on=going.asked_on)
    _read.cache_clear()
    return Chunk(done=total, total=total, result={"batch": batch.id})


def release(going: Going) -> Chunk:
    """Release the letters of a list in one transaction."""
    batch = int(going.arguments["batch"])
    try:
        freed = release_cases(creditor=going.creditor, batch=batch)
    except NotReady as error:
        raise WorkFailed(error.reason) from error
    return Chunk(done=freed, total=freed, result={"batch": batch})


def take_back_chunk(going: Going) -> Chunk:
    """Take the next cases of a list back; the first chunk says of all that nothing was ever owed."""
    creditor, batch = going.creditor, int(going.arguments["batch"])
    total = going.total
    if not going.place:
        try:
            total = take_back.begin(creditor=creditor, batch=batch, on=going.asked_on)
        except take_back.NotTakenBack as error:
            raise WorkFailed(error.reason) from error
    after = int(going.place.get("after", 0))
    cases = take_back.next_cases(creditor=creditor, batch=batch, after=after, most=_CASES)
    if cases:
        with no_collection():
            take_back.close_cases(creditor=creditor, cases=cases, on=going.asked_on, actor=going.asked_by)
        return Chunk(done=going.done + len(cases), total=total, place={"after": cases[-1]})
    take_back.end(creditor=creditor, batch=batch, on=going.asked_on, actor=going.asked_by)
    return Chunk(done=total, total=total, result={"batch": batch})


def _batch(going: Going, file: InvoiceFile) -> m.Import:
    if "batch" in going.place:
        known: m.Import = (
            m.Import.objects.of(going.creditor).select_for_update().get(id=int(going.place["batch"]))
        )
        return known
    return begin_batch(
        creditor=going.creditor, source=int(going.arguments["source"]), file=file, on=going.asked_on,
        snapshot=bool(going.arguments["snapshot"]),
    )  # fmt: skip


def _read_again(going: Going) -> InvoiceFile:
    assert going.source is not None
    try:
        return _read(going.creditor, going.source, str(going.arguments["columns"]))
    except UnreadableFile as error:
        raise WorkFailed(error.reason) from error


@lru_cache(maxsize=1)
def _read(creditor: int, file: int, columns: str) -> InvoiceFile:
    """Read a kept list; a worker that takes it in to its end reads it once, one that takes it over reads it again."""
    data = m.File.objects.of(creditor).get(id=file).content
    seller = m.Creditor.objects.values_list("org_no", flat=True).get(id=creditor)
    return read_invoices(data, mapping=None if is_e_invoice(data) else from_toml(columns), seller=seller)
