"""What the statutes demand of the sums in a letter: each by itself, with its ground, and none that is not due."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final

from betalt import law
from betalt.core.letter.said import Content, Reading
from betalt.values.reason import Reason

_COLLECTION: Final = "inkassolagen (1974:182) 5 §"
_FEES: Final = "lag (1981:739) "
_NOT_SUMMED: Final = Reason(code="letter.sums_do_not_add_up", ground=_COLLECTION)
_PRINCIPAL: Final = "principal"
_INTEREST: Final = "interest"
_COSTS: Final = "costs"
_MEASURES: Final = ("reminder", "demand", "plan")


def sums_missing(letter: Reading) -> Iterator[Reason]:
    """List what the claim table lacks or may not hold (INK-7, FEE-1, FEE-2, FEE-4, FEE-5, FEE-9, FEE-11)."""
    content = letter.content
    if not letter.has_table:
        yield Reason(code="letter.no_sums", ground=_COLLECTION)
        return
    rows = content["claim"]["rows"]
    yield from _each_by_itself(rows, content["ore"])
    yield from _interest(rows)
    yield from _reminder_fee(rows, content)
    yield from _demand_fee(rows, content)
    yield from _compensation(rows, content)


def _each_by_itself(rows: list[Any], sums: Mapping[str, int]) -> Iterator[Reason]:
    """Show capital, interest and costs each by itself, and nothing but them (INK-7)."""
    shown = {_PRINCIPAL: 0, _INTEREST: 0, _COSTS: 0}
    for row in rows:
        shown[row["kind"] if row["kind"] in shown else _COSTS] += row["ore"]
    shown["total"] = sum(shown.values())
    if shown != sums or min([row["ore"] for row in rows], default=1) <= 0:
        yield _NOT_SUMMED


def _interest(rows: list[Any]) -> Iterator[Reason]:
    """Show the rate, the period and the base of every stretch of interest (INK-7, INT-7)."""
    for row in rows:
        if row["kind"] == _INTEREST:
            stretch = row.get("interest") or {}
            if not all(stretch.get(part) for part in ("from", "to", "base_ore")) or "bps" not in stretch:
                yield Reason(code="letter.no_interest_base", ground=_COLLECTION)


def _reminder_fee(rows: list[Any], content: Content) -> Iterator[Reason]:
    """Take a reminder fee only under a clause that is no younger than the debt (FEE-1)."""
    proofs = {item["invoice"]: item for item in content["proof"]["items"]}
    for row in rows:
        if row["kind"] != "reminder":
            continue
        proof = proofs.get(row["invoice"], {})
        agreed_on = proof.get("fee_agreed_on")
        if not agreed_on or agreed_on > proof["arose_on"]:
            params = (("invoice", row["invoice"]),)
            yield Reason(code="letter.reminder_fee_not_agreed", params=params, ground=_FEES + "2 §")


def _demand_fee(rows: list[Any], content: Content) -> Iterator[Reason]:
    """Take the cost of a demand once a letter, never in a reminder, and nothing for a final notice (FEE-2, FEE-5)."""
    own = [row for row in rows if row["kind"] in _MEASURES and row.get("on") == content["letter_on"]]
    demands = [row for row in own if row["kind"] == "demand"]
    if len(demands) > 1:
        yield Reason(code="letter.demand_fee_twice", ground=_FEES + "4 §")
    if content["kind"] == "reminder" and demands:
        yield Reason(code="letter.demand_fee_in_reminder", ground=_FEES + "3 §")
    if content["kind"] == "final_notice" and own:
        yield Reason(code="letter.fee_in_final_notice", ground=_FEES + "5 §")


def _compensation(rows: list[Any], content: Content) -> Iterator[Reason]:
    """Take late compensation only between businesses or from a public body, and max(450, Σ) at most (FEE-4, FEE-9)."""
    compensated = {row["invoice"] for row in rows if row["kind"] == "late_compensation"}
    if not compensated:
        return
    proof = content["proof"]
    if proof["debtor_kind"] == "consumer" or proof["creditor_kind"] != "business":
        yield Reason(code="letter.compensation_not_due", ground=_FEES + "4 a §")
    ceiling = law.fee_ore("late_compensation", date.fromisoformat(content["letter_on"]))
    for invoice in sorted(compensated):
        costs = [
            row
            for row in rows
            if row["invoice"] == invoice and row["kind"] in (*_MEASURES, "late_compensation")
        ]
        fees = sum(row["ore"] for row in costs if row["kind"] != "late_compensation")
        if sum(row["ore"] for row in costs) > max(ceiling, fees):
            params = (("invoice", invoice),)
            yield Reason(code="letter.compensation_beside_fees", params=params, ground=_FEES + "5 §")
