"""Letters of demo creditors never leave, whoever asks; and whether a company is here already is told by a count."""

# Workers look after creditors that these name: a demo lives only by the steps that its user takes. And a hand-over of
# a demo's letter stands only in a transaction that says that its letters are kept (flows/outlet.py).
DEMOS_STAY_HOME = """
CREATE OR REPLACE FUNCTION betalt_homes()
RETURNS TABLE (creditor_id bigint, last_run_on date, bank_data_on date, waits_for_bank boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT c.id, c.last_run_on, c.bank_data_on,
        (c.settings ->> 'letters_wait_for_bank_data') IS DISTINCT FROM 'false'
    FROM records_creditor c WHERE c.outlet_closed_at IS NULL AND NOT c.is_demo ORDER BY c.id
$$;
CREATE OR REPLACE FUNCTION betalt_pulse(day date)
RETURNS TABLE (late_cases bigint, late_since date, stale_letters bigint, unknown_letters bigint,
    unposted_bundles bigint, last_sent_on date)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH demo AS (SELECT id FROM records_creditor WHERE is_demo)
    SELECT (SELECT count(*) FROM records_case WHERE next_look_on < day AND creditor_id NOT IN (SELECT id FROM demo)),
        (SELECT min(next_look_on) FROM records_case
            WHERE next_look_on < day AND creditor_id NOT IN (SELECT id FROM demo)),
        (SELECT count(*) FROM records_letter
            WHERE state IN ('ready', 'sending') AND letter_on < day AND creditor_id NOT IN (SELECT id FROM demo)),
        (SELECT count(*) FROM records_letter
            WHERE state = 'unknown' AND creditor_id NOT IN (SELECT id FROM demo)),
        (SELECT count(*) FROM records_bundle
            WHERE state = 'written' AND creditor_id NOT IN (SELECT id FROM demo)),
        (SELECT max(on_day) FROM (
            SELECT max("on") AS on_day FROM records_delivery
                WHERE state = 'handed_over' AND creditor_id NOT IN (SELECT id FROM demo)
            UNION ALL SELECT max("on") FROM records_bundle
                WHERE state <> 'writing' AND creditor_id NOT IN (SELECT id FROM demo)) AS left_on)
$$;
CREATE FUNCTION betalt_keep_demo_letters() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state = 'claimed' AND current_setting('app.demo_outlet', true) IS DISTINCT FROM 'kept'
        AND EXISTS (SELECT FROM records_creditor c WHERE c.id = NEW.creditor_id AND c.is_demo) THEN
        RAISE EXCEPTION 'the letters of a demo creditor never leave' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER delivery_of_demo_kept BEFORE INSERT ON records_delivery
    FOR EACH ROW EXECUTE FUNCTION betalt_keep_demo_letters();
"""

KNOWN_COMPANY = """
CREATE FUNCTION betalt_known_company(number text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT EXISTS (SELECT FROM records_creditor c WHERE c.org_no = number AND NOT c.is_demo)
$$;
REVOKE ALL ON FUNCTION betalt_known_company(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION betalt_known_company(text) TO betalt_app;
"""
