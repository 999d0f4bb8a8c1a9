"""What is kept no longer: each rule finds rows whose reason to be kept is over, and says how little is left of them.

Sums, days, steps, hashes, the journal and the postings stay for ever. The statements run as betalt_retention, which
could not touch them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import orjson

_DONE = """
SELECT c.id FROM records_case c WHERE c.creditor_id = %(creditor)s AND c.closed_on <= %(settled)s
    AND (%(party)s::bigint IS NULL OR c.party_id = %(party)s)
"""
_DONE_PARTY = """
p.creditor_id = %(creditor)s AND (%(party)s::bigint IS NULL OR p.id = %(party)s)
    AND EXISTS (SELECT FROM records_case c WHERE c.creditor_id = p.creditor_id AND c.party_id = p.id)
    AND NOT EXISTS (SELECT FROM records_case c WHERE c.creditor_id = p.creditor_id AND c.party_id = p.id
        AND (c.closed_on IS NULL OR c.closed_on > %(settled)s))
    AND NOT EXISTS (SELECT FROM records_refund r JOIN records_case c ON c.creditor_id = r.creditor_id
        AND c.id = r.case_id WHERE r.creditor_id = p.creditor_id AND c.party_id = p.id
        AND r.state IN ('proposed', 'approved', 'ordered'))
"""
_LETTER = f"""
SELECT l.id FROM records_letter l
WHERE l.creditor_id = %(creditor)s AND l.erased_on IS NULL AND l.state IN ('handed_over', 'withdrawn', 'failed')
    AND EXISTS (SELECT FROM records_lettercase k WHERE k.creditor_id = l.creditor_id AND k.letter_id = l.id)
    AND NOT EXISTS (SELECT FROM records_lettercase k WHERE k.creditor_id = l.creditor_id AND k.letter_id = l.id
        AND k.case_id NOT IN ({_DONE}))
"""
_CHARGED = """
EXISTS (SELECT FROM records_measure m WHERE m.creditor_id = l.creditor_id AND m.letter_id = l.id AND m.charged)
"""
_BOOKED = """
EXISTS (SELECT FROM records_posting b JOIN records_lettercase k ON k.creditor_id = b.creditor_id
    AND k.case_id = b.case_id WHERE k.creditor_id = l.creditor_id AND k.letter_id = l.id AND b."on" > %(booked)s)
"""
_TOMBSTONE = """
UPDATE records_letter SET erased_on = %(on)s, content = jsonb_build_object('erased_on', %(on)s::date, 'sha256',
    encode(sha256(convert_to(content::text, 'UTF8')), 'hex'))
WHERE creditor_id = %(creditor)s AND id = ANY (%(ids)s)
"""
_USES = (
    ("records_letter", "pdf_id", "u.erased_on IS NULL"),
    ("records_sourcefile", "file_id", "TRUE"),
    ("records_payout", "file_id", "TRUE"),
    ("records_attachment", "file_id", "TRUE"),
    ("records_longwork", "source_id", "TRUE"),
    ("records_longwork", "file_id", "TRUE"),
)


def _empty_files(table: str, column: str) -> str:
    """Write the statement that erases the bytes that these rows point to, unless somebody else needs them."""
    needed = " ".join(
        f"AND NOT EXISTS (SELECT FROM {user} u WHERE u.creditor_id = f.creditor_id AND u.{field} = f.id AND {holds}"
        + (" AND u.id <> ALL (%(ids)s)" if user == table else "")
        + ")"
        for user, field, holds in _USES
    )
    return (
        "UPDATE records_file f SET content = '', erased_on = %(on)s WHERE f.creditor_id = %(creditor)s "
        f"AND f.erased_on IS NULL AND f.id IN (SELECT {column} FROM {table} WHERE creditor_id = %(creditor)s "
        f"AND id = ANY (%(ids)s)) {needed}"
    )


def _sources(kind: str, old_enough: str) -> str:
    return f"""
        SELECT s.id FROM records_sourcefile s JOIN records_file f ON f.creditor_id = s.creditor_id AND f.id = s.file_id
        WHERE s.creditor_id = %(creditor)s AND s.kind = '{kind}' AND f.erased_on IS NULL AND {old_enough}
        ORDER BY s.id"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A kind of rows that are kept no longer: how they are found, and what is left of them."""

    code: str
    find: str
    erase: tuple[str, ...]
    of_one: bool = True  # can be asked about one customer alone


RULES = (
    Rule(
        code="letters",
        find=f"{_LETTER} AND NOT {_CHARGED}",
        erase=(_TOMBSTONE, _empty_files("records_letter", "pdf_id")),
    ),
    Rule(
        code="letters_charged",
        find=f"{_LETTER} AND {_CHARGED} AND NOT {_BOOKED}",
        erase=(_TOMBSTONE, _empty_files("records_letter", "pdf_id")),
    ),
    Rule(
        code="attachments",
        find=f"SELECT a.id FROM records_attachment a WHERE a.creditor_id = %(creditor)s AND a.name <> '' "
        f"AND a.case_id IN ({_DONE})",
        erase=(
            _empty_files("records_attachment", "file_id"),
            "UPDATE records_attachment SET name = '' WHERE creditor_id = %(creditor)s AND id = ANY (%(ids)s)",
        ),
    ),
    Rule(
        code="notes",
        find=f"SELECT n.id FROM records_note n WHERE n.creditor_id = %(creditor)s AND n.text <> '' "
        f"AND n.case_id IN ({_DONE})",
        erase=("UPDATE records_note SET text = '' WHERE creditor_id = %(creditor)s AND id = ANY (%(ids)s)",),
    ),
    Rule(
        code="contact",
        find="SELECT p.id FROM records_party p WHERE (p.email <> '' OR p.phone <> '' OR p.personal_no IS NOT NULL) "
        f"AND {_DONE_PARTY}",
        erase=(
            "UPDATE records_party SET email = '', phone = '', personal_no = NULL, personal_no_index = NULL "
            "WHERE creditor_id = %(creditor)s AND id = ANY (%(ids)s)",
        ),
    ),
    Rule(
        code="accounts",
        find="SELECT k.id FROM records_knownpayer k JOIN records_party p ON p.creditor_id = k.creditor_id "
        f"AND p.id = k.party_id WHERE {_DONE_PARTY}",
        erase=("DELETE FROM records_knownpayer WHERE creditor_id = %(creditor)s AND id = ANY (%(ids)s)",),
    ),
    Rule(
        code="refused_rows",
        find="SELECT r.id FROM records_importrow r JOIN records_import b ON b.creditor_id = r.creditor_id "
        "AND b.id = r.batch_id WHERE r.creditor_id = %(creditor)s AND r.raw <> '[]' AND b.\"on\" <= %(settled)s",
        erase=("UPDATE records_importrow SET raw = '[]' WHERE creditor_id = %(creditor)s AND id = ANY (%(ids)s)",),
        of_one=False,
    ),
    Rule(
        code="lists",
        find=_sources(
            "invoices",
            f"""s.received_on <= %(settled)s AND NOT EXISTS (
                SELECT FROM records_import b
                JOIN records_invoice i ON i.creditor_id = b.creditor_id AND i.batch_id = b.id
                WHERE b.creditor_id = s.creditor_id AND b.source_id = s.id AND i.case_id NOT IN ({_DONE}))""",
        ),
        erase=(_empty_files("records_sourcefile", "file_id"),),
        of_one=False,
    ),
    Rule(
        code="work_files",
        find="SELECT w.id FROM records_longwork w JOIN records_file f ON f.creditor_id = w.creditor_id "
        "AND f.id IN (w.source_id, w.file_id) WHERE w.creditor_id = %(creditor)s AND f.erased_on IS NULL "
        "AND w.state IN ('done', 'failed', 'cancelled') AND w.asked_on <= %(settled)s AND NOT EXISTS ("
        "SELECT FROM records_sourcefile s WHERE s.creditor_id = f.creditor_id AND s.file_id = f.id)",
        erase=(_empty_files("records_longwork", "source_id"), _empty_files("records_longwork", "file_id")),
        of_one=False,
    ),
    Rule(
        code="payment_notes",
        find="SELECT p.id FROM records_payment p WHERE p.creditor_id = %(creditor)s AND p.note <> '' "
        "AND p.state <> 'open' AND p.read_on <= %(settled)s",
        erase=("UPDATE records_payment SET note = '' WHERE creditor_id = %(creditor)s AND id = ANY (%(ids)s)",),
        of_one=False,
    ),
    Rule(
        code="bank_files",
        find=_sources("payments", "s.received_on <= %(booked)s"),
        erase=(_empty_files("records_sourcefile", "file_id"),),
        of_one=False,
    ),
    Rule(
        code="payments",
        find="SELECT p.id FROM records_payment p WHERE p.creditor_id = %(creditor)s AND p.booked_on <= %(booked)s "
        "AND p.state <> 'open' AND (p.payer <> '' OR p.payer_name <> '' OR p.text <> '[]' OR p.\"references\" <> '[]')",
        erase=(
            "UPDATE records_payment SET payer = '', payer_name = '', payer_org_no = '', \"references\" = '[]', "
            "text = '[]', twin = '', key = 'erased-' || id WHERE creditor_id = %(creditor)s AND id = ANY (%(ids)s)",
            "UPDATE records_sighting SET bank_id = '' WHERE creditor_id = %(creditor)s AND payment_id = ANY (%(ids)s)",
        ),
        of_one=False,
    ),
    Rule(
        code="refunds",
        find="""SELECT r.id FROM records_refund r WHERE r.creditor_id = %(creditor)s
            AND (r.account <> '' OR r.name <> '') AND r.state IN ('paid', 'rejected', 'withdrawn')
            AND coalesce(r.paid_on, r.proposed_on) <= %(booked)s""",
        erase=(
            "UPDATE records_refund SET account = '', name = '' WHERE creditor_id = %(creditor)s AND id = ANY (%(ids)s)",
        ),
        of_one=False,
    ),
    Rule(
        code="payouts",
        find="""SELECT o.id FROM records_payout o
            JOIN records_file f ON f.creditor_id = o.creditor_id AND f.id = o.file_id
            WHERE o.creditor_id = %(creditor)s AND f.erased_on IS NULL AND o.pay_on <= %(booked)s""",
        erase=(_empty_files("records_payout", "file_id"),),
        of_one=False,
    ),
    Rule(
        code="names",
        find="SELECT p.id FROM records_party p WHERE p.name <> '' AND NOT EXISTS (SELECT FROM records_posting b "
        "JOIN records_case c ON c.creditor_id = b.creditor_id AND c.id = b.case_id WHERE c.creditor_id = p.creditor_id "
        f"AND c.party_id = p.id AND b.\"on\" > %(booked)s) AND {_DONE_PARTY}",
        erase=(
            "UPDATE records_party SET name = '', org_no = '', address = '{}', number = 'erased-' || id "
            "WHERE creditor_id = %(creditor)s AND id = ANY (%(ids)s)",
            "UPDATE records_invoice SET what = '', their_reference = '' "
            "WHERE creditor_id = %(creditor)s AND party_id = ANY (%(ids)s)",
        ),
    ),
)  # fmt: skip

_KEPT = """
SELECT count(*) FILTER (WHERE c.closed_on IS NULL),
    (SELECT count(*) FROM records_letter l WHERE l.creditor_id = %(creditor)s AND l.party_id = %(party)s
        AND l.erased_on IS NULL),
    (SELECT max(b."on") FROM records_posting b JOIN records_case o ON o.creditor_id = b.creditor_id AND o.id = b.case_id
        WHERE o.creditor_id = %(creditor)s AND o.party_id = %(party)s)
FROM records_case c WHERE c.creditor_id = %(creditor)s AND c.party_id = %(party)s
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Whose rows, and by which days their reasons to be kept must be over; no party: everybody's."""

    creditor: int
    on: date
    settled: date  # the last day on which a case may have been closed
    booked: date  # the last day of which the books are kept no longer
    party: int | None = None

    def parameters(self) -> dict[str, Any]:
        """Name the values that the statements take."""
        return {
            "creditor": self.creditor,
            "on": self.on,
            "settled": self.settled,
            "booked": self.booked,
            "party": self.party,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What is still there of a customer."""

    open_cases: int
    letters: int
    last_booked_on: date | None


def find(cursor: Any, rule: Rule, scope: Scope) -> list[int]:
    """List the rows that a rule keeps no longer, by id."""
    cursor.execute(rule.find, scope.parameters())
    return sorted({number for (number,) in cursor.fetchall()})


_NOTE = """
INSERT INTO records_event (creditor_id, "on", kind, stage, hold, payment_status, data, actor)
VALUES (%(creditor)s, %(on)s, 'erased', '', '', '', %(data)s, %(actor)s)
"""


def erase(cursor: Any, rule: Rule, *, scope: Scope, ids: list[int]) -> None:
    """Erase what a rule keeps no longer; the cursor is custody's."""
    for statement in rule.erase:
        cursor.execute(statement, {**scope.parameters(), "ids": ids})


def note(cursor: Any, rule: Rule, *, scope: Scope, count: int, actor: str) -> None:
    """Write into the journal what was just erased, in the same transaction; from here on it is the app's.

    The role that erases may not touch the journal.
    """
    cursor.execute("SELECT set_config('role', 'betalt_app', true)")
    data = orjson.dumps({"rules": {rule.code: count}, "party": scope.party}).decode()
    cursor.execute(_NOTE, {**scope.parameters(), "data": data, "actor": actor})


def still_kept(cursor: Any, *, creditor: int, party: int) -> Kept:
    """Tell what is still there of a customer."""
    cursor.execute(_KEPT, {"creditor": creditor, "party": party})
    open_cases, letters, booked = cursor.fetchone()
    return Kept(open_cases=open_cases, letters=letters, last_booked_on=booked)
