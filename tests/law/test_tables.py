"""The law tables answer for the first day of every value and for the day before it."""

from datetime import date, timedelta

import pytest

from betalt import law

EVERY_CHANGE = [(name, place) for name in law.table_names() for place in range(len(law.table(name).values))]


@pytest.mark.parametrize(("name", "place"), EVERY_CHANGE)
def test_a_value_holds_from_its_first_day_and_not_the_day_before(name: str, place: int) -> None:
    table = law.table(name)
    dated = table.values[place]
    day_before = dated.from_on - timedelta(days=1)

    assert law.value(name, dated.from_on) == dated.value
    if place > 0:
        assert law.value(name, day_before) == table.values[place - 1].value
    elif table.before is not None:
        assert law.value(name, day_before) == table.before
    else:
        with pytest.raises(law.LawUnknown):
            law.value(name, day_before)


def test_int_15_asking_past_the_published_reference_rate_names_table_and_days() -> None:
    assert law.reference_rate_bps(law.reference_rate_known_until()) == 200
    with pytest.raises(law.LawUnknown) as refusal:
        law.reference_rate_bps(date(2027, 1, 1))

    assert str(refusal.value) == "reference_rate is not known on 2027-01-01: last known day is 2026-12-31"
    assert (refusal.value.table, refusal.value.last_known) == ("reference_rate", date(2026, 12, 31))


def test_a_projection_is_a_call_of_its_own() -> None:
    assert law.projected_reference_rate_bps(date(2030, 1, 1)) == law.reference_rate_bps(date(2026, 12, 31))


def test_int_7_the_margin_is_eight_points() -> None:
    assert law.margin_bps(date(2026, 6, 1)) == 800


@pytest.mark.parametrize(
    ("kind", "day", "kronor"),
    [
        ("reminder", "2013-03-15", 50),
        ("reminder", "2013-03-16", 60),
        ("demand", "2013-03-15", 160),
        ("demand", "2013-03-16", 180),
        ("plan", "2013-03-15", 150),
        ("plan", "2013-03-16", 170),
        ("late_compensation", "2013-03-15", 0),
        ("late_compensation", "2013-03-16", 450),
        ("kfm_application", "2026-01-01", 300),
        ("kfm_work", "2026-01-01", 380),
        ("enforcement", "2026-01-01", 600),
    ],
)
def test_p16_fee_1_to_8_follow_the_day_of_the_measure(kind: str, day: str, kronor: int) -> None:
    assert law.fee_ore(kind, date.fromisoformat(day)) == kronor * 100


def test_the_reference_rate_series_rises_by_half_years_from_2002() -> None:
    series = law.reference_rate_series()
    first_days = [first for first, _ in series]

    assert first_days == [date(2002 + (n + 1) // 2, 7 - 6 * (n % 2), 1) for n in range(49)]
    assert series[0] == (date(2002, 7, 1), 450)
    assert min(rate for _, rate in series) == -50
