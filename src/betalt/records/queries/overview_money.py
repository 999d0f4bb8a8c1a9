"""Sums of open and paid claims by day, which forecast, ageing and speed are worked out from; the walls must be open."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from betalt.core.advice.dso import Month
from betalt.core.advice.forecast import Unpaid
from betalt.core.advice.habit import EARLIEST, LATEST, Counts
from betalt.records.sql import array, fetch


@dataclass(frozen=True, slots=True, kw_only=True)
class Portfolio:
    """What is open: sums by kind of customer and due day, how many cases and customers, and their ages on entry."""

    unpaid: tuple[Unpaid, ...]
    cases: int
    customers: int
    came: Mapping[str, Mapping[int, int]]  # by kind and age in days after the due day


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """What has been closed: ages by kind of customer, and öre by month."""

    by_kind: Mapping[str, Counts]
    gone: Mapping[date, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sales:
    """What was invoiced by month in öre, how many invoices that is, and how many came here before they were due."""

    sold: Mapping[date, int]
    count: int
    in_time: int


_AGE = f"least(greatest({{0}}, {EARLIEST}), {LATEST})"

# Grouped by days first: so many rows are sorted and counted but once.
_OPEN = f"""
WITH grouped AS MATERIALIZED (
    SELECT c.creditor_id, c.procedure_id, c.due_on, c.opened_on, count(*) AS count, sum(c.left_ore)::bigint AS ore,
        sum((c.left_ore / 100) * (c.left_ore / 100)) AS squares
    FROM records_case c
    WHERE c.creditor_id = ANY (%(creditors)s::bigint[]) AND c.next_look_on IS NOT NULL AND c.due_on IS NOT NULL
    GROUP BY 1, 2, 3, 4
)
SELECT r.kind, g.due_on, {_AGE.format("g.opened_on - g.due_on")}, sum(g.count)::bigint, sum(g.ore)::bigint,
    sum(g.squares)
FROM grouped g
JOIN records_procedure r ON r.creditor_id = g.creditor_id AND r.id = g.procedure_id
GROUP BY GROUPING SETS ((r.kind, g.due_on), (r.kind, {_AGE.format("g.opened_on - g.due_on")}))
"""

_CUSTOMERS = """
SELECT count(*) FROM (
    SELECT c.creditor_id, c.party_id FROM records_case c
    WHERE c.creditor_id = ANY (%(creditors)s::bigint[]) AND c.next_look_on IS NOT NULL
    GROUP BY 1, 2
) y
"""

# A case is closed when its money has been read; what counts is the day it was booked.
_CLOSED = f"""
WITH closed AS MATERIALIZED (
    SELECT i.debtor_kind AS kind, i.amount_ore - i.settled_before_ore - i.tax_office_share_ore AS ore,
        c.outcome = 'paid' AS paid, date_trunc('month', coalesce(k.booked_on, c.closed_on))::date AS month,
        {_AGE.format("least(c.opened_on, k.booked_on, c.closed_on) - i.due_on")} AS came,
        {_AGE.format("coalesce(k.booked_on, c.closed_on) - i.due_on")} AS gone
    FROM records_case c
    JOIN records_invoice i ON i.creditor_id = c.creditor_id AND i.case_id = c.id AND i.taken_back_on IS NULL
    LEFT JOIN (
        SELECT m.creditor_id, m.case_id, max(p.booked_on) AS booked_on
        FROM records_payment p
        JOIN records_match m ON m.creditor_id = p.creditor_id AND m.payment_id = p.id
        WHERE p.creditor_id = ANY (%(creditors)s::bigint[]) AND p.reversed_on IS NULL AND p.booked_on >= %(since)s
        GROUP BY m.creditor_id, m.case_id
    ) k ON k.creditor_id = c.creditor_id AND k.case_id = c.id
    WHERE c.creditor_id = ANY (%(creditors)s::bigint[]) AND c.closed_on >= %(since)s
)
SELECT kind, came, paid, gone, month, count(*), sum(ore)::bigint
FROM closed
GROUP BY GROUPING SETS ((kind, came), (kind, paid, gone), (month))
"""

_SOLD = """
SELECT date_trunc('month', i.issued_on)::date,
    sum(i.amount_ore - i.settled_before_ore - i.tax_office_share_ore)::bigint, count(*),
    count(*) FILTER (WHERE b."on" <= i.due_on)
FROM records_invoice i
LEFT JOIN records_import b ON b.creditor_id = i.creditor_id AND b.id = i.batch_id
WHERE i.creditor_id = ANY (%(creditors)s::bigint[]) AND i.issued_on >= %(since)s AND i.taken_back_on IS NULL
GROUP BY 1
"""


def open_portfolio(*, creditors: Sequence[int]) -> Portfolio:
    """Sum what is open by kind of customer and due day."""
    unpaid: list[Unpaid] = []
    came: dict[str, dict[int, int]] = defaultdict(dict)
    values = {"creditors": array(creditors)}
    for kind, due_on, age, count, ore, squares in fetch(_OPEN, values):
        if due_on is not None:
            unpaid.append(Unpaid(kind=kind, due_on=due_on, count=count, ore=ore, squares=int(squares)))
        else:
            came[kind][age] = count
    return Portfolio(
        unpaid=tuple(unpaid),
        cases=sum(group.count for group in unpaid),
        customers=fetch(_CUSTOMERS, values)[0][0],
        came=came,
    )


def closed_history(*, creditors: Sequence[int], since: date) -> History:
    """Count, from a day on, how late closed claims were paid, and sum what left the ledger in each month."""
    came: dict[str, dict[int, int]] = defaultdict(dict)
    paid: dict[str, dict[int, int]] = defaultdict(dict)
    left: dict[str, dict[int, int]] = defaultdict(dict)
    gone: dict[date, int] = {}
    rows = fetch(_CLOSED, {"creditors": array(creditors), "since": since})
    for kind, entry, was_paid, end, month, count, ore in rows:
        if month is not None:
            gone[month] = ore
        elif entry is not None:
            came[kind][entry] = count
        else:
            (paid if was_paid else left)[kind][end] = count
    return History(
        by_kind={kind: Counts(came=came[kind], paid=paid[kind], left=left[kind]) for kind in came}, gone=gone
    )


def sales(*, creditors: Sequence[int], since: date) -> Sales:
    """Sum what was invoiced in each month from a day on."""
    rows = fetch(_SOLD, {"creditors": array(creditors), "since": since})
    return Sales(
        sold={month: ore for month, ore, _, _ in rows},
        count=sum(row[2] for row in rows),
        in_time=sum(row[3] for row in rows),
    )


def months(*, sold: Mapping[date, int], gone: Mapping[date, int]) -> Mapping[date, Month]:
    """Put sales and what left the ledger side by side, month by month."""
    return {
        month: Month(sold_ore=sold.get(month, 0), gone_ore=gone.get(month, 0))
        for month in sold.keys() | gone.keys()
    }
