"""Moves open cases to another version of their ladder, many in one statement."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from betalt.records.sql import array, fetch


class Carried(NamedTuple):
    """Where cases stand on the new ladder that had come so far on an old one."""

    ladder: int  # id of the old version
    step_done: int
    now_done: int
    next_for_people: int  # number of the next step that a natural person meets
    next_for_firms: int


# A case whose letter is made but has not left keeps its ladder until it is known what became of the letter. A round
# begins anew, so that a step of the new ladder is never taken for one of the old. What was asked is asked again, but
# for cases that are held: their question is about the hold.
_BRING = """
WITH w AS (
    SELECT * FROM unnest(%(ladders)s::bigint[], %(done)s::int[], %(now)s::int[], %(people)s::int[], %(firms)s::int[])
        AS w (ladder, done, now, people, firms)
), taken AS (
    SELECT c.id, c.procedure_id AS ladder, CASE WHEN c.stage = 'decision' THEN %(last)s ELSE w.now END AS now,
        CASE WHEN p."natural" THEN w.people ELSE w.firms END AS next
    FROM w
    JOIN records_case c ON c.creditor_id = %(creditor)s AND c.procedure_id = w.ladder AND c.step_done = w.done
        AND c.next_look_on IS NOT NULL
    JOIN records_party p ON p.creditor_id = c.creditor_id AND p.id = c.party_id
    WHERE NOT EXISTS (
        SELECT FROM records_lettercase k
        JOIN records_letter l ON l.creditor_id = k.creditor_id AND l.id = k.letter_id
            AND l.state IN ('ready', 'sending', 'bundled', 'unknown') AND l.kind <> 'thanks'
        WHERE k.creditor_id = c.creditor_id AND k.case_id = c.id AND k.live)
    ORDER BY c.id LIMIT %(most)s FOR UPDATE OF c SKIP LOCKED
), moved AS (
    UPDATE records_case c SET procedure_id = %(new)s, round = c.round + 1, step_done = t.now, released_step = 0,
        accepted = '{}', version = c.version + 1,
        asked_step = CASE WHEN c.hold <> 'none' AND c.asked_step > 0 THEN t.next ELSE 0 END,
        asked_code = CASE WHEN c.hold <> 'none' THEN c.asked_code ELSE '' END,
        asked_on = CASE WHEN c.hold <> 'none' THEN c.asked_on END,
        asked_times = CASE WHEN c.hold <> 'none' THEN c.asked_times ELSE 0 END,
        next_look_on = CASE WHEN c.hold = 'none' THEN least(c.next_look_on, %(on)s) ELSE c.next_look_on END
    FROM taken t WHERE c.creditor_id = %(creditor)s AND c.id = t.id
    RETURNING c.id, t.ladder, t.now
), told AS (
    INSERT INTO records_event (creditor_id, case_id, "on", kind, stage, hold, payment_status, data, actor)
    SELECT %(creditor)s, id, %(on)s, 'ladder_changed', '', '', '',
        jsonb_build_object('from', ladder, 'to', %(new)s, 'step', now), %(actor)s FROM moved
)
SELECT count(*) FROM moved
"""


def bring_along(
    *, creditor: int, new: int, last_letter: int, carried: Sequence[Carried], on: date, actor: str, most: int
) -> int:
    """Move open cases of a creditor to a version of their ladder; return how many, at most `most` at a time."""
    if not carried:
        return 0
    columns = list(zip(*carried, strict=True))
    names = ("ladders", "done", "now", "people", "firms")
    wanted = {name: array(column) for name, column in zip(names, columns, strict=True)}
    values = {"creditor": creditor, "new": new, "last": last_letter, "on": on, "actor": actor, "most": most}
    return int(fetch(_BRING, {**wanted, **values})[0][0])


def creditors_to_start(*, on: date, creditors: Sequence[int]) -> list[int]:
    """Name the creditors with a ladder whose day has come, or with cases that must still come along."""
    found = fetch("SELECT creditor_id FROM betalt_ladders_to_start(%s, %s::bigint[])", [on, array(creditors)])
    return [row[0] for row in found]
