"""`betalt customer`: something becomes known about a customer that letters depend on."""

from enum import StrEnum
from typing import Annotated

import typer

from betalt.cli.creditor import for_creditor
from betalt.cli.errors import as_user_error
from betalt.cli.options import CreditorName, OnDay, today
from betalt.cli.speech import tell


class State(StrEnum):
    """What may have befallen a customer."""

    PROTECTED = "protected"
    ESTATE = "estate"
    BANKRUPT = "bankrupt"
    RECONSTRUCTION = "reconstruction"
    GUARDIAN = "guardian"
    DEBT_RELIEF = "debt_relief"
    ADDRESS_RETURNED = "address_returned"
    MAILBOX = "mailbox"


def run(
    *,
    customer: Annotated[str, typer.Argument(metavar="CUSTOMER", help="Your number of the customer.")],
    is_: Annotated[list[State] | None, typer.Option("--is", help="What it is from now on.")] = None,
    is_not: Annotated[list[State] | None, typer.Option("--is-not", help="What it is no longer.")] = None,
    address: Annotated[
        list[str] | None, typer.Option(help="A line of the new address; name it for each.")
    ] = None,
    email: Annotated[str, typer.Option(help="The new e-mail address.")] = "",
    on: OnDay = None,
    creditor: CreditorName = None,
) -> None:
    """Note what a customer is or where it is: letters that have not left are withdrawn and asked anew."""
    flags = {state.value: True for state in is_ or ()} | {state.value: False for state in is_not or ()}
    with for_creditor(creditor) as home:
        from betalt.flows.customer import CustomerUnclear, CustomerUnknown, mark_customer, move_customer

        day = on or today()
        with as_user_error(CustomerUnknown, CustomerUnclear):
            if flags:
                mark_customer(creditor=home, number=customer, flags=flags, on=day)
            if address or email:
                move_customer(
                    creditor=home, number=customer, on=day, address=tuple(address or ()), email=email
                )
    tell("cli.customer_noted", customer=customer)
