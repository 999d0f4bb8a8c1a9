"""A creditor, its customers, a mail server and a folder for print bundles."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from aiosmtpd.controller import Controller

from betalt.adapters.delivery.email import Server
from betalt.flows.day import DayRun, run_day
from betalt.flows.outlet import Outlet
from betalt.flows.print_house import confirm_posted
from betalt.flows.receive import receive_invoices, release_batch
from betalt.flows.setup import NewCreditor, say_bank_checked, set_up_creditor
from betalt.records import models as m
from betalt.records.scope import acting_for
from tests.free_port import free_port

HEAD = (
    "Fakturanr;Kundnr;Kundnamn;Orgnr;Fakturadatum;Förfallodatum;Belopp;Saldo;OCR;E-post;Adress;Postnr;Ort;Benämning"
)
NORDANVIK = "1001;7;Nordanvik AB;559999-0149;2026-01-15;2026-02-13;12 500,00;12 500,00;10019;{mail};Storgatan 1;411 01;Göteborg;Byte av panna"
ASA = "1002;8;Åsa Öberg;19900101-2385;2026-01-15;2026-02-13;3 000,00;3 000,00;10027;{mail};Lillgatan 2;411 02;Göteborg;Ny blandare"


@dataclass
class Inbox:
    """What a real SMTP server took, and the addresses it refuses."""

    mails: list[bytes] = field(default_factory=list)
    refuse: set[str] = field(default_factory=set)
    busy: bool = False

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address in self.refuse:
            return "550 5.1.1 no such user"
        if self.busy:
            return "451 4.3.0 try again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.mails.append(envelope.content)
        return "250 OK"


@dataclass
class Office:
    """A creditor's office in a test: everything that the owner and the clock do."""

    creditor: int
    outlet: Outlet
    inbox: Inbox

    def receive(self, *rows: str, on: date, mail: str = "kund@example.com", release: bool = True):
        text = "\n".join([HEAD, *(row.format(mail=mail) for row in rows)]) + "\n"
        received = receive_invoices(
            creditor=self.creditor, name="unpaid.csv", data=text.encode(), on=on
        )
        if release:
            release_batch(creditor=self.creditor, batch=received.batch)
        return received

    def day(self, on: date, *, bank: bool = True, post: bool = True) -> DayRun:
        if bank:
            say_bank_checked(creditor=self.creditor, through=on - timedelta(days=1))
        at = datetime(on.year, on.month, on.day, 9, tzinfo=ZoneInfo("Europe/Stockholm"))
        run = run_day(on=on, at=at, creditors_only=[self.creditor], outlet=self.outlet)
        if post:
            for bundle in run.sent.bundles:
                confirm_posted(creditor=self.creditor, bundle=bundle.partition("/")[2], on=on)
        return run

    def days(self, first: date, last: date) -> None:
        while first <= last:
            self.day(first)
            first += timedelta(days=1)

    def case(self, number: int = 1) -> m.Case:
        with acting_for([self.creditor]):
            return m.Case.objects.of(self.creditor).get(number=number)

    def letters(self) -> list[tuple[str, str, date, int]]:
        with acting_for([self.creditor]):
            return [
                (letter.kind, letter.state, letter.letter_on, letter.total_ore)
                for letter in m.Letter.objects.of(self.creditor).order_by("id")
            ]


@pytest.fixture
def inbox() -> Iterator[tuple[Inbox, Server]]:
    inbox, port = Inbox(), free_port()
    controller = Controller(inbox, hostname="127.0.0.1", port=port)
    controller.start()
    yield inbox, Server(host="127.0.0.1", port=port, security="none")
    controller.stop()


@pytest.fixture
def office(db, tmp_path: Path, inbox) -> Office:
    creditor = set_up_creditor(
        creditor=NewCreditor(
            name="Göta Rör AB", org_no="559999-8001", address=("Rörgatan 4", "417 05 Göteborg"),
            bankgiro="5050-1055", email="faktura@gotaror.example", phone="031-390 06 20", signer="Karin Lindgren",
        ),
        on=date(2026, 2, 1),
    )  # fmt: skip
    return Office(
        creditor=creditor, outlet=Outlet(bundles=tmp_path / "bundles", mail_server=inbox[1]), inbox=inbox[0]
    )
