"""`betalt demo`: the whole road with the examples, in a home of its own that is made anew each time."""

import os
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from betalt.cli.errors import as_user_error
from betalt.cli.progress import progress_bar
from betalt.cli.speech import sentence, tell
from betalt.cli.storage import open_storage
from betalt.flows.story_script import Script, examples_folder, read_script
from betalt.flows.told_toml import FileUnclear

if TYPE_CHECKING:
    from betalt.flows.story_life import Life

EXAMPLES = examples_folder()


def run(
    *,
    examples: Annotated[Path, typer.Option(help="The folder with the story that is told.")] = EXAMPLES,
    folder: Annotated[
        Path | None, typer.Option(help="Where database, letters and mails go; else beside your own data.")
    ] = None,
) -> None:
    """Walk the whole road with made-up customers: 120 days, and then what came of them."""
    with as_user_error(FileUnclear):
        script = read_script(examples / "script.toml")
    home = _enter_home(folder)
    from betalt.cli.demo_mail import mail_server
    from betalt.cli.demo_report import print_report
    from betalt.flows.database import EXPECTED, borrowed_database, migrate_database
    from betalt.flows.demo_home import demo_outlet
    from betalt.flows.story_life import begin

    with (
        as_user_error(*EXPECTED, FileUnclear),
        borrowed_database(),
        mail_server(folder=home / "mail") as port,
    ):
        tell("demo.begin", first=script.first_day, last=script.last_day)
        migrate_database()
        life = begin(script=script, examples=examples, outlet=demo_outlet(home=home, mail_port=port))
        with progress_bar(sentence("demo.days")) as progress:
            _live(life, script, progress)
        print_report(life=life, home=home)
    tell("demo.look_around", home=home)


def _live(life: "Life", script: Script, progress: Callable[[int, int], None]) -> None:
    first, last = script.first_day.toordinal(), script.last_day.toordinal()
    for ordinal in range(first, last + 1):
        day = date.fromordinal(ordinal)
        life.live(on=day, at=datetime.combine(day, time(8), UTC))
        progress(ordinal - first + 1, last - first + 1)


def _enter_home(folder: Path | None) -> Path:
    from betalt.flows.demo_home import EXPECTED, demo_folder, fresh_home

    with as_user_error(*EXPECTED):
        home = fresh_home(folder=folder or demo_folder(values=os.environ))
    os.environ["BETALT_HOME"] = str(home)
    open_storage()
    return home
