"""Customers as pages show them: what each owes and how it pays; the transaction's walls must be open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from betalt.records import models as m
from betalt.records.queries.case_filters import searched
from betalt.records.sql import fetch

PAGE = 50


class CustomerLine(NamedTuple):
    """A customer in the list; what is left of its invoices in öre."""

    id: int
    number: str
    name: str
    sort_name: str
    kind: str
    open_cases: int
    left_ore: int
    oldest_due_on: date | None
    marks: tuple[str, ...]  # identity flags that are set


class InvoiceLine(NamedTuple):
    """An invoice of a customer; sums in öre."""

    number: str
    case: int
    issued_on: date
    due_on: date
    amount_ore: int
    stage: str
    outcome: str
    paid_on: date | None  # day of the last money in its case, once the case is paid


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """The last thing that was noted of where a customer is, with its source."""

    on: date
    source: str
    actor: str


FLAGS = (
    "protected", "estate", "bankrupt", "reconstruction", "guardian", "debt_relief", "mailbox", "address_returned",
    "email_bounced",
)  # fmt: skip

_MARKS = ", ".join(f"CASE WHEN p.{flag} THEN '{flag}' END" for flag in FLAGS if flag != "mailbox")

# A search is done first and by itself, as that of the cases: the few that it finds lead the way to the list.
_FOUND = """ AND p.id = ANY (ARRAY(
        SELECT id FROM records_party WHERE creditor_id = %(creditor)s AND number = %(text)s
        UNION SELECT id FROM records_party WHERE creditor_id = %(creditor)s AND org_no <> '' AND org_no = %(org)s
        UNION SELECT id FROM records_party WHERE creditor_id = %(creditor)s AND personal_no_index = ANY (%(index)s)
        UNION SELECT id FROM betalt_find_customers(%(creditor)s, %(words)s, %(name)s, %(id)s, %(most)s)
            WHERE %(words)s <> ''))"""

_LIST = f"""
SELECT p.id, p.number, p.name, p.sort_name, p.kind, c.open_cases, c.left_ore, c.oldest,
    array_remove(ARRAY[{_MARKS}], NULL)
FROM (
    SELECT * FROM records_party p
    WHERE p.creditor_id = %(creditor)s AND (p.sort_name, p.id) > (%(name)s, %(id)s){{found}}
    ORDER BY p.sort_name, p.id LIMIT %(most)s
) p
CROSS JOIN LATERAL (
    SELECT count(*) AS open_cases, coalesce(sum(c.left_ore), 0)::bigint AS left_ore, min(c.due_on) AS oldest
    FROM records_case c
    WHERE c.creditor_id = p.creditor_id AND c.party_id = p.id AND c.next_look_on IS NOT NULL
) c
ORDER BY p.sort_name, p.id
"""

_INVOICES = """
SELECT i.number, c.number, i.issued_on, i.due_on, i.amount_ore, c.stage, c.outcome,
    CASE WHEN c.outcome = 'paid' THEN (
        SELECT max(b.booked_on) FROM records_match x
        JOIN records_payment b ON b.creditor_id = x.creditor_id AND b.id = x.payment_id AND b.reversed_on IS NULL
        WHERE x.creditor_id = c.creditor_id AND x.case_id = c.id) END
FROM records_invoice i JOIN records_case c ON c.creditor_id = i.creditor_id AND c.id = i.case_id
WHERE i.creditor_id = %s AND i.party_id = %s AND i.taken_back_on IS NULL
ORDER BY i.due_on DESC, i.id DESC LIMIT %s
"""


def list_customers(
    *, creditor: int, typed: str = "", after: tuple[str, int] = ("", 0)
) -> tuple[CustomerLine, ...]:
    """List customers by name, from behind a place; `typed` is how words of the name begin, or a number of theirs."""
    told = {"creditor": creditor, "name": after[0], "id": after[1], "most": PAGE}
    if typed.strip():
        told |= searched(typed, creditor)
    statement = _LIST.format(found=_FOUND if typed.strip() else "")
    return tuple(CustomerLine._make((*row[:-1], tuple(row[-1]))) for row in fetch(statement, told))


def invoices_of(*, creditor: int, party: int, most: int = 200) -> tuple[InvoiceLine, ...]:
    """List a customer's invoices over all its cases, the one that fell due last first."""
    return tuple(InvoiceLine(*row) for row in fetch(_INVOICES, [creditor, party, most]))


def last_contact(*, creditor: int, party: int) -> Contact | None:
    """Find where the present address is known from."""
    events = m.Event.objects.of(creditor).filter(kind="customer_moved", case__party_id=party).order_by("-id")
    found = events.values_list("on", "data", "actor").first()
    if found is None:
        return None
    return Contact(on=found[0], source=found[1].get("source", ""), actor=found[2])
