"""Holds cases whose invoice has left the creditor's own list, or whose customer has an open credit note."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from betalt.records.sql import execute

_HOLD_ABSENT = """
WITH held AS (
    UPDATE records_case c SET hold = 'source', hold_until = NULL, next_look_on = %(on)s, version = version + 1
    FROM records_invoice i
    WHERE i.creditor_id = %(creditor)s AND c.creditor_id = i.creditor_id AND c.id = i.case_id
        AND c.stage <> 'closed' AND c.hold = 'none' AND i.number <> ALL (%(listed)s)
    RETURNING c.id
)
INSERT INTO records_event (creditor_id, case_id, "on", kind, stage, hold, payment_status, data, actor)
SELECT %(creditor)s, id, %(on)s, 'left_list', '', 'source', '',
    jsonb_build_object('batch', %(batch)s::bigint), '' FROM held
"""

_HOLD_CUSTOMERS = """
WITH held AS (
    UPDATE records_case c SET hold = 'person', hold_until = NULL, next_look_on = %(on)s, version = version + 1
    FROM records_party p
    WHERE p.creditor_id = %(creditor)s AND p.number = ANY (%(numbers)s) AND c.creditor_id = p.creditor_id
        AND c.party_id = p.id AND c.stage <> 'closed' AND c.hold = 'none'
    RETURNING c.id
)
INSERT INTO records_event (creditor_id, case_id, "on", kind, stage, hold, payment_status, data, actor)
SELECT %(creditor)s, id, %(on)s, 'credit_in_list', '', 'person', '',
    jsonb_build_object('batch', %(batch)s::bigint), '' FROM held
"""


def hold_absent(*, creditor: int, listed: Sequence[str], on: date, batch: int) -> int:
    """Hold the open cases whose invoice number is not listed; return how many."""
    return execute(_HOLD_ABSENT, {"creditor": creditor, "listed": list(listed), "on": on, "batch": batch})


def hold_customers(*, creditor: int, numbers: Sequence[str], on: date, batch: int) -> int:
    """Hold the open cases of these customers until a person says which invoice is credited."""
    if not numbers:
        return 0
    return execute(
        _HOLD_CUSTOMERS, {"creditor": creditor, "numbers": list(numbers), "on": on, "batch": batch}
    )
