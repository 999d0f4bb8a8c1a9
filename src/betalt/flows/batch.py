"""The rows of a list become invoices and cases of a batch: all at once, or some at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from betalt.adapters.files.invoice_row import InvoiceFile, InvoiceRow
from betalt.core.books.accounts import changed_accounts
from betalt.core.letter.answer_day import answer_by
from betalt.core.letter.kinds import LetterKind
from betalt.core.process.document import from_json
from betalt.core.process.procedure import Kind, Procedure
from betalt.core.process.stages import Stage
from betalt.core.sale.debtor import debtor, is_person
from betalt.flows.arrivals import match_again
from betalt.flows.choices import choices_of
from betalt.flows.people import People
from betalt.flows.stored_reason import as_json
from betalt.records import absence
from betalt.records import models as m
from betalt.records.intake import Incoming, Taken, take_in
from betalt.records.sql import text_array
from betalt.values.personnummer import masked


def begin_batch(*, creditor: int, source: int, file: InvoiceFile, on: date, snapshot: bool) -> m.Import:
    """Begin a reading of a list and tell what of it is refused or held; the walls must be open."""
    batch: m.Import = m.Import.objects.create(
        creditor_id=creditor, source_id=source, on=on, state="waiting", snapshot=snapshot,
        counts={"new": 0, "known": 0, "refused": len(file.refused), "gone": 0, "left": len(file.rows)},
    )  # fmt: skip
    _note_rows(creditor, batch.id, file, credit_notes(file))
    return batch


def take_rows(*, batch: m.Import, rows: Sequence[InvoiceRow], on: date, recount: bool = True) -> Taken:
    """Let some rows of a list become invoices and cases, and count them; the walls must be open.

    `recount` lets the planner count its tables anew, which costs too much after every few rows.
    """
    creditor = batch.creditor_id
    ladders = {row.kind: from_json(row.steps) for row in m.Procedure.objects.of(creditor).filter(active=True)}
    # One list at a time: what one has taken in, the next one knows.
    home = m.Creditor.objects.select_for_update(no_key=True).get(id=creditor)
    people = People.of(rows, creditor=creditor, on=on)
    taken = take_in(
        _incoming(rows, people, home.language, ladders),
        creditor=creditor,
        batch=batch.id,
        on=on,
        accounts=changed_accounts(choices_of(home.settings).accounts),
        recount=recount,
    )
    counts = batch.counts
    counts["new"], counts["known"] = counts["new"] + taken.new, counts["known"] + taken.known
    counts["left"] -= len(rows)
    batch.save(update_fields=["counts"])
    return taken


def end_batch(*, batch: m.Import, file: InvoiceFile, on: date) -> int:
    """Hold what a whole list says is to be held, and let waiting money find the new invoices.

    Returns how many cases were held because a full list no longer has their invoice. The walls must be open.
    """
    creditor = batch.creditor_id
    hold_credited(batch=batch, file=file, on=on)
    gone = 0
    if batch.snapshot:
        listed = [row.number for row in file.rows if row.kind == "invoice"]
        gone = absence.hold_absent(creditor=creditor, listed=listed, on=on, batch=batch.id)
    batch.counts["gone"], batch.counts["left"] = gone, 0
    if not batch.counts["new"]:
        batch.state = "released"
    batch.save(update_fields=["counts", "state"])
    if batch.counts["new"]:
        match_again(creditor=creditor, on=on, only=("in",))
    return gone


def hold_credited(*, batch: m.Import, file: InvoiceFile, on: date) -> None:
    """Hold the cases of customers with a credit note in the list until a person says what it is for."""
    creditor = batch.creditor_id
    numbers = _customers(credit_notes(file), creditor, on)
    absence.hold_customers(creditor=creditor, numbers=numbers, on=on, batch=batch.id)


def credit_notes(file: InvoiceFile) -> tuple[InvoiceRow, ...]:
    """List the credit notes of a list."""
    return tuple(row for row in file.rows if row.kind == "credit")


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
