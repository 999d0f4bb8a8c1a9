"""`betalt hold`: a case stops the same second, because of an objection, a plan or a pause."""

from datetime import date
from typing import Annotated

import typer

from betalt.cli.creditor import for_creditor
from betalt.cli.errors import UserError, as_user_error
from betalt.cli.options import (
    CaseNumber,
    CreditorName,
    Day,
    OnDay,
    OptionalDay,
    Why,
    read_day,
    read_sum,
    today,
)
from betalt.cli.speech import sentence, tell

app = typer.Typer(no_args_is_help=True)


@app.command()
def dispute(
    *,
    case: CaseNumber,
    why: Why,
    amount: Annotated[
        int | None, typer.Option(parser=read_sum, metavar="KRONOR", help="The part; the whole if left out.")
    ] = None,
    deadline: OptionalDay = None,
    on: OnDay = None,
    creditor: CreditorName = None,
) -> None:
    """Stop a case because the debtor objects."""
    with for_creditor(creditor) as home:
        from betalt.core.process.refused import Refused
        from betalt.flows.hold import open_dispute
        from betalt.flows.one_case import CaseClosed, CaseUnknown

        with as_user_error(CaseUnknown, CaseClosed, Refused):
            open_dispute(
                creditor=home,
                number=case,
                on=on or today(),
                reason=why,
                amount_ore=amount,
                deadline_on=deadline,
            )
    tell("cli.held", case=case)


@app.command()
def pause(
    *, case: CaseNumber, until: Day, why: Why = "", on: OnDay = None, creditor: CreditorName = None
) -> None:
    """Let a case rest up to and with a day; interest keeps running."""
    with for_creditor(creditor) as home:
        from betalt.core.process.refused import Refused
        from betalt.flows.hold import pause_case
        from betalt.flows.one_case import CaseClosed, CaseUnknown

        with as_user_error(CaseUnknown, CaseClosed, Refused):
            pause_case(creditor=home, number=case, on=on or today(), until=until, reason=why)
    tell("cli.held", case=case)


@app.command()
def plan(
    *,
    case: CaseNumber,
    part: Annotated[
        list[str], typer.Option(metavar="YYYY-MM-DD=KRONOR", help="One instalment; name the option for each.")
    ],
    on: OnDay = None,
    creditor: CreditorName = None,
) -> None:
    """Agree on an instalment plan: while it is kept nothing is demanded."""
    instalments = [_instalment(written) for written in part]
    with for_creditor(creditor) as home:
        from betalt.core.process.refused import Refused
        from betalt.flows.hold import agree_plan
        from betalt.flows.one_case import CaseClosed, CaseUnknown

        with as_user_error(CaseUnknown, CaseClosed, Refused):
            agree_plan(creditor=home, number=case, on=on or today(), instalments=instalments)
    tell("cli.held", case=case)


def _instalment(written: str) -> tuple[date, int]:
    day, equals, amount = written.partition("=")
    if not equals:
        raise UserError(sentence("cli.instalment_unclear", written=written))
    return read_day(day), read_sum(amount)
