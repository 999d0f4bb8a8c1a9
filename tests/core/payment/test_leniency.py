"""What is given up when a claim is as good as paid: small fees left out, and odd öre (ALL-7)."""

from dataclasses import replace
from datetime import date

import pytest

from betalt.core.claim.claim import claim
from betalt.core.claim.facts import Event, Facts, Invoice, Terms
from betalt.core.payment.leniency import CostsLeft, GivenUp, Leniency, Why, given_up, still_stands

CAREFUL = Leniency(costs_left=CostsLeft.FORGIVE_SMALL, costs_left_most_ore=100_00, residue_most_ore=1_00)
CHASING = replace(CAREFUL, costs_left=CostsLeft.CHASE)
GENEROUS = replace(CAREFUL, costs_left=CostsLeft.FORGIVE)
DUE, REMINDED, DEMANDED = date(2026, 2, 13), date(2026, 2, 23), date(2026, 3, 6)
PAID, TODAY = date(2026, 3, 10), date(2026, 3, 20)


def facts(*events: Event) -> Facts:
    return Facts(
        debtor_kind="consumer",
        terms=Terms(reminder_fee_agreed=True),
        invoices=(Invoice(id="1", amount_ore=3_000_00, invoiced_on=date(2026, 1, 14), due_on=DUE),),
        events=(Event(on=REMINDED, kind="reminder"), *events),
    )


def paid(ore: int, on: date = PAID, **more: str) -> Event:
    return Event(on=on, kind="payment", amount_ore=ore, id=more.get("id", f"{ore}"))


# 25 days at 10 % on 3 000 kr is 20.55, and the fee 60: 80.55 is left when the invoice alone is paid.
LEFT = 80_55


@pytest.mark.parametrize(
    ("events", "leniency", "expected"),
    [
        ([paid(3_000_00)], CAREFUL, GivenUp(PAID, LEFT, Why.FEES_LEFT)),
        ([paid(3_000_00)], CHASING, None),
        ([paid(3_000_00)], GENEROUS, GivenUp(PAID, LEFT, Why.FEES_LEFT)),
        ([Event(on=DEMANDED, kind="demand"), paid(3_000_00)], CAREFUL, None),
        (
            [Event(on=DEMANDED, kind="demand"), paid(3_000_00)],
            GENEROUS,
            GivenUp(PAID, LEFT + 180_00, Why.FEES_LEFT),
        ),
        ([paid(2_999_99)], CAREFUL, None),
        ([paid(3_000_00 + LEFT - 100)], CHASING, GivenUp(PAID, 100, Why.RESIDUE)),
        ([paid(3_000_00 + LEFT - 101)], CHASING, None),
        ([paid(3_000_00 + LEFT)], GENEROUS, None),
        ([paid(2_000_00, DUE), paid(1_000_00)], GENEROUS, GivenUp(PAID, 66_85, Why.FEES_LEFT)),
        ([paid(3_000_00, id="a"), Event(on=TODAY, kind="payment_reversed", payment="a")], GENEROUS, None),
        ([], GENEROUS, None),
    ],
)
def test_what_is_given_up_follows_from_the_choice(
    events: list[Event], leniency: Leniency, expected: GivenUp | None
) -> None:
    assert given_up(facts(*events), on=TODAY, leniency=leniency) == expected


def test_what_was_credited_need_not_be_paid() -> None:
    credited = Event(on=DUE, kind="credit", invoice="1", amount_ore=1_000_00, ground="error")

    found = given_up(facts(credited, paid(2_000_00)), on=TODAY, leniency=CAREFUL)

    assert found == GivenUp(PAID, 73_70, Why.FEES_LEFT)


def test_it_stands_as_long_as_the_money_does_whatever_is_chosen_later() -> None:
    given = GivenUp(PAID, LEFT, Why.FEES_LEFT)
    back = Event(on=TODAY, kind="payment_reversed", payment="300000")

    assert still_stands(facts(paid(3_000_00)), given=given, on=TODAY)
    assert not still_stands(facts(paid(3_000_00), back), given=given, on=TODAY)
    assert not still_stands(facts(paid(3_000_00, date(2026, 3, 11))), given=given, on=TODAY)
    # Money of an earlier day was read since: nothing is left that could be given up.
    assert not still_stands(facts(paid(3_000_00), paid(100_00, DUE)), given=given, on=TODAY)


def test_nothing_is_left_once_it_is_given_up() -> None:
    written = Event(on=PAID, kind="write_off", amount_ore=LEFT)

    assert claim(facts(paid(3_000_00), written), on=TODAY).total == 0
