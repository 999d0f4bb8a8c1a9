"""A letter of each kind from an invented company to invented customers, for previews and pictures."""

from dataclasses import replace
from datetime import date
from typing import Final

from betalt.core.claim.claim import Claim, claim
from betalt.core.claim.facts import Event, Facts, Invoice, Terms
from betalt.core.letter.answer_day import answer_by
from betalt.core.letter.facts import Language, LetterFacts, Receiver, Sender, Thanks
from betalt.core.letter.items import Particulars, items
from betalt.core.letter.kinds import LetterKind
from betalt.values import ocr
from betalt.values.money import half_up

_SENDER: Final = Sender(
    name="Björkhaga Rör & Värme AB",
    org_no="559999-0164",
    address=("Exempelvägen 12", "999 99 Exempelby"),
    email="ekonomi@bjorkhaga.example",
    phone="08-465 004 21",
    hours="vardagar 9–15",
    signer="Karin Exempelberg",
    bankgiro="5999-9995",
    swish="1239998887",
    policy_url="bjorkhaga.example/betalning",
    privacy_url="bjorkhaga.example/personuppgifter",
    help_url="hallakonsument.se",
)
_PERSON: Final = Receiver(
    name="Anna Ågren", address=("Storgatan 4 lgh 1203", "999 98 Exempelby"), kind="consumer", natural=True
)
_COMPANY: Final = Receiver(
    name="Nordanvik Bygg AB", address=("Box 1234", "999 97 Exempelstad"), kind="business", natural=False
)
_REMINDED: Final = date(2026, 9, 18)
_DEMANDED: Final = date(2026, 10, 5)
_LETTER_ON: Final = {
    LetterKind.NOTE: date(2026, 9, 14),
    LetterKind.REMINDER: _REMINDED,
    LetterKind.DEMAND: _DEMANDED,
    LetterKind.FINAL_NOTICE: date(2026, 10, 22),
    LetterKind.THANKS: date(2026, 10, 26),
}
_NUMBER: Final = "10428"


def example_facts(kind: LetterKind, *, language: Language, company: bool = False) -> LetterFacts:
    """Make the facts of an example letter, with sums that `claim` has worked out."""
    letter_on = _LETTER_ON[kind]
    owed = _claim(letter_on, company=company)
    daily = owed.daily_interest
    demand_day = answer_by(kind=LetterKind.DEMAND, letter_on=_DEMANDED)
    facts = LetterFacts(
        kind=kind,
        language=language,
        letter_on=letter_on,
        case="4711",
        sender=_SENDER,
        receiver=_COMPANY if company else _PERSON,
        items=tuple(items(owed, particulars=[_particulars(owed, company=company)])),
        answer_by=answer_by(kind=kind, letter_on=letter_on, answer_days=None if kind.is_collection else 8),
        daily_interest_ore=half_up(daily.numerator, daily.denominator),
        demanded_on=_DEMANDED,
        demand_answer_by=demand_day,
        next_step="own",
        link="bjorkhaga.example/svar",
        code="K7M-2QX",
    )
    return replace(facts, thanks=_thanks(owed)) if kind is LetterKind.THANKS else facts


def _claim(on: date, *, company: bool) -> Claim:
    invoice = Invoice(
        id=_NUMBER, amount_ore=1_240_000, invoiced_on=date(2026, 8, 10), due_on=date(2026, 9, 9)
    )
    measures = [Event(on=_REMINDED, kind="reminder"), Event(on=_DEMANDED, kind="demand")]
    if company:
        measures.append(Event(on=_DEMANDED, kind="late_compensation"))
    facts = Facts(
        debtor_kind="business" if company else "consumer",
        invoices=(invoice,),
        events=tuple(measure for measure in measures if measure.on <= on),
        terms=Terms(reminder_fee_agreed=True),
    )
    return claim(facts, on=on)


def _particulars(owed: Claim, *, company: bool) -> Particulars:
    return Particulars(
        amount_ore=owed.facts.invoices[0].amount_ore,
        ocr=ocr.make(_NUMBER),
        their_reference="PO 88-1, Lena" if company else "",
        what="byte av varmvattenberedare, Storgatan 4, 3–4 augusti",
        due_ground="avtal den 20 juli 2026, punkt 4",
        fee_agreed_on=date(2026, 7, 20),
        fee_agreed_how="avtal, punkt 4.3",
    )


def _thanks(owed: Claim) -> Thanks:
    return Thanks(amount_ore=owed.total, paid_on=date(2026, 10, 23))
