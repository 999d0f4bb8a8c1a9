"""Where betalt's own database keeps its things under BETALT_HOME, and who may enter there."""

import os
from dataclasses import dataclass
from pathlib import Path

from betalt.adapters.cluster.errors import ClusterError
from betalt.adapters.cluster.secret import make_folder

# Linux allows 108 bytes for the address of a socket with its end mark, macOS 104.
SOCKET_BYTES = 103
PORT = 5432


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """The files and folders of one database server."""

    home: Path

    @property
    def secrets(self) -> Path:
        """Name the folder with the passwords; only the user of betalt enters it."""
        return self.home / "secrets"

    @property
    def database(self) -> Path:
        """Name the folder that holds everything of the server but the passwords."""
        return self.home / "database"

    @property
    def data(self) -> Path:
        """Name PostgreSQL's own data folder."""
        return self.database / "data"

    @property
    def pid_file(self) -> Path:
        """Name the file in which a running server writes who it is."""
        return self.data / "postmaster.pid"

    @property
    def socket_folder(self) -> Path:
        """Name the folder of the socket, which is also the `host` to connect to."""
        return self.database / "socket"

    @property
    def socket(self) -> Path:
        """Name the socket."""
        return self.socket_folder / f".s.PGSQL.{PORT}"

    @property
    def socket_lock(self) -> Path:
        """Name the file in which a running server marks the socket as its own."""
        return self.socket.with_name(f"{self.socket.name}.lock")

    @property
    def log(self) -> Path:
        """Name the server's log."""
        return self.database / "server.log"

    @property
    def lock(self) -> Path:
        """Name the file whose lock lets one process at a time start or stop the server."""
        return self.database / "lock"

    @property
    def settings(self) -> Path:
        """Name the server settings that betalt writes at each start."""
        return self.database / "betalt.conf"

    @property
    def tuning(self) -> Path:
        """Name the server settings that an operator may add, which betalt never touches."""
        return self.database / "tuning.conf"

    def make(self) -> None:
        """Make the folders that are missing; as root others may pass through, but not look."""
        if len(os.fsencode(self.socket)) > SOCKET_BYTES:
            raise ClusterError(
                f"{self.home} is too long for the address of a socket: set BETALT_HOME to a shorter path."
            )
        passage = 0o711 if os.geteuid() == 0 else 0o700
        try:
            make_folder(self.home, mode=passage)
            make_folder(self.database, mode=passage)
            make_folder(self.secrets, mode=0o700)
        except OSError as error:
            raise ClusterError(
                f"{self.home} cannot hold the database ({error.strerror}): "
                "set BETALT_HOME to a folder of yours."
            ) from error
