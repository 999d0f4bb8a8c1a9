"""Finds everything that waits for a person, at one creditor or many, in one statement; the walls must be open."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from betalt.core.advice.needs import TOGETHER, Item, Need, Total
from betalt.records.queries.cases import as_reason
from betalt.records.sql import array, fetch

# Each part gives: creditor, kind, number, case, customer, öre, since, deadline, reason, suggestions, how many.
_OPEN: Final = "c.creditor_id = ANY (%(creditors)s::bigint[]) AND c.next_look_on IS NOT NULL"

_QUESTIONS = f"""
SELECT c.creditor_id,
    CASE WHEN q.reason ->> 'code' = 'process.first_run' THEN 'first_run'
        WHEN q.reason ->> 'code' = 'process.plan_broken' THEN 'plan_broken'
        ELSE q.reason ->> 'question' END AS kind,
    c.number, c.id AS case_id, c.party_id, c.left_ore AS ore, c.asked_on AS since_on, NULL::date AS deadline_on,
    q.reason AS reason, 0 AS aided, 1::bigint AS count
FROM records_case c
JOIN records_question q ON q.creditor_id = c.creditor_id AND q.case_id = c.id AND q.answered_on IS NULL
    AND q.round = c.round AND q.step = c.asked_step AND q.times = c.asked_times AND q.asked_on = c.asked_on
WHERE {_OPEN} AND c.asked_on IS NOT NULL AND c.hold <> 'dispute'
"""

_DISPUTES = f"""
SELECT c.creditor_id, 'dispute', c.number, c.id, c.party_id, least(coalesce(d.amount_ore, c.left_ore), c.left_ore),
    d.opened_on, d.deadline_on, NULL, 0, 1
FROM records_dispute d JOIN records_case c ON c.creditor_id = d.creditor_id AND c.id = d.case_id
WHERE d.creditor_id = ANY (%(creditors)s::bigint[]) AND d.closed_on IS NULL AND {_OPEN}
"""

_MONEY = """
SELECT p.creditor_id, 'money', p.id, NULL, NULL, p.amount_ore - (
        SELECT coalesce(sum(m.amount_ore), 0)::bigint FROM records_match m
        WHERE m.creditor_id = p.creditor_id AND m.payment_id = p.id),
    p.booked_on, NULL, NULL,
    EXISTS (SELECT FROM records_suggestion s WHERE s.creditor_id = p.creditor_id AND s.payment_id = p.id)::int, 1
FROM records_payment p WHERE p.creditor_id = ANY (%(creditors)s::bigint[]) AND p.state = 'open'
"""

_REFUNDS = """
SELECT r.creditor_id, CASE r.state WHEN 'proposed' THEN 'refund' ELSE 'payout' END, c.number, c.id, c.party_id,
    r.amount_ore, coalesce(r.approved_on, r.proposed_on), NULL, NULL, 0, 1
FROM records_refund r JOIN records_case c ON c.creditor_id = r.creditor_id AND c.id = r.case_id
WHERE r.creditor_id = ANY (%(creditors)s::bigint[]) AND r.way = 'bank' AND r.state IN ('proposed', 'approved')
"""

_LETTERS = """
SELECT l.creditor_id, 'letter_unknown', l.id, NULL, l.party_id, l.total_ore, l.letter_on, NULL, NULL, 0, 1
FROM records_letter l WHERE l.creditor_id = ANY (%(creditors)s::bigint[]) AND l.state = 'unknown'
"""

_BUNDLES = """
SELECT b.creditor_id, 'post', b.id, NULL, NULL, 0, b."on", NULL, NULL, 0, 1
FROM records_bundle b WHERE b.creditor_id = ANY (%(creditors)s::bigint[]) AND b.state = 'written'
"""

_LATE: Final = f"{_OPEN} AND c.asked_on IS NULL AND c.hold = 'none' AND c.due_on < %(on)s"

# A returned address stops all letters on paper.
_ADDRESSES = f"""
SELECT c.creditor_id, 'address', c.number, c.id, c.party_id, c.left_ore, c.due_on, NULL, NULL, 0, 1
FROM records_party p JOIN records_case c ON c.creditor_id = p.creditor_id AND c.party_id = p.id
WHERE p.creditor_id = ANY (%(creditors)s::bigint[]) AND NOT p.protected
    AND (p.address_returned OR (p.email_bounced AND cardinality(p.address) = 0)) AND {_LATE}
"""

# What is told in one line is counted at once: it may be as many as all cases. A missing number or address stops the
# debt collection demand, and is told before that step asks for it.
_LACKING = f"""
SELECT c.creditor_id, k.kind, min(c.number), min(c.id), min(c.party_id), sum(c.left_ore)::bigint, min(c.due_on),
    NULL::date, NULL::jsonb, 0, count(*)
FROM records_party p JOIN records_case c ON c.creditor_id = p.creditor_id AND c.party_id = p.id
CROSS JOIN LATERAL (VALUES
    ('number', p.org_no = '' AND p.personal_no IS NULL),
    ('no_address', cardinality(p.address) = 0 AND NOT p.mailbox AND NOT p.email_bounced)
) k (kind, holds)
WHERE p.creditor_id = ANY (%(creditors)s::bigint[]) AND NOT p.protected AND (
    p.org_no = '' AND p.personal_no IS NULL OR cardinality(p.address) = 0 AND NOT p.mailbox AND NOT p.email_bounced)
    AND k.holds AND {_LATE}
GROUP BY c.creditor_id, k.kind
"""

# The fee that cannot be taken for want of proof is the sum.
_CLAUSES = f"""
SELECT c.creditor_id, 'clause', min(c.number), min(c.id), min(c.party_id), (count(*) * %(fee)s)::bigint, min(c.due_on),
    NULL::date, NULL::jsonb, 0, count(*)
FROM records_case c
WHERE {_OPEN} AND c.stage IN ('open', 'noted') AND c.hold = 'none' AND c.due_on < %(on)s AND NOT EXISTS (
    SELECT FROM records_agreement a
    WHERE a.creditor_id = c.creditor_id AND a.party_id = c.party_id AND a.clause = 'reminder_fee')
GROUP BY c.creditor_id
"""

_SET_ASIDE = f"""
SELECT c.creditor_id, 'set_aside', c.number, c.id, c.party_id, c.left_ore, max(e."on"), NULL::date, NULL::jsonb, 0, 1
FROM records_event e JOIN records_case c ON c.creditor_id = e.creditor_id AND c.id = e.case_id
WHERE e.creditor_id = ANY (%(creditors)s::bigint[]) AND e.kind = 'set_aside' AND e."on" >= %(yesterday)s AND {_OPEN}
GROUP BY c.creditor_id, c.number, c.id, c.party_id, c.left_ore
"""

_LIMITATION = f"""
SELECT c.creditor_id, 'limitation', c.number, c.id, c.party_id, c.left_ore, NULL,
    min((i.arose_on + make_interval(years => CASE i.debtor_kind WHEN 'consumer' THEN %(consumer_years)s
        ELSE %(other_years)s END))::date), NULL, 0, 1
FROM records_invoice i JOIN records_case c ON c.creditor_id = i.creditor_id AND c.id = i.case_id
WHERE i.creditor_id = ANY (%(creditors)s::bigint[]) AND {_OPEN}
    AND i.arose_on <= greatest(%(consumer_before)s::date, %(other_before)s::date)
    AND i.arose_on <= CASE i.debtor_kind WHEN 'consumer' THEN %(consumer_before)s::date ELSE %(other_before)s::date END
GROUP BY c.creditor_id, c.number, c.id, c.party_id, c.left_ore
"""

_FOUND = " UNION ALL ".join(
    (
        _QUESTIONS,
        _DISPUTES,
        _MONEY,
        _REFUNDS,
        _LETTERS,
        _BUNDLES,
        _ADDRESSES,
        _LACKING,
        _CLAUSES,
        _SET_ASIDE,
        _LIMITATION,
    )
)

# The weight is that of core.advice.needs, so that the heaviest of each kind are among those that are read.
_STATEMENT = f"""
WITH found AS MATERIALIZED ({_FOUND}),
placed AS (
    SELECT f.*, row_number() OVER (PARTITION BY creditor_id, kind ORDER BY
        greatest(ore, 10000) * CASE WHEN deadline_on IS NOT NULL
            THEN greatest(140 / (greatest(deadline_on - %(on)s::date, 0) + 7), 1)
            ELSE least(2 + greatest(%(on)s::date - coalesce(since_on, %(on)s::date), 0) / 7, 10) END DESC, number
    ) AS place
    FROM found f WHERE kind <> ALL (%(together)s)
)
SELECT t.*, y.name, y."natural" FROM (
    SELECT creditor_id, kind, 0 AS place, sum(count)::bigint AS count, sum(ore)::bigint AS ore,
        min(since_on) AS since_on, min(deadline_on) AS deadline_on, sum(aided) AS aided, min(number) AS number,
        min(case_id) AS case_id, min(party_id) AS party_id, min(reason::text) AS reason
    FROM found GROUP BY creditor_id, kind
    UNION ALL
    SELECT creditor_id, kind, place, 1, ore, since_on, deadline_on, aided, number, case_id, party_id, reason::text
    FROM placed WHERE place <= %(most)s
) t
LEFT JOIN LATERAL (
    SELECT p.name, p."natural" FROM records_party p WHERE p.creditor_id = t.creditor_id AND p.id = t.party_id LIMIT 1
) y ON true
ORDER BY t.creditor_id, t.kind, t.place
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class LapseBounds:
    """Which claims are near the end of their time: the years each kind lives, and the last day it may have arisen."""

    consumer_years: int
    consumer_before: date
    other_years: int
    other_before: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """All that waits: the totals of each kind, and the heaviest of each."""

    totals: tuple[Total, ...]
    first: tuple[Item, ...]


def needs(
    *, creditors: Sequence[int], on: date, yesterday: date, lapse: LapseBounds, fee_ore: int, most: int = 3
) -> Found:
    """Find what waits on a day, and the `most` heaviest of each kind; `fee_ore` is what a reminder may charge."""
    rows = fetch(
        _STATEMENT,
        {
            "creditors": array(creditors),
            "on": on,
            "yesterday": yesterday,
            "fee": fee_ore,
            "most": most,
            "together": sorted(kind.value for kind in TOGETHER),
            "consumer_years": lapse.consumer_years,
            "consumer_before": lapse.consumer_before,
            "other_years": lapse.other_years,
            "other_before": lapse.other_before,
        },
    )
    totals = tuple(_total(row) for row in rows if row[2] == 0)
    alone = {(total.creditor, total.kind) for total in totals if total.count == 1 and total.kind in TOGETHER}
    first = tuple(_item(row) for row in rows if row[2] > 0 or (row[0], Need(row[1])) in alone)
    return Found(totals=totals, first=first)


def _total(row: Sequence[Any]) -> Total:
    creditor, kind, _, count, ore, since_on, deadline_on, aided = row[:8]
    return Total(
        creditor=creditor,
        kind=Need(kind),
        count=count,
        ore=ore,
        since_on=since_on,
        deadline_on=deadline_on,
        aided=aided,
    )


def _item(row: Sequence[Any]) -> Item:
    creditor, kind, _, _, ore, since_on, deadline_on, aided, number, case, _, reason, name, natural = row
    told = json.loads(reason) if reason else {}
    return Item(
        creditor=creditor,
        kind=Need(kind),
        number=number,
        case=case or 0,
        name=name or "",
        is_private=bool(natural),
        ore=ore,
        since_on=since_on,
        deadline_on=deadline_on,
        why=as_reason(told) if told else None,
        step=told.get("kind", ""),
        aided=aided,
    )
