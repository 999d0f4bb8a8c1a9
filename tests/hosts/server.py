"""PostgreSQL as an operator runs it: over TCP, with roles and passwords, and as a standby."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from betalt.adapters.cluster import Cluster
from betalt.adapters.cluster.account import server_account
from betalt.adapters.cluster.places import Places
from betalt.adapters.cluster.programs import find_programs
from tests.free_port import free_port

WORDS = {"postgres": "root-word", "betalt": "owner-word", "betalt_app": "app-word"}
DATABASE = "betalt"
ROLES = (
    f"CREATE ROLE betalt LOGIN CREATEDB PASSWORD '{WORDS['betalt']}'",
    f"CREATE ROLE betalt_app LOGIN NOINHERIT PASSWORD '{WORDS['betalt_app']}'",
    "CREATE ROLE betalt_retention NOLOGIN NOINHERIT",
    "GRANT betalt_app, betalt_retention TO betalt",
    "ALTER ROLE betalt_app SET tcp_keepalives_idle = 5",
    "ALTER ROLE betalt_app SET tcp_keepalives_interval = 2",
    "ALTER ROLE betalt_app SET tcp_keepalives_count = 3",
    f"CREATE DATABASE {DATABASE} OWNER betalt",
)
ACCESS = """local all all scram-sha-256
host all all all scram-sha-256
host replication all 127.0.0.1/32 scram-sha-256
"""
START_SECONDS = 90
CLEAN = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC"}


@dataclass(kw_only=True)
class Server:
    """A server with a data folder of its own; `environment` may make it believe in another time."""

    folder: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    process: "subprocess.Popen[bytes] | None" = None

    def make(self) -> None:
        """Make the data folder, start the server and make roles and database, as its administrator does."""
        self._prepare()
        word = self.folder / "word"
        word.write_text(WORDS["postgres"])
        self._account.give(word)
        self.run(
            "initdb", "-D", self.data, "-U", "postgres", f"--pwfile={word}", "--auth=scram-sha-256",
            "--encoding=UTF8", "--locale=C", "--no-instructions",
        )  # fmt: skip
        (self.data / "pg_hba.conf").write_text(ACCESS)
        self.start()
        self.tell(*ROLES)

    def like(self, other: "Server") -> None:
        """Make the data folder as that of a server that is stopped, and start it."""
        self._prepare()
        for path in (self.data, *shutil.copytree(other.data, self.data, symlinks=True).rglob("*")):
            self._account.give(path)
        self.start()

    def copy_from(self, primary: "Server", *, name: str) -> None:
        """Make the data folder as a standby of a running primary, and start it."""
        self._prepare()
        source = (
            f"host=127.0.0.1 port={primary.port} user=postgres password={WORDS['postgres']} "
            f"application_name={name}"
        )
        self.run("pg_basebackup", "-d", source, "-D", self.data, "-R", "-X", "stream", "-c", "fast")
        self.start()

    def start(self) -> None:
        """Start the server and wait until it answers."""
        log = (self.folder / "server.log").open("ab")
        account = self._account
        self.process = subprocess.Popen(
            [
                str(self._programs.folder / "postgres"), "-D", str(self.data), "-p", str(self.port), "-k", "",
                "-c", "listen_addresses=*", "-c", "fsync=off", "-c", "full_page_writes=off",
                "-c", "max_connections=60", "-c", "max_wal_senders=4",
            ],
            env={**CLEAN, **self.environment}, cwd="/", stdout=log, stderr=log, start_new_session=True,
            user=account.uid if account.switch else None, group=account.gid if account.switch else None,
            extra_groups=() if account.switch else None,
        )  # fmt: skip
        log.close()
        deadline = time.monotonic() + START_SECONDS
        while not self.answers():
            assert time.monotonic() < deadline, (self.folder / "server.log").read_text()[-2000:]
            time.sleep(0.05)

    def answers(self) -> bool:
        """Tell whether it takes connections."""
        with suppress(psycopg.OperationalError):
            psycopg.connect(self.url("postgres", database="postgres"), connect_timeout=2).close()
            return True
        return False

    def kill(self) -> None:
        """End the server and all its processes at once, as when the power goes."""
        assert self.process is not None
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.process = None

    def stop(self) -> None:
        """Ask the server to stop, its sessions with it."""
        if self.process is not None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(START_SECONDS)
            self.process = None

    def promote(self) -> None:
        """Let a standby take writes from now on."""
        self.run("pg_ctl", "-D", self.data, "promote", "-w")

    def run(self, program: str, *arguments: object) -> None:
        """Run a program of PostgreSQL as the account of the server."""
        done = self._account.run([self._programs.folder / program, *arguments])
        assert done.returncode == 0, done.stdout

    def tell(self, *statements: str, database: str = "postgres") -> list[tuple[object, ...]]:
        """Run statements as the administrator, and give the rows of the last."""
        with psycopg.connect(self.url("postgres", database=database), autocommit=True) as connection:
            for statement in statements:
                cursor = connection.execute(statement.encode())
            return cursor.fetchall() if cursor.description else []

    def url(self, user: str, *, database: str, host: str = "127.0.0.1") -> str:
        """Name the address for a user."""
        return f"postgresql://{user}:{WORDS[user]}@{host}:{self.port}/{database}"

    @property
    def data(self) -> Path:
        """Name the data folder."""
        return self.folder / "data"

    def _prepare(self) -> None:
        self._account = server_account()
        home = Path(os.environ["BETALT_HOME"])
        Cluster(home=home).start()  # which copies the programs to where that account finds them
        self._programs = find_programs(given=None, places=Places(home=home), account=self._account)
        self.folder.mkdir(mode=0o711)
        self._account.give(self.folder)
