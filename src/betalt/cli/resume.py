"""`betalt resume`: after a restore, a person lets letters go again."""

from typing import Annotated

import typer

from betalt.cli.creditor import for_creditor
from betalt.cli.errors import as_user_error
from betalt.cli.options import CreditorName, OnDay, today
from betalt.cli.speech import tell


def run(
    *,
    nothing_left: Annotated[
        bool, typer.Option("--nothing-left", help="You know that no letter has left since the backup.")
    ] = False,
    name: Annotated[str, typer.Option("--name", help="Who says so; stands in the journal.")] = "",
    on: OnDay = None,
    creditor: CreditorName = None,
) -> None:
    """Let letters go again after a restore; cases that may have had one since wait for `betalt release`."""
    with for_creditor(creditor) as home:
        from betalt.flows.resume import NotSilent, resume_letters

        with as_user_error(NotSilent):
            done = resume_letters(creditor=home, on=on or today(), nothing_left=nothing_left, actor=name)
    tell("kept.resumed", since=done.since.isoformat(timespec="seconds"))
    if done.taken_back:
        tell("kept.taken_back", count=done.taken_back)
    if done.held:
        tell("kept.held", count=done.held)
    if done.unknown:
        tell("kept.unknown", count=done.unknown)
