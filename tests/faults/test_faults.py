"""A process is killed between any two statements of a flow: nothing is lost and nothing happens twice (design 7)."""

from collections.abc import Callable

import pytest

from tests.faults.campaign import Figures, Theatre
from tests.faults.scenes import SCENES

pytestmark = pytest.mark.django_db

SLICE = {"record_payment": 12, "confirm_posted": 9, "receive_invoices": 11, "run_day with mail": 60}


@pytest.mark.proof
@pytest.mark.parametrize("name", SCENES)
def test_a_flow_that_is_killed_at_any_point_and_run_again_ends_as_if_undisturbed(
    theatre: Theatre, name: str, record_property: Callable[[str, object], None]
) -> None:
    figures = theatre.kill_everywhere(name)

    record_property("flow", name)
    record_property("points", figures.points)
    record_property("killed", figures.killed)
    record_property("survived", figures.killed - len(figures.faults))
    record_property("unknown", figures.unknown)
    record_property("faults", len(figures.faults))
    assert_survived(figures)
    assert figures.killed == figures.points


@pytest.mark.parametrize("name", SLICE)
def test_a_flow_that_is_killed_at_some_points_ends_as_if_undisturbed(theatre: Theatre, name: str) -> None:
    figures = theatre.kill_everywhere(name, every=SLICE[name], first=3)

    assert figures.killed > 1
    assert_survived(figures)


def assert_survived(figures: Figures) -> None:
    assert not figures.faults, "\n".join(figures.faults[:5])
