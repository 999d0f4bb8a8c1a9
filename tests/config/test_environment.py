"""Settings from the environment: read by kind, and refused when they are not understood."""

import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from betalt.adapters.home import data_folder
from betalt.config.environment import Environment, SettingError
from betalt.config.server import server_from_url


def environment(**values: str) -> Environment:
    return Environment(values=values)


def test_a_misspelled_setting_stops_the_start() -> None:
    given = environment(BETALT_HOMES="/srv/betalt", PATH="/bin")

    with pytest.raises(SettingError, match="BETALT_HOMES is not a setting of betalt; known are BETALT_HOME"):
        given.refuse_unknown(known={"BETALT_HOME"})


def test_known_settings_and_those_of_others_pass() -> None:
    assert environment(BETALT_HOME="/srv", PATH="/bin").refuse_unknown(known={"BETALT_HOME"}) is None


@pytest.mark.parametrize(("value", "meant"), [("true", True), ("false", False)])
def test_a_flag_is_true_or_false(value: str, meant: bool) -> None:
    assert environment(X=value).flag("X", default=not meant) is meant
    assert environment().flag("X", default=meant) is meant


@pytest.mark.parametrize("value", ["True", "1", "yes", "", " true"])
def test_any_other_flag_is_refused(value: str) -> None:
    with pytest.raises(SettingError, match=r"X is .*; it must be 'true' or 'false'"):
        environment(X=value).flag("X")


def test_a_choice_is_one_of_its_words() -> None:
    assert environment().choice("X", among=("app", "owner")) == "app"
    assert environment(X="owner").choice("X", among=("app", "owner")) == "owner"
    with pytest.raises(SettingError, match="it must be one of app, owner"):
        environment(X="root").choice("X", among=("app", "owner"))


def test_a_folder_is_absolute() -> None:
    assert environment(X="/srv").folder("X", default=Path("/home")) == Path("/srv")
    assert environment().folder("X", default=Path("/home")) == Path("/home")
    with pytest.raises(SettingError, match="must be an absolute path"):
        environment(X="srv").folder("X", default=Path("/home"))


def test_a_text_may_lie_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "word").write_text("from the file\n", encoding="utf-8")

    assert environment(X_FILE=str(tmp_path / "word")).text("X") == "from the file"
    assert environment(X="given").text("X", default="other") == "given"
    assert environment().text("X", default="other") == "other"


@pytest.mark.parametrize("broken", [lambda path: path / "missing", lambda path: path])
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, broken: Callable[[Path], Path]) -> None:
    with pytest.raises(SettingError, match=r"X_FILE names .* which cannot be read"):
        environment(X_FILE=str(broken(tmp_path))).text("X")


def test_a_text_given_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match="X and X_FILE are both set"):
        environment(X="a", X_FILE=str(tmp_path)).text("X")


def test_a_secret_is_made_when_it_is_first_used_and_kept(tmp_path: Path) -> None:
    kept = tmp_path / "home" / "secrets" / "key"
    first = environment().secret("X", kept_in=kept)
    assert not kept.parent.exists()

    assert len(str(first)) > 40
    assert str(environment().secret("X", kept_in=kept)) == str(first) == kept.read_text()
    assert [stat.S_IMODE(path.stat().st_mode) for path in (kept, kept.parent)] == [0o600, 0o700]


def test_a_given_secret_is_used_and_not_written(tmp_path: Path) -> None:
    assert environment(X="given").secret("X", kept_in=tmp_path / "key") == "given"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("root", "platform", "values", "folder"),
    [
        (True, "linux", {}, Path("/var/lib/betalt")),
        (False, "linux", {"XDG_DATA_HOME": "/data/anna"}, Path("/data/anna/betalt")),
        (False, "linux", {}, Path.home() / ".local" / "share" / "betalt"),
        (False, "darwin", {}, Path.home() / "Library" / "Application Support" / "betalt"),
    ],
)
def test_data_lies_where_the_platform_keeps_it(
    root: bool, platform: str, values: dict[str, str], folder: Path
) -> None:
    assert data_folder(root=root, platform=platform, values=values) == folder


def test_an_address_of_a_server_is_taken_apart() -> None:
    url = "postgresql://anna:p%40ss@db.example:5433/money?sslmode=require"

    assert server_from_url(url, name="X") == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "money",
        "USER": "anna",
        "PASSWORD": "p@ss",
        "HOST": "db.example",
        "PORT": "5433",
        "OPTIONS": {
            "keepalives_idle": "5",
            "keepalives_interval": "2",
            "keepalives_count": "3",
            "tcp_user_timeout": "10000",
            "connect_timeout": "5",
            "sslmode": "require",
        },
    }


def test_an_address_may_name_a_socket() -> None:
    server = server_from_url("postgres:///money?host=/run/postgresql", name="X")

    assert [server[key] for key in ("HOST", "PORT", "USER", "NAME")] == ["/run/postgresql", "", "", "money"]


@pytest.mark.parametrize(
    ("url", "hosts", "ports", "seeks"),
    [
        ("postgresql://a:p@db1:5432,db2:5433/money", "db1,db2", "5432,5433", "read-write"),
        ("postgresql://a:p@db1,db2/money", "db1,db2", "", "read-write"),
        ("postgresql://a:p@db1,db2:5433/money", "db1,db2", ",5433", "read-write"),
        ("postgresql:///money?host=db1,db2&port=1,2", "db1,db2", "1,2", "read-write"),
        ("postgresql://db1,db2/money?target_session_attrs=primary", "db1,db2", "", "primary"),
        ("postgresql://a@[::1]:5433/money", "::1", "5433", None),
        ("postgresql://a@db1/money", "db1", "", None),
    ],
)
def test_of_several_hosts_the_one_that_takes_writes_is_sought(
    url: str, hosts: str, ports: str, seeks: str | None
) -> None:
    server = server_from_url(url, name="X")
    options = server["OPTIONS"]

    assert isinstance(options, dict)
    assert (server["HOST"], server["PORT"], options.get("target_session_attrs")) == (hosts, ports, seeks)
    assert not {"host", "port"} & set(options)


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("mysql://anna:secret@db/money", "X must begin with postgresql://"),
        ("sqlite.db", "X must begin with postgresql://"),
        ("postgresql://anna:secret@db", "X names no database"),
        ("postgresql://anna:secret@db:port/money", "its port must be a number"),
        ("postgresql://anna:secret@db:1,db2:port/money", "its port must be a number"),
        ("postgresql://anna:secret@[db/money", "X is not an address"),
    ],
)
def test_an_address_that_means_nothing_is_refused_without_its_password(url: str, said: str) -> None:
    with pytest.raises(SettingError, match=said) as refused:
        server_from_url(url, name="X")
    assert "secret" not in str(refused.value)
