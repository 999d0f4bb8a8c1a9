"""`betalt settings`: what a creditor has chosen, and how it is changed."""

from dataclasses import asdict
from typing import Annotated, Any

import typer

from betalt.cli.creditor import for_creditor
from betalt.cli.errors import UserError, as_user_error
from betalt.cli.options import CreditorName, OnDay, today
from betalt.cli.speech import sentence, tell

_SAID: dict[str, bool] = {"yes": True, "true": True, "ja": True, "no": False, "false": False, "nej": False}


def run(
    *,
    change: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="NAME=VALUE", help="What to change; sums in öre. All are shown if it is left out."
        ),
    ] = None,
    name: Annotated[str, typer.Option("--name", help="Who changes it; stands in the trail.")] = "",
    on: OnDay = None,
    creditor: CreditorName = None,
) -> None:
    """Show what the creditor has chosen, or change it from a day on."""
    with for_creditor(creditor) as home:
        from betalt.flows.choices import ChoiceUnknown, choices_of
        from betalt.flows.setup import change_choices
        from betalt.records import models as m
        from betalt.records.scope import acting_for

        with as_user_error(ChoiceUnknown):
            if change:
                changed = dict(map(_read, change))
                change_choices(creditor=home, choices=changed, on=on or today(), actor=name)
            with acting_for([home]):
                chosen = asdict(choices_of(m.Creditor.objects.get(id=home).settings))
    for key, value in chosen.items():
        tell("cli.setting", key=key, value=_shown(value))


def _read(written: str) -> tuple[str, Any]:
    """Read one change by the kind of value that the choice has now; raises UserError."""
    from betalt.flows.choices import Choices

    name, equals, value = written.partition("=")
    now = getattr(Choices(), name, None)
    if not equals or not isinstance(now, bool | int | str):
        raise UserError(sentence("cli.setting_unclear", written=written[:80]))
    if isinstance(now, bool):
        return name, _flag(name, value)
    if isinstance(now, int):
        return name, _number(name, value)
    return name, value


def _flag(name: str, value: str) -> bool:
    if value.lower() not in _SAID:
        raise UserError(sentence("cli.setting_flag", name=name, value=value[:40]))
    return _SAID[value.lower()]


def _number(name: str, value: str) -> int:
    try:
        return int(value)
    except ValueError:
        raise UserError(sentence("cli.setting_number", name=name, value=value[:40])) from None


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        return ", ".join(f"{key} {account}" for key, account in value.items()) or "–"
    return str(value) or "–"
