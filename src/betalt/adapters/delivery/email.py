"""E-mail over SMTP. What the server says decides whether a failure is permanent, passing or not known.

Only an answer about the receiver or the letter itself is permanent. A server that refuses us (sign-in, TLS, our
own address) is an arrangement to mend, so the letter waits. From the moment the letter's bytes leave until the
server has answered, a lost connection means that nobody knows.
"""

import smtplib
import ssl
from dataclasses import dataclass, field
from typing import Final, Literal, Self

from betalt.adapters.delivery.message import AddressError, Mail, bounce_address, build, plain_address
from betalt.adapters.delivery.outcome import Handed, Later, Outcome, Refused, Unknown

_BY_POST_ONLY: Final = frozenset({"demand", "final_notice"})
_GO_AHEAD: Final = 354
_TAKEN: Final = 250


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A mail server and how to talk to it; certificates are checked against the machine's own."""

    host: str
    port: int = 587
    security: Literal["starttls", "tls", "none"] = "starttls"
    username: str = ""
    password: str = field(default="", repr=False)
    timeout_seconds: float = 30.0


class Mailer:
    """Sends mails over one connection, opened on need and anew after a failure."""

    def __init__(self, *, server: Server) -> None:
        """Remember the server; nothing is opened yet."""
        self._server = server
        self._line: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        """Give the mailer itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the connection."""
        self.close()

    def send(self, mail: Mail) -> Outcome:
        """Hand one mail over and tell what became of it; a demand is never sent by e-mail alone."""
        if mail.kind in _BY_POST_ONLY:
            return Refused(reason="a demand or a final notice is not sent by e-mail alone")
        try:
            data = build(mail).as_bytes()
            receiver = plain_address(mail.to_address)
        except AddressError as error:
            return Refused(reason=str(error))
        outcome = self._hand_over(mail, receiver, data)
        if not isinstance(outcome, Handed):
            self.close()
        return outcome

    def close(self) -> None:
        """End the connection, if there is one."""
        if self._line is not None:
            try:
                self._line.quit()
            except (OSError, smtplib.SMTPException):
                self._line.close()
            self._line = None

    def _hand_over(self, mail: Mail, receiver: str, data: bytes) -> Outcome:
        try:
            line = self._line = self._line or _open(self._server)
            refusal = _envelope(line, mail, receiver)
        except (OSError, smtplib.SMTPException) as error:
            return Later(reason=_said(error))
        if refusal is not None:
            return refusal
        try:
            return _judge(*_send_data(line, data))
        except (OSError, smtplib.SMTPException) as error:
            return Unknown(reason=f"the connection was lost while the letter was handed over: {_said(error)}")


def send(mail: Mail, *, server: Server) -> Outcome:
    """Hand one mail over on a connection of its own and tell what became of it."""
    with Mailer(server=server) as mailer:
        return mailer.send(mail)


def _open(server: Server) -> smtplib.SMTP:
    # Reading the machine's certificates takes longer than a letter.
    context = None if server.security == "none" else ssl.create_default_context()
    line: smtplib.SMTP
    if server.security == "tls":
        line = smtplib.SMTP_SSL(server.host, server.port, timeout=server.timeout_seconds, context=context)
    else:
        line = smtplib.SMTP(server.host, server.port, timeout=server.timeout_seconds)
    try:
        line.ehlo_or_helo_if_needed()
        if server.security == "starttls":
            line.starttls(context=context)
        if server.username:
            line.login(server.username, server.password)
    except (OSError, smtplib.SMTPException):
        line.close()
        raise
    return line


def _envelope(line: smtplib.SMTP, mail: Mail, receiver: str) -> Outcome | None:
    """Name sender and receiver and ask to send the letter; tell why not, or nothing if the server is ready."""
    told = line.has_extn("dsn")
    code, words = line.mail(bounce_address(mail), ["RET=HDRS", f"ENVID={mail.delivery}"] if told else [])
    if code != _TAKEN:
        return Later(reason=f"the server does not take our own address: {_answer(code, words)}")
    code, words = line.rcpt(receiver, ["NOTIFY=FAILURE,DELAY"] if told else [])
    if code not in {_TAKEN, 251}:
        return _judge(code, words)
    code, words = line.docmd("DATA")
    return None if code == _GO_AHEAD else _judge(code, words)


def _send_data(line: smtplib.SMTP, data: bytes) -> tuple[int, bytes]:
    # A line that is a single dot ends the letter, so dots that begin a line are doubled (RFC 5321 4.5.2).
    quoted = data.replace(b"\r\n.", b"\r\n..")
    line.send(
        (b"." if quoted.startswith(b".") else b"")
        + quoted
        + (b"" if quoted.endswith(b"\r\n") else b"\r\n")
        + b".\r\n"
    )
    return line.getreply()


def _judge(code: int, words: bytes) -> Outcome:
    said = _answer(code, words)
    if 200 <= code < 300:
        return Handed(detail=said)
    return Refused(reason=said) if code >= 500 else Later(reason=said)


def _answer(code: int, words: bytes) -> str:
    return " ".join(f"{code} {words.decode('utf-8', 'replace')}".split())[:300]


def _said(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        words = error.smtp_error
        return _answer(error.smtp_code, words if isinstance(words, bytes) else words.encode())
    return " ".join(f"{type(error).__name__}: {error}".split())[:300]
