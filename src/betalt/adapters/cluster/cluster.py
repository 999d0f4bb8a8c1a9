"""The life of betalt's own database server: started on need, stopped on request."""

import contextlib
import fcntl
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from betalt.adapters.cluster.account import Account, server_account
from betalt.adapters.cluster.birth import (
    APP,
    DATABASE,
    OWNER,
    clear_drafts,
    give_passwords,
    make_database,
    missing_passwords,
    password_file,
    settings_text,
)
from betalt.adapters.cluster.errors import ClusterError
from betalt.adapters.cluster.places import PORT, Places
from betalt.adapters.cluster.postmaster import (
    START_SECONDS,
    await_postmaster,
    clear_stale,
    find_postmaster,
    stop_postmaster,
)
from betalt.adapters.cluster.programs import Programs, find_programs

LOCK_SECONDS = 120
ROLES = {"app": APP, "owner": OWNER}


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where and as whom to connect."""

    host: str
    port: int
    dbname: str
    user: str
    password: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """betalt's own PostgreSQL in one home; `programs` names another server's programs than the wheel's."""

    home: Path
    programs: Path | None = None

    @property
    def places(self) -> Places:
        """Name the files and folders of the server."""
        return Places(home=self.home)

    def running(self) -> int | None:
        """Return the process number of the server when it runs and answers."""
        found = find_postmaster(self.places)
        return found.pid if found and found.answers else None

    def start(self) -> bool:
        """Start the server unless it runs, and make the database first if need be; tell which."""
        if self.running():
            return False
        server_account().refuse_unreachable(self.places.database)
        self.places.make()
        with self._locked():
            found = await_postmaster(self.places)
            if found and found.answers:
                return False
            if found:
                stop_postmaster(self.places, pid=found.pid)
            self._start_alone()
        return True

    def stop(self) -> bool:
        """Stop the server; tell whether there was one to stop."""
        if find_postmaster(self.places) is None:
            return False
        with self._locked():
            found = find_postmaster(self.places)
            if found is None:
                return False
            stop_postmaster(self.places, pid=found.pid)
        return True

    def address(self, *, role: str) -> Address:
        """Return where to connect as `app` or `owner`; the database must have been started once."""
        user = ROLES[role]
        try:
            password = password_file(self.places, role=user).read_text(encoding="ascii").strip()
        except OSError as error:
            raise ClusterError(
                f"The password of {user} cannot be read: {error.strerror}. `betalt db stop` and start again."
            ) from error
        return Address(
            host=str(self.places.socket_folder), port=PORT, dbname=DATABASE, user=user, password=password
        )

    def _start_alone(self) -> None:
        places, account = self.places, server_account()
        programs = find_programs(given=self.programs, places=places, account=account)
        places.settings.write_text(settings_text(places), encoding="utf-8")
        clear_drafts(places)
        if not places.data.exists():
            make_database(places=places, programs=programs, account=account)
        self._refuse_other_major(programs)
        clear_stale(places)
        if missing_passwords(places):
            give_passwords(data=places.data, places=places, programs=programs, account=account)
        if not places.socket_folder.exists():
            places.socket_folder.mkdir(mode=0o700)
            account.give(places.socket_folder)
        self._launch(programs=programs, account=account)

    def _launch(self, *, programs: Programs, account: Account) -> None:
        log = os.open(self.places.log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        try:
            command = [
                programs.folder / "pg_ctl",
                "-D",
                self.places.data,
                "-w",
                "-t",
                str(START_SECONDS),
                "start",
            ]
            done = account.run(command, log=log)
        finally:
            os.close(log)
        # Somebody who was killed since may have started one a moment ago: then that one holds the folder.
        if done.returncode and not await_postmaster(self.places):
            raise ClusterError(f"The database did not start: {self._reason()}")

    def _reason(self) -> str:
        lines = self.places.log.read_text(encoding="utf-8", errors="replace").splitlines()
        return next((line for line in reversed(lines) if "FATAL" in line), f"see {self.places.log}")

    def _refuse_other_major(self, programs: Programs) -> None:
        made_by = (self.places.data / "PG_VERSION").read_text(encoding="ascii").strip()
        if made_by != str(programs.major):
            raise ClusterError(
                f"The database in {self.places.data} was made by PostgreSQL {made_by}, and this betalt has "
                f"{programs.major}: dump it with {made_by} (BETALT_PG_BIN), restore into a new BETALT_HOME."
            )

    @contextlib.contextmanager
    def _locked(self) -> Iterator[None]:
        with os.fdopen(os.open(self.places.lock, os.O_RDWR | os.O_CREAT, 0o600)) as file:
            deadline = time.monotonic() + LOCK_SECONDS
            while not _lock(file.fileno()):
                if time.monotonic() > deadline:
                    raise ClusterError(
                        f"Another process has held {self.places.lock} for {LOCK_SECONDS} seconds "
                        "to start or stop the database."
                    )
                time.sleep(0.05)
            yield


def _lock(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
