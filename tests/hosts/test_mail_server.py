"""A mail server that hangs, is not there or breaks off: no letter is lost, and what may have left is `unknown`."""

from collections.abc import Callable

import pytest

from tests.hosts.ground import Ground, Tally, open_mail, until

pytestmark = pytest.mark.proof

Judge = Callable[..., Tally]


@pytest.mark.parametrize(
    ("place", "what", "unknown"),
    [
        ("RCPT", "the mail server hangs before it takes the letter", 0),
        ("DATA", "the mail server hangs when it has the letter", 1),
    ],
)
def test_it_hangs(ground: Ground, judge: Judge, place: str, what: str, unknown: int) -> None:
    ground.open(firms=1, bills=6)
    ground.inbox.hang_at = place
    ground.work()
    until(lambda: ground.inbox.reached[place], otherwise=ground.log)
    until(lambda: ground.states()["unknown"] == 1 or ground.inbox.reached[place] > 1, otherwise=ground.log)
    ground.inbox.hang_at = ""
    until(ground.is_done, otherwise=ground.log)

    assert judge(ground, what).states["unknown"] == unknown


def test_it_is_not_there_for_a_while(ground: Ground, judge: Judge) -> None:
    ground.open(firms=2, bills=4)
    port = ground.mail.port
    ground.mail.stop()
    ground.work()
    until(lambda: ground.log().count("TryLater") >= 2, otherwise=ground.log)
    until(lambda: ground.states() == {"ready": 8}, otherwise=ground.log)
    ground.mail = open_mail(ground.inbox, port=port)
    until(ground.is_done, otherwise=ground.log)

    assert judge(ground, "the mail server refuses all connections for a while").states["unknown"] == 0


def test_it_breaks_off_when_it_has_the_letter(ground: Ground, judge: Judge) -> None:
    ground.open(firms=1, bills=6)
    ground.inbox.drop_nth = 3
    ground.work()
    until(ground.is_done, otherwise=ground.log)

    tally = judge(ground, "the mail server breaks the line when it has the letter")
    assert (tally.states["unknown"], tally.delivered) == (1, 6)
