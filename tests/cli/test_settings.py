"""`betalt settings`: what is chosen is shown and changed, and what means nothing is refused in one line."""

import pytest

from tests.cli.conftest import Type

pytestmark = pytest.mark.django_db(databases=["default", "owner"])


def test_what_is_chosen_is_shown_and_changed(firm: Type) -> None:
    assert "demands_need_two  no" in firm("settings").out
    changed = firm("settings demands_need_two=yes letter_cost_ore=2500 --on 2026-02-04 --name Karin")
    assert changed.code == 0
    assert {"demands_need_two  yes", "letter_cost_ore  2500"} <= set(firm("settings").out)


@pytest.mark.parametrize(
    "change",
    ["colour=blue", "demands_need_two", "demands_need_two=maybe", "letter_cost_ore=tjugo", "letter_cost_ore=-1",
     "iban=SE00", "sender=agent", "accounts=1", "agent_licence=FI-1"],
)  # fmt: skip
def test_what_means_nothing_changes_nothing(firm: Type, change: str) -> None:
    before = firm("settings").out
    refused = firm(f"settings {change}")

    assert (refused.code, refused.err.count("\n")) == (2, 1)
    assert firm("settings").out == before
