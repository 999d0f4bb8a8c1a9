"""How days, sums, rates and the like are written as options of `betalt law`, and how answers are printed."""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Annotated, TypeVar

import typer

from betalt.cli.options import Form
from betalt.cli.speech import language, sentence
from betalt.values.days import DayError, parse_day
from betalt.values.money import MoneyError, english, parse_ore, parse_percent, percent, plain, swedish

T = TypeVar("T")
Cell = str | int | bool | date | None
Row = Mapping[str, Cell]
Answer = Mapping[str, Cell | Sequence[Row]]


def reader(read: Callable[[str], T], *expected: type[Exception]) -> Callable[[str], T]:
    """Have the command line say in one line why it could not read an option."""

    def parse(text: str) -> T:
        try:
            return read(text)
        except expected as error:
            raise typer.BadParameter(str(error)) from error

    return parse


def pair(text: str) -> tuple[str, str]:
    """Take "left=right" apart."""
    left, equals, right = text.partition("=")
    if not equals:
        raise typer.BadParameter(f"{text[:40]!r} is not written as left=right")
    return left, right


read_day = reader(parse_day, DayError)
read_ore = reader(parse_ore, MoneyError)
read_bps = reader(parse_percent, MoneyError)

Day = Annotated[date, typer.Option(parser=read_day, metavar="DAY")]
OptionalDay = Annotated[date | None, typer.Option(parser=read_day, metavar="DAY")]
Kronor = Annotated[int, typer.Option(parser=read_ore, metavar="KRONOR")]
OptionalKronor = Annotated[int | None, typer.Option(parser=read_ore, metavar="KRONOR")]
Percent = Annotated[int, typer.Option(parser=read_bps, metavar="PERCENT")]
OptionalPercent = Annotated[int | None, typer.Option(parser=read_bps, metavar="PERCENT")]


def show(answer: Answer, *, as_: Form) -> None:
    """Print an answer; names ending in _ore are sums and in _bps rates, and lose the ending."""
    if as_ is Form.JSON:
        typer.echo(json.dumps(_data(answer), ensure_ascii=False, indent=2))
        return
    for line in _lines(answer, indent=""):
        typer.echo(line)


def _data(answer: Answer) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, cell in answer.items():
        if isinstance(cell, Sequence) and not isinstance(cell, str):
            found[_bare(key)] = [_data(row) for row in cell]
        elif isinstance(cell, int) and not isinstance(cell, bool) and _is_amount(key):
            found[_bare(key)] = plain(cell)
        else:
            found[_bare(key)] = cell.isoformat() if isinstance(cell, date) else cell
    return found


def _lines(answer: Answer, *, indent: str) -> list[str]:
    lines: list[str] = []
    for key, cell in answer.items():
        label = sentence(f"law.label.{_bare(key)}")
        if isinstance(cell, Sequence) and not isinstance(cell, str):
            lines.append(f"{indent}{label}:")
            for row in cell:
                first, *rest = _lines(row, indent="")
                lines += [f"{indent}  - {first}", *(f"{indent}    {line}" for line in rest)]
        else:
            lines.append(f"{indent}{label}: {_text(key, cell)}")
    return lines


def _text(key: str, cell: Cell) -> str:
    if cell is None:
        return sentence("law.label.none")
    if isinstance(cell, bool):
        return sentence("law.label.yes" if cell else "law.label.no")
    if isinstance(cell, int) and key.endswith("_ore"):
        return f"{swedish(cell)} kr" if language() == "sv" else f"SEK {english(cell)}"
    if isinstance(cell, int) and key.endswith("_bps"):
        return f"{percent(cell)} %"
    return str(cell)


def _is_amount(key: str) -> bool:
    return key.endswith(("_ore", "_bps"))


def _bare(key: str) -> str:
    return key.removesuffix("_ore").removesuffix("_bps")
