"""What the statutes demand of a letter: it is refused with a reason for everything that is missing in it.

The check reads the finished content, as a debtor will, and trusts nothing that was known when it was composed.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Final

from betalt.core.letter.answer_day import minimum_answer_day
from betalt.core.letter.forbidden import forbidden_words, personal_number
from betalt.core.letter.must_have_sums import sums_missing
from betalt.core.letter.printing import one_line, weekday_day
from betalt.core.letter.said import Content, Reading
from betalt.values.reason import Reason

_COLLECTION: Final = "inkassolagen (1974:182) "
_DEMANDING: Final = frozenset({"demand", "final_notice"})
_GOVERNS: Final = "sv"

_Check = Callable[[Reading], Iterator[Reason]]


def missing(content: Content) -> tuple[Reason, ...]:
    """List what the law demands of a letter and it lacks, or what it may not say; empty if it may go out.

    In a letter with a Swedish text that governs, that text is held to the demands as well.
    """
    reasons = list(_missing(content))
    if content["kind"] in _DEMANDING and content["language"] != _GOVERNS:
        governing = content.get("governing")
        if governing is None:
            reasons.append(Reason(code="letter.no_swedish_text", ground=_COLLECTION + "5 §"))
        else:
            reasons += _missing({**content, **governing})
    return tuple(dict.fromkeys(reasons))


def _missing(content: Content) -> Iterator[Reason]:
    letter = Reading(content)
    for check in _CHECKS[content["kind"]]:
        yield from check(letter)


def _creditor(letter: Reading) -> Iterator[Reason]:
    """Name the creditor (INK-7)."""
    name = letter.content["sender"]["name"]
    if not name or name not in letter.marked("INK-7 creditor"):
        yield Reason(code="letter.no_creditor", ground=_COLLECTION + "5 §")


def _agent(letter: Reading) -> Iterator[Reason]:
    """Let only a licensed agent write, and say that payment to it counts (INK-3, INK-8)."""
    licence = letter.content["proof"]["agent_licence"]
    if licence is None:
        return
    if not licence:
        yield Reason(code="letter.no_licence", ground=_COLLECTION + "2 §")
    if not letter.marked("INK-8"):
        yield Reason(code="letter.no_agent", ground=_COLLECTION + "9 §")


def _assignment(letter: Reading) -> Iterator[Reason]:
    """Say of an assigned claim that only payment to its new owner discharges (INK-7, FAC-4)."""
    if letter.content["proof"]["assigned"] and not letter.marked("INK-7 assignment"):
        yield Reason(code="letter.no_assignment", ground=_COLLECTION + "5 §")


def _ground(letter: Reading) -> Iterator[Reason]:
    """Say what every claim rests on, so that it is known without the invoice (INK-7)."""
    said, ground = letter.said, bool(letter.marked("INK-7 ground"))
    for item in letter.content["proof"]["items"]:
        invoice, what = one_line(item["invoice"]), one_line(item["what"])
        told = what in said or what[:1].upper() + what[1:] in said
        if not (ground and invoice and what and told and invoice in said):
            yield Reason(
                code="letter.no_ground", params=(("invoice", item["invoice"]),), ground=_COLLECTION + "5 §"
            )


def _answer_day(letter: Reading) -> Iterator[Reason]:
    """Give a last day to pay or object that is not too early, and print it (INK-7)."""
    given = letter.content["answer_by"]
    letter_on = date.fromisoformat(letter.content["letter_on"])
    earliest = minimum_answer_day(letter_on)
    if given is None:
        yield Reason(code="letter.no_answer_day", ground=_COLLECTION + "5 §")
        return
    if date.fromisoformat(given) < earliest:
        params = (("day", given), ("earliest", earliest.isoformat()))
        yield Reason(code="letter.answer_day_too_early", params=params, ground=_COLLECTION + "5 §")
    printed = weekday_day(date.fromisoformat(given), letter.content["language"])
    if printed not in letter.marked("INK-7 answer day"):
        yield Reason(code="letter.no_answer_day", ground=_COLLECTION + "5 §")


def _objection(letter: Reading) -> Iterator[Reason]:
    """Say how to object (INK-7, INK-15)."""
    if not letter.marked("INK-7 object"):
        yield Reason(code="letter.no_objection", ground=_COLLECTION + "5 §")


def _demanded(letter: Reading) -> Iterator[Reason]:
    """Send a final notice only after a demand whose time has run out (INK-5)."""
    proof = letter.content["proof"]
    ended = proof["demand_answer_by"]
    if not proof["demanded_on"] or not ended or ended >= letter.content["letter_on"]:
        yield Reason(code="letter.no_demand_before", ground=_COLLECTION + "6 §")


def _interest_notice(letter: Reading) -> Iterator[Reason]:
    """Tell a consumer with no agreed due day from when interest runs, if the invoice did not (INT-4)."""
    if letter.content["proof"]["debtor_kind"] != "consumer" or letter.marked("INT-4"):
        return
    for item in letter.content["proof"]["items"]:
        if not item["due_agreed"] and not item["interest_notice"]:
            params = (("invoice", item["invoice"]),)
            yield Reason(code="letter.no_interest_notice", params=params, ground="räntelagen (1975:635) 4 §")


def _nothing_forbidden(letter: Reading) -> Iterator[Reason]:
    """Use no word that threatens or misleads (INK-2, INK-4, INK-6)."""
    for word in forbidden_words(letter):
        ground = "4 §" if letter.content["kind"] in _DEMANDING else "1, 4, 5 §§"
        yield Reason(code="letter.forbidden", params=(("word", word),), ground=_COLLECTION + ground)


def _no_personal_number(letter: Reading) -> Iterator[Reason]:
    """Show no personal number (GDPR-2)."""
    if personal_number(letter):
        yield Reason(code="letter.personal_number", ground="dataskyddslagen (2018:218) 3 kap. 10 §")


_ALWAYS: Final[tuple[_Check, ...]] = (_nothing_forbidden, _no_personal_number)
_DEMANDED: Final[tuple[_Check, ...]] = (
    _creditor,
    _agent,
    _assignment,
    _ground,
    sums_missing,
    _answer_day,
    _objection,
    *_ALWAYS,
)
_CHECKS: Final[Mapping[str, tuple[_Check, ...]]] = {
    "note": _ALWAYS,
    "reminder": (sums_missing, _interest_notice, *_ALWAYS),
    "demand": _DEMANDED,
    "final_notice": (*_DEMANDED, _demanded),
    "thanks": _ALWAYS,
}
