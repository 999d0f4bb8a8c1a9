"""The mail server of the demo: it takes every mail on this machine, keeps it as a file, and sends nothing on."""

import socketserver
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock, Thread

_ANSWERS = {
    b"HELO": b"250 demo",
    b"EHLO": b"250 demo",
    b"MAIL": b"250 OK",
    b"RCPT": b"250 OK",
    b"RSET": b"250 OK",
    b"NOOP": b"250 OK",
    b"DATA": b"354 Go on",
    b"QUIT": b"221 Bye",
}
_LONGEST_LINE = 8192


class _Session(socketserver.StreamRequestHandler):
    """One conversation (RFC 5321): no sign-in and no encryption, since nothing leaves the machine."""

    server: "_Mailbox"

    def handle(self) -> None:
        """Answer command by command until the sender hangs up."""
        self._say(b"220 demo")
        while line := self.rfile.readline(_LONGEST_LINE):
            command = line[:4].upper().strip()
            self._say(_ANSWERS.get(command, b"502 Not here"))
            if command == b"DATA":
                self.server.keep(self._letter())
                self._say(b"250 Kept")
            if command == b"QUIT":
                return

    def _letter(self) -> bytes:
        lines: list[bytes] = []
        while (line := self.rfile.readline(_LONGEST_LINE)) not in (b".\r\n", b""):
            lines.append(line[1:] if line.startswith(b"..") else line)
        return b"".join(lines)

    def _say(self, answer: bytes) -> None:
        self.wfile.write(answer + b"\r\n")


class _Mailbox(socketserver.ThreadingTCPServer):
    daemon_threads = True

    def __init__(self, folder: Path) -> None:
        super().__init__(("127.0.0.1", 0), _Session)
        self._folder, self._count, self._lock = folder, 0, Lock()

    def keep(self, letter: bytes) -> None:
        with self._lock:
            self._count += 1
            (self._folder / f"{self._count:04d}.eml").write_bytes(letter)


@contextmanager
def mail_server(*, folder: Path) -> Iterator[int]:
    """Run the server while the demo runs and give its port; mails are kept as numbered files in the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    with _Mailbox(folder) as mailbox:
        Thread(target=mailbox.serve_forever, daemon=True).start()
        yield mailbox.server_address[1]
        mailbox.shutdown()
