"""`betalt day`: what a day asks for is done, and what was done and refused is told."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from betalt.cli.creditor import for_creditor
from betalt.cli.errors import UserError, as_user_error
from betalt.cli.options import CreditorName, OnDay, today
from betalt.cli.progress import progress_bar
from betalt.cli.speech import sentence, tell
from betalt.values.days import add_days


def run(
    *,
    on: OnDay = None,
    bank_checked: Annotated[
        bool, typer.Option("--bank-checked", help="You have looked: all money until the day before is noted.")
    ] = False,
    creditor: CreditorName = None,
) -> int:
    """Do what a day asks for: decide, compose and send. Running it again changes nothing."""
    day = on or today()
    with for_creditor(creditor) as home:
        _refuse_wrong_clock()
        if bank_checked:
            from betalt.flows.setup import say_bank_checked

            say_bank_checked(creditor=home, through=add_days(day, -1))
        from betalt.cli.told import decision_lines, is_refusal, sent_lines
        from betalt.flows.day import DayRefused, run_day
        from betalt.flows.outlet import outlet_of_settings

        with as_user_error(DayRefused), progress_bar(sentence("day.working")) as progress:
            done = run_day(
                on=day,
                at=datetime.now(UTC),
                outlet=outlet_of_settings(),
                creditors_only=[home],
                progress=progress,
            )
    decisions = [(number, decision) for _, number, decision in done.advanced.decisions]
    for line in (*decision_lines(decisions), *sent_lines(done.sent)):
        typer.echo(line)
    for (_, case), why in done.advanced.set_aside:
        tell("day.set_aside", case=case, why=why)
    stale = done.advanced.counts["waited_for_bank"]
    if stale:
        tell("day.waits_for_bank", count=stale)
    elif not decisions and not done.sent.counts:
        tell("day.nothing", on=day)
    refused = [*done.advanced.set_aside, *done.sent.withdrawn, *done.sent.troubled]
    return int(bool(refused) or any(is_refusal(decision) for _, decision in decisions))


def _refuse_wrong_clock() -> None:
    """Refuse to act on a machine whose clock is not that of the others: a day that has not come would be run."""
    from betalt.cli.told import told
    from betalt.flows.heartbeat import clock_worries

    for worry in clock_worries(at=datetime.now(UTC)):
        raise UserError(told(worry))
