"""Finds letters that wait for a sender, and leaves those alone that one has just taken in hand."""

# A sender says that it will hand a letter over, and then keeps its row while it does. Between the two the row is free
# for a moment, so its silence means nothing until the lease is over. The function of the same name that knows no lease
# stays for workers of the version before.
FINDERS = """
CREATE FUNCTION betalt_letters_waiting(lease_seconds integer)
RETURNS TABLE (creditor_id bigint, id bigint, state text, channel text, letter_on date, is_set boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT l.creditor_id, l.id, l.state, l.channel, l.letter_on, l.pdf_id IS NOT NULL FROM records_letter l
    WHERE l.state = 'ready' OR l.state = 'sending' AND NOT EXISTS (
        SELECT FROM records_delivery d WHERE d.creditor_id = l.creditor_id AND d.letter_id = l.id
            AND d.state = 'claimed' AND d.claimed_at > statement_timestamp() - make_interval(secs => lease_seconds))
    ORDER BY l.creditor_id, l.id
$$;
REVOKE ALL ON FUNCTION betalt_letters_waiting(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION betalt_letters_waiting(integer) TO betalt_app;
"""
