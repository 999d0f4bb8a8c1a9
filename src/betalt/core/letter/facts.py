"""What is known about one letter; `compose` reads nothing else, so a letter can be made again from it."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from betalt.core.letter.kinds import LetterKind

Language = Literal["sv", "en"]
DebtorKind = Literal["consumer", "business", "public"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """The creditor as on the invoice: the only name a letter is sent in."""

    name: str
    org_no: str  # as printed, "559999-0149"
    address: tuple[str, ...]
    email: str = ""
    phone: str = ""
    hours: str = ""
    signer: str = ""
    bankgiro: str = ""  # as printed, "5999-9995"
    plusgiro: str = ""
    swish: str = ""  # ten digits
    bankgiro_changed: bool = False  # since the invoice was sent
    policy_url: str = ""
    privacy_url: str = ""
    help_url: str = ""  # where budget and debt advice is found
    logo: str = ""  # SHA-256 of the picture
    vat_number: str = ""  # as printed, "SE559999014901"
    f_tax: bool = False  # approved for F-tax
    seat: str = ""  # where the board has its seat
    foot_note: str = ""  # the creditor's own line
    kind: Literal["business", "private"] = "business"


@dataclass(frozen=True, slots=True, kw_only=True)
class Receiver:
    """The debtor, with name and address only: never a personal number (GDPR-2)."""

    name: str
    address: tuple[str, ...]
    kind: DebtorKind
    natural: bool  # a person in law, so also a sole trader: du, and the way to help
    email: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class InterestRow:
    """One stretch of late-payment interest with one rate and one base (INK-7); sums in öre."""

    from_on: date
    to_on: date
    days: int
    bps: int
    base_ore: int
    ore: int
    paid_ore: int = 0  # what has already been paid of it


@dataclass(frozen=True, slots=True, kw_only=True)
class CostRow:
    """One cost with the day of its measure: reminder, demand, plan, late_compensation …; sums in öre."""

    kind: str
    on: date
    ore: int
    paid_ore: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One invoice in the letter with what is owed on it on the letter's day; sums in öre."""

    invoice: str
    invoiced_on: date
    due_on: date
    what: str  # what was sold, when and where, in the debtor's words
    amount_ore: int  # the invoice as it was sent
    principal_ore: int
    interest_ore: int = 0
    costs_ore: int = 0
    ocr: str = ""
    their_reference: str = ""
    paid_ore: int = 0  # of the principal
    paid_on: date | None = None  # the last such payment
    credited_ore: int = 0
    tax_office_share_ore: int = 0
    interest_rows: tuple[InterestRow, ...] = ()
    cost_rows: tuple[CostRow, ...] = ()
    due_ground: str = ""  # "avtal den 1 mars 2026, punkt 4"
    due_agreed: bool = True
    interest_notice: bool = False  # the invoice says that late payment bears interest (INT-4)
    interest_ground: str = ""  # the agreement of a rate that is not the statutory
    fee_agreed_on: date | None = None
    fee_agreed_how: str = ""
    arose_on: date | None = None  # the debt; without it the invoice's day


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """How an earlier payment was counted; sums in öre."""

    on: date
    amount_ore: int
    costs_ore: int
    interest_ore: int
    principal_ore: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Agent:
    """A licensed collector that writes for the creditor (INK-3, INK-8)."""

    name: str
    org_no: str
    contact: str
    licence: str  # as recorded; a letter is refused without it


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """The claim was taken over: only payment to the new owner discharges (FAC-4, FAC-10)."""

    original_creditor: str
    assigned_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Thanks:
    """What a thank-you letter tells; sums in öre."""

    amount_ore: int
    paid_on: date
    waived_ore: int = 0
    overpaid_ore: int = 0
    refund_by: date | None = None  # none where nobody knows the account that it came from
    kfm_withdrawn_on: date | None = None
    customer_since: str = ""  # only where the case never came to a demand


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterFacts:
    """One letter of one creditor to one debtor about one or more invoices."""

    kind: LetterKind
    language: Language
    letter_on: date  # handed to the post or the channel; fees and days count from here
    case: str
    sender: Sender
    receiver: Receiver
    items: tuple[Item, ...]
    answer_by: date | None = None  # last day to pay, or in a demand to pay or object
    ocr: str = ""  # for the whole letter; without it the first invoice's own
    daily_interest_ore: int = 0  # per day after the letter, rounded half-up
    waiver: bool = True  # no further interest if all is paid by the letter's day
    demanded_on: date | None = None
    demand_answer_by: date | None = None
    late_compensation_later: bool = False  # promised not to be taken if paid by the letter's day
    interest_from: date | None = None  # where no due day was agreed (INT-4)
    interest_from_letter: bool = False  # counted from this letter, not from the invoice
    next_step: Literal["", "own", "agent"] = ""
    next_agent: str = ""
    link: str = ""
    code: str = ""
    copies: bool = False  # copies of the invoices lie behind the letter
    agent: Agent | None = None
    assignment: Assignment | None = None
    thanks: Thanks | None = None
    payments: tuple[Payment, ...] = ()  # those that cleared interest or costs

    @property
    def form(self) -> Literal["du", "ni"]:
        """Tell how the debtor is addressed: du to a person, also a sole trader, else ni."""
        return "du" if self.receiver.natural else "ni"
