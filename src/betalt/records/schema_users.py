"""Who may come in, as the database tells it before a creditor is named: finders, and rights on the sign-in's tables."""

# A page knows its user before it knows the creditor, whose walls would hide the membership.
FINDERS = """
CREATE FUNCTION betalt_offices(who bigint)
RETURNS TABLE (creditor_id bigint, slug text, name text, org_no text, is_demo boolean, role text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT c.id, c.slug, c.name, c.org_no, c.is_demo, m.role
    FROM records_membership m JOIN records_creditor c ON c.id = m.creditor_id
    WHERE m.user_id = who ORDER BY lower(c.name), c.id
$$;
CREATE FUNCTION betalt_office(who bigint, place text)
RETURNS TABLE (creditor_id bigint, role text, others bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT c.id, m.role, (SELECT count(*) - 1 FROM records_membership o WHERE o.user_id = who)
    FROM records_creditor c JOIN records_membership m ON m.creditor_id = c.id AND m.user_id = who
    WHERE c.slug = place AND place <> ''
$$;
CREATE FUNCTION betalt_invitation(hash bytea)
RETURNS TABLE (creditor_id bigint, id bigint, name text, email text, role text, expires_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT i.creditor_id, i.id, c.name, i.email::text, i.role, i.expires_at
    FROM records_invitation i JOIN records_creditor c ON c.id = i.creditor_id
    WHERE i.token_hash = hash AND i.state = 'open'
$$;
REVOKE ALL ON FUNCTION betalt_offices(bigint), betalt_office(bigint, text), betalt_invitation(bytea) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION betalt_offices(bigint), betalt_office(bigint, text), betalt_invitation(bytea) TO betalt_app;
"""

RIGHTS = """
CREATE INDEX membership_user ON records_membership (user_id, creditor_id);
CREATE TRIGGER viewing_append_only BEFORE UPDATE OR DELETE ON records_viewing
    FOR EACH ROW EXECUTE FUNCTION betalt_refuse_change();
REVOKE UPDATE, DELETE ON records_viewing FROM betalt_app;
GRANT SELECT, INSERT, UPDATE ON records_user TO betalt_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON records_formkey TO betalt_app;
GRANT USAGE, SELECT ON SEQUENCE records_user_id_seq, records_formkey_id_seq TO betalt_app;
"""

# Creditors from before the office are given their place in its addresses.
SLUGS = """
UPDATE records_creditor SET slug = trim(both '-' from left(regexp_replace(
    translate(lower(name), 'åäöéüøæ', 'aaoeuoa'), '[^a-z0-9]+', '-', 'g'), 40)) || '-' || id;
"""

# Tables of Django's and allauth's own: sessions, addresses, second factors. Attempts are counted in betalt_cache,
# where all processes see them; after a crash it may be empty.
SIGN_IN = """
GRANT SELECT, INSERT, UPDATE, DELETE ON django_session, account_emailaddress, account_emailconfirmation,
    mfa_authenticator, usersessions_usersession TO betalt_app;
GRANT SELECT ON django_content_type, auth_permission, auth_group, auth_group_permissions TO betalt_app;
GRANT USAGE, SELECT ON SEQUENCE account_emailaddress_id_seq, account_emailconfirmation_id_seq,
    mfa_authenticator_id_seq, usersessions_usersession_id_seq TO betalt_app;
CREATE UNLOGGED TABLE betalt_cache (
    cache_key varchar(255) NOT NULL PRIMARY KEY, value text NOT NULL, expires timestamptz NOT NULL
);
CREATE INDEX betalt_cache_expires ON betalt_cache (expires);
GRANT SELECT, INSERT, UPDATE, DELETE ON betalt_cache TO betalt_app;
"""

GAUGES = """
CREATE FUNCTION betalt_gauges(day date) RETURNS TABLE (due_cases bigint, sent_letters bigint, open_questions bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT (SELECT count(*) FROM records_case WHERE next_look_on <= day),
        (SELECT count(*) FROM records_letter WHERE handed_over_on = day),
        (SELECT count(*) FROM records_case WHERE next_look_on IS NOT NULL AND asked_on IS NOT NULL)
$$;
REVOKE ALL ON FUNCTION betalt_gauges(date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION betalt_gauges(date) TO betalt_app;
"""
