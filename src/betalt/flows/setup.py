"""A creditor begins: its own data and the three ready ladders."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.text import slugify

from betalt.core.access import Role
from betalt.core.process.document import to_json
from betalt.core.process.procedure import READY
from betalt.flows.choices import choices_of
from betalt.flows.flow import flow
from betalt.records import models as m
from betalt.records.scope import acting_for
from betalt.records.sql import fetch
from betalt.values import bankgiro, orgnr, personnummer, plusgiro
from betalt.values.number import InvalidNumber

PAYMENT = "payment"  # the step of the first run that asks where the money comes to
_SWISH_DIGITS = 10
_SLUG_LENGTH = 40


class CreditorUnclear(ValueError):
    """Something about a creditor cannot be right; the message says what."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCreditor:
    """What a company tells about itself: everything that its letters must say."""

    name: str
    org_no: str
    address: tuple[str, ...]
    email: str = ""
    phone: str = ""
    hours: str = ""
    policy_url: str = ""
    privacy_url: str = ""
    bankgiro: str = ""
    plusgiro: str = ""
    swish: str = ""
    signer: str = ""
    vat_number: str = ""
    f_tax: bool = False
    seat: str = ""
    foot_note: str = ""
    language: str = "sv"
    is_demo: bool = False
    choices: Mapping[str, Any] = field(default_factory=dict)


@flow
def set_up_creditor(
    *,
    creditor: NewCreditor,
    on: date,
    owner: int | None = None,
    left: Sequence[str] = (),
    finishes: bool = True,
) -> int:
    """Begin with a creditor on a day, a user being its owner; return its id. Raises CreditorUnclear, ChoiceUnknown.

    `left` are the steps of a first run that are still to be answered; until PAYMENT is, an account may be missing.
    `finishes` is no where the flow that asks for the creditor has more to do with it.
    """
    facts = _facts(creditor, needs_account=PAYMENT not in left)
    choices_of(creditor.choices)
    number = _next_id()
    with acting_for([number], finishes=finishes):
        m.Creditor.objects.create(
            id=number,
            is_demo=creditor.is_demo,
            settings=dict(creditor.choices),
            first_run_left=list(left),
            **facts,
        )
        _give_slug(number, creditor.name)
        if owner is not None:
            m.Membership.objects.create(creditor_id=number, user_id=owner, role=Role.OWNER, since_on=on)
        for ladder in READY:
            m.Procedure.objects.create(
                creditor_id=number, kind=ladder.kind, name=ladder.name, steps=to_json(ladder)
            )
        m.Event.objects.create(creditor_id=number, on=on, kind="creditor_set_up")
    return number


@flow
def say_bank_checked(*, creditor: int, through: date) -> None:
    """Note that all money up to and with a day is known: a bank file covered it, or a person looked."""
    with acting_for([creditor]):
        m.Creditor.objects.filter(id=creditor).exclude(bank_data_on__gte=through).update(bank_data_on=through)


@flow
def change_company(*, creditor: int, told: NewCreditor, on: date, actor: str = "", step: str = "") -> None:
    """Change what a company tells about itself, from its next letter on; its organisation number stays.

    Letters that are ready are composed of what was true then and leave as they are. `step` is the step of the first
    run that is answered so. Raises CreditorUnclear.
    """
    with acting_for([creditor]):
        home = m.Creditor.objects.select_for_update(no_key=True).get(id=creditor)
        left = [waiting for waiting in home.first_run_left if waiting != step]
        facts = {
            **_facts(replace(told, org_no=home.org_no), needs_account=PAYMENT not in left),
            "org_no": home.org_no,
        }
        changed = sorted(name for name, value in facts.items() if getattr(home, name) != value)
        m.Creditor.objects.filter(id=creditor).update(**facts, first_run_left=left)
        m.Event.objects.create(
            creditor_id=creditor, on=on, kind="company_changed", data={"changed": changed}, actor=actor
        )


@flow
def change_choices(*, creditor: int, choices: Mapping[str, Any], on: date, actor: str = "") -> None:
    """Change what a creditor has chosen, from a day on; what was decided before stays. Raises ChoiceUnknown."""
    with acting_for([creditor]):
        home = m.Creditor.objects.select_for_update(no_key=True).get(id=creditor)
        changed = {**home.settings, **choices}
        choices_of(changed)
        m.Creditor.objects.filter(id=creditor).update(settings=changed)
        m.Event.objects.create(
            creditor_id=creditor, on=on, kind="choices_changed", data={"choices": dict(choices)}, actor=actor
        )


def _facts(told: NewCreditor, *, needs_account: bool) -> dict[str, Any]:
    """Give what a company tells as its row keeps it."""
    return {
        "name": told.name.strip(), "address": list(told.address), "email": told.email, "phone": told.phone,
        "hours": told.hours, "policy_url": told.policy_url, "privacy_url": told.privacy_url, "signer": told.signer,
        "f_tax": told.f_tax, "seat": told.seat.strip(), "foot_note": told.foot_note.strip(),
        "language": told.language, **_checked(told, needs_account=needs_account),
    }  # fmt: skip


def _checked(creditor: NewCreditor, *, needs_account: bool) -> dict[str, str]:
    if not creditor.name.strip():
        raise CreditorUnclear("the creditor needs a name")
    if not creditor.address:
        raise CreditorUnclear("the creditor needs an address: letters must say where to object")
    if needs_account and not (creditor.bankgiro or creditor.plusgiro):
        raise CreditorUnclear("the creditor needs a bankgiro or a plusgiro that the money comes to")
    try:
        return {
            "org_no": _org_no(creditor.org_no),
            "bankgiro": bankgiro.validate(creditor.bankgiro) if creditor.bankgiro else "",
            "plusgiro": plusgiro.validate(creditor.plusgiro) if creditor.plusgiro else "",
            "swish": _swish(creditor.swish),
            "vat_number": _vat_number(creditor.vat_number),
        }
    except InvalidNumber as error:
        raise CreditorUnclear(str(error)) from None


def _give_slug(number: int, name: str) -> None:
    """Name a creditor in the addresses of the office: by its name alone, or with its number when that is taken."""
    plain = slugify(name)[:_SLUG_LENGTH].strip("-")
    row = m.Creditor.objects.filter(id=number)
    try:
        with transaction.atomic():
            row.update(slug=plain or str(number))
    except IntegrityError:
        row.update(slug=f"{plain}-{number}")


def _swish(written: str) -> str:
    digits = "".join(sign for sign in written if sign.isdigit())
    if written and len(digits) != _SWISH_DIGITS:
        raise CreditorUnclear(f"{written!r} is no Swish number: it has ten digits, as 123 467 93 04")
    return digits


def _vat_number(written: str) -> str:
    """Take a Swedish VAT number; a sole trader's holds its personal number, which no letter may show (GDPR-2)."""
    number = "".join(written.split()).replace("-", "").upper()
    if not number:
        return ""
    if not (number.startswith("SE") and number.endswith("01") and orgnr.is_valid(number[2:-2])):
        raise CreditorUnclear(f"{written!r} is no Swedish VAT number: it is SE, ten digits and 01")
    if orgnr.is_personal(number[2:-2]):
        raise CreditorUnclear("a sole trader's VAT number holds a personal number, which no letter may show")
    return number


def _org_no(written: str) -> str:
    """Take an organisation number, or a sole trader's personal number."""
    if personnummer.is_valid(written):
        return personnummer.validate(written)[-10:]
    return orgnr.validate(written)


def _next_id() -> int:
    return int(fetch("SELECT nextval('records_creditor_id_seq')")[0][0])
