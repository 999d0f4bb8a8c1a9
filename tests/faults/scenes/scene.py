"""A scene: what stands before a flow that is killed, what is done, and how it says that it was done already."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from betalt.core.access import Role
from betalt.flows import advance
from betalt.flows.day import run_day
from betalt.flows.setup import change_choices, say_bank_checked
from betalt.flows.users import add_user, give_place
from tests.flows.bank import ACCOUNT, Paid, camt, take
from tests.office import ASA, ASA_OBERG, BO, NORDANVIK, OWNER, Office, morning

RECEIVED_ON = date(2026, 2, 2)
NOTE_ON = date(2026, 2, 17)
REMINDER_ON = date(2026, 2, 23)  # a Monday, so that paper is posted
ASKED_ON = date(2026, 3, 5)
DEMAND_ON = date(2026, 3, 6)
PAPER = replace(ASA, customer=replace(ASA_OBERG, email=""))  # ASA without an e-mail address
MAIL_ADDRESS = "karin@gotaror.example"

Act = Callable[[Office], object]


@dataclass(frozen=True, kw_only=True)
class Scene:
    """A flow, and what stands before it; `done_before` is how it says that it was done already."""

    play: Act
    prepare: Act = lambda office: None
    flows: tuple[str, ...] = ()  # that must be on the stack; the scene's own name where none is named
    done_before: tuple[type[Exception], ...] = ()
    by_form: bool = False  # also played as a person's form, whose key is sent twice
    rather_twice: bool = False  # after a death a person's form may do what two forms do
    later: Act | None = None  # what the clock does afterwards
    tells_each_reading: bool = False  # an import's own rows tell how often the file was read
    makes_new_seals: bool = False  # what is sealed looks otherwise in each run
    line_is_cut: bool = False  # whenever a letter is handed over before
    may_lose_mail: bool = False  # a mail that is no letter is rather lost than sent twice


def person(
    play: Act,
    prepare: Act,
    *done_before: type[Exception],
    flows: tuple[str, ...] = (),
    later: Act | None = None,
) -> Scene:
    """Make a scene of what a person does, at the command line and by a form of the office."""
    return Scene(
        play=play, prepare=prepare, done_before=done_before, flows=flows, later=later, by_form=True
    )  # fmt: skip


def received(*bills: object, release: bool = True) -> Act:
    """Read invoices."""
    return lambda office: office.receive(*bills, on=RECEIVED_ON, release=release)  # type: ignore[arg-type]


def after(*acts: Act) -> Act:
    """Do one thing after another."""

    def whole(office: Office) -> None:
        for act in acts:
            act(office)

    return whole


def days(*some: date, post: bool = True) -> Act:
    """Let days pass."""

    def pass_days(office: Office) -> None:
        for on in some:
            office.day(on, post=post)

    return pass_days


def bank_checked(on: date) -> Act:
    """Know the bank's money up to a day."""
    return lambda office: say_bank_checked(creditor=office.creditor, through=on)


def run(on: date) -> Act:
    """Run a day in several transactions of few cases."""

    def run_it(office: Office) -> object:
        advance.CHUNK = 2
        return run_day(on=on, at=morning(on), creditors_only=[office.creditor], outlet=office.outlet)

    return run_it


def reminded(office: Office) -> None:
    """Come to the day of a reminder on paper, with one who is to be thanked and a company that pays nothing."""
    office.receive(PAPER, BO, replace(NORDANVIK, due="2026-02-17"), on=RECEIVED_ON)
    office.days(NOTE_ON, date(2026, 2, 22))
    office.pay(2, 3_000_00, date(2026, 2, 20), read_on=date(2026, 2, 22))
    say_bank_checked(creditor=office.creditor, through=date(2026, 2, 22))


def asked(office: Office) -> None:
    """Come to the day on which a person is asked about a demand."""
    office.receive(replace(PAPER, reminded="2026-02-22"), on=RECEIVED_ON)
    office.day(ASKED_ON)


def demanded(office: Office) -> None:
    """Come to the day after a demand was posted."""
    asked(office)
    office.approve(1, ASKED_ON)
    office.day(DEMAND_ON)


def composed(office: Office) -> None:
    """Leave a note ready that has not left, since there was no mail server."""
    office.receive(ASA, BO, NORDANVIK, on=RECEIVED_ON)
    office.outlet = replace(office.outlet, mail_server=None)
    office.day(NOTE_ON)


def overpaid(office: Office) -> None:
    """Hold 500 kr that a customer paid too much, and another claim of his."""
    change_choices(creditor=office.creditor, choices={"iban": ACCOUNT, "bic": "ESSESESS"}, on=RECEIVED_ON)
    office.receive(ASA, replace(ASA, number="1007", amount="450,00"), on=RECEIVED_ON)
    take(office, camt(Paid(amount="3500.00", ocr="1002", payer="9912346", name="Åsa Öberg")))


def owned(office: Office) -> None:
    """Let somebody own the creditor and sign in."""
    user = add_user(email=MAIL_ADDRESS, name=OWNER)
    give_place(creditor=office.creditor, user=user, role=Role.OWNER, on=RECEIVED_ON)
