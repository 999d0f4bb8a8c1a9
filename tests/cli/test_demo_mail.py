"""The demo's mail server keeps each mail byte for byte."""

import smtplib
from pathlib import Path

from betalt.cli.demo_mail import mail_server

LETTER = "Subject: Faktura\r\n\r\nHej\r\n..\r\n. punkt\r\nslut\r\n"


def test_each_mail_is_kept_as_it_was_sent(tmp_path: Path) -> None:
    with mail_server(folder=tmp_path / "mail") as port, smtplib.SMTP("127.0.0.1", port) as line:
        line.sendmail("a@gotaror.example", ["b@brev.example"], LETTER)
        line.sendmail("a@gotaror.example", ["c@brev.example"], LETTER)

    assert [file.name for file in sorted((tmp_path / "mail").iterdir())] == ["0001.eml", "0002.eml"]
    assert (tmp_path / "mail" / "0001.eml").read_bytes() == LETTER.encode()


def test_a_command_it_does_not_know_is_answered(tmp_path: Path) -> None:
    with mail_server(folder=tmp_path) as port, smtplib.SMTP("127.0.0.1", port) as line:
        assert line.docmd("VRFY", "somebody")[0] == 502
