"""Makes the database once: data folder, roles with their own passwords, who may connect."""

import os
import secrets
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from betalt.adapters.cluster.account import Account
from betalt.adapters.cluster.errors import ClusterError
from betalt.adapters.cluster.places import Places
from betalt.adapters.cluster.programs import Programs
from betalt.adapters.cluster.secret import kept_secret

DATABASE = "betalt"
ADMIN = "postgres"
OWNER = "betalt"
APP = "betalt_app"
RETENTION = "betalt_retention"
DRAFT = "draft-"

# One door, the socket, and everybody who comes through it says the password.
ACCESS = "local all all scram-sha-256\n"

# The retention role is the owner's alone to put on: what the app can do must not grow by a word in its SQL.
ROLES = (
    f"create role {OWNER} login createdb",
    f"create role {APP} login noinherit",
    f"create role {RETENTION} nologin noinherit",
    f"grant {APP}, {RETENTION} to {OWNER}",
    f"create database {DATABASE} owner {OWNER}",
    f"revoke all on database {DATABASE} from public",
    f"grant connect, temporary on database {DATABASE} to {APP}",
)

LOCALE_BEFORE_17 = ("--locale=C.UTF-8",)
LOCALE = ("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8")


def password_file(places: Places, *, role: str) -> Path:
    """Name the file with the password of a role."""
    return places.secrets / f"database-{role}"


def make_database(*, places: Places, programs: Programs, account: Account) -> None:
    """Make data folder and roles in a folder of their own, and move them to their place when all is done."""
    # A name of its own each time: initdb goes on for a while when whoever started it is killed.
    draft = Path(tempfile.mkdtemp(prefix=DRAFT, dir=places.database))
    account.give(draft)
    data = draft / "data"
    _initdb(data=data, programs=programs, account=account)
    (data / "pg_hba.conf").write_text(ACCESS, encoding="ascii")
    _run_alone(ROLES, data=data, programs=programs, account=account)
    give_passwords(data=data, places=places, programs=programs, account=account)
    with (data / "postgresql.conf").open("a", encoding="utf-8") as settings:
        settings.write(
            f"include = '../{places.settings.name}'\ninclude_if_exists = '../{places.tuning.name}'\n"
        )
    data.rename(places.data)


def clear_drafts(places: Places) -> None:
    """Remove what a start that was killed half-way left."""
    for draft in places.database.glob(f"{DRAFT}*"):
        shutil.rmtree(draft, ignore_errors=True)


def missing_passwords(places: Places) -> bool:
    """Tell whether a password file is gone, so that nobody could connect."""
    return not all(password_file(places, role=role).exists() for role in (OWNER, APP))


def give_passwords(*, data: Path, places: Places, programs: Programs, account: Account) -> None:
    """Set the passwords of the roles to those in the files, which are made where they are missing."""
    kept = {role: kept_secret(password_file(places, role=role)) for role in (OWNER, APP)}
    _run_alone(
        [f"alter role {role} password '{word}'" for role, word in kept.items()],
        data=data,
        programs=programs,
        account=account,
    )


def settings_text(places: Places) -> str:
    """Return the server's settings: no network, and no personal data in its log."""
    settings: Mapping[str, str] = {
        "listen_addresses": "",
        "unix_socket_directories": str(places.socket_folder),
        "unix_socket_permissions": "0700",
        "password_encryption": "scram-sha-256",
        "log_timezone": "UTC",
        "timezone": "UTC",
        "log_error_verbosity": "terse",
        "log_min_error_statement": "panic",
    }
    return "".join(f"{name} = '{_quoted(value)}'\n" for name, value in settings.items())


def _quoted(value: str) -> str:
    return value.replace("\\", "\\\\").replace("'", "''")


def _initdb(*, data: Path, programs: Programs, account: Account) -> None:
    word = data.with_name("password")
    with os.fdopen(os.open(word, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
        # Nobody keeps it: the administrator of the server is reached only through single-user mode.
        file.write(secrets.token_urlsafe(48))
    account.give(word)
    locale = LOCALE if programs.major >= 17 else LOCALE_BEFORE_17
    done = account.run([
        programs.folder / "initdb", "-D", data, "-U", ADMIN, f"--pwfile={word}", "--auth=scram-sha-256",
        "--encoding=UTF8", *locale, "--no-instructions",
    ])  # fmt: skip
    if done.returncode:
        raise ClusterError(f"The database could not be made: {_reason(done.stdout)}")


def _run_alone(
    statements: tuple[str, ...] | list[str], *, data: Path, programs: Programs, account: Account
) -> None:
    """Run statements in single-user mode: no server, no socket, no password to get wrong."""
    command = [
        programs.folder / "postgres",
        "--single",
        "-D",
        data,
        "-c",
        "log_min_messages=error",
        "-c",
        "exit_on_error=on",
        "postgres",
    ]
    done = account.run(command, text="\n".join(statements) + "\n")
    if done.returncode or "ERROR" in done.stdout:
        raise ClusterError(f"The roles of the database could not be made: {_reason(done.stdout)}")


def _reason(output: str) -> str:
    lines = output.strip().splitlines() or ["no reason given"]
    return next((line for line in lines if "error" in line.lower()), lines[-1])
