"""Finds across creditors what the worker must take up again: ids alone."""

FINDERS = """
CREATE FUNCTION betalt_work_left() RETURNS TABLE (creditor_id bigint, id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT w.creditor_id, w.id FROM records_longwork w WHERE w.state IN ('waiting', 'running')
    ORDER BY w.id
$$;
-- Ladders whose day has come, and cases that must still come along to the one that is used for all.
CREATE FUNCTION betalt_ladders_to_start(day date, only_creditors bigint[]) RETURNS TABLE (creditor_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT DISTINCT p.creditor_id FROM records_procedure p
    WHERE p.creditor_id = ANY (only_creditors) AND (
        p.started_on IS NULL AND p.starts_on <= day
        OR p.active AND p.for_all AND EXISTS (
            SELECT FROM records_procedure o JOIN records_case c
                ON c.creditor_id = o.creditor_id AND c.procedure_id = o.id AND c.next_look_on IS NOT NULL
            WHERE o.creditor_id = p.creditor_id AND o.kind = p.kind AND o.id <> p.id))
$$;
REVOKE ALL ON FUNCTION betalt_work_left(), betalt_ladders_to_start(date, bigint[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION betalt_work_left(), betalt_ladders_to_start(date, bigint[]) TO betalt_app;
"""
