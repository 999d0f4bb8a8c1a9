"""Figures of the days to come: at the most if nobody pays, and likely if customers pay as they have paid before."""

from datetime import date, timedelta

from betalt.core.process.forecast import Tally, foresee, tally_of
from betalt.core.process.pay_curve import MILLION, Curve, Stretch, curves
from tests.core.process.cases import DUE
from tests.core.process.test_foresee import FIRST, LAST, followed

NOBODY: dict[str, Curve] = {}
HALF_AFTER_REMINDER = curves([Stretch("reminder", 0, 4, True, 10), Stretch("reminder", 0, 10, False, 10)])


def seen(*debtors: list, history: dict[str, Curve] = NOBODY) -> Tally:  # type: ignore[type-arg]
    tally = Tally()
    foresee(debtors, first=FIRST, last=LAST, curves=history, tally=tally)
    return tally


def test_if_nobody_pays_every_letter_counts_whole() -> None:
    tally = seen([followed()], [followed(case=2)])

    assert tally.letters == {"note": 2, "reminder": 2, "demand": 2, "final_notice": 2}
    assert tally.likely_letters == {kind: MILLION * count for kind, count in tally.letters.items()}
    assert tally.fees == {"reminder": 120_00, "demand": 360_00}
    assert (tally.on_paper, tally.cases, tally.owed_ore, tally.paid) == (4, 2, 200_000, 0)
    assert tally.stops == {"process.ladder_climbed": 2}
    assert tally.weeks == [4, 0, 2, 0, 2]


def test_those_who_pay_after_a_letter_get_no_more_of_them() -> None:
    tally = seen([followed()], history=HALF_AFTER_REMINDER)

    assert tally.likely_letters == {
        "note": MILLION, "reminder": MILLION, "demand": MILLION // 2, "final_notice": MILLION // 2,
    }  # fmt: skip
    assert tally.likely_fees == {"reminder": 60_00 * MILLION, "demand": 180_00 * MILLION // 2}
    assert (tally.paid, tally.paid_ore) == (MILLION // 2, 50_000)
    assert tally.waited / tally.paid == (date(2026, 2, 7) - FIRST).days + 4


def test_who_has_waited_longer_than_anybody_before_is_not_said_to_pay() -> None:
    late = followed(step_done=2, stage="reminded", step_done_on=DUE, answer_by=date(2026, 12, 1))
    late.after, late.since = "reminder", FIRST - timedelta(days=30)

    assert seen([late], history=HALF_AFTER_REMINDER).paid == 0


def test_figures_of_chunks_add_up_to_the_figures_of_all() -> None:
    whole = seen([followed()], [followed(case=2)], history=HALF_AFTER_REMINDER)
    parts = Tally()
    for case in (1, 2):
        parts.add(tally_of(seen([followed(case=case)], history=HALF_AFTER_REMINDER).as_json()))

    assert parts == whole
