"""The ground of a test of hosts: a server, offices with letters to send, a mail server, and workers on hosts."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

import psycopg
from aiosmtpd.controller import Controller
from django.db import connections
from organisationsnummer import organisationsnummer

from betalt.flows.setup import say_bank_checked
from tests.free_port import free_port
from tests.hosts.pooler import Pooler
from tests.hosts.server import DATABASE, Server
from tests.office import ASA, ASA_OBERG, Inbox, Office, open_office
from tests.reckoning import LETTERS, hashes, letter_of, wrong

RECEIVED_ON = date(2026, 2, 2)
NOTE_ON = date(2026, 2, 17)
PATIENCE = 600.0  # a loaded machine starts a worker in many seconds
OPEN_STATES = {"ready", "sending"}


@dataclass
class SlowMail(Inbox):
    """A mail server that takes its time, hangs, or holds a letter in its hands."""

    seconds: float = 0.0
    hang_at: str = ""  # "RCPT" or "DATA": it never answers there
    reached: Counter[str] = field(default_factory=Counter)
    came: Counter[str] = field(default_factory=Counter)  # letters by the address of their sender's host

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        """Answer who is to get the letter, or never."""
        self.came[session.peer[0]] += 1
        await self._pass("RCPT")
        return await super().handle_RCPT(server, session, envelope, address, options)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """Take the letter, and answer later or never."""
        answer = await super().handle_DATA(server, session, envelope)
        await self._pass("DATA")
        return answer

    async def _pass(self, place: str) -> None:
        self.reached[place] += 1
        await asyncio.sleep(self.seconds)
        while self.hang_at == place:
            await asyncio.sleep(0.05)


@dataclass(frozen=True, kw_only=True)
class Tally:
    """What became of all letters: as the database says it, and as mail server and print house have it."""

    letters: int
    states: Counter[str]
    delivered: int
    lost: int  # that were to leave and did not, and nobody is told
    twice: int
    faults: tuple[str, ...]


@dataclass(kw_only=True)
class Ground:
    """Offices on a server of their own, and the workers that were started for them."""

    server: Server
    folder: Path
    inbox: SlowMail
    mail: Controller
    environment: Mapping[str, str] = field(default_factory=dict)
    offices: list[Office] = field(default_factory=list)
    workers: list["subprocess.Popen[bytes]"] = field(default_factory=list)
    bills: int = 0

    def open(self, *, firms: int, bills: int, paper: bool = False, number_from: int = 1) -> None:
        """Set firms up, each with so many customers whose invoices are late."""
        for number in range(number_from, number_from + firms):
            office = open_office(
                bundles=self.bundles, inbox=self.inbox, server=None, org_no=_org_no(number), name=f"Firma {number} AB"
            )  # fmt: skip
            office.receive(*(_bill(n, paper) for n in range(bills)), on=RECEIVED_ON)
            say_bank_checked(creditor=office.creditor, through=NOTE_ON)
            self.offices.append(office)
            self.bills += bills

    def work(
        self,
        *options: str,
        on: date | None = NOTE_ON,
        before: Sequence[str] = (),
        words: Sequence[str] = (),
        **environment: str,
    ) -> "subprocess.Popen[bytes]":
        """Start a worker, or what other words ask for; with another program before it if it runs on another host."""
        held = [] if on is None else ["--on", str(on)]
        command = [*before, sys.executable, "-m", "betalt", *(words or ("work", "--silence", "5", *held))]
        command += options
        with self.log_file().open("wb") as log:
            worker = subprocess.Popen(command, env={**self.surroundings(), **environment}, stderr=log)
        self.workers.append(worker)
        return worker

    def betalt(self, *words: str, **environment: str) -> "subprocess.CompletedProcess[str]":
        """Run a command to its end."""
        return subprocess.run(
            [sys.executable, "-m", "betalt", *words],
            env={**self.surroundings(), **environment},
            capture_output=True, text=True, check=False, timeout=PATIENCE,
        )  # fmt: skip

    def surroundings(self) -> dict[str, str]:
        """Name the settings of a host."""
        return {
            **os.environ,
            "BETALT_DATABASE_URL": self.server.url("betalt_app", database=DATABASE),
            "BETALT_DATABASE_OWNER_URL": self.server.url("betalt", database=DATABASE),
            "BETALT_SMTP_URL": f"smtp+plain://127.0.0.1:{self.mail.port}",
            "BETALT_BUNDLES": str(self.bundles),
            "BETALT_LANG": "en",
            **self.environment,
        }

    def log_file(self) -> Path:
        """Name the log of the next worker."""
        return self.folder / f"worker-{len(self.workers) + 1}.log"

    def log(self) -> str:
        """Read what all workers said."""
        return "".join(path.read_text("utf-8") for path in sorted(self.folder.glob("worker-*.log")))

    @property
    def bundles(self) -> Path:
        """Name the folder of the print house."""
        return self.folder / "bundles"

    def ask(self, statement: str) -> list[tuple[Any, ...]]:
        """Ask the server, past all walls."""
        return self.server.tell(statement, database=DATABASE)

    def states(self) -> Counter[str]:
        """Count the letters by state."""
        return Counter(dict(self.ask("SELECT state, count(*) FROM records_letter GROUP BY state")))

    def is_done(self, on: date = NOTE_ON) -> bool:
        """Tell whether the day is run for all, and no letter waits and no job is left."""
        try:
            ((behind, live),) = self.ask(
                f"SELECT (SELECT count(*) FROM records_creditor WHERE last_run_on IS DISTINCT FROM '{on}'), "
                "(SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing') "
                "AND task_name IN ('withdraw', 'advance', 'letters', 'finish'))"
            )
        except psycopg.OperationalError:
            return False
        return behind == live == 0 and not OPEN_STATES & set(self.states())

    def tally(self) -> Tally:
        """Compare the database's letters with those that really arrived."""
        rows = self.ask(LETTERS)
        mails, bundled = Counter(letter_of(mail) for mail in self.inbox.mails), Counter(hashes(self.bundles))
        states = self.states()
        ended = sum(states[state] for state in ("handed_over", "bundled", "unknown"))
        return Tally(
            letters=len(rows),
            states=states,
            delivered=len(mails) + len(bundled),
            lost=self.bills - ended,
            twice=sum(count > 1 for count in (*mails.values(), *bundled.values())),
            faults=(*wrong(rows, mails=mails, bundled=bundled), *self._doubled()),
        )

    def _doubled(self) -> Iterator[str]:
        """Tell of cases with more letters of a kind that left than one, and of fees taken twice."""
        for case, kind, count in self.ask(
            "SELECT c.case_id, l.kind, count(*) FROM records_letter l JOIN records_lettercase c "
            "ON c.creditor_id = l.creditor_id AND c.letter_id = l.id "
            "WHERE l.state IN ('handed_over', 'bundled', 'unknown') GROUP BY 1, 2 HAVING count(*) > 1"
        ):
            yield f"case {case} got {count} letters of the kind {kind}"

    def end(self) -> None:
        """End what still runs."""
        self.inbox.hang_at = ""
        for worker in self.workers:
            worker.kill()
            worker.wait()
        self.mail.stop()


@contextmanager
def at_work_on(server: Server | Pooler) -> Iterator[None]:
    """Let this process's own flows lead to a server, as the app."""
    there = {"HOST": "127.0.0.1", "PORT": server.port, "NAME": DATABASE}
    users = {"default": "betalt_app", "owner": "betalt"}
    before = {alias: dict(connections[alias].settings_dict) for alias in users}
    try:
        for alias, user in users.items():
            connections[alias].close()
            word = server.url(user, database="").split(":")[2].partition("@")[0]
            connections[alias].settings_dict.update(there, USER=user, PASSWORD=word)
        yield
    finally:
        for alias, kept in before.items():
            connections[alias].close()
            connections[alias].settings_dict.clear()
            connections[alias].settings_dict.update(kept)


def open_mail(inbox: Inbox, *, host: str = "127.0.0.1", port: int = 0) -> Controller:
    """Start a mail server."""
    controller = Controller(inbox, hostname=host, port=port or free_port())
    controller.start()
    return controller


def until(
    holds: Callable[[], object], *, seconds: float = PATIENCE, otherwise: Callable[[], str] = str
) -> None:
    """Wait until something holds."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, f"it did not come to that: {otherwise()[-3000:]}"
        time.sleep(0.05)


def stop(worker: "subprocess.Popen[bytes]") -> int:
    """Ask a worker to stop and return its exit code."""
    worker.send_signal(signal.SIGTERM)
    return worker.wait(timeout=PATIENCE)


def _bill(number: int, paper: bool) -> Any:
    email = "" if paper else f"kund{number}@example.com"
    return replace(
        ASA, number=str(2000 + number), customer=replace(ASA_OBERG, number=str(number), email=email)
    )


def _org_no(number: int) -> str:
    body = f"559999{900 + number}"
    return next(f"{body[:6]}-{body[6:]}{c}" for c in range(10) if organisationsnummer.valid(f"{body}{c}"))
