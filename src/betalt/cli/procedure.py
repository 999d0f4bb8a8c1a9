"""`betalt procedure`: show the ladders of a creditor, try a changed one on a day, save it and let it hold."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from betalt.cli.creditor import for_creditor
from betalt.cli.errors import UserError, as_user_error
from betalt.cli.import_ import read_bytes
from betalt.cli.options import CreditorName, Day, OnDay, show_sum, today
from betalt.cli.speech import sentence, tell

if TYPE_CHECKING:
    from betalt.core.process.procedure import Procedure
    from betalt.flows.dry_run import DryRun
    from betalt.records.queries.ladders import Version

app = typer.Typer(no_args_is_help=False, invoke_without_command=True)

Kind = Annotated[str, typer.Argument(metavar="KIND", help="consumer, business or public.")]
LadderFile = Annotated[Path, typer.Argument(help="A ladder as `betalt procedure show` prints it.")]
Name = Annotated[str, typer.Option("--name", help="Who does it; stands in the journal.")]


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
    file: LadderFile,
    on: OnDay = None,
    creditor: CreditorName = None,
) -> int:
    """Say what a day would bring by the ladders in force and by the one in the file. Exit 1 if the law forbids it."""
    with for_creditor(creditor) as home:
        from betalt.cli.told import told
        from betalt.core.process.problems import problems
        from betalt.flows.dry_run import MOST_DAYS
        from betalt.flows.dry_run import dry_run as try_ladder
        from betalt.records.scope import acting_for

        now, day = today(), on or today()
        ladder = _read(file)
        if not 0 <= (day - now).days <= MOST_DAYS:
            raise UserError(sentence("procedures.try_days", most=MOST_DAYS))
        found = problems(ladder, on=day)
        for problem in found:
            typer.echo(told(problem))
        if found:
            return 1
        with acting_for([home]):
            run = try_ladder(creditor=home, ladder=ladder, today=now, on=day)
    _compare(run, day)
    return 0


@app.command()
def save(
    *,
    file: LadderFile,
    name: Name = "",
    on: OnDay = None,
    creditor: CreditorName = None,
) -> int:
    """Save a ladder as a draft that nothing follows yet. Exit 1 if the law forbids it."""
    with for_creditor(creditor) as home:
        from betalt.cli.told import told
        from betalt.flows.ladder import LadderUnclear, LadderUnlawful, save_ladder

        ladder, newest = _read(file), _newest(home, None)
        try:
            save_ladder(
                creditor=home, ladder=ladder, seen=newest[ladder.kind].version, on=on or today(), actor=name
            )
        except LadderUnlawful as unlawful:
            for problem in unlawful.problems:
                typer.echo(told(problem))
            return 1
        except LadderUnclear as unclear:
            raise UserError(told(unclear.reason)) from unclear
    tell("procedures.saved_draft", kind=ladder.kind)
    return 0


@app.command("switch-on")
def switch_on(
    *,
    kind: Kind,
    starts: Day,
    for_all: Annotated[
        bool, typer.Option("--all", help="Open cases come along, and keep their place.")
    ] = False,
    name: Name = "",
    on: OnDay = None,
    creditor: CreditorName = None,
) -> None:
    """Let the saved draft hold from a day."""
    with for_creditor(creditor) as home:
        from betalt.cli.told import told
        from betalt.flows.ladder import LadderUnclear, LadderUnlawful
        from betalt.flows.ladder import switch_on as start

        draft = _newest(home, kind)[kind]
        try:
            start(
                creditor=home,
                procedure=draft.id,
                starts_on=starts,
                for_all=for_all,
                on=on or today(),
                actor=name,
            )
        except LadderUnlawful as unlawful:
            raise UserError(told(unlawful.problems[0])) from unlawful
        except LadderUnclear as unclear:
            raise UserError(told(unclear.reason)) from unclear
    tell("procedures.switched_on", kind=kind, on=starts)


def _read(file: Path) -> Procedure:
    from betalt.core.process.document import ProcedureError, from_json

    with as_user_error(ProcedureError, ValueError):
        return from_json(json.loads(read_bytes(file)))


def _newest(home: int, kind: str | None) -> dict[str, Version]:
    """Find the newest version of each ladder, or of one kind; raises UserError for a kind that is none."""
    from betalt.records.queries.ladders import versions
    from betalt.records.scope import acting_for

    with acting_for([home]):
        found = {each.kind: each for each in reversed(versions(creditor=home, kind=kind or ""))}
    if not found:
        raise UserError(sentence("procedures.unknown_kind", kind=(kind or "")[:40]))
    return found


def _compare(run: DryRun, day: date) -> None:
    tell("procedures.tried", cases=run.cases, on=day, differing=run.differing)
    for kind in ("note", "reminder", "demand", "final_notice"):
        now_then = [
            side.count("letter", kind) + side.count("asks", kind) for side in (run.present, run.changed)
        ]
        tell(f"procedures.line_{kind}", present=now_then[0], changed=now_then[1])
    tell(
        "procedures.line_fees", present=show_sum(run.present.fees_ore), changed=show_sum(run.changed.fees_ore)
    )
