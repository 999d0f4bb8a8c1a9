"""`betalt payments`: the money that waits for a person, and what a person says of it."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from betalt.cli.creditor import for_creditor
from betalt.cli.errors import UserError, as_user_error
from betalt.cli.options import CreditorName, OnDay, read_sum, show_sum, today
from betalt.cli.speech import sentence, tell

if TYPE_CHECKING:
    from betalt.flows.settle import Settled
    from betalt.records.queries.inbox import WaitingPayment

app = typer.Typer(no_args_is_help=False, invoke_without_command=True)

Payment = Annotated[int, typer.Argument(metavar="PAYMENT", help="The number of the payment.")]
Name = Annotated[str, typer.Option("--name", help="Who says so; stands in the journal.")]


@app.callback()
def _list_if_alone(context: typer.Context) -> None:
    """Show the money that waits, give it to cases, or set it aside."""
    if context.invoked_subcommand is None:
        list_()


@app.command("list")
def list_(*, creditor: CreditorName = None) -> None:
    """List the money that waits for a person, with what it may be for."""
    with for_creditor(creditor) as home:
        from betalt.records.queries.inbox import waiting_payments
        from betalt.records.scope import acting_for

        with acting_for([home]):
            waiting = waiting_payments(creditor=home)
    if not waiting:
        tell("payments.none")
    for line in _lines(waiting):
        typer.echo(line)


@app.command()
def match(
    *,
    payment: Payment,
    cases: Annotated[
        list[str], typer.Argument(metavar="CASE[=KRONOR]…", help="What it is for; the last takes the rest.")
    ],
    name: Name = "",
    on: OnDay = None,
    creditor: CreditorName = None,
) -> None:
    """Give a payment to cases: their pursuit stops for what it covers, and the payer's account is remembered."""
    with for_creditor(creditor) as home:
        from betalt.flows.inbox import To, match_payment
        from betalt.flows.one_case import CaseUnknown
        from betalt.flows.settle import PaymentUnclear

        to = [To(number, ore=ore) for number, ore in map(_part, cases)]
        with as_user_error(CaseUnknown, PaymentUnclear):
            settled = match_payment(creditor=home, payment=payment, to=to, on=on or today(), actor=name)
    tell_settled(settled)


@app.command()
def part(*, payment: Payment, name: Name = "", on: OnDay = None, creditor: CreditorName = None) -> None:
    """Part a payment from the cases that it was given to by mistake."""
    with for_creditor(creditor) as home:
        from betalt.flows.inbox import unmatch_payment
        from betalt.flows.settle import PaymentUnclear

        with as_user_error(PaymentUnclear):
            unmatch_payment(creditor=home, payment=payment, on=on or today(), actor=name)
    tell("payments.parted", payment=payment)


@app.command()
def ignore(
    *,
    payment: Payment,
    why: Annotated[str, typer.Option("--why", help="What the money was for.")],
    name: Name = "",
    on: OnDay = None,
    creditor: CreditorName = None,
) -> None:
    """Set aside money that is for no claim here: it holds no letter any longer."""
    with for_creditor(creditor) as home:
        from betalt.flows.inbox import ignore_payment
        from betalt.flows.settle import PaymentUnclear

        with as_user_error(PaymentUnclear):
            ignore_payment(creditor=home, payment=payment, reason=why, on=on or today(), actor=name)
    tell("payments.ignored", payment=payment)


@app.command()
def same(
    *,
    payment: Payment,
    known: Annotated[int, typer.Argument(metavar="KNOWN", help="The payment that it tells of again.")],
    name: Name = "",
    on: OnDay = None,
    creditor: CreditorName = None,
) -> None:
    """Say that a payment is one that was here already, told in another way."""
    with for_creditor(creditor) as home:
        from betalt.flows.inbox import same_payment
        from betalt.flows.settle import PaymentUnclear

        with as_user_error(PaymentUnclear):
            same_payment(creditor=home, payment=payment, known=known, on=on or today(), actor=name)
    tell("payments.same", payment=payment, known=known)


@app.command("take-back")
def take_back_(
    *,
    payment: Payment,
    known: Annotated[int, typer.Argument(metavar="KNOWN", help="The payment that was taken back.")],
    name: Name = "",
    on: OnDay = None,
    creditor: CreditorName = None,
) -> None:
    """Say which payment the bank has taken back: its cases go on where they stood."""
    with for_creditor(creditor) as home:
        from betalt.flows.inbox import take_back
        from betalt.flows.settle import PaymentUnclear

        with as_user_error(PaymentUnclear):
            take_back(creditor=home, payment=payment, known=known, on=on or today(), actor=name)
    tell("payments.taken_back", known=known)


def tell_settled(settled: "Settled") -> None:
    """Tell what is left in the cases that money was given to, and what was more than owed."""
    for number, owed, _ in settled.cases:
        tell("cli.paid", case=number, owed=show_sum(owed))
    if settled.overpaid_ore:
        tell("cli.overpaid", overpaid=show_sum(settled.overpaid_ore))


def _part(written: str) -> tuple[int, int | None]:
    number, is_part, kronor = written.partition("=")
    if not number.isdigit():
        raise UserError(sentence("payments.no_case", written=written))
    return int(number), read_sum(kronor) if is_part else None


def _lines(waiting: Iterable["WaitingPayment"]) -> Iterator[str]:
    from betalt.cli.told import told

    for one in waiting:
        payer = one.payer_name or one.payer or "–"
        kind = sentence(f"payments.kind_{one.kind}")
        yield f"{one.payment}  {one.booked_on}  {show_sum(one.left_ore)}  {kind}, {payer}"
        said = " | ".join((*one.references, *one.text))
        yield from [f"      {said}"] if said else []
        yield f"      {told(one.why)}"
        for each in one.suggestions:
            cases = ", ".join(f"{number} ({party}, {invoice})" for number, party, invoice in each.cases)
            yield sentence(
                "payments.perhaps", cases=cases, why=" ".join(told(reason) for reason in each.reasons)
            )
