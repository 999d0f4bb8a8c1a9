"""`betalt approve`: the owner answers what the ladder has asked, or lists what waits for an answer."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from betalt.cli.creditor import for_creditor
from betalt.cli.errors import UserError, as_user_error
from betalt.cli.options import CreditorName, OnDay, OptionalDay, show_sum, today
from betalt.cli.speech import sentence, tell

if TYPE_CHECKING:
    from betalt.records.queries.cases import OpenQuestion


def run(
    *,
    case: Annotated[
        int | None, typer.Argument(metavar="CASE", help="The case; what waits is listed if it is left out.")
    ] = None,
    later: OptionalDay = None,
    give_up: Annotated[
        bool, typer.Option("--give-up", help="Write off all that is owed in the case.")
    ] = False,
    batch: Annotated[
        int | None, typer.Option("--import", help="Say yes to the first letters of an import, by its number.")
    ] = None,
    name: Annotated[str, typer.Option("--name", help="Who answers; stands in the journal.")] = "",
    on: OnDay = None,
    creditor: CreditorName = None,
) -> None:
    """Answer what the ladder has asked: yes, not before a day (--later), or give the claim up."""
    with for_creditor(creditor) as home:
        if batch is not None:
            _release_batch(home, batch)
        elif case is None:
            _list(home)
        else:
            _answer(home, case, on or today(), later, give_up, name)


def _release_batch(home: int, batch: int) -> None:
    from betalt.flows.receive import release_batch

    tell("cli.batch_released", batch=batch, cases=release_batch(creditor=home, batch=batch))


def _answer(home: int, case: int, day: date, later: date | None, give_up: bool, name: str) -> None:
    from betalt.flows.answer import NothingAsked, approve_step, put_off
    from betalt.flows.credit import CreditUnclear, write_off
    from betalt.flows.one_case import CaseClosed, CaseUnknown

    if later is not None and give_up:
        raise UserError(sentence("cli.one_answer"))
    with as_user_error(NothingAsked, CreditUnclear, CaseClosed, CaseUnknown):
        if give_up:
            tell(
                "cli.given_up",
                case=case,
                owed=show_sum(write_off(creditor=home, number=case, on=day, actor=name)),
            )
        elif later is not None:
            put_off(creditor=home, number=case, on=day, until=later, actor=name)
            tell("cli.put_off", case=case, until=later)
        else:
            released = approve_step(creditor=home, number=case, on=day, actor=name)
            tell("cli.approved" if released else "cli.approved_first", case=case)


def _list(home: int) -> None:
    from betalt.records.queries.cases import open_questions
    from betalt.records.scope import acting_for

    with acting_for([home]):
        waiting = open_questions(creditor=home)
    if not waiting:
        tell("cli.nothing_waits")
    for line in _lines(waiting):
        typer.echo(line)


def _lines(waiting: Iterable["OpenQuestion"]) -> Iterable[str]:
    from betalt.cli.told import told

    for asked in waiting:
        step = sentence(f"cli.step_{asked.kind}")
        yield f"{asked.case}  {asked.party}, {step}, {asked.asked_on}: {told(asked.why)}"
        others = (concern for concern in asked.concerns if concern.code != asked.why.code)
        yield from (f"      {told(concern)}" for concern in others)
