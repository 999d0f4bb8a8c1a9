"""`betalt export`: what was booked, as a file for the bookkeeping program."""

from pathlib import Path
from typing import Annotated

import typer

from betalt.cli.creditor import for_creditor
from betalt.cli.errors import UserError, as_user_error
from betalt.cli.options import CreditorName, OnDay, read_day, today
from betalt.cli.speech import sentence, tell
from betalt.values.days import DayError

app = typer.Typer(help=__doc__)


@app.callback()
def _export() -> None:
    """Write what was booked as a file for the bookkeeping program."""


@app.command()
def sie(
    *,
    first: Annotated[str, typer.Option("--from", metavar="YYYY-MM-DD", help="The first day.")],
    last: Annotated[str, typer.Option("--to", metavar="YYYY-MM-DD", help="The last day.")],
    out: Annotated[Path, typer.Option(help="The file to write, usually with the ending .si.")],
    with_invoices: Annotated[
        bool, typer.Option("--with-invoices", help="Also the invoices that came from another program.")
    ] = False,
    year_begins: Annotated[
        int | None, typer.Option(metavar="MONTH", help="The first month of the accounting year, 1 to 12.")
    ] = None,
    on: OnDay = None,
    creditor: CreditorName = None,
) -> None:
    """Write the postings of some days as SIE 4: a voucher a day and kind, which the program numbers."""
    begin, end = read_day(first), read_day(last)
    if end < begin:
        raise UserError(sentence("books.days_reversed"))
    if year_begins is not None and not 1 <= year_begins <= 12:
        raise UserError(sentence("books.bad_month", written=year_begins))
    with for_creditor(creditor) as home, as_user_error(DayError):
        from betalt.flows.books_export import export_sie

        exported = export_sie(
            creditor=home,
            first=begin,
            last=end,
            made_on=on or today(),
            with_invoices=with_invoices,
            year_begins=year_begins,
        )
    if not exported.vouchers:
        tell("books.nothing_posted", first=begin, last=end)
        return
    with as_user_error(OSError):
        out.write_bytes(exported.data)
    tell(
        "books.exported",
        file=out,
        vouchers=exported.vouchers,
        postings=exported.postings,
        first=begin,
        last=end,
    )
