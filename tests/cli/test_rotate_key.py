"""`betalt db rotate-key` says what it made, sealed and dropped."""

from pathlib import Path

import pytest
from django.db import connections
from django.utils.functional import lazy
from pytest_django.fixtures import Settings

from tests.cli.conftest import EXAMPLES, LIST, Type

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


def test_a_new_key_is_made_and_the_old_one_dropped(typed: Type, settings: Settings, tmp_path: Path) -> None:
    file = tmp_path / "sealing-key"
    file.write_text("first-key\n")
    settings.SEALING_KEY_KEPT_IN, settings.SEALING_KEY = file, lazy(file.read_text, str)()
    (tmp_path / "list.csv").write_text(LIST, "utf-8")
    typed(f"setup --from {EXAMPLES / 'creditor.toml'} --on 2026-02-02")
    typed(f"import {tmp_path / 'list.csv'} --yes --on 2026-02-02")

    answered = typed("db rotate-key")
    connections["owner"].close()

    assert answered.code == 0
    assert answered.out[0] == "New keys: 1. Sealed anew: 1 rows. Old keys dropped: 1."
    (key,) = file.read_text().split()
    assert key != "first-key"
