"""A demo creditor can be removed with every row; nobody else can, and nobody can be made a demo."""

# What is added to and never changed may go with its demo alone: the one function that does it is the owner's, names
# the creditor, and the app cannot set up its conditions by hand since the triggers ask who deletes.
REMOVE_DEMO = """
CREATE FUNCTION betalt_is_removed_demo(owned text) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT current_setting('app.removed_demo', true) = owned AND current_user NOT IN ('betalt_app', 'betalt_retention')
$$;
CREATE OR REPLACE FUNCTION betalt_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND betalt_is_removed_demo(OLD.creditor_id::text) THEN RETURN OLD; END IF;
    RAISE EXCEPTION '% is added to and never changed', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE FUNCTION betalt_let_demo_go() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF betalt_is_removed_demo(OLD.creditor_id::text) THEN RETURN OLD; END IF;
    RAISE EXCEPTION '% is added to and never changed', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
DROP TRIGGER letter_kept ON records_letter;
CREATE TRIGGER letter_kept BEFORE UPDATE ON records_letter FOR EACH ROW EXECUTE FUNCTION betalt_keep_letter();
CREATE TRIGGER letter_never_deleted BEFORE DELETE ON records_letter
    FOR EACH ROW EXECUTE FUNCTION betalt_let_demo_go();
DROP TRIGGER file_append_only ON records_file;
CREATE TRIGGER file_append_only BEFORE UPDATE ON records_file FOR EACH ROW EXECUTE FUNCTION betalt_keep_file();
CREATE TRIGGER file_never_deleted BEFORE DELETE ON records_file
    FOR EACH ROW EXECUTE FUNCTION betalt_let_demo_go();
CREATE FUNCTION betalt_keep_demo_mark() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_user = 'betalt_app' THEN
        RAISE EXCEPTION 'a creditor is a demo from its first day or never' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER creditor_demo_mark BEFORE UPDATE OF is_demo ON records_creditor
    FOR EACH ROW WHEN (OLD.is_demo IS DISTINCT FROM NEW.is_demo) EXECUTE FUNCTION betalt_keep_demo_mark();
-- Tables go as soon as nothing points to their rows; so a new table needs no line here.
CREATE FUNCTION betalt_remove_demo(creditor bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE left_over text[]; again text[]; owned text;
BEGIN
    IF NOT EXISTS (SELECT FROM records_creditor c WHERE c.id = creditor AND c.is_demo)
        OR NOT creditor = ANY (nullif(current_setting('app.creditors', true), '')::bigint[]) THEN
        RAISE EXCEPTION 'creditor % is no demo of yours', creditor USING ERRCODE = 'restrict_violation';
    END IF;
    PERFORM set_config('app.removed_demo', creditor::text, true);
    SELECT array_agg(c.table_name::text) INTO left_over FROM information_schema.columns c
        JOIN information_schema.tables t USING (table_schema, table_name)
        WHERE c.table_schema = 'public' AND c.column_name = 'creditor_id' AND t.table_type = 'BASE TABLE';
    WHILE cardinality(left_over) > 0 LOOP
        again := '{}';
        FOREACH owned IN ARRAY left_over LOOP
            BEGIN
                EXECUTE format('DELETE FROM %I WHERE creditor_id = $1', owned) USING creditor;
            EXCEPTION WHEN foreign_key_violation THEN
                again := again || owned;
            END;
        END LOOP;
        IF cardinality(again) = cardinality(left_over) THEN
            RAISE EXCEPTION 'rows of a demo hold each other: %', again;
        END IF;
        left_over := again;
    END LOOP;
    DELETE FROM records_creditor WHERE id = creditor;
    PERFORM set_config('app.removed_demo', '', true);
END $$;
REVOKE ALL ON FUNCTION betalt_remove_demo(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION betalt_remove_demo(bigint) TO betalt_app;
"""
