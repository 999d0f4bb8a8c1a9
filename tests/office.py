"""A creditor's office in a test: its customers, their unpaid invoices, and all that owner, post, bank and clock do."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from aiosmtpd.controller import Controller

from betalt.adapters.delivery.email import Server
from betalt.core.claim.claim import Claim
from betalt.flows import agree, answer, settle
from betalt.flows.credit import credit_invoice
from betalt.flows.day import DayRun, run_day
from betalt.flows.facts import know
from betalt.flows.outlet import Outlet
from betalt.flows.print_house import Posted, confirm_posted
from betalt.flows.receive import Received, receive_invoices, release_batch
from betalt.flows.setup import NewCreditor, say_bank_checked, set_up_creditor
from betalt.records import models as m
from betalt.records.scope import acting_for
from betalt.records.sql import fetch
from tests.free_port import free_port

STOCKHOLM = ZoneInfo("Europe/Stockholm")
OWNER = "Karin"


@dataclass(frozen=True, kw_only=True)
class Customer:
    """A customer as the creditor's own list shows it."""

    number: str
    name: str
    org_no: str
    kind: str = ""
    email: str = "kund@example.com"
    street: str = "Storgatan 1"
    town: str = "411 01;Göteborg"


ASA_OBERG = Customer(number="8", name="Åsa Öberg", org_no="19900101-2385", email="asa@example.com")
BO_EK = Customer(number="9", name="Bo Ek", org_no="19850203-2389", email="bo@example.com")
NORDANVIK_AB = Customer(
    number="7", name="Nordanvik AB", org_no="559999-0149", email="ekonomi@nordanvik.example"
)
SUND_KOMMUN = Customer(
    number="6", name="Sunds kommun", org_no="559999-0222", kind="offentlig", email="faktura@sund.example"
)


@dataclass(frozen=True, kw_only=True)
class Bill:
    """An unpaid invoice as it stands in the creditor's own list; sums in kronor, days as ISO."""

    number: str
    customer: Customer
    amount: str = "3 000,00"
    left: str = ""  # what is open, where a part is paid
    issued: str = "2026-01-15"
    due: str = "2026-02-13"
    ordered: str = ""
    rot: str = ""
    kind: str = ""
    reminded: str = ""
    demanded: str = ""

    def line(self) -> str:
        """Write the row of the list."""
        who = self.customer
        return ";".join(
            (
                self.number, self.kind, who.number, who.name, who.org_no, who.kind, self.issued, self.due,
                self.ordered, self.amount, self.left or self.amount, self.rot, who.email, who.street, who.town,
                "Byte av blandare", self.reminded, self.demanded,
            )
        )  # fmt: skip


HEAD = (
    "Fakturanr;Fakturatyp;Kundnr;Kundnamn;Orgnr;Kundtyp;Fakturadatum;Förfallodatum;Orderdatum;Belopp;Saldo;ROT;"
    "E-post;Adress;Postnr;Ort;Benämning;Påmind;Inkassokrav"
)
ASA = Bill(number="1002", customer=ASA_OBERG)
BO = Bill(number="1003", customer=BO_EK)
NORDANVIK = Bill(number="1001", customer=NORDANVIK_AB, amount="12 500,00")
SUND = Bill(number="1004", customer=SUND_KOMMUN, amount="8 000,00")


def unpaid(*bills: Bill) -> bytes:
    """Write a list of unpaid invoices as a bookkeeping program exports it."""
    return ("\n".join([HEAD, *(bill.line() for bill in bills)]) + "\n").encode()


@dataclass
class Inbox:
    """What a real mail server took, and what it says to those who come."""

    mails: list[bytes] = field(default_factory=list)
    refuse: set[str] = field(default_factory=set)  # addresses that no letter reaches
    busy: bool = False
    drop: bool = False  # cuts the line when it has the letter, before it answers
    drop_nth: int = 0  # cuts it at that letter alone, counted from 1
    meanwhile: Callable[[], None] | None = None  # done once, while a sender waits for an answer

    async def handle_RCPT(
        self, server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        """Answer who is to get the letter."""
        if self.meanwhile is not None:
            act, self.meanwhile = self.meanwhile, None
            act()
        if address in self.refuse:
            return "550 5.1.1 no such user"
        if self.busy:
            return "451 4.3.0 try again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, _session: Any, envelope: Any) -> str:
        """Take the letter."""
        self.mails.append(envelope.content)
        if self.drop or len(self.mails) == self.drop_nth:
            server.transport.abort()
        return "250 OK"


def serve(inbox: Inbox) -> tuple[Controller, Server]:
    """Start a mail server on a free port."""
    controller = Controller(inbox, hostname="127.0.0.1", port=free_port())
    controller.start()
    return controller, Server(host="127.0.0.1", port=controller.port, security="none", timeout_seconds=5)


@dataclass
class Office:
    """The office of one creditor."""

    creditor: int
    outlet: Outlet
    inbox: Inbox
    _keys: Iterable[int] = field(default_factory=count)

    def receive(self, *bills: Bill, on: date, release: bool = True, snapshot: bool = False) -> Received:
        """Read a list of unpaid invoices, and say yes to its letters."""
        received = receive_invoices(
            creditor=self.creditor, name="unpaid.csv", data=unpaid(*bills), on=on, snapshot=snapshot
        )
        if release:
            release_batch(creditor=self.creditor, batch=received.batch)
        return received

    def day(self, on: date, *, bank: bool = True, post: bool = True) -> DayRun:
        """Let a day pass: the bank was looked at, and the post goes the same day."""
        if bank:
            say_bank_checked(creditor=self.creditor, through=on - timedelta(days=1))
        run = run_day(on=on, at=morning(on), creditors_only=[self.creditor], outlet=self.outlet)
        if post:
            for bundle in run.sent.bundles:
                self.posted(bundle.partition("/")[2], on)
        return run

    def days(self, first: date, last: date) -> None:
        """Let days pass, both of these too; a day on which nothing is due would change nothing, so it is not run."""
        while first <= last:
            if self.has_work(first):
                self.day(first)
            first += timedelta(days=1)

    def has_work(self, on: date) -> bool:
        """Tell whether a case is due, a letter is ready or somebody is to be thanked."""
        mine = [self.creditor]
        found = fetch(
            "SELECT EXISTS (SELECT FROM betalt_due(%s, %s)) OR EXISTS (SELECT FROM betalt_to_send(%s)) "
            "OR EXISTS (SELECT FROM betalt_to_thank(%s, %s))",
            [on, mine, mine, on, mine],
        )
        return bool(found[0][0])

    def posted(self, bundle: str, on: date) -> Posted:
        """Hear that a bundle was posted."""
        return confirm_posted(creditor=self.creditor, bundle=bundle, on=on)

    def agree(self, customer: Customer, clause: str, agreed_on: date, *, on: date, **more: Any) -> int:
        """Record the proof of a clause."""
        return agree.record_agreement(
            creditor=self.creditor, customer=customer.number, clause=clause, agreed_on=agreed_on, on=on,
            how="undertecknat avtal", **more,
        )  # fmt: skip

    def approve(self, number: int, on: date) -> None:
        """Say yes to what is asked in a case."""
        answer.approve_step(creditor=self.creditor, number=number, on=on, actor=OWNER)

    def pay(
        self, number: int, ore: int, booked_on: date, *, read_on: date | None = None, **more: Any
    ) -> settle.Settled:
        """Hear of a payment, on the day it was booked unless another is named."""
        key = more.pop("key", None) or f"payment-{next(self._keys)}"
        return settle.record_payment(
            creditor=self.creditor, number=number, amount_ore=ore, booked_on=booked_on,
            on=read_on or booked_on, key=key, **more,
        )  # fmt: skip

    def credit(self, invoice: str, ore: int, *, on: date, key: str, ground: str = "error") -> int:
        """Credit an invoice."""
        return credit_invoice(
            creditor=self.creditor, invoice=invoice, amount_ore=ore, on=on, ground=ground, key=key
        )

    def rows(self, model: Any, **which: Any) -> list[Any]:
        """Read the creditor's rows of a kind, the oldest first."""
        with acting_for([self.creditor]):
            return list(model.objects.of(self.creditor).filter(**which).order_by("id"))

    def case(self, number: int = 1) -> m.Case:
        """Read a case by its number."""
        (found,) = self.rows(m.Case, number=number)
        return found

    def letters(self) -> list[tuple[str, str, date, int]]:
        """Tell of each letter its kind, state, day and öre."""
        return [(x.kind, x.state, x.letter_on, x.total_ore) for x in self.rows(m.Letter)]

    def left(self) -> list[tuple[str, date]]:
        """Tell kind and day of each letter that has left."""
        return [(kind, on) for kind, state, on, _ in self.letters() if state == "handed_over"]

    def fees(self, number: int = 1) -> list[tuple[str, date, bool]]:
        """Tell of each measure in a case that stands its kind, day and whether it was charged."""
        found = self.rows(m.Measure, case__number=number, withdrawn_on=None)
        return [(x.kind, x.taken_on, x.charged) for x in found]

    def claim(self, number: int, on: date) -> Claim:
        """Work out what is owed in a case on a day."""
        case = self.case(number)
        with acting_for([self.creditor]):
            (known,) = know([(self.creditor, case.id)], on=on)
        assert known.claim is not None
        return known.claim

    def happened(self, number: int = 1) -> list[str]:
        """List what the journal of a case tells, the oldest first."""
        return [event.kind for event in self.rows(m.Event, case__number=number)]

    def asked(self, number: int = 1) -> dict[str, Any]:
        """Read what was last asked in a case."""
        return self.rows(m.Question, case__number=number)[-1].reason


def morning(on: date) -> datetime:
    """Name the moment of a day on which letters leave."""
    return datetime(on.year, on.month, on.day, 9, tzinfo=STOCKHOLM)


def open_office(
    *, bundles: Path, inbox: Inbox, server: Server | None, on: date = date(2026, 2, 1), **more: Any
) -> Office:
    """Set a creditor up."""
    about = {
        "name": "Göta Rör AB", "org_no": "559999-8001", "address": ("Rörgatan 4", "417 05 Göteborg"),
        "bankgiro": "5050-1055", "email": "faktura@gotaror.example", "phone": "031-390 06 20",
        "signer": "Karin Lindgren", **more,
    }  # fmt: skip
    creditor = set_up_creditor(creditor=NewCreditor(**about), on=on)
    return Office(creditor=creditor, outlet=Outlet(bundles=bundles, mail_server=server), inbox=inbox)
