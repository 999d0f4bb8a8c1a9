"""What a creditor can choose, with the careful defaults; stored as the differences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any


class ChoiceUnknown(ValueError):
    """There is no such choice, or not with such a value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """The choices of one creditor; sums in öre."""

    letters_wait_for_bank_data: bool = True
    smallest_reminder_ore: int = 100_00
    smallest_demand_ore: int = 300_00
    accounts: Mapping[str, str] = field(default_factory=dict)


def choices_of(stored: Mapping[str, Any]) -> Choices:
    """Read a creditor's choices; raises ChoiceUnknown for a name or a value that means nothing."""
    defaults = Choices()
    for name, value in stored.items():
        if name not in {f.name for f in fields(Choices)}:
            raise ChoiceUnknown(f"there is no choice named {name}")
        if type(value) is not type(getattr(defaults, name)):
            raise ChoiceUnknown(f"{name} cannot be {value!r}")
    return Choices(**stored)
