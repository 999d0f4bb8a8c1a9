"""What keeps a restored database silent, and what alone may erase: the role betalt_retention, column by column."""

# A letter that may have left is never changed but by erasure, and nothing leaves a database that was restored
# until a person has opened the outlet again.
KEEP_LETTER = """
CREATE OR REPLACE FUNCTION betalt_keep_letter() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR (OLD.state <> 'ready' AND current_user <> 'betalt_retention'
        AND (NEW.content, NEW.pdf_id, NEW.total_ore, NEW.kind, NEW.letter_on, NEW.answer_by, NEW.channel, NEW.party_id)
            IS DISTINCT FROM (OLD.content, OLD.pdf_id, OLD.total_ore, OLD.kind, OLD.letter_on, OLD.answer_by,
                OLD.channel, OLD.party_id)) THEN
        RAISE EXCEPTION 'a letter that may have left is never changed' USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.state = 'sending' AND OLD.state <> 'sending' AND EXISTS (
        SELECT FROM records_creditor c WHERE c.id = NEW.creditor_id AND c.outlet_closed_at IS NOT NULL) THEN
        RAISE EXCEPTION 'no letter leaves since the restore' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
"""

KEEP_FILE = """
CREATE FUNCTION betalt_keep_file() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR current_user <> 'betalt_retention' THEN
        RAISE EXCEPTION 'records_file is added to and never changed' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
DROP TRIGGER file_append_only ON records_file;
CREATE TRIGGER file_append_only BEFORE UPDATE OR DELETE ON records_file
    FOR EACH ROW EXECUTE FUNCTION betalt_keep_file();
"""

# What erasure and new keys may touch; sums, days, states, the journal and the postings are not among it.
RETENTION = """
DO $$ BEGIN
    IF NOT pg_has_role(current_user, 'betalt_retention', 'MEMBER') THEN
        EXECUTE format('GRANT betalt_retention TO %I', current_user);
    END IF;
END $$;
GRANT SELECT ON records_creditor, records_party, records_agreement, records_file, records_sourcefile, records_import,
    records_importrow, records_case, records_invoice, records_letter, records_lettercase, records_measure, records_note,
    records_payment, records_sighting, records_match, records_knownpayer, records_posting, records_payout,
    records_refund, records_longwork TO betalt_retention;
GRANT UPDATE (org_no) ON records_creditor TO betalt_retention;
GRANT UPDATE (number, name, org_no, personal_no, personal_no_index, address, email, phone) ON records_party
    TO betalt_retention;
GRANT UPDATE (content, erased_on) ON records_file, records_letter TO betalt_retention;
GRANT UPDATE (raw) ON records_importrow TO betalt_retention;
GRANT UPDATE (what, their_reference) ON records_invoice TO betalt_retention;
GRANT UPDATE (text) ON records_note TO betalt_retention;
GRANT UPDATE (payer, payer_name, payer_org_no, "references", text, twin, note) ON records_payment TO betalt_retention;
GRANT UPDATE (account), DELETE ON records_knownpayer TO betalt_retention;
GRANT UPDATE (account, name) ON records_refund TO betalt_retention;
"""

# The worker passes by the creditors whose letters rest since a restore; a person hears of them.
FINDERS = """
CREATE OR REPLACE FUNCTION betalt_homes()
RETURNS TABLE (creditor_id bigint, last_run_on date, bank_data_on date, waits_for_bank boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT c.id, c.last_run_on, c.bank_data_on,
        (c.settings ->> 'letters_wait_for_bank_data') IS DISTINCT FROM 'false'
    FROM records_creditor c WHERE c.outlet_closed_at IS NULL ORDER BY c.id
$$;
CREATE OR REPLACE FUNCTION betalt_to_send(only_creditors bigint[]) RETURNS TABLE (creditor_id bigint, id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT l.creditor_id, l.id FROM records_letter l
    WHERE l.state IN ('ready', 'sending') AND (only_creditors IS NULL OR l.creditor_id = ANY (only_creditors))
        AND NOT EXISTS (SELECT FROM records_creditor c WHERE c.id = l.creditor_id AND c.outlet_closed_at IS NOT NULL)
    ORDER BY l.creditor_id, l.id
$$;
CREATE FUNCTION betalt_outlets_closed() RETURNS TABLE (creditor_id bigint, closed_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT c.id, c.outlet_closed_at FROM records_creditor c WHERE c.outlet_closed_at IS NOT NULL ORDER BY c.id
$$;
REVOKE ALL ON FUNCTION betalt_outlets_closed() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION betalt_outlets_closed() TO betalt_app;
"""

# Columns of texts that are sealed where a personal number stands in them: records/models/veiled.py.
VEILED = (
    ("records_creditor", "org_no", "text"),
    ("records_import", "counts", "json"),
    ("records_importrow", "reason", "json"),
    ("records_importrow", "raw", "json"),
    ("records_letter", "content", "json"),
    ("records_note", "text", "text"),
    ("records_payment", "key", "text"),
    ("records_payment", "payer", "text"),
    ("records_payment", "payer_name", "text"),
    ("records_payment", "references", "json"),
    ("records_payment", "text", "json"),
    ("records_payment", "twin", "text"),
    ("records_payment", "note", "text"),
    ("records_sighting", "bank_id", "text"),
    ("records_knownpayer", "account", "text"),
    ("records_refund", "account", "text"),
    ("records_refund", "name", "text"),
)

# What authenticator apps and recovery codes share with us, sealed as text within allauth's own table.
SECRETS = ("mfa_authenticator", "data", "json")

RESEAL_SECRETS = """
GRANT SELECT, UPDATE (data) ON mfa_authenticator TO betalt_retention;
"""

# New keys seal anew what erasure never touches.
RESEAL = """
GRANT UPDATE (counts) ON records_import TO betalt_retention;
GRANT UPDATE (reason) ON records_importrow TO betalt_retention;
GRANT UPDATE (key) ON records_payment TO betalt_retention;
GRANT UPDATE (bank_id) ON records_sighting TO betalt_retention;
"""

# The documents of cases came later than the first rights.
ERASE_DOCUMENTS = """
GRANT SELECT ON records_attachment TO betalt_retention;
GRANT UPDATE (name) ON records_attachment TO betalt_retention;
"""
