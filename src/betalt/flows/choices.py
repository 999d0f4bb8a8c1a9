"""What a creditor can choose, with the careful defaults; stored as the differences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from betalt.core.books.accounts import AccountsError, changed_accounts
from betalt.core.payment.leniency import CostsLeft, Leniency
from betalt.values import iban
from betalt.values.days import DayError, parse_day


class ChoiceUnknown(ValueError):
    """There is no such choice, or not with such a value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """The choices of one creditor; sums in öre."""

    letters_wait_for_bank_data: bool = True
    smallest_reminder_ore: int = 100_00
    smallest_demand_ore: int = 300_00
    costs_left: str = CostsLeft.FORGIVE_SMALL.value  # exactly the invoice was paid, not its fees and interest
    costs_left_most_ore: int = 100_00
    residue_most_ore: int = 1_00  # a rest that is no more than a rounding
    letter_cost_ore: int = 0  # what a letter on paper costs with print and postage; 0: nobody has said
    demands_need_two: bool = False  # an inkassokrav and a final notice leave when two people have said yes
    refunds_need_two: bool = True  # who proposes a refund does not approve it
    refund_days: int = 30  # a thank-you promises that what was paid too much goes back within so many
    iban: str = ""  # the account that refunds are paid from
    bic: str = ""
    daily_mail: bool = True  # its owners get an e-mail once a day
    keep_closed_cases_months: int = 12  # then their letters and notes are erased: decision 0133
    agent_licence: str = ""  # a bureau's licence to collect for this creditor, by holder and number (INK-3)
    agent_licence_until: str = ""  # its last day, ISO
    sender: str = "own"  # in whose name claims are collected
    accounts: Mapping[str, str] = field(default_factory=dict)

    @property
    def leniency(self) -> Leniency:
        """Tell what is given up when a claim is as good as paid."""
        return Leniency(
            costs_left=CostsLeft(self.costs_left),
            costs_left_most_ore=self.costs_left_most_ore,
            residue_most_ore=self.residue_most_ore,
        )


def choices_of(stored: Mapping[str, Any]) -> Choices:
    """Read a creditor's choices; raises ChoiceUnknown for a name or a value that means nothing."""
    defaults = Choices()
    for name, value in stored.items():
        if name not in {f.name for f in fields(Choices)}:
            raise ChoiceUnknown(f"there is no choice named {name}")
        if type(value) is not type(getattr(defaults, name)):
            raise ChoiceUnknown(f"{name} cannot be {value!r}")
    choices = Choices(**stored)
    _check(choices)
    return choices


def _check(choices: Choices) -> None:
    if choices.sender != "own":
        # INK-3, INK-9: it takes a licence, and accounts for clients' money that are not built.
        raise ChoiceUnknown(
            "collecting for others is not done yet: a creditor collects its own claims in its own name"
        )
    if choices.costs_left not in set(CostsLeft):
        raise ChoiceUnknown(f"costs_left is {', '.join(CostsLeft)}, not {choices.costs_left!r}")
    if choices.costs_left_most_ore < 0 or choices.residue_most_ore < 0:
        raise ChoiceUnknown("a sum in öre that is given up is not below 0")
    if choices.letter_cost_ore < 0:
        raise ChoiceUnknown("what a letter on paper costs is not below 0 öre")
    if not 1 <= choices.refund_days <= 90:
        raise ChoiceUnknown(f"refund_days is 1 to 90 days, not {choices.refund_days}")
    if choices.keep_closed_cases_months < 0:
        raise ChoiceUnknown("closed cases are kept for 0 months or more")
    _check_licence(choices)
    if choices.iban and not iban.is_valid(choices.iban):
        raise ChoiceUnknown(f"{choices.iban[:40]!r} is no IBAN")
    try:
        changed_accounts(choices.accounts)
    except AccountsError as error:
        raise ChoiceUnknown(str(error)) from error


def _check_licence(choices: Choices) -> None:
    if bool(choices.agent_licence) != bool(choices.agent_licence_until):
        raise ChoiceUnknown("a licence has its number and its last day")
    try:
        if choices.agent_licence_until:
            parse_day(choices.agent_licence_until)
    except DayError as error:
        raise ChoiceUnknown(str(error)) from error
