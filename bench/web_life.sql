-- The life of the cases of bench/web.py: each statement ends with its line, its parameters are the driver's.

-- Due days over a year, names, numbers and agreements. Every name has a word that all have: the hardest search.
UPDATE records_invoice
    SET issued_on = '2026-02-20'::date - mod(id, 400)::int - 30, due_on = '2026-03-20'::date - mod(id, 400)::int,
        arose_on = '2026-02-20'::date - mod(id, 400)::int - 30
    WHERE creditor_id = %(creditor)s;
UPDATE records_case c SET due_on = i.due_on, opened_on = i.issued_on FROM records_invoice i
    WHERE i.case_id = c.id AND i.creditor_id = c.creditor_id AND c.creditor_id = %(creditor)s;
UPDATE records_party
    SET name = 'Kund ' || (ARRAY['Anna', 'Maria', 'Erik', 'Lars', 'Karin', 'Ali', 'Åsa', 'Örjan', 'Fatima', 'Jonas',
        'Sara', 'Nils', 'Eva'])[1 + mod(id, 13)] || ' ' || (ARRAY['Andersson', 'Berg', 'Åberg', 'Lindqvist', 'Öberg',
        'Nilsson', 'Ek', 'Sandström', 'Hassan', 'Holm', 'Dahl'])[1 + mod(id / 13, 11)] || ' ' || id, personal_no =
    CASE WHEN mod(id, 20) <> 0 THEN 'x'::bytea END, org_no =
    CASE WHEN mod(id, 40) = 0 THEN lpad((5560000000 + id)::text, 10, '0') ELSE '' END, email =
    CASE WHEN mod(id, 3) = 0 THEN 'kund' || id || '@kunder.example' ELSE '' END WHERE creditor_id = %(creditor)s;
INSERT INTO records_agreement (creditor_id, party_id, clause, agreed_on, how, interest_kind, interest_bps)
    SELECT creditor_id, id, clause, '2024-12-01', 'villkor, punkt 4', 'statutory', 0
    FROM records_party, (VALUES ('due_day'), ('reminder_fee')) AS k (clause) WHERE creditor_id = %(creditor)s
    AND mod(id, 20) <> 3;

-- Three hundred lists and bank files, and one that waits, with 10,000 rows and as many refused.
UPDATE records_import SET "on" = '2025-01-01' WHERE creditor_id = %(creditor)s;
INSERT INTO records_file (creditor_id, sha256, media_type, content)
    SELECT %(creditor)s, 'life' || n, 'text/csv', '' FROM generate_series(1, 300) AS n;
INSERT INTO records_sourcefile (creditor_id, kind, name, file_id, received_on) SELECT creditor_id,
    CASE WHEN mod(id, 3) = 0 THEN 'payments' ELSE 'invoices' END, sha256, id, '2026-01-02' FROM records_file
    WHERE creditor_id = %(creditor)s AND sha256 LIKE 'life%%';
INSERT INTO records_import (creditor_id, source_id, "on", state, snapshot, counts)
    SELECT creditor_id, id, received_on, 'released', false, '{"new": 400, "refused": 20}' FROM records_sourcefile
    WHERE creditor_id = %(creditor)s AND name LIKE 'life%%';
UPDATE records_import SET state = 'waiting', counts = '{"new": 10000, "refused": 10000}'
    WHERE id = (SELECT max(b.id) FROM records_import b JOIN records_sourcefile s ON s.creditor_id = b.creditor_id
    AND s.id = b.source_id AND s.kind = 'invoices' WHERE b.creditor_id = %(creditor)s)
    AND creditor_id = %(creditor)s;
UPDATE records_invoice SET batch_id = (SELECT max(id) FROM records_import WHERE creditor_id = %(creditor)s
    AND state = 'waiting') WHERE creditor_id = %(creditor)s AND case_id IN (SELECT id FROM records_case
    WHERE creditor_id = %(creditor)s AND number BETWEEN %(open)s - %(big)s + 1 AND %(open)s);
INSERT INTO records_importrow (creditor_id, batch_id, line, "column", fate, reason, raw)
    SELECT b.creditor_id, b.id, n, 'Belopp', 'refused', '{"code": "read.empty", "params": {}, "ground": ""}',
        to_json(ARRAY[n::text, 'K' || n, 'Kund', '', 'Storgatan 1'])
    FROM records_import b, generate_series(1, %(big)s) AS n WHERE b.creditor_id = %(creditor)s
    AND b.state = 'waiting' AND b.counts ->> 'new' = '10000';

-- Who has paid, by which payment; one in a hundred waits for a person, most of them with suggestions.
UPDATE records_case
    SET stage = 'closed', next_look_on = NULL, outcome = 'paid', payment_status = 'paid', left_ore = 0,
        closed_on = least(due_on + mod(id, 37)::int, %(on)s)
    WHERE number > %(open)s AND creditor_id = %(creditor)s;
INSERT INTO records_payment (creditor_id, kind, state, held, booked_on, read_on, amount_ore, key, payee, payer,
        payer_name, payer_org_no, "references", text, twin, why, note)
    SELECT creditor_id, 'in', 'settled', false, closed_on, closed_on, 100000, 'k' || id, '', 'bankgiro:50501055',
        'Kund ' || id, '', '[]', '[]', '', '{}', ''
    FROM records_case WHERE outcome = 'paid' AND creditor_id = %(creditor)s;
INSERT INTO records_match (creditor_id, payment_id, case_id, amount_ore, "on", why)
    SELECT p.creditor_id, p.id, c.id, 100000, p.booked_on, 'ocr' FROM records_case c
    JOIN records_payment p ON p.creditor_id = c.creditor_id AND p.key = 'k' || c.id WHERE c.outcome = 'paid'
    AND c.creditor_id = %(creditor)s;
UPDATE records_payment SET state = 'open', why = '{"code": "payment.unmatched", "params": {}, "ground": ""}'
    WHERE mod(id, 100) = 0 AND creditor_id = %(creditor)s;
DELETE FROM records_match m USING records_payment p WHERE p.creditor_id = m.creditor_id AND p.id = m.payment_id
    AND p.state = 'open' AND m.creditor_id = %(creditor)s;
INSERT INTO records_suggestion (creditor_id, payment_id, rank, case_id, weight, reasons)
    SELECT p.creditor_id, p.id, r, (SELECT min(id) FROM records_case
    WHERE creditor_id = %(creditor)s) + p.id * r, 50,
        '[{"code": "payment.sum_owed", "params": {"sum_ore": "100000"}, "ground": ""}]'
    FROM records_payment p, generate_series(0, 1) AS r WHERE p.creditor_id = %(creditor)s AND p.state = 'open'
    AND mod(p.id, 300) <> 0;

-- Three in five have got a reminder, some of them a demand on paper, and so have those who paid.
INSERT INTO records_letter (creditor_id, party_id, kind, state, channel, letter_on, answer_by, total_ore, content,
        handed_over_on)
    SELECT c.creditor_id, c.party_id, k.kind, 'handed_over', k.channel, c.due_on + k.days, c.due_on + k.days + 10,
        c.left_ore + 6000, '{}', c.due_on + k.days
    FROM records_case c, (VALUES ('reminder', 'email', 8), ('demand', 'post', 30)) AS k (kind, channel, days)
    WHERE c.creditor_id = %(creditor)s AND c.due_on + k.days < %(on)s AND (mod(c.id, 5) < 3 OR c.number > %(open)s)
    AND (k.kind = 'reminder' OR mod(c.id, 3) = 0);
INSERT INTO records_lettercase (creditor_id, letter_id, case_id, round, step, kind, total_ore, charges, checks, live)
    SELECT l.creditor_id, l.id, c.id, 1,
    CASE l.kind WHEN 'reminder' THEN 2 ELSE 3 END, l.kind, l.total_ore, '[]', '[]', true FROM records_letter l
    JOIN records_case c ON c.creditor_id = l.creditor_id AND c.party_id = l.party_id
    WHERE l.creditor_id = %(creditor)s;
INSERT INTO records_measure (creditor_id, case_id, invoice_id, letter_id, kind, taken_on, charged, round, step)
    SELECT k.creditor_id, k.case_id, i.id, k.letter_id, k.kind, l.handed_over_on, true, 1, k.step
    FROM records_lettercase k JOIN records_letter l ON l.creditor_id = k.creditor_id AND l.id = k.letter_id
    JOIN records_invoice i ON i.creditor_id = k.creditor_id AND i.case_id = k.case_id
    WHERE k.creditor_id = %(creditor)s;
INSERT INTO records_bundle (creditor_id, "on", name, state, posted_on) SELECT %(creditor)s, day, day::text,
    CASE WHEN day < %(on)s THEN 'posted' ELSE 'written' END, CASE WHEN day < %(on)s THEN day END
    FROM (SELECT %(on)s::date - n AS day FROM generate_series(0, 400) AS n) AS d;
INSERT INTO records_delivery (creditor_id, letter_id, bundle_id, channel, attempt, state, message_id, bounce_key,
        "on", detail)
    SELECT l.creditor_id, l.id, b.id, l.channel, 1, 'handed_over', '', '', l.letter_on, '' FROM records_letter l
    LEFT JOIN records_bundle b ON b.creditor_id = l.creditor_id AND b."on" = l.letter_on AND l.channel = 'post'
    WHERE l.creditor_id = %(creditor)s;
UPDATE records_letter SET state = 'unknown', handed_over_on = NULL WHERE mod(id, 2000) = 0
    AND creditor_id = %(creditor)s;
UPDATE records_delivery d SET state = 'unknown' FROM records_letter l WHERE l.creditor_id = d.creditor_id
    AND l.id = d.letter_id AND l.state = 'unknown' AND d.creditor_id = %(creditor)s;
UPDATE records_case SET stage = 'reminded', step_done = 2, step_done_on = due_on + 8
    WHERE next_look_on IS NOT NULL AND mod(id, 5) < 3 AND due_on + 8 < %(on)s AND creditor_id = %(creditor)s;

-- Questions, objections, plans and refunds that wait for a person.
UPDATE records_case SET asked_step = 3, asked_times = 1, asked_on = %(on)s, next_look_on = '2026-03-09'
    WHERE number <= 5000 AND creditor_id = %(creditor)s;
INSERT INTO records_question (creditor_id, case_id, round, step, times, asked_on, reason, answer, answered_by)
    SELECT creditor_id, id, 1, 3, 1, asked_on, '{"code": "process.release", "question": "release", "kind": "demand"}',
        '', ''
    FROM records_case WHERE number <= 5000 AND creditor_id = %(creditor)s;
INSERT INTO records_question (creditor_id, case_id, round, step, times, asked_on, reason, answer, answered_on,
        answered_by)
    SELECT creditor_id, id, 1, 2, 1, due_on, '{"code": "process.release", "question": "release", "kind": "reminder"}',
        'yes', due_on, 'user:1'
    FROM records_case WHERE mod(id, 4) = 0 AND creditor_id = %(creditor)s;
UPDATE records_case SET hold = 'dispute' WHERE number BETWEEN 5001 AND 5500 AND creditor_id = %(creditor)s;
INSERT INTO records_dispute (creditor_id, case_id, opened_on, deadline_on, outcome)
    SELECT creditor_id, id, %(on)s, %(on)s::date + mod(id, 30)::int, '' FROM records_case WHERE hold = 'dispute'
    AND creditor_id = %(creditor)s;
UPDATE records_case SET hold = 'plan' WHERE number BETWEEN 5501 AND 5800 AND creditor_id = %(creditor)s;
INSERT INTO records_plan (creditor_id, case_id, agreed_on, outcome) SELECT creditor_id, id, %(on)s, ''
    FROM records_case WHERE hold = 'plan' AND creditor_id = %(creditor)s;
INSERT INTO records_instalment (creditor_id, plan_id, due_on, amount_ore)
    SELECT creditor_id, id, agreed_on + n * 30, 10000 FROM records_plan, generate_series(1, 6) AS n
    WHERE creditor_id = %(creditor)s;
UPDATE records_case SET next_look_on = '2026-03-09' WHERE next_look_on IS NOT NULL AND number > 12000
    AND creditor_id = %(creditor)s;
INSERT INTO records_refund (creditor_id, case_id, way, state, amount_ore, account, name, proposed_on, proposed_by,
        approved_by, detail)
    SELECT creditor_id, id, 'bank', 'proposed', 10000, 'bankgiro:50501055', 'Kund', %(on)s, 'user:1', '', ''
    FROM records_case WHERE creditor_id = %(creditor)s AND number BETWEEN %(open)s + 1 AND %(open)s + 40;

-- The journal, who looked at what, postings and long work.
INSERT INTO records_event (creditor_id, case_id, "on", at, kind, stage, hold, payment_status, data, actor)
    SELECT c.creditor_id, c.id, c.due_on + n * 3, (c.due_on + n * 3)::timestamptz + mod(c.id,
        86000) * interval '1 second', (ARRAY['step_taken', 'sent', 'asked', 'approved', 'note'])[1 + n], '', '', '',
        '{"letter": 1, "letter_kind": "reminder", "step": 2}',
    CASE WHEN n >= 3 THEN 'user:1' ELSE '' END FROM generate_series(0, 4) AS n, records_case c
    WHERE c.creditor_id = %(creditor)s ORDER BY c.due_on + n * 3;
INSERT INTO records_viewing (creditor_id, user_id, what, number, seen_at) SELECT %(creditor)s, (SELECT min(id)
    FROM records_user), 'case', mod(n, 100000), %(on)s::timestamptz - n * interval '1 minute'
    FROM generate_series(1, 200000) AS n;
INSERT INTO records_posting (creditor_id, case_id, "on", debit, credit, ore, why)
    SELECT creditor_id, case_id, taken_on, '1510', '3990', 6000, 'fee' FROM records_measure
    WHERE creditor_id = %(creditor)s;
INSERT INTO records_posting (creditor_id, case_id, payment_id, "on", debit, credit, ore, why)
    SELECT creditor_id, case_id, payment_id, "on", '1930', '1510', amount_ore, 'payment' FROM records_match
    WHERE creditor_id = %(creditor)s;
INSERT INTO records_longwork (creditor_id, kind, state, asked_on, asked_by, arguments, place, done, total, tries,
        result, problem)
    SELECT %(creditor)s, (ARRAY['export', 'time_machine'])[1 + mod(n, 2)], 'failed', %(on)s, 'user:1',
        '{"kind": "consumer", "what": "cases", "form": "csv"}', '{}', 10, 10, 1, '{}',
        '{"code": "work.failed", "params": {}, "ground": ""}'
    FROM generate_series(1, 400) AS n;

-- Thirty of those who paid have paid a hundred kronor too much.
INSERT INTO records_payment (creditor_id, kind, state, held, booked_on, read_on, amount_ore, key, payee, payer,
        payer_name, payer_org_no, "references", text, twin, why, note)
    SELECT creditor_id, 'in', 'settled', false, closed_on, closed_on, 500000, 'o' || id, '', 'bankgiro:50501055',
        'Kund ' || id, '', '[]', '[]', '', '{}', ''
    FROM records_case WHERE creditor_id = %(creditor)s AND number BETWEEN %(open)s + 101 AND %(open)s + 130;
INSERT INTO records_match (creditor_id, payment_id, case_id, amount_ore, "on", why)
    SELECT p.creditor_id, p.id, c.id, 500000, p.booked_on, 'ocr' FROM records_case c
    JOIN records_payment p ON p.creditor_id = c.creditor_id AND p.key = 'o' || c.id
    WHERE c.creditor_id = %(creditor)s;
INSERT INTO records_posting (creditor_id, case_id, payment_id, "on", debit, credit, ore, why)
    SELECT creditor_id, case_id, payment_id, "on", '1930', '2420', 10000, 'payment' FROM records_match
    WHERE creditor_id = %(creditor)s AND amount_ore = 500000;

-- One case with much in it, one customer with many invoices; and what the database does by itself in time.
INSERT INTO records_event (creditor_id, case_id, "on", kind, stage, hold, payment_status, data, actor)
    SELECT creditor_id, id, due_on + n, 'note', '', '', '', '{}', 'user:1'
    FROM records_case, generate_series(1, 60) AS n WHERE creditor_id = %(creditor)s AND number = %(long)s;
INSERT INTO records_note (creditor_id, case_id, "on", text, actor)
    SELECT creditor_id, id, due_on + n, 'Ringde kunden, som lovade att betala.', 'user:1'
    FROM records_case, generate_series(1, 20) AS n WHERE creditor_id = %(creditor)s AND number = %(long)s;
INSERT INTO records_payment (creditor_id, kind, state, held, booked_on, read_on, amount_ore, key, payee, payer,
        payer_name, payer_org_no, "references", text, twin, why, note)
    SELECT creditor_id, 'in', 'settled', false, due_on + n, due_on + n, 100, 'l' || n, '', '', '', '', '[]', '[]', '',
        '{}', ''
    FROM records_case, generate_series(1, 20) AS n WHERE creditor_id = %(creditor)s AND number = %(long)s;
INSERT INTO records_match (creditor_id, payment_id, case_id, amount_ore, "on", why)
    SELECT c.creditor_id, p.id, c.id, 100, p.booked_on, 'hand' FROM records_case c
    JOIN records_payment p ON p.creditor_id = c.creditor_id AND p.key LIKE 'l%%' WHERE c.creditor_id = %(creditor)s
    AND c.number = %(long)s;
INSERT INTO records_letter (creditor_id, party_id, kind, state, channel, letter_on, answer_by, total_ore, content,
        handed_over_on)
    SELECT creditor_id, party_id, 'reminder', 'handed_over', 'post', due_on + n, due_on + n, 1000, '{}', due_on + n
    FROM records_case, generate_series(1, 20) AS n WHERE creditor_id = %(creditor)s AND number = %(long)s;
INSERT INTO records_lettercase (creditor_id, letter_id, case_id, round, step, kind, total_ore, charges, checks, live)
    SELECT l.creditor_id, l.id, c.id, l.id, 2, l.kind, 1000, '[]', '[]', false FROM records_case c
    JOIN records_letter l ON l.creditor_id = c.creditor_id AND l.party_id = c.party_id AND l.total_ore = 1000
    WHERE c.creditor_id = %(creditor)s AND c.number = %(long)s;
UPDATE records_case SET party_id = (SELECT id FROM records_party WHERE creditor_id = %(creditor)s
    AND number = 'K' || %(crowd)s) WHERE creditor_id = %(creditor)s AND number BETWEEN 70001 AND 70300;
UPDATE records_invoice i SET party_id = c.party_id FROM records_case c WHERE c.creditor_id = i.creditor_id
    AND c.id = i.case_id AND c.creditor_id = %(creditor)s AND c.number BETWEEN 70001 AND 70300;
VACUUM ANALYZE;
