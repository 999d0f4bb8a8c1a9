"""Two workers on hosts of their own, and the network of one is cut while it has a letter in its hands."""

import fcntl
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.hosts.debian import need, need_root
from tests.hosts.ground import Ground, Tally, stop, until
from tests.hosts.server import DATABASE

pytestmark = pytest.mark.proof

Judge = Callable[..., Tally]
CUT_SECONDS = 15
NUMBERS = (1, 2)
LOCK = Path("/run/betalt-test-hosts.lock")  # the namespaces are the machine's, not a run's


@dataclass(frozen=True, kw_only=True)
class Host:
    """A network namespace with one link to the machine on which database and mail server run."""

    number: int

    @property
    def name(self) -> str:
        return f"betalt{self.number}"

    @property
    def link(self) -> str:
        return f"betalt-v{self.number}"

    @property
    def peer(self) -> str:
        return f"10.231.{self.number}.1"

    def make(self) -> None:
        """Make namespace and link."""
        self.remove()
        for words in (
            f"netns add {self.name}",
            f"link add {self.link} type veth peer name e0 netns {self.name}",
            f"addr add {self.peer}/30 dev {self.link}",
            f"link set {self.link} up",
            f"-n {self.name} addr add 10.231.{self.number}.2/30 dev e0",
            f"-n {self.name} link set e0 up",
            f"-n {self.name} link set lo up",
        ):
            if subprocess.call(["ip", *words.split()], stderr=subprocess.DEVNULL):
                pytest.skip("this machine makes no network namespaces")

    def remove(self) -> None:
        """Take both away, if they are there."""
        for words in (["netns", "del", self.name], ["link", "del", self.link]):
            subprocess.call(["ip", *words], stderr=subprocess.DEVNULL)

    def switch(self, state: str) -> None:
        """Cut the link ("down"), or join it ("up")."""
        subprocess.check_call(["ip", "link", "set", self.link, state])

    def work(self, ground: Ground) -> "subprocess.Popen[bytes]":
        """Start a worker here."""
        return ground.work(
            "--concurrency", "1",
            before=("ip", "netns", "exec", self.name),
            BETALT_DATABASE_URL=ground.server.url("betalt_app", database=DATABASE, host=self.peer),
            BETALT_SMTP_URL=f"smtp+plain://{self.peer}:{ground.mail.port}",
        )  # fmt: skip


@pytest.fixture
def hosts() -> Iterator[tuple[Host, Host]]:
    """Two hosts that reach this one and not each other; one test at a time has them."""
    need_root()
    need("ip", package="iproute2")
    first, second = (Host(number=number) for number in NUMBERS)
    with LOCK.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            first.make()
            second.make()
            yield first, second
        finally:
            first.remove()
            second.remove()


@pytest.fixture
def at_work(
    hosts: tuple[Host, Host], make_ground: Callable[..., Ground]
) -> tuple[Ground, "list[subprocess.Popen[bytes]]"]:
    """Workers on both hosts, the second of which has a letter in its hands."""
    ground = make_ground(host="0.0.0.0")
    ground.open(firms=6, bills=8)
    ground.inbox.seconds = 0.4
    workers = [host.work(ground) for host in reversed(hosts)]
    until(lambda: len(ground.inbox.mails) > 5 and ground.inbox.came["10.231.2.2"] > 2, otherwise=ground.log)
    return ground, workers


def test_a_host_is_cut_off_and_joined_again(
    at_work: tuple[Ground, "list[subprocess.Popen[bytes]]"], hosts: tuple[Host, Host], judge: Judge
) -> None:
    ground, (second, first) = at_work
    hosts[1].switch("down")
    time.sleep(CUT_SECONDS)
    hosts[1].switch("up")
    until(ground.is_done, otherwise=ground.log)
    assert stop(first) == 0

    ground.open(firms=1, bills=3, number_from=7)
    until(ground.is_done, otherwise=ground.log)
    judge(ground, f"a host is cut off for {CUT_SECONDS} seconds while it works, and joined again")
    assert stop(second) == 0


def test_a_host_is_cut_off_for_good(
    at_work: tuple[Ground, "list[subprocess.Popen[bytes]]"], hosts: tuple[Host, Host], judge: Judge
) -> None:
    ground, (second, _) = at_work
    hosts[1].switch("down")
    second.kill()
    until(ground.is_done, otherwise=ground.log)

    judge(ground, "a host is cut off while it works, and never comes back")
