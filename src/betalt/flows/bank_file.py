"""A bank's file of payments comes in: kept whatever comes of it, each payment counted once, however often told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO

from betalt.core.payment.incoming import IncomingPayment
from betalt.core.payment.matching import Match
from betalt.core.payment.sightings import Kind, Verdict, key_of, kind_of, sort_out, twin_of
from betalt.flows.arrivals import Arrived, found_for, match_again, settle
from betalt.flows.bank_columns import BankColumns, fitting_columns
from betalt.flows.choices import choices_of
from betalt.flows.claims_open import Portfolio, portfolio
from betalt.flows.flow import flow
from betalt.flows.look import OF_PAYMENTS, BankFileRead, CannotRead, detect, read_payments
from betalt.flows.own_accounts import OwnAccounts, covered_through
from betalt.flows.refund_traces import note_refunds_paid
from betalt.flows.stored_reason import as_json
from betalt.records import files, payments
from betalt.records import models as m
from betalt.records.payments import NewPayment, NewSighting
from betalt.records.scope import acting_for
from betalt.values import orgnr
from betalt.values.reason import Reason

CHUNK = 400  # payments in one transaction
_COUNT_AFTER = {CHUNK * 4**n for n in range(6)}  # the planner must not go by the figures of small tables
Progress = Callable[[int, int], None]  # done, of how many
EXPECTED = (CannotRead,)  # what a person can mend: the file


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A payment that books nothing by itself: why, and the cases that something speaks for, by number."""

    payment: int
    booked_on: date
    amount_ore: int
    payer: str
    why: Reason
    perhaps: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A row of the file that was not taken in."""

    line: int
    reason: Reason
    amount_ore: int = 0  # 0 where the file tells of none; of the currency, hundredths
    currency: str = "SEK"


@dataclass(slots=True, kw_only=True)
class PaymentsReceived:
    """What became of a file of payments; sums in öre."""

    batch: int
    counts: Counter[str] = field(
        default_factory=Counter
    )  # new, known, matched, reversed, refunded, money_out
    paid_ore: int = 0  # of the new ones
    waiting: list[Waiting] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    covered_on: date | None = None  # the last whole day that the file tells of


def is_payments(data: bytes, *, creditor: int) -> bool:
    """Tell from its content whether a file is a bank's: its own format, or a list with its headers; or CannotRead."""
    kind = detect(BytesIO(data))
    if kind == "table":
        return fitting_columns(creditor=creditor, data=data) is not None
    if kind == "pain.002":
        raise CannotRead(Reason(code="read.is_pain"))
    return kind in OF_PAYMENTS


@flow
def receive_payments(
    *, creditor: int, name: str, data: bytes, on: date, progress: Progress = lambda _done, _all: None,
    columns: BankColumns | None = None,
) -> PaymentsReceived:  # fmt: skip
    """Take a bank's file in on a day: what its references name is settled, the rest waits for a person.

    The file is kept whatever comes of it; one that cannot be trusted is set apart whole, and CannotRead raised. A list
    is read by `columns`, by saved ones or by a known bank's. A payment counts once, in whichever files, formats and
    order it comes. What was committed stays: a file whose reading was cut short is simply read again.
    """
    with acting_for([creditor], finishes=False):
        source, _ = files.keep_source(creditor=creditor, kind="payments", name=name, content=data, on=on)
    try:
        columns = columns or fitting_columns(creditor=creditor, data=data)
        read = read_payments(data, mapping=columns)
    except CannotRead as error:
        _set_apart(creditor, source, on, error)
        raise
    with acting_for([creditor], finishes=False):
        intake = _Intake.begin(creditor=creditor, source=source, read=read, on=on)
    for start in range(0, len(intake.verdicts), CHUNK):
        with acting_for([creditor], finishes=False):
            intake.take(intake.verdicts[start : start + CHUNK])
            if start in _COUNT_AFTER:
                payments.count_anew()
        progress(min(start + CHUNK, len(intake.verdicts)), len(intake.verdicts))
    with acting_for([creditor]):
        intake.finish()
    return intake.done


def _set_apart(creditor: int, source: int, on: date, error: CannotRead) -> None:
    with acting_for([creditor]):
        m.Import.objects.create(
            creditor_id=creditor,
            source_id=source,
            on=on,
            state="refused",
            counts={"why": as_json(error.reason), "line": error.line},
        )


@dataclass(slots=True, kw_only=True)
class _Intake:
    """One reading of a file, judged whole before anything of it is stored."""

    creditor: int
    source: int
    on: date
    read: BankFileRead
    verdicts: list[Verdict]
    own: OwnAccounts
    claims: Portfolio
    done: PaymentsReceived

    @classmethod
    def begin(cls, *, creditor: int, source: int, read: BankFileRead, on: date) -> _Intake:
        """Judge the payments of a file against what is here; the rows that are not taken in are told."""
        batch = m.Import.objects.create(creditor_id=creditor, source_id=source, on=on, state="released")
        done = PaymentsReceived(batch=batch.id)
        done.refused += [Refused(line=entry.line, reason=entry.reason) for entry in read.refused]
        home = m.Creditor.objects.get(id=creditor)
        own = OwnAccounts.of(home, choices_of(home.settings))
        ours = [(payment, kind) for payment in read.payments if (kind := _ours(payment, own, on, done))]
        verdicts = _judge(creditor, ours, told_by=read.file.format)
        fresh = [verdict.told for verdict in verdicts if _is_new(verdict)]
        return cls(
            creditor=creditor,
            source=source,
            on=on,
            read=read,
            # What is taken off comes when all that it may be taken from is here.
            verdicts=sorted(verdicts, key=_order),
            own=own,
            claims=portfolio(creditor=creditor, payments=fresh, on=on),
            done=done,
        )

    def take(self, verdicts: Sequence[Verdict]) -> None:
        """Store and settle some of the payments, in one transaction."""
        # One file at a time: what one has taken in, the next one knows.
        m.Creditor.objects.select_for_update(no_key=True).get(id=self.creditor)
        told_by = self.read.file.format
        new = {key_of(one.told, told_by=told_by): one for one in verdicts if _is_new(one)}
        found = {
            key: found_for(one.told, claims=self.claims, perhaps=one.perhaps) for key, one in new.items()
        }
        ids = payments.store(
            [_row(key, one, found[key]) for key, one in new.items()],
            creditor=self.creditor,
            source=self.source,
            on=self.on,
        )
        self._sight(verdicts, {id(new[key]): number for key, number in ids.items()})
        outcome = settle(
            creditor=self.creditor,
            arrived=[
                Arrived(id=number, told=new[key].told, kind=new[key].kind, found=found[key], is_fresh=True)
                for key, number in ids.items()
            ],
            on=self.on,
        )
        self._tell_differing(verdicts)
        self.done.counts["new"] += len(ids)
        self.done.counts["known"] += (
            len(verdicts) - len(ids) - sum(one.differs_from is not None for one in verdicts)
        )
        self.done.counts["matched"] += len(outcome.settled)
        self.done.paid_ore += sum(new[key].told.amount_ore for key in ids if new[key].kind is Kind.IN)
        self._wait(outcome.open)
        self._count()

    def finish(self) -> None:
        """Try what waits once more, note the refunds that the bank has paid, and the days that the file covers."""
        outcome = match_again(creditor=self.creditor, on=self.on, only=("deduction", "taken_back"))
        self.done.waiting = [one for one in self.done.waiting if one.payment not in outcome.settled]
        self.done.counts["matched"] += len(outcome.settled)
        self.done.counts["refunded"] = note_refunds_paid(
            creditor=self.creditor, told=self.read.payments, on=self.on
        )
        self.done.covered_on = covered_through(self.read, own=self.own, on=self.on)
        if self.done.covered_on is not None:
            m.Creditor.objects.filter(id=self.creditor).exclude(
                bank_data_on__gte=self.done.covered_on
            ).update(bank_data_on=self.done.covered_on)
        m.ImportRow.objects.bulk_create(
            m.ImportRow(
                creditor_id=self.creditor,
                batch_id=self.done.batch,
                line=row.line,
                fate="refused",
                reason=as_json(row.reason),
            )
            for row in self.done.refused
        )
        self._count(is_done=True)

    def _sight(self, verdicts: Iterable[Verdict], new: dict[int, int]) -> None:
        rows = []
        for one in verdicts:
            payment = one.here if one.here is not None else new.get(id(one))
            if payment is not None and one.told.booked_on is not None:
                rows.append(NewSighting(payment, one.told.bank_id, one.told.booked_on, one.told.line))
        payments.sight(rows, creditor=self.creditor, source=self.source, told_by=self.read.file.format)

    def _tell_differing(self, verdicts: Iterable[Verdict]) -> None:
        for one in verdicts:
            if one.differs_from is not None:
                why = Reason(code="money.told_differently", params=(("payment", str(one.differs_from)),))
                self.done.refused.append(
                    Refused(line=one.told.line, reason=why, amount_ore=one.told.amount_ore)
                )

    def _wait(self, waiting: Sequence[Arrived]) -> None:
        named = {claim.case for one in waiting for each in one.found.suggestions for claim in each.claims}
        numbers = dict(m.Case.objects.of(self.creditor).filter(id__in=named).values_list("id", "number"))
        self.done.waiting += [_waiting(one, numbers) for one in waiting]

    def _count(self, *, is_done: bool = False) -> None:
        counts = {**self.done.counts, "of": len(self.verdicts), "refused": len(self.done.refused)}
        counts["done"] = int(is_done)
        m.Import.objects.of(self.creditor).filter(id=self.done.batch).update(counts=counts)


def _ours(payment: IncomingPayment, own: OwnAccounts, on: date, done: PaymentsReceived) -> Kind | None:
    """Tell what a payment is to the creditor; what is not taken in is told why, save money that went out."""
    kind = kind_of(payment)
    if kind is None:
        done.counts["money_out"] += 1
        return None
    why = own.why_not(payment, on=on)
    if why is None:
        return kind
    done.refused.append(
        Refused(
            line=payment.line, reason=why, amount_ore=payment.amount_ore, currency=payment.currency or "SEK"
        )
    )
    return None


def _judge(creditor: int, ours: Sequence[tuple[IncomingPayment, Kind]], *, told_by: str) -> list[Verdict]:
    days = {payment.booked_on for payment, _ in ours if payment.booked_on is not None}
    return sort_out(
        ours,
        told_by=told_by,
        seen=payments.seen({payment.bank_id for payment, _ in ours}, creditor=creditor),
        held=payments.held(days, {payment.amount_ore for payment, _ in ours}, creditor=creditor),
    )


def _order(one: Verdict) -> tuple[bool, date]:
    return not one.kind.is_money_in, one.told.booked_on or date.min


def _is_new(one: Verdict) -> bool:
    return one.here is None and one.differs_from is None and not one.is_repeat


def _row(key: str, one: Verdict, found: Match) -> NewPayment:
    told = one.told
    assert told.booked_on is not None
    # A personal number is not kept in the open, and a sole trader's is one.
    org_no = told.payer_org_no
    return NewPayment(
        key=key,
        kind=one.kind.value,
        state="open",
        held=True,
        booked_on=told.booked_on,
        amount_ore=told.amount_ore,
        payee=told.payee,
        payer=told.payer,
        payer_name=told.payer_name,
        payer_org_no=org_no if orgnr.is_valid(org_no) and not orgnr.is_personal(org_no) else "",
        references=[[each.value, each.kind.value, each.amount_ore] for each in told.references],
        text=list(told.text),
        twin=twin_of(told),
        why=as_json(found.why),
    )


def _waiting(one: Arrived, numbers: dict[int, int]) -> Waiting:
    perhaps = dict.fromkeys(numbers[claim.case] for each in one.found.suggestions for claim in each.claims)
    assert one.told.booked_on is not None
    return Waiting(
        payment=one.id,
        booked_on=one.told.booked_on,
        amount_ore=one.told.amount_ore,
        payer=one.told.payer_name or one.told.payer,
        why=one.found.why,
        perhaps=tuple(perhaps),
    )
