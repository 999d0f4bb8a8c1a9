"""`betalt case`: what a person does to one case by hand, each refused with its reason where the rules close it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from betalt.cli.creditor import for_creditor
from betalt.cli.errors import as_user_error
from betalt.cli.import_ import read_bytes
from betalt.cli.options import CaseNumber, CreditorName, Day, OnDay, today
from betalt.cli.speech import sentence, tell

app = typer.Typer(no_args_is_help=True)

Reason = Annotated[str, typer.Option("--why", help="Why; it is kept with the case.")]
Name = Annotated[
    str, typer.Option("--name", help="Who does it; stands in the journal. Only then can it be undone.")
]


@app.command()
def skip(
    *, case: CaseNumber, why: Reason, name: Name = "", on: OnDay = None, creditor: CreditorName = None
) -> None:
    """Pass the next step over: it counts as done, and no letter goes out. A demand is never skipped."""
    with _case(case, on, name, creditor) as about:
        from betalt.flows.skip import skip_step

        step = skip_step(**about, reason=why)
    tell("cli.skipped", case=case, step=step)


@app.command()
def keep(
    *,
    case: CaseNumber,
    until: Day,
    why: Reason,
    name: Name = "",
    on: OnDay = None,
    creditor: CreditorName = None,
) -> None:
    """Hold the next step up to and with a day; the customer is promised nothing, and then a person is asked."""
    with _case(case, on, name, creditor) as about:
        from betalt.flows.hold import keep_step

        keep_step(**about, until=until, reason=why)
    tell("cli.held", case=case)


@app.command()
def send(*, case: CaseNumber, name: Name = "", on: OnDay = None, creditor: CreditorName = None) -> None:
    """Let the day's run take a step that is ripe now, and not on its next day."""
    with _case(case, on, name, creditor) as about:
        from betalt.flows.hurry import hurry_case

        hurry_case(**about)
    tell("cli.hurried", case=case)


@app.command()
def stop(
    *, case: CaseNumber, why: Reason, name: Name = "", on: OnDay = None, creditor: CreditorName = None
) -> None:
    """Pursue the claim no longer; the debt stands, and money that comes is still taken in."""
    with _case(case, on, name, creditor) as about:
        from betalt.flows.stop import stop_case

        stop_case(**about, reason=why)
    tell("cli.stopped", case=case)


@app.command()
def reopen(
    *, case: CaseNumber, why: Reason = "", name: Name = "", on: OnDay = None, creditor: CreditorName = None
) -> None:
    """Take a closed case up again where it stood."""
    with _case(case, on, name, creditor) as about:
        from betalt.flows.stop import reopen_case

        reopen_case(**about, reason=why)
    tell("cli.released", case=case)


@app.command()
def note(
    *,
    case: CaseNumber,
    text: Annotated[str, typer.Argument(help="The words, in quotation marks.")],
    name: Name = "",
    on: OnDay = None,
    creditor: CreditorName = None,
) -> None:
    """Keep words with a case."""
    with _case(case, on, name, creditor) as about:
        from betalt.flows.case_documents import add_note

        add_note(**about, text=text)
    tell("cli.noted", case=case)


@app.command()
def document(
    *,
    case: CaseNumber,
    file: Annotated[Path, typer.Argument(help="A PDF, a picture or a text of at most 10 MB.")],
    why: Reason = "",
    name: Name = "",
    on: OnDay = None,
    creditor: CreditorName = None,
) -> None:
    """Keep a document with a case."""
    content = read_bytes(file)
    with _case(case, on, name, creditor) as about:
        from betalt.flows.case_documents import NewDocument, add_document

        add_document(**about, document=NewDocument(name=file.name, content=content), note=why)
    tell("cli.noted", case=case)


@app.command()
def undo(*, case: CaseNumber, name: Name = "", on: OnDay = None, creditor: CreditorName = None) -> None:
    """Take back what a person did last in a case on this day."""
    with _case(case, on, name, creditor) as about:
        from betalt.flows.undo import undo_last

        kind = undo_last(**about)
    tell("cli.undone", case=case, what=sentence(f"office_cases.event_{kind}"))


@contextmanager
def _case(case: int, on: date | None, name: str, creditor: str | None) -> Iterator[dict[str, Any]]:
    """Name the case and the day as flows take them, and tell what they refuse in one line."""
    with for_creditor(creditor) as home:
        from betalt.core.process.refused import Refused
        from betalt.flows.one_case import CaseClosed, CaseUnknown

        with as_user_error(CaseUnknown, CaseClosed, Refused):
            yield {"creditor": home, "number": case, "on": on or today(), "actor": name}
