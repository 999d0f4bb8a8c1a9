"""The command `betalt`: one table of commands, each in a module of its own that is loaded when it is called.

Exit codes: 0 done, 1 done with refusals, 2 bad input (one line says what), 3 a fault of ours.
"""

import keyword
import os
import sys
import tempfile
import traceback
from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec
from typing import Annotated

import typer

import betalt
from betalt.cli.errors import UserError
from betalt.cli.speech import choose_language

DONE, REFUSED, BAD_INPUT, FAULT, BROKEN_PIPE, INTERRUPTED = 0, 1, 2, 3, 141, 130

COMMANDS = {
    "demo": "Walk the whole road with the examples, 120 days in under a minute.",
    "setup": "Register a creditor: who it is, where it is paid, how it chases.",
    "agree": "Record which clauses a customer accepted, with the proof.",
    "customer": "Note what has befallen a customer, or its new address.",
    "import": "Read a file of unpaid invoices or of payments.",
    "day": "Do what a day asks for: decide, charge, compose and send.",
    "pay": "Record a payment by hand.",
    "payments": "Say what money that waits is for, or set it aside.",
    "refund": "Give back what was paid too much, or use it.",
    "credit": "Credit an invoice, in whole or in part.",
    "hold": "Stop a case: a dispute, a plan or a pause.",
    "release": "Let a case that stands still go on.",
    "case": "Do something to one case: skip, keep, send, stop, reopen, note, document, undo.",
    "settings": "Show what a creditor has chosen, and change it.",
    "procedure": "Show the ladders, try a changed one on a day, and let it hold.",
    "approve": "Answer what the ladder has asked.",
    "explain": "Show why a case stands where it stands, with the statutes.",
    "claim": "Compute what is owed on a day, from a document of facts.",
    "read": "Say what a file from the outside contains.",
    "law": "Show the numbers of the law on a day.",
    "letter": "Preview letters and confirm what was posted.",
    "doctor": "Check that the books, the queue and the claims agree.",
    "export": "Write what was booked as a file for the bookkeeping program.",
    "db": "Start, stop and look at the database.",
    "backup": "Put everything that is stored into one encrypted file.",
    "restore": "Bring a backup back into an empty database.",
    "resume": "Let letters go again after a restore.",
    "retention": "Erase by rule what is needed no longer.",
    "status": "Say whether the work that is due is being done.",
    "work": "Do the jobs in the queue: a worker, on any number of machines.",
    "user": "Say who may come into the office: add, password, role, remove, list.",
    "web": "Answer browsers: the office, on any number of machines.",
    "serve": "Run the office, a worker and the clock on this machine.",
}


def run(arguments: Sequence[str]) -> int:
    """Carry out one command line and return its exit code."""
    try:
        return _finish(_carry_out(list(arguments)))
    except typer.TyperException as error:
        typer.echo(_one_line(error.format_message()), err=True)
        return BAD_INPUT
    except typer.Exit as end:
        return end.exit_code
    except (typer.Abort, KeyboardInterrupt, EOFError):
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has gone; Python would complain once more when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return BROKEN_PIPE
    except Exception as error:
        return _explain_failure(error)


def module_of(command: str) -> str:
    """Name the module that carries a command; Python's own words get an underscore."""
    return f"betalt.cli.{command}_" if keyword.iskeyword(command) else f"betalt.cli.{command}"


def available() -> tuple[str, ...]:
    """List the commands whose module exists, in the order of the table."""
    return tuple(name for name in COMMANDS if find_spec(module_of(name)) is not None)


def build(arguments: Sequence[str]) -> typer.Typer:
    """Put the command line together, loading only the module of the command that is called."""
    app = typer.Typer(name="betalt", help=betalt.__doc__, add_completion=False, rich_markup_mode=None)
    app.callback(invoke_without_command=True)(_options)
    names = available()
    called = next((word for word in arguments if word in names), None)
    for name in names:
        if name == called:
            _add(app, name)
        else:
            app.command(name, help=COMMANDS[name])(_not_loaded)
    return app


def _add(app: typer.Typer, name: str) -> None:
    module = import_module(module_of(name))
    part = getattr(module, "app", None)
    if part is None:
        app.command(name, help=COMMANDS[name])(module.run)
    elif len(part.registered_commands) == 1 and part.registered_callback is None:
        app.command(name, help=COMMANDS[name])(part.registered_commands[0].callback)
    else:
        app.add_typer(part, name=name, help=COMMANDS[name])


def _not_loaded() -> None:
    raise UserError("Name the command before its arguments.")


def _options(
    context: typer.Context,
    *,
    language: Annotated[str | None, typer.Option(help="The language of what is printed: sv or en.")] = None,
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    if version:
        from importlib.metadata import version as installed

        typer.echo(f"betalt {installed('betalt')}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())
        raise typer.Exit
    choose_language(language)


def _carry_out(arguments: list[str]) -> object:
    command = typer.main.get_command(build(arguments))
    # Not command.main(): it turns a broken pipe into exit 1, which here means that something was refused.
    with command.make_context("betalt", arguments) as context:
        return command.invoke(context)


def _finish(answer: object) -> int:
    sys.stdout.flush()
    return answer if isinstance(answer, int) else DONE


def _explain_failure(error: Exception) -> int:
    law = sys.modules.get("betalt.law")
    if law is not None and isinstance(error, law.LawUnknown | law.LawTableError):
        typer.echo(_one_line(str(error)), err=True)
        return BAD_INPUT
    where = _keep_traceback(error)
    typer.echo(f"A fault in betalt ({type(error).__name__}); the details are in {where}", err=True)
    return FAULT


def _keep_traceback(error: Exception) -> str:
    # The file can quote what was read, so it is made by mkstemp: readable by its owner only.
    handle, where = tempfile.mkstemp(prefix="betalt-", suffix=".log")
    with os.fdopen(handle, "w", encoding="utf-8") as log:
        traceback.print_exception(error, file=log)
    return where


def _one_line(message: str) -> str:
    # A group of commands called without one answers with its whole help, which keeps its lines.
    return message if message.startswith("Usage:") else " ".join(message.split())
