"""`betalt agree`: proof is recorded that a customer accepted a clause."""

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from betalt.cli.creditor import for_creditor
from betalt.cli.errors import UserError, as_user_error
from betalt.cli.options import CreditorName, OnDay, OptionalDay, today
from betalt.cli.speech import sentence, tell
from betalt.flows.told_agreements import ToldAgreement, read_agreements
from betalt.flows.told_toml import FileUnclear
from betalt.values.money import MoneyError, parse_percent


def run(
    *,
    customer: Annotated[str, typer.Argument(metavar="[CUSTOMER]", help="Your number of the customer.")] = "",
    clause: Annotated[list[str] | None, typer.Option(help="due_day, interest or reminder_fee.")] = None,
    agreed_on: OptionalDay = None,
    how: Annotated[str, typer.Option(help="The proof: signed quotation 12, section 4.")] = "",
    percent: Annotated[str, typer.Option(help="A fixed interest that was agreed, such as 18.00.")] = "",
    source: Annotated[Path | None, typer.Option("--from", help="A TOML file with many agreements.")] = None,
    on: OnDay = None,
    creditor: CreditorName = None,
) -> int:
    """Record that a customer accepted a clause, when and how: it reaches no debt that is older."""
    if source is not None:
        with as_user_error(FileUnclear):
            told = read_agreements(source)
    elif customer and clause and agreed_on is not None:
        with as_user_error(MoneyError):
            bps = parse_percent(percent) if percent else 0
        told = tuple(
            ToldAgreement(
                customer=customer,
                clause=name,
                agreed_on=agreed_on,
                how=how,
                interest_kind="fixed" if percent and name == "interest" else "statutory",
                interest_bps=bps if name == "interest" else 0,
            )
            for name in clause
        )
    else:
        raise UserError(sentence("cli.agreement_unclear"))
    with for_creditor(creditor) as home:
        refused = list(_record(home, told, on or today()))
    tell("cli.agreed", count=len(told) - len(refused))
    for line in refused:
        typer.echo(line, err=True)
    return int(bool(refused))


def _record(home: int, told: Iterable[ToldAgreement], on: date) -> Iterator[str]:
    """Record what can be recorded and tell what was refused, and why."""
    from betalt.flows.agree import AgreementUnclear, record_agreement
    from betalt.flows.customer import CustomerUnknown

    for each in told:
        try:
            record_agreement(
                creditor=home,
                customer=each.customer,
                clause=each.clause,
                agreed_on=each.agreed_on,
                how=each.how,
                on=on,
                interest_kind=each.interest_kind,
                interest_bps=each.interest_bps,
            )
        except (AgreementUnclear, CustomerUnknown) as error:
            yield f"{each.customer}, {each.clause}: {error}"
