"""`betalt letter`: look at letters before anybody gets them."""

from pathlib import Path
from typing import Annotated, Literal, cast

import typer

from betalt.cli.errors import UserError, as_user_error
from betalt.cli.letter_posting import left, posted, returned
from betalt.cli.speech import language as spoken
from betalt.cli.speech import tell

app = typer.Typer(help=__doc__)

Kind = Literal["note", "reminder", "demand", "final_notice", "thanks"]


@app.callback()
def _letter() -> None:
    """Look at letters before anybody gets them."""


@app.command()
def preview(
    *,
    content: Annotated[
        Path | None, typer.Argument(exists=True, dir_okay=False, help="A letter's content as JSON.")
    ] = None,
    example: Annotated[
        Kind | None, typer.Option(help="Show an invented letter of this kind instead.")
    ] = None,
    company: Annotated[bool, typer.Option(help="Address the example to a company.")] = False,
    language: Annotated[Literal["sv", "en"] | None, typer.Option(help="The example's language.")] = None,
    out: Annotated[Path, typer.Option(help="The PDF to write.")] = Path("letter.pdf"),
) -> int:
    """Set one letter as PDF and say what the law would miss in it; exit 1 if it may not go out."""
    from betalt.flows import documents
    from betalt.words import say

    with as_user_error(documents.ContentError, OSError):
        if (content is None) == (example is None):
            raise UserError("Give either a file with a letter's content or --example KIND.")
        if content is not None:
            shown = documents.read_content(content.read_bytes())
        else:
            shown = documents.example_content(
                kind=cast("Kind", example), language=language or spoken(), company=company
            )
        pdf = documents.letter_pdf(shown)
        faults = documents.letter_faults(shown)
        out.write_bytes(pdf)
    tell("letter.preview_written", file=out)
    for fault in faults:
        typer.echo(f"{say(fault, language=spoken())} ({fault.ground})")
    return 1 if faults else 0


app.command()(posted)
app.command()(left)
app.command()(returned)
