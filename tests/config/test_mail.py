"""The address of a mail server."""

import pytest

from betalt.adapters.delivery.email import Server
from betalt.config.environment import SettingError
from betalt.config.mail import mail_server_from_url


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://mail.example", Server(host="mail.example", port=587, security="starttls")),
        (
            "smtps://anna:p%40ss@mail.example",
            Server(host="mail.example", port=465, security="tls", username="anna", password="p@ss"),
        ),
        ("smtp+plain://127.0.0.1:2525", Server(host="127.0.0.1", port=2525, security="none")),
    ],
)
def test_an_address_names_server_port_and_security(url: str, server: Server) -> None:
    assert mail_server_from_url(url, name="BETALT_SMTP_URL") == server


@pytest.mark.parametrize(
    "url", ["mail.example", "http://mail.example", "smtp://", "smtp://anna:hemlig@x:port"]
)
def test_anything_else_is_refused_without_showing_it(url: str) -> None:
    with pytest.raises(SettingError, match="BETALT_SMTP_URL") as told:
        mail_server_from_url(url, name="BETALT_SMTP_URL")
    assert "hemlig" not in str(told.value)
