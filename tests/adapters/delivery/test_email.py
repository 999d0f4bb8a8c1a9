"""E-mail over real sockets: what the server says decides whether a failure is permanent, passing or not known."""

import ssl
from dataclasses import replace

import pytest
import trustme
from aiosmtpd.smtp import AuthResult

from betalt.adapters.delivery.email import Mailer, Server, send
from betalt.adapters.delivery.outcome import Handed, Later, Refused, Unknown
from tests.adapters.delivery.conftest import closed_port, serving


def test_a_mail_arrives_whole(mail, server, inbox):
    outcome = send(mail, server=server)

    assert outcome == Handed(detail="250 OK")
    ((sender, receiver, message),) = inbox.mails
    assert (sender, receiver) == ("bounce+d-4711-1@bounce.bjorkhaga.example", "anna@agren.example")
    assert message.get_body().get_content().replace("\r\n", "\n") == mail.text
    assert message["Message-ID"] == "<d-4711-1@bjorkhaga.example>"


def test_several_mails_go_over_one_connection(mail, server, inbox):
    with Mailer(server=server) as mailer:
        outcomes = [mailer.send(replace(mail, delivery=f"d-{number}")) for number in range(3)]

    assert outcomes == [Handed(detail="250 OK")] * 3
    assert [sender for sender, _, _ in inbox.mails] == [
        f"bounce+d-{n}@bounce.bjorkhaga.example" for n in range(3)
    ]


@pytest.mark.parametrize("kind", ["demand", "final_notice"])
def test_ink_7_a_demand_by_mail_alone_is_refused(mail, server, inbox, kind):
    assert send(replace(mail, kind=kind), server=server) == Refused(
        reason="a demand or a final notice is not sent by e-mail alone"
    )
    assert inbox.mails == []


def test_an_address_that_is_none_is_refused_before_anything_is_sent(mail, server):
    assert send(replace(mail, to_address="anna"), server=server) == Refused(
        reason="'anna' is not an address that e-mail can be sent to"
    )


@pytest.mark.parametrize(
    ("command", "answer", "outcome"),
    [
        ("RCPT", "550 5.1.1 no such user", Refused(reason="550 5.1.1 no such user")),
        ("RCPT", "450 4.2.1 mailbox busy", Later(reason="450 4.2.1 mailbox busy")),
        ("END", "554 5.7.1 not wanted", Refused(reason="554 5.7.1 not wanted")),
        ("END", "451 4.3.0 try later", Later(reason="451 4.3.0 try later")),
        (
            "MAIL",
            "550 5.7.1 who are you",
            Later(reason="the server does not take our own address: 550 5.7.1 who are you"),
        ),
    ],
)
def test_what_the_server_says_decides(mail, server, inbox, command, answer, outcome):
    inbox.answers[command] = answer

    assert send(mail, server=server) == outcome


def test_after_a_failure_the_next_mail_gets_a_new_connection(mail, server, inbox):
    with Mailer(server=server) as mailer:
        inbox.drop_at = "RCPT"
        lost = mailer.send(mail)
        inbox.drop_at = ""
        again = mailer.send(mail)

    assert isinstance(lost, Later)
    assert again == Handed(detail="250 OK")


@pytest.mark.parametrize("command", ["MAIL", "RCPT"])
def test_a_connection_lost_before_the_letter_leaves_means_later(mail, server, inbox, command):
    inbox.drop_at = command

    assert isinstance(send(mail, server=server), Later)


def test_a_connection_lost_after_the_letter_has_left_is_not_known(mail, server, inbox):
    inbox.drop_at = "END"

    outcome = send(mail, server=server)

    assert isinstance(outcome, Unknown)
    assert outcome.reason.startswith("the connection was lost while the letter was handed over: ")


@pytest.mark.parametrize(("command", "kind"), [("RCPT", Later), ("END", Unknown)])
def test_a_server_that_goes_silent(mail, server, inbox, command, kind):
    inbox.hang_at = command

    assert isinstance(send(mail, server=replace(server, timeout_seconds=0.3)), kind)


def test_no_server_means_later(mail, server):
    assert isinstance(send(mail, server=replace(server, port=closed_port())), Later)
    assert isinstance(send(mail, server=replace(server, host="no-such-host.invalid")), Later)


def test_a_server_without_tls_is_not_trusted_with_letters(mail, server, inbox):
    assert isinstance(send(mail, server=replace(server, security="starttls")), Later)
    assert inbox.mails == []


@pytest.fixture
def authority(monkeypatch, tmp_path):
    made = trustme.CA()
    made.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    return made


@pytest.fixture
def tls(authority):
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("localhost").configure_cert(context)
    return context


def check(server, session, envelope, mechanism, data):
    return AuthResult(success=data.password == b"secret", handled=False)


def test_starttls_and_sign_in(mail, inbox, tls):
    with serving(
        inbox, tls_context=tls, require_starttls=True, authenticator=check, auth_required=True
    ) as port:
        server = Server(host="localhost", port=port, username="betalt", password="secret", timeout_seconds=5)

        assert send(mail, server=server) == Handed(detail="250 OK")
        assert isinstance(send(mail, server=replace(server, password="wrong")), Later)


def test_a_certificate_that_nobody_vouches_for_is_not_trusted(mail, inbox, tls, monkeypatch):
    monkeypatch.delenv("SSL_CERT_FILE")
    with serving(inbox, tls_context=tls) as port:
        outcome = send(mail, server=Server(host="localhost", port=port, timeout_seconds=5))

    assert isinstance(outcome, Later)
    assert "certificate verify failed" in outcome.reason
    assert inbox.mails == []


def test_a_password_is_never_shown():
    assert "secret" not in repr(Server(host="h", password="secret"))
