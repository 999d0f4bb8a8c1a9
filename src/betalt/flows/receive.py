"""A list of unpaid invoices comes in: kept, read, and each good row becomes an invoice and a case."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from betalt.adapters.files.invoice_row import InvoiceFile, InvoiceRow, RefusedRow
from betalt.adapters.files.invoices import read_invoices
from betalt.adapters.files.mapping import Mapping as ColumnMapping
from betalt.adapters.files.table import UnreadableFile
from betalt.core.books.accounts import changed_accounts
from betalt.core.letter.answer_day import answer_by
from betalt.core.letter.kinds import LetterKind
from betalt.core.process.document import from_json
from betalt.core.process.procedure import Kind, Procedure
from betalt.core.process.stages import Stage
from betalt.core.sale.debtor import debtor, is_person
from betalt.flows.arrivals import match_again
from betalt.flows.calm import no_collection
from betalt.flows.choices import choices_of
from betalt.flows.flow import flow
from betalt.flows.people import People
from betalt.flows.stored_reason import as_json
from betalt.records import absence, files
from betalt.records import models as m
from betalt.records.intake import Incoming, Taken, take_in
from betalt.records.scope import acting_for
from betalt.records.sql import text_array
from betalt.values.personnummer import masked
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
    with acting_for([creditor]):
        source, _ = files.keep_source(creditor=creditor, kind="invoices", name=name, content=data, on=on)
        seller = m.Creditor.objects.values_list("org_no", flat=True).get(id=creditor)
    try:
        with no_collection():
            file = read_invoices(data, mapping=mapping, seller=seller)
    except UnreadableFile as error:
        _note_unreadable(creditor, source, on, error.reason)
        raise
    with no_collection(), acting_for([creditor]):
        batch = m.Import.objects.create(
            creditor_id=creditor, source_id=source, on=on, state="waiting", snapshot=snapshot
        )
        taken = _take_in(creditor, batch.id, file, on)
        credit_notes = tuple(row for row in file.rows if row.kind == "credit")
        _note_rows(creditor, batch.id, file, credit_notes)
        absence.hold_customers(
            creditor=creditor, numbers=_customers(credit_notes, creditor, on), on=on, batch=batch.id
        )
        listed = [row.number for row in file.rows if row.kind == "invoice"]
        gone = absence.hold_absent(creditor=creditor, listed=listed, on=on, batch=batch.id) if snapshot else 0
        batch.counts = {"new": taken.new, "known": taken.known, "refused": len(file.refused), "gone": gone}
        if not taken.new:
            batch.state = "released"
        batch.save(update_fields=["counts", "state"])
        if taken.new:
            match_again(creditor=creditor, on=on, only=("in",))
    return Received(
        batch=batch.id, file=file, new=taken.new, known=taken.known, credits=credit_notes, gone=gone
    )


@flow
def release_batch(*, creditor: int, batch: int) -> int:
    """Say yes to the letters that the cases of a batch will get; return how many cases that frees."""
    with acting_for([creditor]):
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


def _take_in(creditor: int, batch: int, file: InvoiceFile, on: date) -> Taken:
    ladders = {row.kind: from_json(row.steps) for row in m.Procedure.objects.of(creditor).filter(active=True)}
    # One list at a time: what one has taken in, the next one knows.
    home = m.Creditor.objects.select_for_update(no_key=True).get(id=creditor)
    people = People.of(file.rows, creditor=creditor, on=on)
    return take_in(
        _incoming(file.rows, people, home.language, ladders),
        creditor=creditor,
        batch=batch,
        on=on,
        accounts=changed_accounts(choices_of(home.settings).accounts),
    )


def _incoming(
    rows: Sequence[InvoiceRow], people: People, language: str, ladders: Mapping[str, Procedure]
) -> Iterator[Incoming]:
    for row in rows:
        if row.kind != "invoice":
            continue
        customer = row.customer
        kind, natural = debtor(kind=customer.kind, org_no=customer.org_no, name=customer.name)
        climbed = _climbed(row, ladders[kind])
        person = people.find(customer)
        yield Incoming(
            line=row.line,
            number=row.number,
            party_number=people.party_number(customer),
            kind=kind,
            natural=natural,
            name=masked(customer.name),
            org_no="" if is_person(customer.org_no) else customer.org_no,
            personal_no=person.sealed if person else None,
            personal_no_index=person.index if person else None,
            adult_on=person.adult_on if person else None,
            address=text_array(_address(row)),
            email=customer.email,
            phone=customer.phone,
            language=language,
            issued_on=row.issued_on,
            due_on=row.due_on,
            sent_on=row.sent_on,
            arose_on=min(row.arose_on or row.issued_on, row.issued_on),
            amount_ore=row.amount_ore,
            vat_ore=row.vat_ore,
            settled_before_ore=row.amount_ore - row.tax_office_share_ore - row.open_ore,
            tax_office_share_ore=row.tax_office_share_ore,
            ocr=row.reference,
            what=masked(row.what),
            their_reference=masked(row.their_reference),
            interest_notice=False,
            reminded_before_on=row.already_reminded_on,
            demanded_before_on=row.already_demanded_on,
            stage=climbed.stage,
            step_done=climbed.step_done,
            step_done_on=climbed.step_done_on,
            answer_by=climbed.answer_by,
        )


class _Climbed(NamedTuple):
    stage: str = Stage.OPEN.value
    step_done: int = 0
    step_done_on: date | None = None
    answer_by: date | None = None


_NEW = _Climbed()


def _climbed(row: InvoiceRow, ladder: Procedure) -> _Climbed:
    """Say how far a half-run case has come on our ladder; its next step waits for the last letter's own day."""
    if row.already_demanded_on is None and row.already_reminded_on is None:
        return _NEW
    for kind, stage, done_on in (
        (Kind.DEMAND, Stage.DEMANDED, row.already_demanded_on),
        (Kind.REMINDER, Stage.REMINDED, row.already_reminded_on),
    ):
        step = next((step for step in reversed(ladder.steps) if step.kind is kind), None)
        if done_on is not None and step is not None:
            day = answer_by(kind=LetterKind(kind.value), letter_on=done_on, answer_days=step.answer_days)
            return _Climbed(stage.value, step.no, done_on, day)
    return _NEW


def _customers(rows: Sequence[InvoiceRow], creditor: int, on: date) -> list[str]:
    people = People.of(rows, creditor=creditor, on=on)
    return [people.party_number(row.customer) for row in rows]


def _address(row: InvoiceRow) -> list[str]:
    customer = row.customer
    town = f"{customer.postcode} {customer.city}".strip()
    return [masked(line) for line in (*customer.address, town, customer.country) if line]


def _note_rows(creditor: int, batch: int, file: InvoiceFile, credit_notes: Sequence[InvoiceRow]) -> None:
    refused = [
        m.ImportRow(
            creditor_id=creditor, batch_id=batch, line=row.line, column=row.column, fate="refused",
            reason=as_json(row.reason), raw=list(row.cells),
        )
        for row in file.refused
    ]  # fmt: skip
    held = [
        m.ImportRow(
            creditor_id=creditor, batch_id=batch, line=row.line, column="", fate="credit",
            reason={"code": "flows.credit_in_list", "params": {"number": row.number}}, raw=[row.number],
        )
        for row in credit_notes
    ]  # fmt: skip
    m.ImportRow.objects.bulk_create([*refused, *held], batch_size=1000)
