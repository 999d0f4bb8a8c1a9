"""Under which account the database server runs: never root, which PostgreSQL refuses."""

import os
import pwd
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from betalt.adapters.cluster.errors import ANOTHER_SERVER, ClusterError


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """The account of the server; `switch` when it is another than that of this process."""

    uid: int
    gid: int
    switch: bool

    def run(
        self, command: Sequence[object], *, text: str = "", log: int | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Run a program of PostgreSQL as this account in a clean environment; `log` takes its output."""
        output = subprocess.PIPE if log is None else log
        try:
            return subprocess.run(  # noqa: S603 -- our own program, our own arguments
                [str(part) for part in command],
                input=text,
                stdout=output,
                stderr=subprocess.STDOUT,
                text=True,
                cwd="/",
                env={"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"},
                start_new_session=True,
                check=False,
                user=self.uid if self.switch else None,
                group=self.gid if self.switch else None,
                extra_groups=() if self.switch else None,
            )
        except OSError as error:
            raise ClusterError(
                f"{command[0]} cannot be run here: {error.strerror}. {ANOTHER_SERVER}"
            ) from error

    def give(self, path: Path) -> None:
        """Hand a file or folder over to this account."""
        if self.switch:
            os.chown(path, self.uid, self.gid)

    def refuse_unreachable(self, folder: Path) -> None:
        """Refuse a folder that this account cannot reach, since betalt widens no modes of others' folders."""
        if not self.switch:
            return
        for step in (step for step in (folder, *folder.parents) if step.exists()):
            status = step.stat()
            if not status.st_mode & 0o001 and status.st_uid != self.uid:
                raise ClusterError(
                    f"As root the database runs as nobody, who cannot pass through {step}: "
                    "set BETALT_HOME to another folder."
                )


def server_account() -> Account:
    """Return nobody when this process is root, otherwise the user of this process."""
    if os.geteuid() == 0:
        nobody = pwd.getpwnam("nobody")
        return Account(uid=nobody.pw_uid, gid=nobody.pw_gid, switch=True)
    try:
        pwd.getpwuid(os.geteuid())
    except KeyError as error:
        raise ClusterError(
            f"PostgreSQL refuses a user without a name, and user id {os.geteuid()} is not in /etc/passwd; "
            "run as another user or set BETALT_DATABASE_URL to a server."
        ) from error
    return Account(uid=os.geteuid(), gid=os.getegid(), switch=False)
