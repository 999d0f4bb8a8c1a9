"""`betalt pay`: a payment that a person tells of."""

from typing import Annotated

import typer

from betalt.cli.creditor import for_creditor
from betalt.cli.errors import UserError, as_user_error
from betalt.cli.options import CaseNumber, CreditorName, OnDay, OptionalDay, read_sum, show_sum, today
from betalt.cli.speech import sentence, tell
from betalt.values.money import plain


def run(
    *,
    case: CaseNumber,
    amount: Annotated[
        int | None, typer.Argument(parser=read_sum, metavar="[KRONOR]", help="A sum, such as 2400.00.")
    ] = None,
    payment: Annotated[
        int | None, typer.Option(help="A payment that is here already and that nobody could match.")
    ] = None,
    booked_on: OptionalDay = None,
    invoice: Annotated[str, typer.Option(help="The invoice that the payer named.")] = "",
    key: Annotated[str, typer.Option(help="A receipt's number: the same one is refused twice.")] = "",
    on: OnDay = None,
    creditor: CreditorName = None,
) -> None:
    """Record a payment by hand, or say what one that came in is for: the pursuit stops for what it covers."""
    if (amount is None) == (payment is None):
        raise UserError(sentence("cli.pay_unclear"))
    day = on or today()
    booked = booked_on or day
    with for_creditor(creditor) as home:
        from betalt.flows.inbox import To, match_payment
        from betalt.flows.one_case import CaseUnknown
        from betalt.flows.settle import PaymentUnclear, record_payment

        with as_user_error(CaseUnknown, PaymentUnclear):
            if payment is not None:
                settled = match_payment(creditor=home, payment=payment, to=[To(case, invoice)], on=day)
            elif amount is not None:
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
