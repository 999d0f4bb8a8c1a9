"""Takes many invoices in at once: one COPY into a temporary table, then a handful of set-based statements.

COPY into our tables is impossible under row-level security, so the rows pass through `incoming`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db import connection

from betalt.core.books.accounts import Accounts


class Incoming(NamedTuple):
    """One invoice row ready to be stored; sums in öre, in the order of the temporary table."""

    line: int
    number: str
    party_number: str
    kind: str
    natural: bool
    name: str
    org_no: str
    personal_no: bytes | None
    personal_no_index: bytes | None
    adult_on: date | None
    address: str  # an array literal
    email: str
    phone: str
    language: str
    issued_on: date
    due_on: date
    sent_on: date | None
    arose_on: date
    amount_ore: int
    vat_ore: int | None
    settled_before_ore: int
    tax_office_share_ore: int
    ocr: str
    what: str
    their_reference: str
    interest_notice: bool
    reminded_before_on: date | None
    demanded_before_on: date | None
    stage: str
    step_done: int
    step_done_on: date | None
    answer_by: date | None


_MANY = 500  # new rows that the planner should know of

_INCOMING = """
CREATE TEMPORARY TABLE incoming (
    line int, number text, party_number text, kind text, "natural" bool, name text, org_no text, personal_no bytea,
    personal_no_index bytea, adult_on date, address text[], email text, phone text, language text, issued_on date,
    due_on date, sent_on date, arose_on date, amount_ore bigint, vat_ore bigint, settled_before_ore bigint,
    tax_office_share_ore bigint, ocr text, what text, their_reference text, interest_notice bool,
    reminded_before_on date, demanded_before_on date, stage text, step_done int, step_done_on date, answer_by date,
    case_number bigint
) ON COMMIT DROP
"""

_COLUMNS = ", ".join(f'"{name}"' for name in Incoming._fields)
_COPY = f"COPY incoming ({_COLUMNS}) FROM STDIN"

# The first address and mail known for a customer stay until a file brings newer ones; what came back from the old one
# is forgotten with it.
_PARTIES = """
INSERT INTO records_party (creditor_id, number, kind, "natural", name, org_no, personal_no, personal_no_index,
    adult_on, address, email, phone, language, protected, estate, bankrupt, reconstruction, guardian,
    debt_relief, mailbox, address_returned, email_bounced)
SELECT DISTINCT ON (party_number) %(creditor)s, party_number, kind, "natural", name, org_no, personal_no,
    personal_no_index, adult_on, address, email, phone, language,
    false, false, false, false, false, false, false, false, false
FROM incoming ORDER BY party_number, line DESC
ON CONFLICT (creditor_id, number) DO UPDATE SET
    address = CASE WHEN cardinality(excluded.address) > 0 THEN excluded.address ELSE records_party.address END,
    address_returned = records_party.address_returned
        AND (cardinality(excluded.address) = 0 OR excluded.address = records_party.address),
    email = coalesce(nullif(excluded.email, ''), records_party.email),
    email_bounced = records_party.email_bounced AND excluded.email IN ('', records_party.email),
    phone = coalesce(nullif(excluded.phone, ''), records_party.phone)
"""

_KNOWN = """
WITH known AS (
    DELETE FROM incoming n USING records_invoice i
    WHERE i.creditor_id = %(creditor)s AND i.number = n.number AND i.taken_back_on IS NULL
    RETURNING n.line, n.number
)
INSERT INTO records_importrow (creditor_id, batch_id, line, "column", fate, reason, raw)
SELECT %(creditor)s, %(batch)s, line, '', 'known',
    jsonb_build_object('code', 'flows.invoice_known', 'params', jsonb_build_object('number', number)), '[]' FROM known
"""

_NUMBERS = """
WITH fresh AS (SELECT line, row_number() OVER (ORDER BY line) AS place FROM incoming),
     taken AS (
        UPDATE records_creditor SET last_case_number = last_case_number + (SELECT count(*) FROM fresh)
        WHERE id = %(creditor)s RETURNING last_case_number - (SELECT count(*) FROM fresh) AS before
     )
UPDATE incoming n SET case_number = taken.before + fresh.place FROM fresh, taken WHERE fresh.line = n.line
"""

_CASES = """
INSERT INTO records_case (creditor_id, number, party_id, procedure_id, stage, hold, payment_status, round, step_done,
    step_done_on, answer_by, released_step, accepted, asked_step, asked_code, asked_times, next_look_on,
    opened_on, outcome, version, left_ore, due_on)
SELECT %(creditor)s, n.case_number, p.id, r.id, n.stage, 'none',
    CASE WHEN n.settled_before_ore > 0 THEN 'part' ELSE 'unpaid' END, 1, n.step_done, n.step_done_on, n.answer_by,
    0, '{}', 0, '', 0, %(on)s, %(on)s, '', 1,
    n.amount_ore - n.settled_before_ore - n.tax_office_share_ore, n.due_on
FROM incoming n
JOIN records_party p ON p.creditor_id = %(creditor)s AND p.number = n.party_number
JOIN records_procedure r ON r.creditor_id = %(creditor)s AND r.kind = n.kind AND r.active
ORDER BY n.case_number
"""

_INVOICES = """
INSERT INTO records_invoice (creditor_id, party_id, case_id, batch_id, number, debtor_kind, issued_on, due_on, sent_on,
    arose_on, amount_ore, vat_ore, settled_before_ore, tax_office_share_ore, ocr, what, their_reference,
    interest_notice, reminded_before_on, demanded_before_on)
SELECT %(creditor)s, c.party_id, c.id, %(batch)s, n.number, n.kind, n.issued_on, n.due_on, n.sent_on, n.arose_on,
    n.amount_ore, n.vat_ore, n.settled_before_ore, n.tax_office_share_ore, n.ocr, n.what, n.their_reference,
    n.interest_notice, n.reminded_before_on, n.demanded_before_on
FROM incoming n JOIN records_case c ON c.creditor_id = %(creditor)s AND c.number = n.case_number
"""

# A step that was taken before the case came to us is a measure without our fee: nobody has proved that one.
_MEASURES = """
INSERT INTO records_measure (creditor_id, case_id, invoice_id, kind, taken_on, charged, round, step)
SELECT %(creditor)s, i.case_id, i.id, m.kind, m.taken_on, false, 0, m.step
FROM incoming n
JOIN records_invoice i ON i.creditor_id = %(creditor)s AND i.number = n.number AND i.taken_back_on IS NULL,
LATERAL (VALUES ('reminder', n.reminded_before_on, 1), ('demand', n.demanded_before_on, 2)) AS m (kind, taken_on, step)
WHERE m.taken_on IS NOT NULL
"""

_EVENTS = """
INSERT INTO records_event (creditor_id, case_id, "on", kind, stage, hold, payment_status, data, actor)
SELECT %(creditor)s, c.id, %(on)s, 'received', c.stage, c.hold, c.payment_status,
    jsonb_build_object('batch', %(batch)s::bigint), ''
FROM incoming n JOIN records_case c ON c.creditor_id = %(creditor)s AND c.number = n.case_number
"""

_POSTINGS = """
INSERT INTO records_posting (creditor_id, case_id, "on", debit, credit, ore, why)
SELECT %(creditor)s, c.id, %(on)s, part.account, %(opening)s, part.ore, 'received'
FROM incoming n JOIN records_case c ON c.creditor_id = %(creditor)s AND c.number = n.case_number,
LATERAL (VALUES (%(receivable)s, n.amount_ore - n.settled_before_ore - n.tax_office_share_ore),
    (%(tax_office)s, n.tax_office_share_ore)) AS part (account, ore)
WHERE part.ore > 0
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """How many rows of a batch became invoices, and how many were here already."""

    new: int
    known: int


def take_in(
    rows: Iterable[Incoming], *, creditor: int, batch: int, on: date, accounts: Accounts, recount: bool = True
) -> Taken:
    """Store invoices with their parties, cases, measures, events and opening postings.

    An invoice whose number the creditor has already is left as it is and noted as known. After many new rows the
    tables are counted anew for the planner, if `recount` says so.
    """
    values: dict[str, Any] = {
        "creditor": creditor, "batch": batch, "on": on, "opening": accounts.opening,
        "receivable": accounts.receivable, "tax_office": accounts.receivable_tax_office,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_INCOMING)
        with cursor.copy(_COPY) as copy:
            for row in rows:
                copy.write_row(row)
        cursor.execute(_KNOWN, values)
        known = cursor.rowcount
        cursor.execute("ANALYZE incoming")
        cursor.execute(_PARTIES, values)
        cursor.execute(_NUMBERS, values)
        cursor.execute(_CASES, values)
        new = cursor.rowcount
        for statement in (_INVOICES, _MEASURES, _EVENTS, _POSTINGS):
            cursor.execute(statement, values)
        cursor.execute("DROP TABLE incoming")
        if recount and new > _MANY:
            cursor.execute("SELECT betalt_count_anew()")
    return Taken(new=new, known=known)
