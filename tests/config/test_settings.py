"""The settings as a process reads them."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

SHOW = "from django.conf import settings; print(settings.{})"


def show(name: str, **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {key: value for key, value in os.environ.items() if not key.startswith("BETALT_")}
    return subprocess.run(
        [sys.executable, "-c", SHOW.format(name)],
        env={**clean, "DJANGO_SETTINGS_MODULE": "betalt.config.settings", **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_reading_the_settings_touches_no_disk(tmp_path: Path) -> None:
    assert show("BETALT_HOME", BETALT_HOME=str(tmp_path / "home")).stdout.strip() == str(tmp_path / "home")
    assert list(tmp_path.iterdir()) == []


OWN, SERVER = "betalt.config.postgres", "django.db.backends.postgresql"
APP_URL, OWNER_URL = "postgresql://a@h/d", "postgresql://o@h/d"


@pytest.mark.parametrize(
    ("environment", "doors"),
    [
        ({}, [(OWN, "app"), (OWN, "owner")]),
        ({"BETALT_DATABASE_ROLE": "owner"}, [(OWN, "owner"), (OWN, "owner")]),
        ({"BETALT_DATABASE_URL": APP_URL}, [(SERVER, "a"), (SERVER, "a")]),
        (
            {"BETALT_DATABASE_URL": APP_URL, "BETALT_DATABASE_OWNER_URL": OWNER_URL},
            [(SERVER, "a"), (SERVER, "o")],
        ),
    ],
)
def test_the_app_and_the_owner_have_each_their_door(
    environment: dict[str, str], doors: list[tuple[str, str]]
) -> None:
    databases = ast.literal_eval(show("DATABASES", **environment).stdout)

    shown = [databases[alias] for alias in ("default", "owner")]
    assert [(door["ENGINE"], door.get("ROLE") or door["USER"]) for door in shown] == doors


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({"BETALT_DATABSE_URL": "x"}, "BETALT_DATABSE_URL is not a setting of betalt"),
        ({"BETALT_DEBUG": "1"}, "BETALT_DEBUG is '1'; it must be 'true' or 'false'"),
        ({"BETALT_HOME": "home"}, "BETALT_HOME is 'home'; it must be an absolute path"),
        (
            {"BETALT_DATABASE_OWNER_URL": "postgresql://o@h/d"},
            "BETALT_DATABASE_OWNER_URL is set without BETALT_DATABASE_URL",
        ),
    ],
)
def test_what_is_not_understood_stops_the_start(environment: dict[str, str], said: str) -> None:
    refused = show("DEBUG", **environment)

    assert refused.returncode == 1
    assert said in refused.stderr
