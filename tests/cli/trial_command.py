"""A command that ends in every way a command can end, for the tests of the command line."""

from datetime import date

import typer

from betalt.cli.errors import UserError
from betalt.law import LawUnknown

app = typer.Typer()


@app.command()
def run(*, how: str) -> int:
    """End in the way that is asked for."""
    if how == "bad":
        raise UserError("The file\nis empty.")
    if how == "law":
        raise LawUnknown(table="reference_rate", day=date(2027, 1, 1), last_known=date(2026, 12, 31))
    if how == "fault":
        raise ZeroDivisionError
    if how == "pipe":
        raise BrokenPipeError
    if how == "exit":
        raise typer.Exit(1)
    return int(how)
