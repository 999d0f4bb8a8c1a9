"""The first steps on a machine, as far as they can be tried without installing anything."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tools import bootstrap

ROOT = Path(__file__).resolve().parents[2]


def start(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-I", "-S", ROOT / "tools" / "bootstrap.py", *arguments],
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("arguments", [(), ("help",), ("tset",)])
def test_an_unknown_command_is_answered_with_the_commands(arguments: tuple[str, ...]) -> None:
    done = start(*arguments)

    assert (done.returncode, done.stderr) == (2, "")
    assert "|".join(bootstrap.COMMANDS) in done.stdout


def test_every_target_of_the_makefile_is_a_command() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = [line.split()[-1] for line in makefile.splitlines() if "$(BOOTSTRAP) " in line]

    assert sorted(targets) == sorted(bootstrap.COMMANDS)


def test_the_build_server_runs_the_test_command_and_nothing_else() -> None:
    script = ROOT / ".ci" / "run"
    commands = [line for line in script.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]

    assert commands == ['cd "$(dirname "$0")/.." && exec make test']
    assert os.access(script, os.X_OK)


def test_pips_settings_are_said_in_uvs_words(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("UV_DEFAULT_INDEX", "UV_INDEX", "UV_FIND_LINKS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PIP_INDEX_URL", "https://index.invalid/simple")
    monkeypatch.setenv("PIP_EXTRA_INDEX_URL", "https://one.invalid/simple\nhttps://two.invalid/simple")
    monkeypatch.setenv("PIP_FIND_LINKS", "/srv/one /srv/two")

    environment = bootstrap.installer_environment(("false",))

    assert [environment[name] for name in ("UV_DEFAULT_INDEX", "UV_INDEX", "UV_FIND_LINKS")] == [
        "https://index.invalid/simple",
        "https://one.invalid/simple https://two.invalid/simple",
        "/srv/one,/srv/two",
    ]
    assert environment["UV_SYSTEM_CERTS"] == "1"


def test_a_setting_of_uv_itself_comes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UV_DEFAULT_INDEX", "https://mine.invalid/simple")
    monkeypatch.setenv("PIP_INDEX_URL", "https://index.invalid/simple")

    assert bootstrap.installer_environment(("false",))["UV_DEFAULT_INDEX"] == "https://mine.invalid/simple"


def test_an_old_python_is_refused_in_one_line(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bootstrap, "OLDEST", (99,))
    monkeypatch.setattr(bootstrap, "STAMP", tmp_path / "none")

    assert bootstrap.main(["setup"]) == 2
    assert capsys.readouterr().err.startswith("bootstrap: betalt needs Python 3.11 or newer; this is ")


def test_a_python_without_pip_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bootstrap, "STAMP", tmp_path / "none")
    monkeypatch.setattr(bootstrap, "PYTHON", tmp_path / "python")
    monkeypatch.setattr(bootstrap, "has_module", lambda name: False)
    monkeypatch.setattr(bootstrap, "apt_install", lambda package: False)

    assert bootstrap.main(["setup"]) == 2
    assert "On Debian: apt-get install python3." in capsys.readouterr().err
