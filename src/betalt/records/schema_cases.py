"""What lists of cases are found by: the sums and days of cases that came before the lists, and words of names."""

# As if all money had gone to the invoices first; what was paid on costs instead shows when the case next changes.
FILL_LISTS = """
UPDATE records_case c SET due_on = i.due_on,
    left_ore = CASE WHEN c.stage = 'closed' THEN 0 ELSE greatest(0, i.ore - coalesce((
        SELECT sum(m.amount_ore) FROM records_match m
        JOIN records_payment p ON p.creditor_id = m.creditor_id AND p.id = m.payment_id AND p.reversed_on IS NULL
        WHERE m.creditor_id = c.creditor_id AND m.case_id = c.id), 0) - coalesce((
        SELECT sum(n.amount_ore) FROM records_creditnote n
        JOIN records_invoice v ON v.creditor_id = n.creditor_id AND v.id = n.invoice_id
        WHERE v.creditor_id = c.creditor_id AND v.case_id = c.id), 0)) END
FROM (
    SELECT creditor_id, case_id, min(due_on) AS due_on,
        sum(amount_ore - settled_before_ore - tax_office_share_ore)::bigint AS ore
    FROM records_invoice WHERE case_id IS NOT NULL GROUP BY 1, 2
) i WHERE i.creditor_id = c.creditor_id AND i.case_id = c.id;
"""

# Behind the walls no index of words is used, since comparing words might tell of rows that are not to be seen. The
# function holds to the walls itself and gives ids only; the creditor is a word of the index, so that a bureau's
# other clients cost nothing.
FIND_NAMES = """
CREATE INDEX party_words ON records_party
    USING gin (to_tsvector('simple', 'creditor' || creditor_id || ' ' || name));
CREATE FUNCTION betalt_find_names(creditor bigint, words text, at_most int) RETURNS TABLE (id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT p.id FROM records_party p
    WHERE to_tsvector('simple', 'creditor' || p.creditor_id || ' ' || p.name)
            @@ to_tsquery('simple', 'creditor' || creditor || ' & ' || words)
        AND p.creditor_id = creditor
        AND p.creditor_id = ANY (nullif(current_setting('app.creditors', true), '')::bigint[])
    ORDER BY p.sort_name, p.id LIMIT at_most
$$;
REVOKE ALL ON FUNCTION betalt_find_names(bigint, text, int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION betalt_find_names(bigint, text, int) TO betalt_app;
"""

# The same for the list of customers, from behind a place in the order of names.
FIND_CUSTOMERS = """
CREATE FUNCTION betalt_find_customers(creditor bigint, words text, after_name text, after_id bigint, at_most int)
RETURNS TABLE (id bigint) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT p.id FROM records_party p
    WHERE to_tsvector('simple', 'creditor' || p.creditor_id || ' ' || p.name)
            @@ to_tsquery('simple', 'creditor' || creditor || ' & ' || words)
        AND p.creditor_id = creditor AND (p.sort_name, p.id) > (after_name, after_id)
        AND p.creditor_id = ANY (nullif(current_setting('app.creditors', true), '')::bigint[])
    ORDER BY p.sort_name, p.id LIMIT at_most
$$;
REVOKE ALL ON FUNCTION betalt_find_customers(bigint, text, text, bigint, int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION betalt_find_customers(bigint, text, text, bigint, int) TO betalt_app;
"""

# The list of cases is counted by a walk over all that are open: the walls are read once for it, not once a row.
WALL_READ_ONCE = """
ALTER POLICY creditor_wall ON records_case
    USING (creditor_id = ANY ((SELECT nullif(current_setting('app.creditors', true), '')::bigint[])::bigint[]))
    WITH CHECK (creditor_id = ANY ((SELECT nullif(current_setting('app.creditors', true), '')::bigint[])::bigint[]))
"""
