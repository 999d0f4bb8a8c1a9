"""`betalt pay`: a payment that a person tells of."""

from typing import Annotated

import typer

from betalt.cli.creditor import for_creditor
from betalt.cli.errors import as_user_error
from betalt.cli.options import CaseNumber, CreditorName, OnDay, OptionalDay, Sum, show_sum, today
from betalt.cli.speech import tell
from betalt.values.money import plain


def run(
    *,
    case: CaseNumber,
    amount: Sum,
    booked_on: OptionalDay = None,
    invoice: Annotated[str, typer.Option(help="The invoice that the payer named.")] = "",
    key: Annotated[
        str,
        typer.Option(help="What makes it one payment, such as a receipt's number; used twice it is refused."),
    ] = "",
    on: OnDay = None,
    creditor: CreditorName = None,
) -> None:
    """Record a payment by hand: the pursuit stops for what it covers."""
    with for_creditor(creditor) as home:
        from betalt.flows.one_case import CaseUnknown
        from betalt.flows.settle import PaymentUnclear, record_payment

        day = on or today()
        booked = booked_on or day
        with as_user_error(CaseUnknown, PaymentUnclear):
            settled = record_payment(
                creditor=home,
                number=case,
                amount_ore=amount,
                booked_on=booked,
                on=day,
                key=key or f"hand {case} {booked} {plain(amount)}",
                invoice=invoice,
            )
    for number, owed, _ in settled.cases:
        tell("cli.paid", case=number, owed=show_sum(owed))
    if settled.overpaid_ore:
        tell("cli.overpaid", overpaid=show_sum(settled.overpaid_ore))
