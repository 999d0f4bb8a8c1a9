"""What Django cannot say of a table: keys led by the creditor, walls between creditors, append-only rows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.migrations.operations import RunPython

# Read once for a statement, not once a row, and looked up by hashing, so that a bureau's thousands cost no more than
# one. As a subquery it also hides from the planner, who would take creditor and wall for two grounds that narrow, and
# by an index on any column whatever expect but one row of a creditor with a hundred thousand (decision 0270).
_NAMED = "(SELECT unnest(nullif(current_setting('app.creditors', true), '')::bigint[]))"
WALL = f"creditor_id IN {_NAMED}"


def key_by_creditor(*names: str) -> RunPython:
    """Make the migration step that gives tables, by model name, the key (creditor_id, id)."""
    return _for_each(names, _keys)


def fence(*names: str) -> RunPython:
    """Make the migration step that gives keyed tables their references, walls and rights."""
    return _for_each(names, _walls)


def _for_each(names: tuple[str, ...], statements: Callable[[Any], list[str]]) -> RunPython:
    def apply(apps: Any, schema_editor: Any) -> None:
        for name in names:
            for statement in statements(apps.get_model("records", name)):
                schema_editor.execute(statement)

    return RunPython(apply, RunPython.noop)


def _keys(model: Any) -> list[str]:
    table = model._meta.db_table
    return [
        f"ALTER TABLE {table} DROP CONSTRAINT {table}_pkey",
        f"ALTER TABLE {table} ADD PRIMARY KEY (creditor_id, id)",
        f"ALTER TABLE {table} ADD FOREIGN KEY (creditor_id) REFERENCES records_creditor (id)",
    ]


def _walls(model: Any) -> list[str]:
    table = model._meta.db_table
    references = [
        f"ALTER TABLE {table} ADD FOREIGN KEY (creditor_id, {field.column}) "
        f"REFERENCES {field.related_model._meta.db_table} (creditor_id, id)"
        for field in model._meta.local_fields
        if field.is_relation and field.column != "creditor_id" and _is_owned(field.related_model)
    ]
    return [
        *references,
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"CREATE POLICY creditor_wall ON {table} USING ({WALL}) WITH CHECK ({WALL})",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO betalt_app",
        f"GRANT USAGE, SELECT ON SEQUENCE {table}_id_seq TO betalt_app",
    ]


def _is_owned(model: Any) -> bool:
    return any(field.name == "creditor" for field in model._meta.local_fields)


ROLES = """
DO $$ BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'betalt_app') THEN CREATE ROLE betalt_app NOLOGIN; END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'betalt_retention') THEN
        CREATE ROLE betalt_retention NOLOGIN;
    END IF;
    IF NOT pg_has_role(current_user, 'betalt_app', 'MEMBER') THEN
        EXECUTE format('GRANT betalt_app TO %I', current_user);
    END IF;
END $$;
GRANT USAGE ON SCHEMA public TO betalt_app, betalt_retention;
GRANT SELECT ON django_migrations TO betalt_app;
"""

CREDITOR_WALL = f"""
ALTER TABLE records_creditor ENABLE ROW LEVEL SECURITY;
CREATE POLICY creditor_wall ON records_creditor USING (id IN {_NAMED}) WITH CHECK (id IN {_NAMED});
GRANT SELECT, INSERT, UPDATE ON records_creditor TO betalt_app;
GRANT USAGE, SELECT ON SEQUENCE records_creditor_id_seq TO betalt_app;
"""

# Walls that were built before they were read once.
WALLS_ANEW = f"""
DO $$ DECLARE walled text; own text; BEGIN
    FOR walled, own IN
        SELECT tablename, CASE tablename WHEN 'records_creditor' THEN 'id' ELSE 'creditor_id' END
        FROM pg_policies WHERE policyname = 'creditor_wall' AND schemaname = 'public'
    LOOP
        EXECUTE format($wall$ALTER POLICY creditor_wall ON %I USING (%I IN {_NAMED}) WITH CHECK (%I IN {_NAMED})$wall$,
            walled, own, own);
    END LOOP;
END $$;
"""

APPEND_ONLY = """
CREATE FUNCTION betalt_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is added to and never changed', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER event_append_only BEFORE UPDATE OR DELETE ON records_event
    FOR EACH ROW EXECUTE FUNCTION betalt_refuse_change();
CREATE TRIGGER posting_append_only BEFORE UPDATE OR DELETE ON records_posting
    FOR EACH ROW EXECUTE FUNCTION betalt_refuse_change();
CREATE TRIGGER file_append_only BEFORE UPDATE OR DELETE ON records_file
    FOR EACH ROW EXECUTE FUNCTION betalt_refuse_change();
REVOKE UPDATE, DELETE ON records_event, records_posting, records_file FROM betalt_app;

CREATE FUNCTION betalt_keep_letter() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR (OLD.state <> 'ready' AND current_user <> 'betalt_retention'
        AND (NEW.content, NEW.pdf_id, NEW.total_ore, NEW.kind, NEW.letter_on, NEW.answer_by, NEW.channel, NEW.party_id)
            IS DISTINCT FROM (OLD.content, OLD.pdf_id, OLD.total_ore, OLD.kind, OLD.letter_on, OLD.answer_by,
                OLD.channel, OLD.party_id)) THEN
        RAISE EXCEPTION 'a letter that may have left is never changed' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER letter_kept BEFORE UPDATE OR DELETE ON records_letter
    FOR EACH ROW EXECUTE FUNCTION betalt_keep_letter();
"""

# Work across creditors is found by functions that see all rows and return ids only.
FINDERS = """
CREATE FUNCTION betalt_due(day date, only_creditors bigint[]) RETURNS TABLE (creditor_id bigint, id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT c.creditor_id, c.id FROM records_case c
    WHERE c.next_look_on <= day AND (only_creditors IS NULL OR c.creditor_id = ANY (only_creditors))
    ORDER BY c.creditor_id, c.id
$$;
CREATE FUNCTION betalt_to_send(only_creditors bigint[]) RETURNS TABLE (creditor_id bigint, id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT l.creditor_id, l.id FROM records_letter l
    WHERE l.state IN ('ready', 'sending') AND (only_creditors IS NULL OR l.creditor_id = ANY (only_creditors))
    ORDER BY l.creditor_id, l.id
$$;
-- Thanked are those who paid after a letter of ours, so that those who pay at once are left in peace; never after a
-- dispute, and not weeks later.
CREATE FUNCTION betalt_to_thank(day date, only_creditors bigint[]) RETURNS TABLE (creditor_id bigint, id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT c.creditor_id, c.id FROM records_case c
    JOIN records_party p ON p.creditor_id = c.creditor_id AND p.id = c.party_id
    WHERE c.outcome = 'paid' AND c.closed_on BETWEEN day - 14 AND day
        AND (only_creditors IS NULL OR c.creditor_id = ANY (only_creditors))
        AND p.email <> '' AND NOT p.email_bounced AND NOT p.protected AND NOT p.estate
        AND EXISTS (SELECT FROM records_match m WHERE m.creditor_id = c.creditor_id AND m.case_id = c.id)
        AND EXISTS (SELECT FROM records_lettercase k JOIN records_letter l
            ON l.creditor_id = k.creditor_id AND l.id = k.letter_id AND l.state = 'handed_over'
            WHERE k.creditor_id = c.creditor_id AND k.case_id = c.id)
        AND NOT EXISTS (SELECT FROM records_dispute d WHERE d.creditor_id = c.creditor_id AND d.case_id = c.id)
        AND NOT EXISTS (SELECT FROM records_lettercase k
            WHERE k.creditor_id = c.creditor_id AND k.case_id = c.id AND k.kind = 'thanks' AND k.live)
    ORDER BY c.creditor_id, c.id
$$;
CREATE FUNCTION betalt_creditors()
RETURNS TABLE (id bigint, name text, org_no text, is_demo boolean, last_run_on date)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT c.id, c.name, c.org_no, c.is_demo, c.last_run_on FROM records_creditor c ORDER BY c.id
$$;
-- After many rows at once the planner must not guess by the old figures: a join of them took a minute, not a second.
CREATE FUNCTION betalt_count_anew() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    ANALYZE records_party, records_case, records_invoice, records_event, records_posting;
END $$;
REVOKE ALL ON FUNCTION betalt_count_anew(), betalt_due(date, bigint[]), betalt_to_send(bigint[]),
    betalt_to_thank(date, bigint[]), betalt_creditors() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION betalt_count_anew(), betalt_due(date, bigint[]), betalt_to_send(bigint[]),
    betalt_to_thank(date, bigint[]), betalt_creditors() TO betalt_app;
"""

# Who has paid before a letter left, but whose money was read after it, was asked for too much: that is told to
# everyone, on paper where there is no e-mail.
THANK_AND_CORRECT = """
CREATE OR REPLACE FUNCTION betalt_to_thank(day date, only_creditors bigint[])
RETURNS TABLE (creditor_id bigint, id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT c.creditor_id, c.id FROM records_case c
    JOIN records_party p ON p.creditor_id = c.creditor_id AND p.id = c.party_id
    WHERE c.outcome = 'paid' AND c.closed_on BETWEEN day - 14 AND day
        AND (only_creditors IS NULL OR c.creditor_id = ANY (only_creditors))
        AND NOT p.protected AND NOT p.estate
        AND (p.email <> '' AND NOT p.email_bounced
            OR cardinality(p.address) > 0 AND NOT p.address_returned AND EXISTS (
                SELECT FROM records_match m
                JOIN records_payment b ON b.creditor_id = m.creditor_id AND b.id = m.payment_id
                    AND b.reversed_on IS NULL
                JOIN records_lettercase k ON k.creditor_id = m.creditor_id AND k.case_id = m.case_id
                    AND k.kind IN ('reminder', 'demand', 'final_notice')
                JOIN records_letter l ON l.creditor_id = k.creditor_id AND l.id = k.letter_id
                    AND l.state = 'handed_over'
                WHERE m.creditor_id = c.creditor_id AND m.case_id = c.id AND b.booked_on < l.letter_on
                    AND b.read_on >= l.handed_over_on))
        AND EXISTS (SELECT FROM records_match m WHERE m.creditor_id = c.creditor_id AND m.case_id = c.id)
        AND EXISTS (SELECT FROM records_lettercase k JOIN records_letter l
            ON l.creditor_id = k.creditor_id AND l.id = k.letter_id AND l.state = 'handed_over'
            WHERE k.creditor_id = c.creditor_id AND k.case_id = c.id)
        AND NOT EXISTS (SELECT FROM records_dispute d WHERE d.creditor_id = c.creditor_id AND d.case_id = c.id)
        AND NOT EXISTS (SELECT FROM records_lettercase k
            WHERE k.creditor_id = c.creditor_id AND k.case_id = c.id AND k.kind = 'thanks' AND k.live)
    ORDER BY c.creditor_id, c.id
$$;
"""

COUNT_MONEY = """
CREATE FUNCTION betalt_count_money_anew() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    ANALYZE records_payment, records_sighting, records_suggestion, records_match, records_posting, records_event;
END $$;
REVOKE ALL ON FUNCTION betalt_count_money_anew() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION betalt_count_money_anew() TO betalt_app;
"""
