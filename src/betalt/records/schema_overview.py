"""Finds for the overview and its e-mail: owners who wait for theirs, and customers whom a letter cannot go to."""

FINDERS = """
CREATE FUNCTION betalt_daily_mails(day date) RETURNS TABLE (creditor_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT c.id FROM records_creditor c
    WHERE c.last_run_on = day AND NOT c.is_demo AND (c.settings ->> 'daily_mail') IS DISTINCT FROM 'false'
        AND EXISTS (
            SELECT FROM records_membership m JOIN records_user u ON u.id = m.user_id AND u.is_active
            LEFT JOIN records_dailymail d ON d.creditor_id = m.creditor_id AND d.user_id = m.user_id AND d."on" = day
            WHERE m.creditor_id = c.id AND m.role = 'owner' AND (d.id IS NULL OR d.state = 'later'))
    ORDER BY c.id
$$;
REVOKE ALL ON FUNCTION betalt_daily_mails(date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION betalt_daily_mails(date) TO betalt_app;
"""

# Whom something is missing of are few, or a mistake; the overview (records/queries/overview_needs.py) asks for them in
# these very words.
LACKING = """
CREATE INDEX party_lacking ON records_party (creditor_id, id) WHERE NOT protected AND (
    org_no = '' AND personal_no IS NULL OR cardinality(address) = 0 AND NOT mailbox AND NOT email_bounced);
CREATE INDEX party_unreached ON records_party (creditor_id, id) WHERE NOT protected AND (
    address_returned OR email_bounced AND cardinality(address) = 0);
"""
