"""Something becomes known about a customer that letters depend on: where it is, who it is, what has befallen it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db.models import Q

from betalt.flows.flow import flow
from betalt.records import models as m
from betalt.records.letters import withdraw
from betalt.records.scope import acting_for
from betalt.records.sealing import blind_indexes
from betalt.values import personnummer

FLAGS = (
    "protected",
    "estate",
    "bankrupt",
    "reconstruction",
    "guardian",
    "debt_relief",
    "address_returned",
    "mailbox",
)


# Where an address may come from, so that a later one is not put right with an older one.
SOURCES = ("customer", "population_register", "company_register", "returned_post", "other")

_WHOLE = 12  # digits of a personal number with its century


class CustomerUnknown(LookupError):
    """The creditor has no customer with this number."""


class CustomerUnclear(ValueError):
    """Something said of a customer is not kept; the message names it."""


def take_customer(*, creditor: int, number: str) -> m.Party:
    """Find a customer by the creditor's own number or its personal number, and keep it until the transaction ends."""
    fits = Q(number=number)
    if personnummer.is_valid(number):
        digits = personnummer.compact(number).replace("+", "")
        whole = [digits] if len(digits) == _WHOLE else [f"{century}{digits}" for century in ("19", "20")]
        fits |= Q(personal_no_index__in=[i for one in whole for i in blind_indexes(one, creditor=creditor)])
    party = m.Party.objects.of(creditor).select_for_update().filter(fits).order_by("id").first()
    if party is None:
        raise CustomerUnknown(f"there is no customer {number}")
    found: m.Party = party
    return found


@flow
def mark_customer(
    *, creditor: int, number: str, flags: Mapping[str, bool], on: date, actor: str = ""
) -> None:
    """Note what a customer is or is not (bankrupt, minor's guardian, protected …) and look at its cases again.

    Letters that have not left are withdrawn. Raises CustomerUnclear for a flag that is not kept.
    """
    unknown = set(flags) - set(FLAGS)
    if unknown:
        raise CustomerUnclear(f"{min(unknown)} is not kept of a customer; what is: {', '.join(FLAGS)}")
    with acting_for([creditor]):
        party = take_customer(creditor=creditor, number=number)
        for name, value in flags.items():
            setattr(party, name, value)
        party.save(update_fields=list(flags))
        _look_again(party, on, "customer_marked", actor, {"flags": sorted(flags)})


@flow
def move_customer(
    *,
    creditor: int,
    number: str,
    on: date,
    address: tuple[str, ...] = (),
    email: str = "",
    source: str = "",
    actor: str = "",
) -> None:
    """Note a customer's new address or e-mail; a returned letter or a bounced mail is forgotten with the old one.

    `source` is one of SOURCES, or empty where nobody asks for it. Raises CustomerUnclear, CustomerUnknown.
    """
    if source and source not in SOURCES:
        raise CustomerUnclear(f"an address comes from one of {', '.join(SOURCES)}, not {source}")
    with acting_for([creditor]):
        party = take_customer(creditor=creditor, number=number)
        if address:
            party.address, party.address_returned = [personnummer.masked(line) for line in address], False
        if email:
            party.email, party.email_bounced = email, False
        party.save(update_fields=["address", "address_returned", "email", "email_bounced"])
        _look_again(party, on, "customer_moved", actor, {"source": source} if source else {"flags": []})


def _look_again(party: m.Party, on: date, kind: str, actor: str, about: Mapping[str, object]) -> None:
    creditor = party.creditor_id
    cases = m.Case.objects.of(creditor).filter(party=party, next_look_on__isnull=False)
    ids = list(cases.select_for_update().order_by("id").values_list("id", flat=True))
    withdraw(creditor=creditor, cases=ids)
    m.Case.objects.of(creditor).filter(id__in=ids).update(
        next_look_on=on, asked_step=0, asked_code="", asked_on=None, asked_times=0
    )
    m.Event.objects.bulk_create(
        m.Event(creditor_id=creditor, case_id=case, on=on, kind=kind, actor=actor, data=about) for case in ids
    )
