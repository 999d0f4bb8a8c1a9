"""`betalt refund`: what was paid too much is used or goes back: one proposes, another approves, once."""

from datetime import datetime
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from betalt.cli.creditor import for_creditor
from betalt.cli.errors import UserError, as_user_error
from betalt.cli.import_ import read_bytes
from betalt.cli.options import CaseNumber, CreditorName, Day, OnDay, OptionalDay, read_sum, show_sum, today
from betalt.cli.speech import tell

app = typer.Typer(no_args_is_help=False, invoke_without_command=True)

Refund = Annotated[int, typer.Argument(metavar="REFUND", help="The number of the refund.")]
Name = Annotated[str, typer.Option("--name", help="Who says so; stands in the journal.")]
Part = Annotated[
    int | None, typer.Option("--amount", parser=read_sum, metavar="KRONOR", help="A part; all if left out.")
]


@app.callback()
def _list_if_alone(context: typer.Context) -> None:
    """Show what was paid too much, use it, or give it back."""
    if context.invoked_subcommand is None:
        list_()


@app.command("list")
def list_(*, on: OnDay = None, creditor: CreditorName = None) -> None:
    """List what stands to customers' credit, and the refunds that are on their way."""
    with for_creditor(creditor) as home:
        from betalt.flows.credit_use import credits_of
        from betalt.records.queries.refunds import refunds_under_way
        from betalt.records.scope import acting_for

        credits_ = credits_of(creditor=home, on=on or today())
        with acting_for([home]):
            under_way = refunds_under_way(creditor=home)
    for credit in credits_:
        tell("refund.credit", case=credit.case, party=credit.party, sum=show_sum(credit.ore))
        if credit.promised_by is not None:
            tell("refund.promised", day=credit.promised_by)
        for number, owed in credit.claims:
            tell("refund.may_be_used", case=credit.case, number=number, owed=show_sum(owed))
    for row in under_way:
        tell(
            f"refund.is_{row.state}",
            refund=row.refund,
            case=row.case,
            sum=show_sum(row.amount_ore),
            name=row.name,
            account=row.account,
            by=row.by or "–",
        )
    if not credits_ and not under_way:
        tell("refund.none")


@app.command()
def use(
    *,
    case: CaseNumber,
    for_case: Annotated[int, typer.Argument(metavar="FOR", help="The case whose claim it is used for.")],
    amount: Part = None,
    name: Name = "",
    on: OnDay = None,
    creditor: CreditorName = None,
) -> None:
    """Use what was paid too much in a case for another due claim of the same customer, as the customer wants."""
    with for_creditor(creditor) as home:
        from betalt.flows.credit_use import CreditUseUnclear, use_credit
        from betalt.flows.one_case import CaseClosed, CaseUnknown

        with as_user_error(CreditUseUnclear, CaseClosed, CaseUnknown):
            used = use_credit(
                creditor=home, number=case, for_case=for_case, ore=amount, on=on or today(), actor=name
            )
    tell("refund.used", sum=show_sum(used), case=case, number=for_case)


@app.command()
def propose(
    *,
    case: CaseNumber,
    name: Name,
    amount: Part = None,
    account: Annotated[
        str, typer.Option(help="bankgiro:…, plusgiro:…, bban:… or iban:…; where it came from if left out.")
    ] = "",
    payee: Annotated[str, typer.Option(help="Whose account it is; who paid if left out.")] = "",
    on: OnDay = None,
    creditor: CreditorName = None,
) -> None:
    """Propose to give back what was paid too much in a case; somebody else approves it."""
    with for_creditor(creditor) as home:
        from betalt.flows.one_case import CaseUnknown
        from betalt.flows.refund import EXPECTED, propose_refund

        with as_user_error(CaseUnknown, *EXPECTED):
            refund = propose_refund(
                creditor=home,
                number=case,
                on=on or today(),
                actor=name,
                ore=amount,
                account=account,
                name=payee,
            )
    tell("refund.proposed", refund=refund)


@app.command()
def approve(*, refund: Refund, name: Name, on: OnDay = None, creditor: CreditorName = None) -> None:
    """Approve a refund that somebody else has proposed."""
    with for_creditor(creditor) as home:
        from betalt.flows.refund import EXPECTED, approve_refund

        with as_user_error(*EXPECTED):
            approve_refund(creditor=home, refund=refund, on=on or today(), actor=name)
    tell("refund.approved", refund=refund)


@app.command()
def withdraw(*, refund: Refund, name: Name = "", on: OnDay = None, creditor: CreditorName = None) -> None:
    """Give a refund up before the bank is told of it."""
    with for_creditor(creditor) as home:
        from betalt.flows.refund import EXPECTED, withdraw_refund

        with as_user_error(*EXPECTED):
            withdraw_refund(creditor=home, refund=refund, on=on or today(), actor=name)
    tell("refund.withdrawn", refund=refund)


@app.command()
def order(
    *,
    folder: Annotated[Path, typer.Option("--to", help="The folder that the bank's file is written to.")],
    pay_on: OptionalDay = None,
    name: Name = "",
    on: OnDay = None,
    creditor: CreditorName = None,
) -> int:
    """Write all approved refunds as one file for the bank (pain.001), each once."""
    with for_creditor(creditor) as home:
        from betalt.flows.refund import EXPECTED, order_refunds

        at = datetime.now(ZoneInfo("Europe/Stockholm"))
        with as_user_error(*EXPECTED):
            ordered = order_refunds(creditor=home, on=on or today(), at=at, pay_on=pay_on, actor=name)
    if ordered is None:
        tell("refund.nothing_approved")
        return 1
    path = folder / ordered.name
    try:
        path.write_bytes(ordered.data)
    except OSError as error:
        raise UserError(
            f"{path}: {error.strerror}; the file is kept: betalt refund file {ordered.name}"
        ) from error
    tell("refund.ordered", file=path, count=len(ordered.refunds), sum=show_sum(ordered.total_ore))
    for refund in ordered.uncovered:
        tell("refund.uncovered", refund=refund)
    return int(bool(ordered.uncovered))


@app.command("file")
def file_(
    *,
    message: Annotated[str, typer.Argument(metavar="MESSAGE", help="The name of a file that was written.")],
    folder: Annotated[Path, typer.Option("--to", help="The folder that it is written to.")],
    creditor: CreditorName = None,
) -> None:
    """Write once more a file for the bank, the same bytes as before."""
    with for_creditor(creditor) as home:
        from betalt.records.queries.refunds import payout_file
        from betalt.records.scope import acting_for

        with acting_for([home]):
            data = payout_file(creditor=home, message=message.removesuffix(".xml"))
    if data is None:
        raise UserError(f"there is no file {message}")
    (folder / f"{message.removesuffix('.xml')}.xml").write_bytes(data)


@app.command()
def answer(
    *,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The bank's answer (pain.002).")],
    name: Name = "",
    on: OnDay = None,
    creditor: CreditorName = None,
) -> int:
    """Read the bank's answer to the refunds that were ordered."""
    data = read_bytes(file)
    with for_creditor(creditor) as home:
        from betalt.cli.told import told
        from betalt.flows.look import CannotRead
        from betalt.flows.refund import EXPECTED
        from betalt.flows.refund_answer import read_refund_answer

        try:
            with as_user_error(*EXPECTED):
                said = read_refund_answer(
                    creditor=home, name=file.name, data=data, on=on or today(), actor=name
                )
        except CannotRead as error:
            raise UserError(told(error.reason)) from error
        for code, some in (("paid", said.paid), ("rejected", said.rejected), ("silent", said.silent)):
            for refund in some:
                tell(f"refund.answer_{code}", refund=refund)
        for why in said.unclear:
            typer.echo(told(why))
    return int(bool(said.rejected or said.unclear))


@app.command()
def paid(
    *, refund: Refund, paid_on: Day, name: Name = "", on: OnDay = None, creditor: CreditorName = None
) -> None:
    """Say that a refund has left the account."""
    with for_creditor(creditor) as home:
        from betalt.flows.refund import EXPECTED
        from betalt.flows.refund_answer import confirm_refund_paid

        with as_user_error(*EXPECTED):
            confirm_refund_paid(creditor=home, refund=refund, paid_on=paid_on, on=on or today(), actor=name)
    tell("refund.answer_paid", refund=refund)


@app.command()
def returned(
    *,
    refund: Refund,
    payment: Annotated[int | None, typer.Option(help="The payment by which the bank told of it.")] = None,
    name: Name = "",
    on: OnDay = None,
    creditor: CreditorName = None,
) -> None:
    """Say that a refund came back."""
    with for_creditor(creditor) as home:
        from betalt.flows.refund import EXPECTED
        from betalt.flows.refund_answer import refund_returned

        with as_user_error(*EXPECTED):
            refund_returned(creditor=home, refund=refund, payment=payment, on=on or today(), actor=name)
    tell("refund.returned", refund=refund)
