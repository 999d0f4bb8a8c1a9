"""A real mail server on a free port, whose answers a test chooses."""

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from betalt.adapters.delivery.email import Server
from betalt.adapters.delivery.message import Mail
from tests.free_port import free_port


@dataclass
class Inbox:
    """What arrived, and what the server says to each command."""

    answers: dict[str, str] = field(default_factory=dict)  # by command: EHLO, MAIL, RCPT, DATA, END
    drop_at: str = ""  # the command that the connection is cut at
    hang_at: str = ""  # the command that gets no answer
    mails: list[tuple[str, str, EmailMessage]] = field(default_factory=list)
    options: list[str] = field(default_factory=list)

    async def handle_MAIL(
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        self.options += options
        envelope.mail_from = address
        return await self._answer("MAIL", server)

    async def handle_RCPT(
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        self.options += options
        envelope.rcpt_tos.append(address)
        return await self._answer("RCPT", server)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        message = message_from_bytes(envelope.content, policy=policy.SMTP)
        self.mails.append((envelope.mail_from, envelope.rcpt_tos[0], message))
        return await self._answer("END", server)

    async def _answer(self, command: str, server: Any) -> str:
        if command == self.drop_at:
            server.transport.abort()
        if command == self.hang_at:
            await asyncio.sleep(2)
        return self.answers.get(command, "250 OK")


@contextmanager
def serving(inbox: Inbox, **settings: Any) -> Iterator[int]:
    controller = Controller(inbox, hostname="127.0.0.1", port=free_port(), **settings)
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()


@pytest.fixture
def inbox() -> Inbox:
    return Inbox()


@pytest.fixture
def server(inbox: Inbox) -> Iterator[Server]:
    with serving(inbox) as port:
        yield Server(host="127.0.0.1", port=port, security="none", timeout_seconds=1)


@pytest.fixture
def mail() -> Mail:
    return Mail(
        delivery="d-4711-1",
        kind="reminder",
        language="sv",
        sent_at=datetime(2026, 9, 18, 6, 0, tzinfo=UTC),
        from_name="Björkhaga Rör & Värme AB",
        from_address="ekonomi@bjorkhaga.example",
        to_address="anna@agren.example",
        subject="Påminnelse: faktura 10428",
        text="Hej,\n\n.Betala 12 490,58 kr.\n",
        bounce_domain="bounce.bjorkhaga.example",
        pdf=b"%PDF-1.7 fake",
        pdf_name="paminnelse-4711.pdf",
    )


def closed_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])
