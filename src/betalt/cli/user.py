"""`betalt user`: who may come into the office: the first owner, a forgotten password, a place and its role."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from betalt.cli.creditor import for_creditor
from betalt.cli.errors import UserError, as_user_error
from betalt.cli.options import CreditorName, OnDay, today
from betalt.cli.passphrase import PassphraseFile, read_passphrase
from betalt.cli.speech import sentence, tell
from betalt.cli.storage import open_storage
from betalt.core.access import Role

app = typer.Typer(help="Who may come into the office.")

Email = Annotated[str, typer.Argument(metavar="EMAIL", help="The address that the user signs in with.")]
RoleOption = Annotated[Role, typer.Option(help="What the user is at the creditor.")]


@app.command()
def add(
    email: Email,
    *,
    name: Annotated[str, typer.Option(help="The name that colleagues see.")] = "",
    creditor: CreditorName = None,
    role: RoleOption = Role.OWNER,
    language: Annotated[str, typer.Option(help="sv or en.")] = "sv",
    password_file: PassphraseFile = None,
    on: OnDay = None,
) -> None:
    """Add a user with a password and give it a place at the creditor, if there is one."""
    if language not in ("sv", "en"):
        raise UserError(f"The language is sv or en, not {language!r}.")
    with _rows():
        from betalt.flows.day import creditors
        from betalt.flows.users import UserUnclear, add_user, give_place, mark_confirmed

        password = _password(password_file, email=email)
        with as_user_error(UserUnclear):
            user = add_user(email=email, name=name, language=language, password=password)
        mark_confirmed(user=user)
        tell("cli.user_added", email=email)
        if creditor is not None or creditors():
            with for_creditor(creditor) as home:
                give_place(creditor=home, user=user, role=role, on=on or today(), actor="cli")
                tell("cli.user_has_role", email=email, role=role)


@app.command()
def password(email: Email, *, password_file: PassphraseFile = None) -> None:
    """Give a user a new password, and end all its sessions."""
    with _rows():
        from betalt.flows.users import set_password

        if not set_password(email=email, password=_password(password_file, email=email)):
            raise UserError(sentence("cli.user_unknown", email=email))
        tell("cli.user_password", email=email)


@app.command()
def role(email: Email, *, role: RoleOption, creditor: CreditorName = None, on: OnDay = None) -> None:
    """Give a user a place at a creditor, or another role there."""
    with for_creditor(creditor) as home:
        from betalt.flows.users import LastOwner, give_place

        with as_user_error(LastOwner):
            give_place(creditor=home, user=_known(email), role=role, on=on or today(), actor="cli")
        tell("cli.user_has_role", email=email, role=role)


@app.command()
def remove(email: Email, *, creditor: CreditorName = None, on: OnDay = None) -> None:
    """Take a user's place at a creditor away; the user itself stays."""
    with for_creditor(creditor) as home:
        from betalt.flows.users import LastOwner, take_place

        with as_user_error(LastOwner):
            taken = take_place(creditor=home, user=_known(email), on=on or today(), actor="cli")
        tell("cli.user_removed" if taken else "cli.user_had_no_place", email=email)


@app.command(name="list")
def list_(*, creditor: CreditorName = None) -> None:
    """List the users of a creditor with their roles."""
    with for_creditor(creditor) as home:
        from betalt.records.queries.members import members_of
        from betalt.records.scope import acting_for

        with acting_for([home]):
            for member in members_of(creditor=home):
                typer.echo(f"{member.email}\t{member.name}\t{member.role}")


@contextmanager
def _rows() -> Iterator[None]:
    open_storage()
    from betalt.flows.database import EXPECTED

    with as_user_error(*EXPECTED):
        yield


def _known(email: str) -> int:
    from betalt.records import models as m

    user = m.User.objects.filter(email__iexact=email).first()
    if user is None:
        raise UserError(sentence("cli.user_unknown", email=email))
    return int(user.pk)


def _password(file: Path | None, *, email: str) -> str:
    """Read a password, never from an argument, and refuse a weak one."""
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError

    from betalt.records import models as m

    if file is not None:
        given = read_passphrase(file, twice=False)
    elif sys.stdin.isatty():
        given = str(
            typer.prompt(sentence("cli.user_new_password"), hide_input=True, confirmation_prompt=True)
        )
    else:
        raise UserError("Name the file with the password: --password-file FILE.")
    try:
        validate_password(given, user=m.User(email=email))
    except ValidationError as error:
        raise UserError(" ".join(error.messages)) from None
    return given
