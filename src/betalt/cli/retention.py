"""`betalt retention`: what is kept no longer than it is needed."""

from typing import Annotated

import typer

from betalt.cli.creditor import for_creditor
from betalt.cli.errors import as_user_error
from betalt.cli.options import CreditorName, OnDay, today
from betalt.cli.speech import sentence, tell


def run(
    *,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be erased and why, and erase nothing.")
    ] = False,
    customer: Annotated[
        str | None, typer.Option(help="Erase what this customer may ask for; say what stays and why.")
    ] = None,
    name: Annotated[str, typer.Option("--name", help="Who asks for it; stands in the journal.")] = "",
    on: OnDay = None,
    creditor: CreditorName = None,
) -> None:
    """Erase by rule what is needed no longer: sums, days, hashes, the journal and the postings stay."""
    day = on or today()
    with for_creditor(creditor) as home:
        from betalt.cli.told import told
        from betalt.flows.customer import CustomerUnknown
        from betalt.flows.retention import forget_customer, retain

        with as_user_error(CustomerUnknown):
            if customer is None:
                done = retain(creditor=home, on=day, dry_run=dry_run, actor=name)
            else:
                done = forget_customer(creditor=home, customer=customer, on=day, dry_run=dry_run, actor=name)
    for one in done.fallen:
        typer.echo(f"{one.count:>6}  {told(one.why)}")
    for why in done.kept:
        typer.echo(f"{sentence('kept.stays')}: {told(why)}")
    if not done.fallen:
        tell("kept.nothing_to_erase")
    elif dry_run:
        tell("kept.would_erase", rows=sum(done.counts.values()))
    else:
        tell("kept.erased", rows=sum(done.counts.values()))
