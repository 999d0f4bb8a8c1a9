"""PgBouncer as an operator runs it, with few connections for many clients."""

import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from betalt.adapters.cluster.account import server_account
from tests.free_port import free_port
from tests.hosts.server import CLEAN, START_SECONDS


@dataclass(kw_only=True)
class Pooler:
    """PgBouncer before a server, with few connections for many clients."""

    program: str
    folder: Path
    before: str  # where the server is, in its own words: "host=127.0.0.1 port=5432"
    words: Mapping[str, str]  # of the users that may pass
    mode: str = "transaction"
    port: int = field(default_factory=free_port)
    process: "subprocess.Popen[bytes] | None" = None

    def start(self) -> None:
        """Start it and wait until it takes connections."""
        account = server_account()
        users, settings = self.folder / "users.txt", self.folder / "pgbouncer.ini"
        self.folder.mkdir(mode=0o711)
        users.write_text("".join(f'"{user}" "{word}"\n' for user, word in self.words.items()))
        settings.write_text(
            f"[databases]\n* = {self.before}\n"
            f"[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = {self.port}\nunix_socket_dir =\n"
            f"auth_type = scram-sha-256\nauth_file = {users}\npool_mode = {self.mode}\n"
            "default_pool_size = 4\nmax_client_conn = 200\n"
        )
        for path in (self.folder, users, settings):
            account.give(path)
        with (self.folder / "pgbouncer.log").open("wb") as log:
            self.process = subprocess.Popen(
                [self.program, str(settings)], stdout=log, stderr=log, env=CLEAN, start_new_session=True,
                user=account.uid if account.switch else None, group=account.gid if account.switch else None,
                extra_groups=() if account.switch else None,
            )  # fmt: skip
        deadline = time.monotonic() + START_SECONDS
        while b"up" not in (self.folder / "pgbouncer.log").read_bytes():
            assert self.process.poll() is None, self.log()
            assert time.monotonic() < deadline, self.log()
            time.sleep(0.05)

    def stop(self) -> None:
        """End it."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()

    def log(self) -> str:
        """Read what it said."""
        return (self.folder / "pgbouncer.log").read_text()

    def url(self, user: str, *, database: str) -> str:
        """Name the address for a user."""
        return f"postgresql://{user}:{self.words[user]}@127.0.0.1:{self.port}/{database}"
