"""`betalt credit`: an invoice is taken back, in whole or in part."""

from enum import StrEnum
from typing import Annotated

import typer

from betalt.cli.creditor import for_creditor
from betalt.cli.errors import as_user_error
from betalt.cli.options import CreditorName, OnDay, Sum, show_sum, today
from betalt.cli.speech import tell
from betalt.values.money import plain


class Ground(StrEnum):
    """Why it is credited: it was never owed, or it is given from this day."""

    ERROR = "error"
    GOODWILL = "goodwill"


def run(
    *,
    invoice: Annotated[str, typer.Argument(metavar="INVOICE", help="The invoice's number.")],
    amount: Sum,
    ground: Annotated[
        Ground, typer.Option(help="error: it was never owed; goodwill: it counts from this day.")
    ],
    key: Annotated[str, typer.Option(help="The credit note's number; used twice it is refused.")] = "",
    on: OnDay = None,
    creditor: CreditorName = None,
) -> None:
    """Credit an invoice: letters that have not left are withdrawn, and the claim is counted anew."""
    with for_creditor(creditor) as home:
        from betalt.flows.credit import CreditUnclear, credit_invoice

        day = on or today()
        with as_user_error(CreditUnclear):
            owed = credit_invoice(
                creditor=home,
                invoice=invoice,
                amount_ore=amount,
                on=day,
                ground=ground.value,
                key=key or f"hand {day} {plain(amount)}",
            )
    tell("cli.credited", invoice=invoice, owed=show_sum(owed))
