"""`betalt procedure`: show the ladders of a creditor, and try a changed one on a day; nothing is written."""

import json
from pathlib import Path
from typing import Annotated

import typer

from betalt.cli.creditor import for_creditor
from betalt.cli.errors import UserError, as_user_error
from betalt.cli.import_ import read_bytes
from betalt.cli.options import CreditorName, OnDay, show_sum, today
from betalt.cli.speech import sentence, tell

app = typer.Typer(no_args_is_help=False, invoke_without_command=True)

Kind = Annotated[str, typer.Argument(metavar="KIND", help="consumer, business or public.")]


@app.callback()
def _list_if_alone(context: typer.Context) -> None:
    """Show the ladders, and try a changed one on a day of the real cases."""
    if context.invoked_subcommand is None:
        list_()


@app.command("list")
def list_(*, creditor: CreditorName = None) -> None:
    """List every version of every ladder, with how many open cases climb it."""
    with for_creditor(creditor) as home:
        from betalt.records.queries.ladders import versions
        from betalt.records.scope import acting_for

        with acting_for([home]):
            found = versions(creditor=home)
    for version in found:
        state = "active" if version.active else "draft" if version.is_draft else "replaced"
        tell(
            f"procedures.listed_{state}", kind=version.kind, version=version.version, cases=version.cases,
            on=version.starts_on or "–",
        )  # fmt: skip


@app.command()
def show(*, kind: Kind, creditor: CreditorName = None) -> None:
    """Print the ladder that new cases get, as JSON that can be changed and tried."""
    with for_creditor(creditor) as home:
        from betalt.core.process.document import to_json
        from betalt.records.queries.ladders import versions
        from betalt.records.scope import acting_for

        with acting_for([home]):
            found = next((each for each in versions(creditor=home, kind=kind) if each.active), None)
    if found is None:
        raise UserError(sentence("procedures.unknown_kind", kind=kind[:40]))
    typer.echo(json.dumps(to_json(found.ladder), ensure_ascii=False, indent=2))


@app.command("dry-run")
def dry_run(
    *,
    file: Annotated[Path, typer.Argument(help="A ladder as `betalt procedure show` prints it.")],
    on: OnDay = None,
    creditor: CreditorName = None,
) -> int:
    """Say what a day would bring by the ladders in force and by the one in the file. Exit 1 if the law forbids it."""
    with for_creditor(creditor) as home:
        from betalt.cli.told import told
        from betalt.core.process.document import ProcedureError, from_json
        from betalt.core.process.problems import problems
        from betalt.flows.dry_run import MOST_DAYS
        from betalt.flows.dry_run import dry_run as try_ladder
        from betalt.records.scope import acting_for

        now, day = today(), on or today()
        with as_user_error(ProcedureError, ValueError):
            ladder = from_json(json.loads(read_bytes(file)))
        if not 0 <= (day - now).days <= MOST_DAYS:
            raise UserError(sentence("procedures.try_days", most=MOST_DAYS))
        found = problems(ladder, on=day)
        for problem in found:
            typer.echo(told(problem))
        if found:
            return 1
        with acting_for([home]):
            run = try_ladder(creditor=home, ladder=ladder, today=now, on=day)
    tell("procedures.tried", cases=run.cases, on=day, differing=run.differing)
    for kind in ("note", "reminder", "demand", "final_notice"):
        now_then = [
            side.count("letter", kind) + side.count("asks", kind) for side in (run.present, run.changed)
        ]
        tell(f"procedures.line_{kind}", present=now_then[0], changed=now_then[1])
    tell(
        "procedures.line_fees", present=show_sum(run.present.fees_ore), changed=show_sum(run.changed.fees_ore)
    )
    return 0
