"""Reads what rules need to know about many cases at once: a fixed number of queries for any number of cases."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from betalt.core.process.document import from_json
from betalt.core.process.procedure import Procedure
from betalt.records.sql import execute, fetch_several, pairs

Key = tuple[int, int]  # creditor, id


class CaseRow(NamedTuple):
    """A case with its party, as stored."""

    creditor: int
    case: int
    version: int
    number: int
    party: int
    procedure: int
    stage: str
    hold: str
    hold_until: date | None
    payment_status: str
    round: int
    step_done: int
    step_done_on: date | None
    answer_by: date | None
    released_step: int
    accepted: list[str]
    asked_step: int
    asked_code: str
    asked_on: date | None
    asked_times: int
    natural: bool
    party_has_number: bool
    adult_on: date | None
    has_address: bool
    has_email: bool
    mailbox: bool
    protected: bool
    estate: bool
    bankrupt: bool
    reconstruction: bool
    guardian: bool
    debt_relief: bool
    address_returned: bool
    outcome: str
    left_ore: int


class CreditorRow(NamedTuple):
    """What the rules need to know about a creditor."""

    creditor: int
    org_no: str
    bank_data_on: date | None
    choices: str  # JSON, read by flows/choices.py


class InvoiceRow(NamedTuple):
    """An invoice of a case, as stored; sums in öre."""

    creditor: int
    case: int
    id: int
    number: str
    party: int
    debtor_kind: str
    issued_on: date
    due_on: date
    sent_on: date | None
    arose_on: date
    amount_ore: int
    vat_ore: int | None
    settled_before_ore: int
    tax_office_share_ore: int
    interest_notice: bool
    interest_notice_on: date | None
    released: bool


class MeasureRow(NamedTuple):
    """A measure that was taken in a case."""

    creditor: int
    case: int
    invoice: int
    kind: str
    taken_on: date
    charged: bool
    amount_ore: int | None


class MoneyRow(NamedTuple):
    """A part of a payment that belongs to a case."""

    creditor: int
    case: int
    payment: int
    invoice: int | None
    amount_ore: int
    booked_on: date
    reversed_on: date | None
    held: bool  # it was matched later than it came


class RefundRow(NamedTuple):
    """What was paid too much in a case and is given back or used, in whatever state but rejected or withdrawn."""

    creditor: int
    case: int
    amount_ore: int
    is_paid: bool
    is_bank: bool  # False: it went to another case through the account of unmatched money


class CreditRow(NamedTuple):
    """A credit note on an invoice of a case."""

    creditor: int
    case: int
    invoice: int
    on: date
    amount_ore: int
    ground: str


class AgreementRow(NamedTuple):
    """A clause that a party accepted."""

    creditor: int
    party: int
    clause: str
    agreed_on: date
    how: str
    interest_kind: str
    interest_bps: int


class InstalmentRow(NamedTuple):
    """A part of a running plan."""

    creditor: int
    case: int
    agreed_on: date
    due_on: date
    amount_ore: int


class Loaded(NamedTuple):
    """All that is stored about some cases, grouped by case (agreements by party)."""

    creditors: dict[int, CreditorRow]
    procedures: dict[Key, Procedure]
    cases: list[CaseRow]
    invoices: dict[Key, list[InvoiceRow]]
    measures: dict[Key, list[MeasureRow]]
    money: dict[Key, list[MoneyRow]]
    refunds: dict[Key, list[RefundRow]]
    credits: dict[Key, list[CreditRow]]
    agreements: dict[Key, list[AgreementRow]]
    disputed: dict[Key, int | None]
    instalments: dict[Key, list[InstalmentRow]]
    letters_pending: set[Key]
    payments_pending: set[Key]

    def has_history(self, case: Key) -> bool:
        """Tell whether anything has been taken, paid or credited in a case."""
        return case in self.measures or case in self.money or case in self.credits

    def has_clearing(self, case: Key) -> bool:
        """Tell whether anything has made a case owe less: money, a credit note or something given up."""
        given_up = "write_off" in [measure.kind for measure in self.measures.get(case, ())]
        return given_up or case in self.money or case in self.credits


_WANTED = "(SELECT * FROM unnest(%(creditors)s::bigint[], %(ids)s::bigint[]) AS w (creditor_id, id))"

_CASES = f"""
SELECT c.creditor_id, c.id, c.version, c.number, c.party_id, c.procedure_id, c.stage, c.hold, c.hold_until,
    c.payment_status, c.round, c.step_done, c.step_done_on, c.answer_by, c.released_step, c.accepted, c.asked_step,
    c.asked_code, c.asked_on, c.asked_times, p."natural", p.org_no <> '' OR p.personal_no IS NOT NULL, p.adult_on,
    cardinality(p.address) > 0, p.email <> '' AND NOT p.email_bounced, p.mailbox, p.protected, p.estate, p.bankrupt,
    p.reconstruction, p.guardian, p.debt_relief, p.address_returned, c.outcome, c.left_ore
FROM {_WANTED} w
JOIN records_case c USING (creditor_id, id)
JOIN records_party p ON p.creditor_id = c.creditor_id AND p.id = c.party_id
ORDER BY c.creditor_id, c.id
"""

_CREDITORS = """
SELECT id, org_no, bank_data_on, settings FROM records_creditor WHERE id = ANY (%(creditors)s::bigint[])
"""

_PROCEDURES = f"""
SELECT r.creditor_id, r.id, r.steps
FROM (SELECT DISTINCT c.creditor_id, c.procedure_id FROM {_WANTED} w JOIN records_case c USING (creditor_id, id)) u
JOIN records_procedure r ON r.creditor_id = u.creditor_id AND r.id = u.procedure_id
"""

_INVOICES = f"""
SELECT i.creditor_id, i.case_id, i.id, i.number, i.party_id, i.debtor_kind, i.issued_on, i.due_on, i.sent_on,
    i.arose_on, i.amount_ore, i.vat_ore, i.settled_before_ore, i.tax_office_share_ore, i.interest_notice,
    i.interest_notice_on, coalesce(b.state = 'released', true)
FROM {_WANTED} w
JOIN records_invoice i ON i.creditor_id = w.creditor_id AND i.case_id = w.id
LEFT JOIN records_import b ON b.creditor_id = i.creditor_id AND b.id = i.batch_id
ORDER BY i.creditor_id, i.case_id, i.due_on, i.id
"""

_MEASURES = f"""
SELECT m.creditor_id, m.case_id, m.invoice_id, m.kind, m.taken_on, m.charged, m.amount_ore
FROM {_WANTED} w JOIN records_measure m ON m.creditor_id = w.creditor_id AND m.case_id = w.id
WHERE m.withdrawn_on IS NULL ORDER BY m.taken_on, m.id
"""

_MONEY = f"""
SELECT m.creditor_id, m.case_id, p.id, m.invoice_id, m.amount_ore, p.booked_on, p.reversed_on, p.held
FROM {_WANTED} w JOIN records_match m ON m.creditor_id = w.creditor_id AND m.case_id = w.id
JOIN records_payment p ON p.creditor_id = m.creditor_id AND p.id = m.payment_id
ORDER BY p.booked_on, p.id
"""

_REFUNDS = f"""
SELECT r.creditor_id, r.case_id, r.amount_ore, r.state = 'paid', r.way = 'bank' OR NOT p.held
FROM {_WANTED} w JOIN records_refund r ON r.creditor_id = w.creditor_id AND r.case_id = w.id
LEFT JOIN records_payment p ON p.creditor_id = r.creditor_id AND p.id = r.payment_id
WHERE r.state NOT IN ('rejected', 'withdrawn')
"""

_CREDITS = f"""
SELECT i.creditor_id, i.case_id, i.id, n."on", n.amount_ore, n.ground
FROM {_WANTED} w JOIN records_invoice i ON i.creditor_id = w.creditor_id AND i.case_id = w.id
JOIN records_creditnote n ON n.creditor_id = i.creditor_id AND n.invoice_id = i.id AND n.withdrawn_on IS NULL
ORDER BY n."on", n.id
"""

_AGREEMENTS = f"""
SELECT DISTINCT a.creditor_id, a.party_id, a.clause, a.agreed_on, a.how, a.interest_kind, a.interest_bps
FROM {_WANTED} w JOIN records_case c USING (creditor_id, id)
JOIN records_agreement a ON a.creditor_id = c.creditor_id AND a.party_id = c.party_id
ORDER BY a.agreed_on
"""

_DISPUTES = f"""
SELECT d.creditor_id, d.case_id, d.amount_ore FROM {_WANTED} w
JOIN records_dispute d ON d.creditor_id = w.creditor_id AND d.case_id = w.id WHERE d.closed_on IS NULL
"""

_INSTALMENTS = f"""
SELECT p.creditor_id, p.case_id, p.agreed_on, n.due_on, n.amount_ore FROM {_WANTED} w
JOIN records_plan p ON p.creditor_id = w.creditor_id AND p.case_id = w.id AND p.ended_on IS NULL
JOIN records_instalment n ON n.creditor_id = p.creditor_id AND n.plan_id = p.id ORDER BY n.due_on
"""

# A letter that is made but has not left; and money that is here and may be for a case, which keeps its letters back
# until somebody says what it is for.
_PENDING = f"""
SELECT k.creditor_id, k.case_id, true FROM {_WANTED} w
JOIN records_lettercase k ON k.creditor_id = w.creditor_id AND k.case_id = w.id AND k.live
JOIN records_letter l ON l.creditor_id = k.creditor_id AND l.id = k.letter_id
WHERE l.state IN ('ready', 'sending', 'bundled', 'unknown') AND l.kind <> 'thanks'
UNION ALL
SELECT s.creditor_id, s.case_id, false FROM {_WANTED} w
JOIN records_suggestion s ON s.creditor_id = w.creditor_id AND s.case_id = w.id
JOIN records_payment p ON p.creditor_id = s.creditor_id AND p.id = s.payment_id
WHERE p.state = 'open' AND p.kind <> 'taken_back'
"""

_LOCK = f"""
SELECT 1 FROM records_case c JOIN {_WANTED} w USING (creditor_id, id) ORDER BY c.creditor_id, c.id
"""

# What follows looks rows up by their keys. The planner does not know what the walls cost for each row, and would rather
# read a whole table of a hundred thousand cases, eight times for four hundred of them.
_BY_KEY = "SELECT set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true)"

_LOCK_DUE = f"""
SELECT c.creditor_id, c.id FROM (
    SELECT DISTINCT d.creditor_id, d.party_id FROM {_WANTED} w JOIN records_case d USING (creditor_id, id)
) debtor JOIN records_case c USING (creditor_id, party_id)
WHERE c.next_look_on <= %(on)s ORDER BY c.creditor_id, c.id FOR UPDATE OF c SKIP LOCKED
"""


def lock(keys: Sequence[Key]) -> None:
    """Wait for the rows of these cases and keep them until the transaction ends."""
    execute(_LOCK + " FOR UPDATE OF c", _wanted(keys))


def lock_due_debtors(keys: Sequence[Key], *, due_on: date) -> list[Key]:
    """Take the cases of the debtors of these cases that are due on a day and that no other worker holds.

    A debtor is never parted: one letter asks for all its claims, wherever a chunk of work was cut. The rest of the
    transaction looks rows up by their keys.
    """
    _, found = fetch_several((_BY_KEY, _LOCK_DUE), {**_wanted(keys), "on": due_on})
    return [(row[0], row[1]) for row in found]


# In one trip: what a trip costs the client is more than what it costs to read the rows of most of these.
_ALL = (
    _CREDITORS, _PROCEDURES, _CASES, _INVOICES, _MEASURES, _MONEY, _REFUNDS, _CREDITS, _AGREEMENTS, _DISPUTES,
    _INSTALMENTS, _PENDING,
)  # fmt: skip


def load(keys: Sequence[Key]) -> Loaded:
    """Read all that is stored about these cases, in one trip of twelve queries however many they are."""
    (
        creditors, procedures, cases, invoices, measures, money, refunds, credited, agreements, disputes, instalments,
        pending,
    ) = fetch_several(_ALL, _wanted(keys))  # fmt: skip
    return Loaded(
        creditors={row[0]: CreditorRow._make(row) for row in creditors},
        procedures={(row[0], row[1]): _procedure(row[2]) for row in procedures},
        cases=[CaseRow._make(row) for row in cases],
        invoices=_grouped(InvoiceRow, invoices),
        measures=_grouped(MeasureRow, measures),
        money=_grouped(MoneyRow, money),
        refunds=_grouped(RefundRow, refunds),
        credits=_grouped(CreditRow, credited),
        agreements=_grouped(AgreementRow, agreements),
        disputed={(row[0], row[1]): row[2] for row in disputes},
        instalments=_grouped(InstalmentRow, instalments),
        letters_pending={(row[0], row[1]) for row in pending if row[2]},
        payments_pending={(row[0], row[1]) for row in pending if not row[2]},
    )


@lru_cache(maxsize=256)
def _procedure(steps: str) -> Procedure:
    return from_json(json.loads(steps))


def _wanted(keys: Sequence[Key]) -> dict[str, Any]:
    creditors, ids = pairs(keys)
    return {"creditors": creditors, "ids": ids}


def _grouped(shape: Any, rows: list[Any]) -> dict[Key, list[Any]]:
    groups: dict[Key, list[Any]] = defaultdict(list)
    for row in rows:
        groups[row[0], row[1]].append(shape._make(row))
    return groups
