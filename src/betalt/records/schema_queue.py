"""The rights to the queue's own tables, and what may be found across creditors: ids, states and counts."""

# Jobs hold ids and days alone, so the queue needs no wall between creditors.
RIGHTS = """
GRANT SELECT, INSERT, UPDATE, DELETE ON procrastinate_jobs, procrastinate_events, procrastinate_periodic_defers,
    procrastinate_workers TO betalt_app;
GRANT USAGE, SELECT ON SEQUENCE procrastinate_jobs_id_seq, procrastinate_events_id_seq,
    procrastinate_periodic_defers_id_seq TO betalt_app;
"""

FINDERS = """
CREATE FUNCTION betalt_homes()
RETURNS TABLE (creditor_id bigint, last_run_on date, bank_data_on date, waits_for_bank boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT c.id, c.last_run_on, c.bank_data_on,
        (c.settings ->> 'letters_wait_for_bank_data') IS DISTINCT FROM 'false'
    FROM records_creditor c ORDER BY c.id
$$;
CREATE FUNCTION betalt_due_by_debtor(day date, only_creditors bigint[])
RETURNS TABLE (creditor_id bigint, party_id bigint, cases bigint[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT c.creditor_id, c.party_id, array_agg(c.id ORDER BY c.id) FROM records_case c
    WHERE c.next_look_on <= day AND c.creditor_id = ANY (only_creditors)
    GROUP BY c.creditor_id, c.party_id ORDER BY c.creditor_id, min(c.id)
$$;
CREATE FUNCTION betalt_letters_waiting()
RETURNS TABLE (creditor_id bigint, id bigint, state text, channel text, letter_on date, is_set boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT l.creditor_id, l.id, l.state, l.channel, l.letter_on, l.pdf_id IS NOT NULL FROM records_letter l
    WHERE l.state IN ('ready', 'sending') ORDER BY l.creditor_id, l.id
$$;
CREATE FUNCTION betalt_bundles_begun() RETURNS TABLE (creditor_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT DISTINCT b.creditor_id FROM records_bundle b WHERE b.state = 'writing'
$$;
CREATE FUNCTION betalt_pulse(day date)
RETURNS TABLE (late_cases bigint, late_since date, stale_letters bigint, unknown_letters bigint,
    unposted_bundles bigint, last_sent_on date)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT (SELECT count(*) FROM records_case WHERE next_look_on < day),
        (SELECT min(next_look_on) FROM records_case WHERE next_look_on < day),
        (SELECT count(*) FROM records_letter WHERE state IN ('ready', 'sending') AND letter_on < day),
        (SELECT count(*) FROM records_letter WHERE state = 'unknown'),
        (SELECT count(*) FROM records_bundle WHERE state = 'written'),
        (SELECT max(on_day) FROM (
            SELECT max("on") AS on_day FROM records_delivery WHERE state = 'handed_over'
            UNION ALL SELECT max("on") FROM records_bundle WHERE state <> 'writing') AS left_on)
$$;
REVOKE ALL ON FUNCTION betalt_homes(), betalt_due_by_debtor(date, bigint[]), betalt_letters_waiting(),
    betalt_bundles_begun(), betalt_pulse(date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION betalt_homes(), betalt_due_by_debtor(date, bigint[]), betalt_letters_waiting(),
    betalt_bundles_begun(), betalt_pulse(date) TO betalt_app;
"""
