"""VAT on discounts, bad debts and late recoveries, and its limits."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from betalt.core.sale import vat
from betalt.core.sale.vat import VatPart

TWO_RATES = (VatPart(rate_bps=2500, gross_ore=5_000_00), VatPart(rate_bps=1200, gross_ore=2_240_00))
PARTS = st.lists(
    st.builds(VatPart, rate_bps=st.sampled_from([600, 1200, 2500]), gross_ore=st.integers(1, 10**8)),
    min_size=1,
    max_size=4,
).map(tuple)


def test_p22_vat_6_vat_7_a_discount_takes_its_vat_with_it() -> None:
    whole = VatPart(rate_bps=2500, gross_ore=12_500_00)
    (change,) = vat.discount(parts=(whole,), discount_ore=250_00)
    after = VatPart(rate_bps=2500, gross_ore=whole.gross_ore - change.gross_ore)

    assert (whole.net_ore, whole.vat_ore) == (10_000_00, 2_500_00)
    assert change.vat_ore == 50_00
    assert (after.net_ore, after.vat_ore) == (9_800_00, 2_450_00)


def test_p23_vat_8_vat_9_a_bad_debt_gives_its_vat_back() -> None:
    (change,) = vat.bad_debt(parts=(VatPart(rate_bps=2500, gross_ore=12_500_00),), loss_ore=8_500_00)
    assert (change.gross_ore, change.vat_ore, change.gross_ore - change.vat_ore) == (
        8_500_00,
        1_700_00,
        6_800_00,
    )


def test_p28_vat_9_a_loss_is_divided_over_two_rates() -> None:
    changes = vat.bad_debt(parts=TWO_RATES, loss_ore=3_620_00)
    assert [(each.rate_bps, each.vat_ore) for each in changes] == [(2500, 500_00), (1200, 120_00)]


def test_vat_10_what_is_paid_later_is_reported_again_in_proportion() -> None:
    changes = vat.recovered(parts=TWO_RATES, loss_ore=3_620_00, before_ore=0, paid_ore=1_810_00)
    assert [(each.gross_ore, each.vat_ore) for each in changes] == [(1_250_00, 250_00), (560_00, 60_00)]


@given(PARTS, st.data())
def test_vat_9_the_parts_of_a_loss_add_up_to_it(parts: tuple[VatPart, ...], data: st.DataObject) -> None:
    loss = data.draw(st.integers(0, sum(part.gross_ore for part in parts)))
    changes = vat.bad_debt(parts=parts, loss_ore=loss)

    assert sum(each.gross_ore for each in changes) == loss
    assert all(0 <= each.gross_ore <= part.gross_ore for each, part in zip(changes, parts, strict=True))


@given(PARTS, st.data())
def test_vat_10_recovery_in_steps_reports_exactly_what_was_taken_back(
    parts: tuple[VatPart, ...], data: st.DataObject
) -> None:
    loss = data.draw(st.integers(1, sum(part.gross_ore for part in parts)))
    first = data.draw(st.integers(0, loss))
    lost = vat.bad_debt(parts=parts, loss_ore=loss)
    steps = [
        vat.recovered(parts=parts, loss_ore=loss, before_ore=0, paid_ore=first),
        vat.recovered(parts=parts, loss_ore=loss, before_ore=first, paid_ore=loss - first),
    ]

    for taken, one, two in zip(lost, *steps, strict=True):
        assert one.vat_ore + two.vat_ore == taken.vat_ore
        assert one.gross_ore + two.gross_ore == taken.gross_ore


def test_sums_that_do_not_fit_are_refused() -> None:
    with pytest.raises(vat.VatError):
        vat.bad_debt(parts=TWO_RATES, loss_ore=7_240_01)
    with pytest.raises(vat.VatError):
        vat.bad_debt(parts=TWO_RATES, loss_ore=-1)
    with pytest.raises(vat.VatError):
        vat.recovered(parts=TWO_RATES, loss_ore=100_00, before_ore=60_00, paid_ore=40_01)


@pytest.mark.parametrize(
    ("delivered", "gross"),
    [("2026-03-31", 1_120_00), ("2026-04-01", 1_060_00), ("2027-12-31", 1_060_00), ("2028-01-01", 1_120_00)],
)
def test_p30_vat_5_food_follows_the_day_of_delivery(delivered: str, gross: int) -> None:
    part = vat.part_from_net(net_ore=1_000_00, kind="food", delivered_on=date.fromisoformat(delivered))
    assert part.gross_ore == gross


def test_vat_4_the_three_rates() -> None:
    on = date(2026, 6, 1)
    assert [vat.rate_bps(kind=kind, delivered_on=on) for kind in ("standard", "reduced", "low")] == [
        2500,
        1200,
        600,
    ]


def test_p29_an_invoice_up_to_4000_kronor_may_be_simplified() -> None:
    assert vat.may_be_simplified(total_ore=4_000_00, on=date(2026, 6, 1))
    assert not vat.may_be_simplified(total_ore=4_000_01, on=date(2026, 6, 1))


def test_vat_12_the_cash_method_ends_at_three_million() -> None:
    assert vat.may_use_cash_method(turnover_ore=3_000_000_00, on=date(2026, 6, 1))
    assert not vat.may_use_cash_method(turnover_ore=3_000_000_01, on=date(2026, 6, 1))


def test_vat_11_only_an_established_undisputed_loss_is_a_bad_debt() -> None:
    disputed = vat.loss_refusal(proof="bankruptcy", is_disputed=True)
    feared = vat.loss_refusal(proof=None, is_disputed=False)

    assert disputed is not None
    assert disputed.code == "law.loss_disputed"
    assert feared is not None
    assert feared.code == "law.loss_not_established"
    assert vat.loss_refusal(proof="enforcement_report", is_disputed=False) is None
