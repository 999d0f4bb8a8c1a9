"""What monitors ask, and who may read how much."""

import pytest
from django.test import Client

from betalt.config.address import public_address


def test_the_process_is_alive_without_a_database():
    assert Client().get("/healthz").content == b"ok\n"


def test_the_office_is_ready_when_its_tables_are(db):
    assert Client().get("/readyz").status_code == 200


def test_the_office_is_not_ready_when_the_database_is_away(monkeypatch):
    from django.db import OperationalError

    def away():
        raise OperationalError

    monkeypatch.setattr("betalt.web.health.tables_are_ready", away)
    assert Client().get("/readyz").status_code == 503


def test_metrics_count_and_name_nobody(company):
    told = Client().get("/metrics").content.decode()

    assert "betalt_due_cases 0\n" in told
    assert "betalt_oldest_wait_seconds 0\n" in told
    assert "Öberg" not in told
    assert "Göta" not in told


@pytest.mark.parametrize(("token", "status"), [("right", 200), ("wrong", 404), ("", 404)])
def test_a_token_lets_a_reader_in(db, settings, token, status):
    settings.METRICS_TOKEN = "right"
    answer = Client(REMOTE_ADDR="192.0.2.7").get("/metrics", headers={"authorization": f"Bearer {token}"})

    assert answer.status_code == status


def test_nobody_else_reads_without_a_token(db):
    assert Client(REMOTE_ADDR="192.0.2.7").get("/metrics").status_code == 404


def test_behind_a_proxy_a_token_is_needed(db, settings):
    settings.PUBLIC_URL = public_address("https://betalt.example", debug=False)

    assert Client().get("/metrics").status_code == 404
