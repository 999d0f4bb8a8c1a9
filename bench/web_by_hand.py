"""What a person who knows the tables would write for each list, and whom no wall keeps from other creditors' rows.

`{creditor}`, `{on}` and `{ids}` (of the cases that the page shows) are filled in.
"""

from __future__ import annotations

CASES = """
SELECT c.id, c.number, p.name, p.number, c.stage, c.hold, c.hold_until, c.payment_status, c.outcome, c.asked_on,
    c.next_look_on, c.due_on, c.closed_on, c.left_ore
FROM records_case c JOIN records_party p ON p.creditor_id = c.creditor_id AND p.id = c.party_id
WHERE c.creditor_id = {creditor} AND c.next_look_on IS NOT NULL ORDER BY c.left_ore DESC, c.id DESC LIMIT 51
"""
CASES_BY_NAME = """
SELECT c.id, c.number, p.name, p.number, c.stage, c.hold, c.hold_until, c.payment_status, c.outcome, c.asked_on,
    c.next_look_on, c.due_on, c.closed_on, c.left_ore
FROM records_party p JOIN records_case c ON c.creditor_id = p.creditor_id AND c.party_id = p.id
WHERE p.creditor_id = {creditor} AND c.creditor_id = {creditor} AND c.next_look_on IS NOT NULL
ORDER BY p.sort_name, c.id LIMIT 51
"""
CLOSED = CASES.replace("IS NOT NULL", "IS NULL")
# The tabs above the list, with the list's own sum.
COUNTS = """
SELECT count(*), sum(left_ore), count(*) FILTER (WHERE asked_on IS NOT NULL),
    sum(left_ore) FILTER (WHERE asked_on IS NOT NULL), count(*) FILTER (WHERE due_on <= '{on}'::date - 1),
    sum(left_ore) FILTER (WHERE due_on <= '{on}'::date - 1),
    count(*) FILTER (WHERE asked_on IS NULL AND hold = 'none'),
    sum(left_ore) FILTER (WHERE asked_on IS NULL AND hold = 'none'),
    count(*) FILTER (WHERE hold = 'dispute'), sum(left_ore) FILTER (WHERE hold = 'dispute'),
    count(*) FILTER (WHERE hold = 'plan'), sum(left_ore) FILTER (WHERE hold = 'plan')
FROM records_case WHERE creditor_id = {creditor} AND next_look_on IS NOT NULL
"""
COUNTED_CLOSED = """
SELECT count(*), sum(left_ore) FROM records_case WHERE creditor_id = {creditor} AND next_look_on IS NULL
"""
# What is owed with interest and fees follows from these rows of the fifty cases.
OWED = (
    "SELECT c.*, p.* FROM records_case c JOIN records_party p ON p.creditor_id = c.creditor_id AND p.id = c.party_id "
    "WHERE c.creditor_id = {creditor} AND c.id = ANY ('{{{ids}}}')",
    "SELECT i.*, b.state FROM records_invoice i LEFT JOIN records_import b ON b.creditor_id = i.creditor_id "
    "AND b.id = i.batch_id WHERE i.creditor_id = {creditor} AND i.case_id = ANY ('{{{ids}}}')",
    "SELECT a.* FROM records_case c JOIN records_agreement a ON a.creditor_id = c.creditor_id "
    "AND a.party_id = c.party_id WHERE c.creditor_id = {creditor} AND c.id = ANY ('{{{ids}}}')",
    "SELECT * FROM records_measure WHERE creditor_id = {creditor} AND case_id = ANY ('{{{ids}}}')",
    "SELECT m.*, p.booked_on, p.reversed_on FROM records_match m JOIN records_payment p "
    "ON p.creditor_id = m.creditor_id AND p.id = m.payment_id "
    "WHERE m.creditor_id = {creditor} AND m.case_id = ANY ('{{{ids}}}')",
    "SELECT * FROM records_refund WHERE creditor_id = {creditor} AND case_id = ANY ('{{{ids}}}')",
    "SELECT n.* FROM records_invoice i JOIN records_creditnote n ON n.creditor_id = i.creditor_id "
    "AND n.invoice_id = i.id WHERE i.creditor_id = {creditor} AND i.case_id = ANY ('{{{ids}}}')",
    "SELECT * FROM records_dispute WHERE creditor_id = {creditor} AND case_id = ANY ('{{{ids}}}') "
    "AND closed_on IS NULL",
    "SELECT p.*, n.* FROM records_plan p JOIN records_instalment n ON n.creditor_id = p.creditor_id "
    "AND n.plan_id = p.id WHERE p.creditor_id = {creditor} AND p.case_id = ANY ('{{{ids}}}') AND p.ended_on IS NULL",
    "SELECT k.case_id, l.state FROM records_lettercase k JOIN records_letter l ON l.creditor_id = k.creditor_id "
    "AND l.id = k.letter_id WHERE k.creditor_id = {creditor} AND k.case_id = ANY ('{{{ids}}}') AND k.live "
    "AND l.state IN ('ready', 'sending', 'bundled', 'unknown')",
    "SELECT s.case_id FROM records_suggestion s JOIN records_payment p ON p.creditor_id = s.creditor_id "
    "AND p.id = s.payment_id WHERE s.creditor_id = {creditor} AND s.case_id = ANY ('{{{ids}}}') AND p.state = 'open'",
)
CUSTOMERS = """
SELECT p.*, (SELECT count(*) FROM records_case c WHERE c.creditor_id = {creditor} AND c.party_id = p.id
        AND c.next_look_on IS NOT NULL),
    (SELECT sum(left_ore) FROM records_case c WHERE c.creditor_id = {creditor} AND c.party_id = p.id
        AND c.next_look_on IS NOT NULL)
FROM records_party p WHERE p.creditor_id = {creditor} ORDER BY p.sort_name, p.id LIMIT 50
"""
ASKED = """
SELECT q.id, c.id, c.number, p.name, q.reason, p.email, p.address FROM records_case c
JOIN records_question q ON q.creditor_id = c.creditor_id AND q.case_id = c.id AND q.answered_on IS NULL
JOIN records_party p ON p.creditor_id = c.creditor_id AND p.id = c.party_id
WHERE c.creditor_id = {creditor} AND c.next_look_on IS NOT NULL AND c.asked_on IS NOT NULL ORDER BY c.number LIMIT 50
"""
# Who has said the first of two yeses, what can still be undone, and as whom the user is here.
YESES = (
    "SELECT data, actor FROM records_event WHERE creditor_id = {creditor} AND case_id = ANY ('{{{ids}}}') "
    "AND kind = 'approved_first'",
    "SELECT * FROM records_longwork WHERE creditor_id = {creditor} AND kind = 'approve' ORDER BY id DESC LIMIT 20",
    "SELECT role FROM records_membership WHERE creditor_id = {creditor} LIMIT 1",
)
LEFT = """
SELECT l.*, p.name, (SELECT array_agg(c.number) FROM records_lettercase k JOIN records_case c
        ON c.creditor_id = k.creditor_id AND c.id = k.case_id WHERE k.creditor_id = {creditor} AND k.letter_id = l.id),
    (SELECT d.state FROM records_delivery d WHERE d.creditor_id = {creditor} AND d.letter_id = l.id
        ORDER BY attempt DESC LIMIT 1)
FROM records_letter l JOIN records_party p ON p.creditor_id = l.creditor_id AND p.id = l.party_id
WHERE l.creditor_id = {creditor} AND l.state = 'handed_over' ORDER BY l.id DESC LIMIT 50
"""
LETTER_STATES = "SELECT state, count(*) FROM records_letter WHERE creditor_id = {creditor} GROUP BY 1"
PLACED = """
SELECT p.id, p.booked_on, p.payer_name, p.amount_ore, array_agg(DISTINCT c.number), array_agg(DISTINCT i.number),
    min(y.name)
FROM (SELECT * FROM records_payment WHERE creditor_id = {creditor} AND state = 'settled' AND kind = 'in'
    AND reversed_on IS NULL ORDER BY id DESC LIMIT 50) p
JOIN records_match m ON m.creditor_id = {creditor} AND m.payment_id = p.id
JOIN records_case c ON c.creditor_id = {creditor} AND c.id = m.case_id
JOIN records_party y ON y.creditor_id = {creditor} AND y.id = c.party_id
JOIN records_invoice i ON i.creditor_id = {creditor} AND i.case_id = c.id
GROUP BY 1, 2, 3, 4 ORDER BY p.id DESC
"""
IMPORTS = """
SELECT s.*, b.*, (SELECT count(*) FROM records_importrow r WHERE r.creditor_id = {creditor} AND r.batch_id = b.id
        AND r.fate <> 'known'),
    (SELECT sum(amount_ore - settled_before_ore - tax_office_share_ore) FROM records_invoice i
        WHERE i.creditor_id = {creditor} AND i.batch_id = b.id)
FROM records_sourcefile s LEFT JOIN records_import b ON b.creditor_id = s.creditor_id AND b.source_id = s.id
WHERE s.creditor_id = {creditor} AND s.kind = 'invoices' ORDER BY s.id DESC LIMIT 51
"""
# What is being read in stands above the list.
UNDER_WAY = "SELECT * FROM records_longwork WHERE creditor_id = {creditor} ORDER BY id DESC LIMIT 20"
TRAIL = """
SELECT * FROM (
    (SELECT e.at, e.kind, c.number, e.actor FROM records_event e LEFT JOIN records_case c
        ON c.creditor_id = e.creditor_id AND c.id = e.case_id
        WHERE e.creditor_id = {creditor} AND e.actor <> '' ORDER BY e.id DESC LIMIT 50)
    UNION ALL
    (SELECT seen_at, what, number, 'user:' || user_id FROM records_viewing WHERE creditor_id = {creditor}
        ORDER BY seen_at DESC LIMIT 50)) t
LEFT JOIN records_user u ON t.actor = 'user:' || u.id ORDER BY 1 DESC LIMIT 50
"""
