"""`betalt user`, by its own words."""

import pytest

from betalt.cli.app import run
from betalt.records import models as m
from tests.office import open_office


@pytest.fixture
def home(db, tmp_path, monkeypatch):
    monkeypatch.setenv("BETALT_LANG", "sv")
    (tmp_path / "word").write_text("en gul kanot vid bryggan\n")
    return open_office(bundles=tmp_path / "bundles", inbox=None, server=None)


def add(tmp_path, email="karin@gotaror.example", *more):
    return run(["user", "add", email, "--name", "Karin", "--password-file", str(tmp_path / "word"), *more])


def test_the_first_owner_is_added(home, tmp_path, capsys):
    assert add(tmp_path) == 0
    assert (
        capsys.readouterr().out == "karin@gotaror.example kan logga in.\nkarin@gotaror.example är nu owner.\n"
    )
    assert m.User.objects.get().check_password("en gul kanot vid bryggan")


def test_an_address_is_used_once(home, tmp_path, capsys):
    add(tmp_path)

    assert add(tmp_path, "KARIN@gotaror.example") == 2
    assert "there is a user with the address karin@gotaror.example" in capsys.readouterr().err


def test_a_weak_password_is_refused(home, tmp_path, capsys):
    (tmp_path / "word").write_text("kort\n")

    assert add(tmp_path) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_the_last_owner_stays(home, tmp_path, capsys):
    add(tmp_path)

    assert run(["user", "remove", "karin@gotaror.example"]) == 2
    assert run(["user", "role", "karin@gotaror.example", "--role", "read_only"]) == 2
    assert "must keep an owner" in capsys.readouterr().err


def test_users_are_listed_and_removed(home, tmp_path, capsys):
    add(tmp_path)
    add(tmp_path, "bo@gotaror.example", "--role", "case_worker")
    capsys.readouterr()
    run(["user", "list"])

    assert capsys.readouterr().out.splitlines() == [
        "bo@gotaror.example\tKarin\tcase_worker",
        "karin@gotaror.example\tKarin\towner",
    ]
    assert run(["user", "remove", "bo@gotaror.example"]) == 0
    assert capsys.readouterr().out == "bo@gotaror.example har inte längre någon plats här.\n"


def test_a_forgotten_password_is_replaced(home, tmp_path, capsys):
    add(tmp_path)
    (tmp_path / "word").write_text("en annan gul kanot\n")

    assert run(["user", "password", "karin@gotaror.example", "--password-file", str(tmp_path / "word")]) == 0
    assert m.User.objects.get().check_password("en annan gul kanot")
    assert run(["user", "password", "bo@example.com", "--password-file", str(tmp_path / "word")]) == 2
