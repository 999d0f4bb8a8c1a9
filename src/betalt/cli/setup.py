"""`betalt setup`: a creditor begins, told by a file or in a dialogue."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from betalt.cli.errors import UserError, as_user_error
from betalt.cli.options import OnDay, today
from betalt.cli.speech import language, sentence, tell
from betalt.cli.storage import open_storage
from betalt.values import bankgiro, orgnr, personnummer, plusgiro
from betalt.values.number import InvalidNumber

_QUESTIONS = (
    "name",
    "org_no",
    "street",
    "town",
    "email",
    "phone",
    "hours",
    "bankgiro",
    "plusgiro",
    "swish",
    "signer",
    "policy_url",
    "privacy_url",
)
_NEEDED = ("name", "org_no", "street", "town")


def run(
    *,
    source: Annotated[
        Path | None, typer.Option("--from", help="A TOML file that tells about the creditor: no dialogue.")
    ] = None,
    on: OnDay = None,
) -> None:
    """Register a creditor: who it is, where it is paid, who signs."""
    if source is None and not sys.stdin.isatty():
        raise UserError(sentence("setup.no_terminal"))
    open_storage()
    from betalt.flows.choices import ChoiceUnknown
    from betalt.flows.database import EXPECTED, migrate_database
    from betalt.flows.setup import CreditorUnclear, NewCreditor, set_up_creditor
    from betalt.flows.told_creditor import read_creditor
    from betalt.flows.told_toml import FileUnclear

    with as_user_error(FileUnclear):
        creditor = read_creditor(source) if source else NewCreditor(**_dialogue())
    with as_user_error(*EXPECTED, CreditorUnclear, ChoiceUnknown):
        migrate_database()
        number = set_up_creditor(creditor=creditor, on=on or today())
    tell("setup.done", number=number, name=creditor.name)


def _dialogue() -> dict[str, Any]:
    tell("setup.begin")
    told: dict[str, Any] = {name: _ask(name) for name in _QUESTIONS}
    told["address"] = (told.pop("street"), told.pop("town"))
    return {**told, "language": language()}


def _ask(name: str) -> str:
    while True:
        answer: str = typer.prompt(sentence(f"setup.ask_{name}"), default="", show_default=False).strip()
        if not answer and name not in _NEEDED:
            return ""
        try:
            return _CHECKS.get(name, _some)(answer)
        except InvalidNumber as error:
            typer.echo(str(error), err=True)


def _some(answer: str) -> str:
    if not answer:
        raise InvalidNumber(sentence("setup.needed"))
    return answer


def _org_no(answer: str) -> str:
    return personnummer.validate(answer) if personnummer.is_valid(answer) else orgnr.validate(answer)


_CHECKS: dict[str, Callable[[str], str]] = {
    "org_no": _org_no,
    "bankgiro": bankgiro.validate,
    "plusgiro": plusgiro.validate,
}
