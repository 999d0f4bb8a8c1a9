"""The claim document of the contract as it comes in: JSON to facts, every mistake with its JSON path."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from betalt.core.claim.claim import Claim, claim
from betalt.core.claim.facts import Event, Facts, FactsError, Invoice, Terms
from betalt.core.claim.strict import (
    DocumentError,
    Read,
    bps,
    choice,
    day,
    flag,
    items,
    load,
    name,
    ore,
    record,
    text,
)

ROOT = "$"


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A claim document: the facts, with the id to echo and the day it asks for, where it has them."""

    facts: Facts
    id: str | None
    on: date | None


class _Shape(NamedTuple):
    """The fields that an object may have, and those that it must have."""

    fields: Mapping[str, Read]
    required: tuple[str, ...] = ()


_MEASURE = _Shape({"invoice": name, "charged": flag})
_EVENTS: dict[str, _Shape] = {
    "reminder": _MEASURE,
    "demand": _MEASURE,
    "plan": _MEASURE,
    "late_compensation": _MEASURE,
    "payment": _Shape({"amount": ore, "invoice": name, "id": name}, ("amount",)),
    "payment_reversed": _Shape({"payment": name}, ("payment",)),
    "credit": _Shape(
        {"amount": ore, "invoice": name, "ground": choice("error", "goodwill")},
        ("amount", "invoice", "ground"),
    ),
    "application": _Shape({"application_fee": ore, "work_fee": ore, "served_on": day, "invoice": name}),
    "judgment": _Shape({"costs": ore, "invoice": name}, ("costs",)),
    "court_cost": _Shape({"amount": ore, "invoice": name}, ("amount",)),
    "write_off": _Shape({"amount": ore, "invoice": name}),
}
_INTEREST: dict[str, _Shape] = {
    "statutory": _Shape({}),
    "margin": _Shape({"points": bps}, ("points",)),
    "fixed": _Shape({"percent": bps}, ("percent",)),
    "none": _Shape({}),
}
_ORE_FIELDS = ("amount", "application_fee", "work_fee", "costs", "tax_office_share")


def read_document(data: bytes) -> Document:
    """Read one claim document, or raise DocumentError with the JSON path of what is wrong."""
    fields: dict[str, Read] = {
        "id": text,
        "on": day,
        "creditor": _creditor,
        "debtor": _debtor,
        "basis": choice("AA", "A365"),
        "allocation": choice("CIP", "ICP", "PIC"),
        "terms": _terms,
        "invoices": _invoices,
        "events": _events,
    }
    found = record(load(data), ROOT, fields, required=("debtor", "invoices"))
    facts = {key: given for key, given in found.items() if key not in ("id", "on", "creditor", "debtor")}
    try:
        return Document(
            id=found.get("id"),
            on=found.get("on"),
            facts=Facts(
                creditor_kind=found.get("creditor", "business"), debtor_kind=found["debtor"], **facts
            ),
        )
    except FactsError as error:
        raise DocumentError(f"{ROOT}.{error.path}", error.message) from None


def _creditor(value: Any, path: str) -> str:
    found = record(value, path, {"kind": choice("business", "private")})
    return str(found.get("kind", "business"))


def _debtor(value: Any, path: str) -> str:
    kinds = choice("consumer", "business", "public")
    return str(record(value, path, {"kind": kinds}, required=("kind",))["kind"])


def _terms(value: Any, path: str) -> Terms:
    fields: dict[str, Read] = {
        "due_agreed": flag,
        "interest": _interest,
        "reminder_fee_agreed": flag,
        "consumer_credit": flag,
    }
    found = record(value, path, fields)
    kind, interest_bps = found.pop("interest", ("statutory", 0))
    return Terms(interest_kind=kind, interest_bps=interest_bps, **found)


def _interest(value: Any, path: str) -> tuple[str, int]:
    found = _of_kind(value, path, _INTEREST, {})
    if found.get("percent", 0) < 0:
        raise DocumentError(f"{path}.percent", "is negative")
    return found["kind"], found.get("points", found.get("percent", 0))


def _invoices(value: Any, path: str) -> tuple[Invoice, ...]:
    found = items(value, path, _invoice)
    if not found:
        raise DocumentError(path, "holds no invoice")
    return found


def _invoice(value: Any, path: str) -> Invoice:
    fields: dict[str, Read] = {
        "id": name,
        "amount": ore,
        "invoiced_on": day,
        "due_on": day,
        "sent_on": day,
        "interest_notice": flag,
        "arose_on": day,
        "tax_office_share": ore,
    }
    found = record(value, path, fields, required=("id", "amount", "invoiced_on", "due_on"))
    if found.get("tax_office_share", 0) > found["amount"]:
        raise DocumentError(f"{path}.tax_office_share", "is larger than the amount")
    return Invoice(**_in_ore(found))


def _events(value: Any, path: str) -> tuple[Event, ...]:
    found = items(value, path, _event)
    paid: set[str] = set()
    for number, event in enumerate(found):
        if event.id in paid:
            raise DocumentError(f"{path}[{number}].id", f"another payment has the id {event.id!r:.60}")
        paid.update([event.id] if event.id is not None else [])
    return found


def _event(value: Any, path: str) -> Event:
    return Event(**_in_ore(_of_kind(value, path, _EVENTS, {"on": day})))


def _of_kind(
    value: Any, path: str, shapes: Mapping[str, _Shape], common: Mapping[str, Read]
) -> dict[str, Any]:
    # The kind decides which fields are known, so it is read before the others.
    kind = choice(*shapes)
    given = value.get("kind") if isinstance(value, dict) else None
    shape = shapes.get(given) if isinstance(given, str) else None
    if shape is None:
        every = {key: _anything for each in shapes.values() for key in each.fields}
        record(value, path, {**common, "kind": kind, **every}, required=(*common, "kind"))
        raise AssertionError("an unknown kind is refused")
    fields = {**common, "kind": kind, **shape.fields}
    return record(value, path, fields, required=(*common, *shape.required))


def _anything(value: Any, _: str) -> Any:
    return value


def _in_ore(found: dict[str, Any]) -> dict[str, Any]:
    return {f"{key}_ore" if key in _ORE_FIELDS else key: given for key, given in found.items()}


def work_out(document: Document, *, on: date) -> Claim:
    """Compute the claim of a document on a day, or raise DocumentError where its history cannot be (R9)."""
    try:
        return claim(document.facts, on=on)
    except FactsError as error:
        raise DocumentError(f"{ROOT}.{error.path}", error.message) from None
