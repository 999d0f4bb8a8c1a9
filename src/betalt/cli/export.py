"""`betalt export`: what was booked, as a file for the bookkeeping program."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from betalt.cli.creditor import for_creditor
from betalt.cli.errors import UserError, as_user_error
from betalt.cli.options import CreditorName, OnDay, read_day, today
from betalt.cli.speech import sentence, tell
from betalt.values.days import DayError, add_days

if TYPE_CHECKING:
    from betalt.flows.books_export import Exported

app = typer.Typer(help=__doc__)


@app.callback()
def _export() -> None:
    """Write what was booked as a file for the bookkeeping program."""


@app.command()
def sie(
    *,
    out: Annotated[Path, typer.Option(help="The file to write, usually with the ending .si.")],
    since_last: Annotated[
        bool, typer.Option("--since-last", help="All that no such file holds yet, up to yesterday or --to.")
    ] = False,
    again: Annotated[
        bool, typer.Option("--again", help="The newest file of --since-last once more, as it was.")
    ] = False,
    first: Annotated[str, typer.Option("--from", metavar="YYYY-MM-DD", help="The first day.")] = "",
    last: Annotated[str, typer.Option("--to", metavar="YYYY-MM-DD", help="The last day.")] = "",
    with_invoices: Annotated[
        bool, typer.Option("--with-invoices", help="Also the invoices that came from another program.")
    ] = False,
    year_begins: Annotated[
        int | None, typer.Option(metavar="MONTH", help="The first month of the accounting year, 1 to 12.")
    ] = None,
    on: OnDay = None,
    creditor: CreditorName = None,
) -> None:
    """Write what was booked as SIE 4: what is new since the last file, or some days, whatever was written before."""
    if [since_last, again, bool(first)].count(True) != 1 or (first and not last):
        raise UserError(sentence("books.which"))
    if year_begins is not None and not 1 <= year_begins <= 12:
        raise UserError(sentence("books.bad_month", written=year_begins))
    made_on = on or today()
    end = read_day(last) if last else add_days(made_on, -1)
    more = {"made_on": made_on, "with_invoices": with_invoices, "year_begins": year_begins}
    with for_creditor(creditor) as home:
        if first and (some := _some_days(home, read_day(first), end, more)) is not None:
            _write(some, out)
        elif not first and (new := _once(home, end, more, again=again)) is not None:
            _write(new, out)


def _some_days(home: int, begin: date, end: date, more: dict[str, Any]) -> "Exported | None":
    from betalt.flows.books_export import export_sie
    from betalt.flows.books_once import exported_through

    if end < begin:
        raise UserError(sentence("books.days_reversed"))
    with as_user_error(DayError):
        exported = export_sie(creditor=home, first=begin, last=end, **more)
    if not exported.vouchers:
        tell("books.nothing_posted", first=begin, last=end)
        return None
    through = exported_through(creditor=home)
    if through is not None and begin <= through:
        tell("books.exported_before", day=through)
    return exported


def _once(home: int, end: date, more: dict[str, Any], *, again: bool) -> "Exported | None":
    from betalt.flows.books_once import DayNotOver, export_again, export_new

    with as_user_error(DayError, DayNotOver):
        exported = export_again(creditor=home) if again else export_new(creditor=home, last=end, **more)
    if exported is None:
        tell("books.nothing_new", last=end)
    return exported


def _write(exported: "Exported", out: Path) -> None:
    try:
        out.write_bytes(exported.data)
    except OSError as error:
        raise UserError(f"{out}: {error.strerror}") from error
    tell(
        "books.exported",
        file=out,
        vouchers=exported.vouchers,
        postings=exported.postings,
        first=exported.first,
        last=exported.last,
    )
