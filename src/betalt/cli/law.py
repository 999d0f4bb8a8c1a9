"""`betalt law`: the numbers of the law on a day, what is unverified, and what follows from them."""

import os
from collections.abc import Iterator
from datetime import date
from typing import Annotated

import typer

from betalt import law
from betalt.cli import law_money, law_time
from betalt.cli.errors import as_user_error
from betalt.cli.law_options import Row, read_day, show
from betalt.cli.options import Form, FormOption, OnDay, today
from betalt.cli.speech import language, sentence, tell
from betalt.flows.law_values import NewValue, ValueRefused, enter_value, know_operator_values
from betalt.law.check import check_tables
from betalt.law.table import LawTableError, Table, print_amount
from betalt.law.unverified import unverified, weakly_sourced
from betalt.words import say

app = typer.Typer(no_args_is_help=False)
law_time.register(app=app)
law_money.register(app=app)


@app.callback(invoke_without_command=True)
def numbers(
    context: typer.Context,
    *,
    on: OnDay = None,
    format_: FormOption = Form.TEXT,
    unverified_: Annotated[
        bool, typer.Option("--unverified", help="List what a person must still read.")
    ] = False,
) -> None:
    """Show the numbers of the law on a day (today unless --on says), with source and confidence.

    V: statute read, P: authority's page read, S: secondary source, M: from memory.
    """
    with as_user_error(ValueRefused):
        know_operator_values(environment=os.environ)
    if context.invoked_subcommand is not None:
        return
    with as_user_error(LawTableError):
        if unverified_:
            _show_unverified(format_)
        else:
            _show_tables(on or today(), format_)


@app.command()
def check(
    *,
    on: OnDay = None,
    ignore_end: Annotated[
        bool, typer.Option("--ignore-end", help="Do not warn of tables that soon run out.")
    ] = False,
) -> None:
    """Compare the tables with their rules; exit 1 if one breaks them or runs out within three months."""
    findings = [each for each in check_tables(on=on or today()) if not (each.soon and ignore_end)]
    for finding in findings:
        typer.echo(say(finding.reason, language=language()))
    if findings:
        raise typer.Exit(1)
    tell("law.check_fine", count=len(law.table_names()))


@app.command()
def add_rate(
    first_day: Annotated[date, typer.Argument(parser=read_day, help="The first day it holds.")],
    value: Annotated[str, typer.Argument(help='The value with two decimals, such as "2.00".')],
    *,
    source: Annotated[str, typer.Option(help="Where it was read, such as the page or the SFS number.")],
    checked_by: Annotated[str, typer.Option(help="Who compared it with the source.")],
    table: Annotated[str, typer.Option(help="The table it belongs to.")] = "reference_rate",
) -> None:
    """Enter a published rate or amount without waiting for a release of betalt."""
    new = NewValue(table=table, from_on=first_day, text=value, source=source, checked_by=checked_by)
    with as_user_error(ValueRefused, LawTableError, OSError):
        entered = enter_value(new=new, environment=os.environ, on=today())
    tell(
        "law.rate_added",
        table=table,
        value=value,
        day=entered.value.from_on,
        source=entered.value.source,
        checked_by=entered.value.checked_by,
        file=entered.file,
    )


@app.command()
def history(
    table: Annotated[str, typer.Argument(help="The name of the table.")], *, format_: FormOption = Form.TEXT
) -> None:
    """Show every value of one table with its source."""
    if table not in law.table_names():
        raise typer.BadParameter(f"there is no law table {table[:40]!r}; `betalt law` lists them")
    found = law.table(table)
    if format_ is Form.TEXT:
        for dated in found.values:
            value = _printed(found, dated.value)
            typer.echo(f"{dated.from_on} {value:>16} {dated.confidence}  {dated.source}")
        return
    rows: list[Row] = [
        {
            "from": dated.from_on,
            "value": _printed(found, dated.value),
            "source": dated.source,
            "confidence": dated.confidence,
            "checked": dated.checked_on,
        }
        for dated in found.values
    ]
    heading = {"table": table, "statute": found.statute, "known_until": found.known_until}
    show({**heading, "rows": rows}, as_=format_)


def _show_tables(on: date, format_: Form) -> None:
    if format_ is Form.JSON:
        show({"on": on, "tables": [_row(law.table(name), on) for name in law.table_names()]}, as_=format_)
        return
    tell("law.heading", day=on)
    for name in law.table_names():
        typer.echo(_line(law.table(name), on))


def _row(table: Table, on: date) -> Row:
    heading = {"table": table.name, "title": table.title, "term": table.term, "unit": table.unit}
    try:
        dated = table.dated(on)
    except law.LawUnknown:
        before = None if table.before is None else print_amount(unit=table.unit, amount=table.before)
        return {**heading, "statute": table.statute, "value": before, "known_until": table.known_until}
    return {
        **heading,
        "statute": table.statute,
        "value": print_amount(unit=table.unit, amount=dated.value),
        "from": dated.from_on,
        "known_until": table.known_until,
        "source": dated.source,
        "confidence": dated.confidence,
        "checked": dated.checked_on,
    }


def _line(table: Table, on: date) -> str:
    title = table.term if language() == "sv" else table.title
    try:
        dated = table.dated(on)
    except law.LawUnknown:
        return f"{table.name:42} {sentence('law.not_known'):>16}    {title} ({table.statute})"
    value = _printed(table, dated.value)
    return f"{table.name:42} {value:>16} {dated.confidence}  {title} ({table.statute}), {dated.from_on}"


def _printed(table: Table, amount: int) -> str:
    return f"{print_amount(unit=table.unit, amount=amount)} {sentence(f'law.unit.{table.unit}')}".strip()


def _show_unverified(format_: Form) -> None:
    show({"items": list(_unverified_rows()), "weak": ", ".join(weakly_sourced())}, as_=format_)


def _unverified_rows() -> Iterator[Row]:
    for item in unverified():
        yield {
            "number": item.number,
            "key": item.key,
            "read": sentence(f"law.unverified.{item.key}.read"),
            "where": item.where,
            "meanwhile": sentence(f"law.unverified.{item.key}.meanwhile"),
            "since": item.since,
            "settings": ", ".join(f"{name} = {value}" for name, value in item.settings),
            "tables": ", ".join(item.tables),
            "rules": ", ".join(item.rules),
        }
