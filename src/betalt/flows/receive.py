"""A list of unpaid invoices comes in: kept, read, and each good row becomes an invoice and a case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from betalt.adapters.files.invoice_row import InvoiceFile, InvoiceRow, RefusedRow
from betalt.adapters.files.invoices import read_invoices
from betalt.adapters.files.mapping import Mapping as ColumnMapping
from betalt.adapters.files.table import UnreadableFile
from betalt.flows.batch import begin_batch, credit_notes, end_batch, take_rows
from betalt.flows.calm import no_collection
from betalt.flows.flow import flow
from betalt.flows.setup import PAYMENT
from betalt.flows.stored_reason import as_json
from betalt.records import files
from betalt.records import models as m
from betalt.records.queries.work import work_left_on
from betalt.records.scope import acting_for
from betalt.values.reason import Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """What became of a file of invoices."""

    batch: int
    file: InvoiceFile
    new: int
    known: int
    credits: tuple[InvoiceRow, ...]  # credit notes in the list: their customers' cases wait for a person
    gone: int  # cases held because a full list no longer has their invoice

    @property
    def refused(self) -> tuple[RefusedRow, ...]:
        """List the rows that did not go in."""
        return self.file.refused


@flow
def receive_invoices(
    *,
    creditor: int,
    name: str,
    data: bytes,
    on: date,
    mapping: ColumnMapping | None = None,
    snapshot: bool = False,
) -> Received:
    """Take a file of unpaid invoices in: it is kept whatever comes of it, good rows go in, bad ones are told.

    `snapshot` takes the file as the whole list: an invoice that is no longer in it is held until somebody says
    why. Letters to the new cases wait until the batch is released. Raises UnreadableFile.
    """
    with acting_for([creditor], finishes=False):
        source, _ = files.keep_source(creditor=creditor, kind="invoices", name=name, content=data, on=on)
        seller = m.Creditor.objects.values_list("org_no", flat=True).get(id=creditor)
    try:
        with no_collection():
            file = read_invoices(data, mapping=mapping, seller=seller)
    except UnreadableFile as error:
        _note_unreadable(creditor, source, on, error.reason)
        raise
    with no_collection(), acting_for([creditor]):
        batch = begin_batch(creditor=creditor, source=source, file=file, on=on, snapshot=snapshot)
        taken = take_rows(batch=batch, rows=file.rows, on=on)
        gone = end_batch(batch=batch, file=file, on=on)
    return Received(
        batch=batch.id, file=file, new=taken.new, known=taken.known, credits=credit_notes(file), gone=gone
    )


class NotReady(ValueError):
    """The letters of a batch cannot be released yet; `reason` says why."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.code)
        self.reason = reason


def why_not_released(*, creditor: int) -> Reason | None:
    """Tell what the creditor must say before any letter may go: where the money comes to; the walls must be open."""
    left = m.Creditor.objects.values_list("first_run_left", flat=True).get(id=creditor)
    return Reason(code="first_run.no_account") if PAYMENT in left else None


@flow
def release_batch(*, creditor: int, batch: int) -> int:
    """Say yes to the letters that the cases of a batch will get; return how many cases that frees. Raises NotReady."""
    with acting_for([creditor]):
        return release_cases(creditor=creditor, batch=batch)


def release_cases(*, creditor: int, batch: int) -> int:
    """Free the cases of a batch that is wholly in; the walls must be open. Raises NotReady."""
    if missing := why_not_released(creditor=creditor):
        raise NotReady(missing)
    if work_left_on(creditor=creditor, kinds=["import", "take_back"], about={"batch": batch}) is not None:
        return 0
    freed = m.Import.objects.of(creditor).filter(id=batch, state="waiting").update(state="released")
    if not freed:
        return 0
    cases = m.Invoice.objects.of(creditor).filter(batch_id=batch).values("case_id")
    waiting = m.Case.objects.of(creditor).filter(id__in=cases, next_look_on__isnull=False)
    on = m.Import.objects.of(creditor).values_list("on", flat=True).get(id=batch)
    return waiting.update(next_look_on=on, asked_step=0, asked_code="", asked_times=0, asked_on=None)


def _note_unreadable(creditor: int, source: int, on: date, reason: Reason) -> None:
    with acting_for([creditor]):
        m.Import.objects.create(
            creditor_id=creditor, source_id=source, on=on, state="refused", counts={"why": as_json(reason)}
        )
