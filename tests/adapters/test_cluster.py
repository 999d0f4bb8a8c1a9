"""betalt's own PostgreSQL: made once, closed to others, and started again whatever happened to it."""

import os
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from pathlib import Path
from typing import Any

import psycopg
import pytest

from betalt.adapters.cluster import Cluster, ClusterError
from betalt.adapters.cluster.account import server_account
from betalt.adapters.cluster.postmaster import find_postmaster

START = "import sys; from pathlib import Path; from betalt.adapters.cluster import Cluster; "
START += "print(Cluster(home=Path(sys.argv[1])).start(), flush=True)"

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root has the server run as another user")


@pytest.fixture(scope="module")
def home() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(dir=os.environ["BETALT_HOME"]))
    folder.chmod(stat.S_IMODE(folder.parent.stat().st_mode))
    yield folder / "home"
    Cluster(home=folder / "home").stop()


@pytest.fixture
def cluster(home: Path) -> Cluster:
    made = Cluster(home=home)
    made.start()
    return made


def ask(cluster: Cluster, question: str, *, role: str = "owner") -> list[tuple[Any, ...]]:
    with psycopg.connect(**asdict(cluster.address(role=role))) as connection:
        return connection.execute(question).fetchall()  # type: ignore[arg-type]


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_start_starts_once_and_a_stop_stops_once(cluster: Cluster) -> None:
    assert [cluster.stop(), cluster.stop(), cluster.start(), cluster.start()] == [True, False, True, False]
    assert cluster.running() is not None


def test_the_owner_may_not_pass_the_walls_and_the_app_owns_nothing(cluster: Cluster) -> None:
    roles = ask(
        cluster,
        "select rolname, rolcanlogin, rolsuper, rolbypassrls, rolcreaterole from pg_roles "
        "where rolname like 'betalt%' order by 1",
    )
    owned = ask(cluster, "select datname from pg_database where datdba = 'betalt_app'::regrole")

    assert roles == [
        ("betalt", True, False, False, False),
        ("betalt_app", True, False, False, False),
        ("betalt_retention", False, False, False, False),
    ]
    assert owned == []
    assert ask(cluster, "select current_user, current_database()", role="app") == [("betalt_app", "betalt")]


def test_the_app_cannot_become_owner_or_retention(cluster: Cluster) -> None:
    for role in ("betalt", "betalt_retention", "postgres"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            ask(cluster, f"set role {role}", role="app")


@pytest.mark.parametrize("password", ["", "wrong"])
@pytest.mark.parametrize("user", ["betalt", "betalt_app", "postgres"])
def test_nobody_enters_without_the_password(cluster: Cluster, user: str, password: str) -> None:
    address = {**asdict(cluster.address(role="app")), "user": user, "password": password}

    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(**address)


def test_the_server_listens_on_its_socket_alone_and_writes_to_disk(cluster: Cluster) -> None:
    shown = [
        ask(cluster, f"show {name}")[0][0]
        for name in ("listen_addresses", "fsync", "full_page_writes", "unix_socket_permissions")
    ]

    assert shown == ["", "on", "on", "0700"]


def test_every_door_has_its_mode(cluster: Cluster) -> None:
    places = cluster.places

    assert [mode(path) for path in (places.secrets, places.data, places.socket_folder)] == [0o700] * 3
    assert {mode(path) for path in places.secrets.iterdir()} == {0o600}
    assert [mode(path) for path in (places.log, places.lock)] == [0o600] * 2
    assert mode(places.home) == (0o711 if os.geteuid() == 0 else 0o700)


def test_every_role_has_its_own_password(cluster: Cluster) -> None:
    words = {cluster.address(role=role).password for role in ("app", "owner")}

    assert [len(word) > 40 for word in words] == [True, True]


def test_two_starts_at_once_make_one_server(cluster: Cluster) -> None:
    cluster.stop()
    command = [sys.executable, "-c", START, str(cluster.home)]

    with ThreadPoolExecutor() as pool:
        answers = list(pool.map(lambda _: subprocess.check_output(command, text=True).strip(), range(3)))

    assert sorted(answers) == ["False", "False", "True"]
    assert ask(cluster, "select 1") == [(1,)]


def test_two_first_starts_at_once_make_one_database(home: Path) -> None:
    fresh = Cluster(home=home.parent / "fresh")
    command = [sys.executable, "-c", START, str(fresh.home)]

    with ThreadPoolExecutor() as pool:
        answers = list(pool.map(lambda _: subprocess.check_output(command, text=True).strip(), range(2)))

    assert sorted(answers) == ["False", "True"]
    assert ask(fresh, "select 1") == [(1,)]
    assert fresh.stop()


def test_the_server_outlives_the_command_that_started_it(cluster: Cluster) -> None:
    cluster.stop()
    command = [sys.executable, "-c", START + "; import time; time.sleep(60)", str(cluster.home)]
    starter = subprocess.Popen(command, start_new_session=True, stdout=subprocess.PIPE)
    assert starter.stdout is not None
    starter.stdout.readline()
    os.killpg(starter.pid, signal.SIGKILL)
    starter.wait()
    starter.stdout.close()

    assert ask(cluster, "select 1") == [(1,)]


def test_a_killed_server_starts_again_with_what_was_committed(cluster: Cluster) -> None:
    with psycopg.connect(**asdict(cluster.address(role="owner"))) as connection:
        connection.execute("create table if not exists kept (n int)")
        connection.execute("truncate kept")
        connection.execute("insert into kept values (7)")
    os.kill(cluster.running() or 0, signal.SIGKILL)
    while cluster.running():
        time.sleep(0.01)

    assert cluster.start()
    assert ask(cluster, "select n from kept") == [(7,)]


def test_a_number_that_another_process_has_by_now_is_not_taken_for_the_server(cluster: Cluster) -> None:
    lines = cluster.places.pid_file.read_text().splitlines()
    cluster.stop()
    account = server_account()
    become = {"user": account.uid, "group": account.gid, "extra_groups": []} if account.switch else {}
    other = subprocess.Popen(["sleep", "60"], cwd="/", **become)  # type: ignore[call-overload]
    cluster.places.pid_file.write_text("\n".join([str(other.pid), *lines[1:]]) + "\n")
    account.give(cluster.places.pid_file)

    assert cluster.running() is None
    assert cluster.stop() is False
    assert cluster.start()
    assert other.poll() is None
    other.kill()
    other.wait()


def test_a_server_whose_socket_was_removed_is_started_anew(cluster: Cluster) -> None:
    cluster.places.socket.unlink()

    assert cluster.start()
    assert ask(cluster, "select 1") == [(1,)]


def test_a_first_start_that_was_killed_half_way_is_begun_again(home: Path) -> None:
    fresh = Cluster(home=home.parent / "half")
    starter = subprocess.Popen([sys.executable, "-c", START, str(fresh.home)], start_new_session=True)
    while not list(fresh.places.database.glob("draft-*/data/base")):
        time.sleep(0.005)
    os.killpg(starter.pid, signal.SIGKILL)
    starter.wait()

    assert not fresh.places.data.exists()
    assert fresh.start()
    assert ask(fresh, "select 1") == [(1,)]
    assert fresh.stop()


def test_a_lost_password_is_replaced_at_the_next_start(cluster: Cluster) -> None:
    (cluster.places.secrets / "database-betalt_app").unlink()
    with pytest.raises(ClusterError, match="betalt_app"):
        cluster.address(role="app")
    cluster.stop()
    cluster.start()

    assert ask(cluster, "select 1", role="app") == [(1,)]


def test_an_operator_may_tune_the_server(cluster: Cluster) -> None:
    cluster.places.tuning.write_text("work_mem = '7MB'\n")
    cluster.stop()
    cluster.start()
    cluster.places.tuning.unlink()

    assert ask(cluster, "show work_mem") == [("7MB",)]


def test_a_setting_that_the_server_refuses_is_told_in_one_line(cluster: Cluster) -> None:
    cluster.stop()
    cluster.places.tuning.write_text("work_mem = 'much'\n")

    with pytest.raises(ClusterError, match=r"did not start: .*configuration file"):
        cluster.start()
    cluster.places.tuning.unlink()


def test_the_log_holds_no_values(cluster: Cluster) -> None:
    with psycopg.connect(**asdict(cluster.address(role="owner"))) as connection:
        connection.execute("create temporary table person (number text primary key)")
        connection.execute("insert into person values ('19900101-0017')")
        with pytest.raises(psycopg.errors.UniqueViolation):
            connection.execute("insert into person values ('19900101-0017')")

    log = cluster.places.log.read_text()
    assert "person_pkey" in log
    assert "19900101" not in log


def test_a_database_of_another_major_version_is_refused_and_kept(cluster: Cluster) -> None:
    cluster.stop()
    version = cluster.places.data / "PG_VERSION"
    kept = version.read_text()
    version.write_text("14\n")

    with pytest.raises(ClusterError, match=r"was made by PostgreSQL 14, and this betalt has \d+"):
        cluster.start()
    version.write_text(kept)
    assert cluster.start()


def test_missing_programs_are_named_with_the_ways_out(cluster: Cluster) -> None:
    cluster.stop()

    with pytest.raises(ClusterError, match=r"BETALT_PG_BIN.*BETALT_DATABASE_URL"):
        Cluster(home=cluster.home, programs=Path("/nowhere")).start()


def test_a_home_too_long_for_a_socket_is_refused() -> None:
    with pytest.raises(ClusterError, match="too long"):
        Cluster(home=Path("/var/tmp") / ("x" * 100)).start()


@pytest.mark.parametrize("programs", sorted(Path("/usr/lib/postgresql").glob("*/bin")), ids=str)
def test_the_programs_of_an_installed_server_serve_as_well(home: Path, programs: Path) -> None:
    installed = Cluster(home=home.parent / f"installed-{programs.parent.name}", programs=programs)
    installed.start()

    assert ask(installed, "show server_version_num")[0][0].startswith(programs.parent.name)
    assert ask(installed, "select lower('ÅÄÖ')", role="app") == [("åäö",)]
    assert installed.stop()


@as_root
def test_as_root_the_server_runs_as_nobody_from_copied_programs(cluster: Cluster) -> None:
    pid = find_postmaster(cluster.places).pid  # type: ignore[union-attr]

    assert Path(f"/proc/{pid}").stat().st_uid == server_account().uid != 0
    assert Path(f"/proc/{pid}/exe").resolve().is_relative_to(cluster.places.database)


@as_root
def test_as_root_a_closed_folder_is_refused_and_keeps_its_mode(home: Path) -> None:
    closed = home.parent / "closed"
    closed.mkdir(mode=0o700)

    with pytest.raises(ClusterError, match="nobody, who cannot pass through"):
        Cluster(home=closed / "home").start()
    assert [mode(closed), list(closed.iterdir())] == [0o700, []]
