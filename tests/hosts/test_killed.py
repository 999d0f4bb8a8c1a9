"""Workers are killed with a letter in their hands, again and again: every letter leaves once or is `unknown`."""

from collections.abc import Callable

import pytest

from tests.hosts.ground import Ground, Tally, stop, until

Judge = Callable[..., Tally]


@pytest.mark.proof
@pytest.mark.parametrize(
    ("moment", "unknown"),
    [
        ("letters are composed", 0),
        ("the receiver is named to the mail server", 1),
        ("the mail server has the letter and has not answered", 1),
        ("the third letter is with the mail server", 1),
    ],
)
def test_a_worker_is_killed_as(ground: Ground, judge: Judge, moment: str, unknown: int) -> None:
    ground.open(firms=2, bills=6)
    place = {"the receiver is named to the mail server": "RCPT"}.get(moment, "DATA")
    nth = 3 if "third" in moment else 1
    if unknown:
        ground.inbox.hang_at = place if nth == 1 else ""
        ground.inbox.seconds = 0.3
    worker = ground.work("--concurrency", "1")
    until(lambda: ground.inbox.reached[place] >= nth if unknown else ground.states(), otherwise=ground.log)
    worker.kill()
    worker.wait()
    ground.inbox.hang_at, ground.inbox.seconds = "", 0
    ground.work()
    until(ground.is_done, otherwise=ground.log)

    tally = judge(ground, f"a worker is killed (kill -9) as {moment}")
    assert tally.states["unknown"] == unknown


@pytest.mark.proof
def test_workers_are_killed_again_and_again(ground: Ground, judge: Judge) -> None:
    ground.open(firms=4, bills=12)
    ground.inbox.seconds = 0.05
    kills = 0
    while not ground.is_done() and kills < 12:
        _work_until(ground, letters=len(ground.inbox.mails) + 1 + kills % 4)
        kills += 1
    ground.work()
    until(ground.is_done, otherwise=ground.log)

    tally = judge(ground, f"workers are killed (kill -9) {kills} times in a day's run")
    assert kills >= 4
    assert tally.states["unknown"] <= 2 * kills


def _work_until(ground: Ground, *, letters: int) -> None:
    """Let a worker live until so many letters have arrived."""
    worker = ground.work("--concurrency", "2")
    until(lambda: len(ground.inbox.mails) >= letters or ground.is_done(), otherwise=ground.log)
    worker.kill()
    worker.wait()


@pytest.mark.proof
def test_a_worker_is_asked_to_stop(ground: Ground, judge: Judge) -> None:
    ground.open(firms=1, bills=6)
    ground.inbox.hang_at = "DATA"
    worker = ground.work("--concurrency", "1")
    until(lambda: ground.inbox.reached["DATA"], otherwise=ground.log)
    worker.terminate()
    until(lambda: "asked_to_stop" in ground.log())
    ground.inbox.hang_at = ""

    assert worker.wait(timeout=60) == 0
    assert ground.states() == {"handed_over": 1, "ready": 5}
    second = ground.work()
    until(ground.is_done, otherwise=ground.log)
    assert stop(second) == 0
    assert judge(ground, "a worker is asked to stop (SIGTERM) with a letter in hand").states["unknown"] == 0
