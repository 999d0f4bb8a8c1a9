"""Kills a flow at each of its points, runs it again, and holds what is there against runs that nothing disturbed."""

import os
import shutil
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from pathlib import Path
from typing import Any

import psycopg
from psycopg.sql import SQL, Identifier

from tests.faults import picture
from tests.faults.picture import Picture
from tests.faults.scenes import SCENES, Scene
from tests.faults.stage import Order, Played, Stage
from tests.office import Inbox
from tests.reckoning import LETTERS, hashes, is_letter, letter_of, subject_of, wrong

WAIT_SECONDS = 20


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What is there when all is over: rows, letters in bundles by hash, other mails by subject, other files by name."""

    rows: Picture
    bundled: Counter[str]
    other_mails: Counter[str]
    other_files: frozenset[str]
    wrong: tuple[str, ...]


@dataclass(kw_only=True)
class Figures:
    """What came of killing one flow."""

    points: int = 0  # the places of one run at which it can be killed
    killed: int = 0
    unknown: int = 0  # deaths after which a person is told that a letter may have left
    faults: list[str] = field(default_factory=list)


class Theatre:
    """Databases, bundle folders and a mail server for scenes, each cloned from how it stood before."""

    def __init__(
        self, *, stage: Stage, inbox: Inbox, port: int, folder: Path, server: dict[str, Any], empty: str
    ):
        self._stage, self._inbox, self._port, self._folder = stage, inbox, port, folder
        self._server, self._count = server, 0
        self._admin = psycopg.connect(**{**server, "dbname": "postgres"}, autocommit=True)
        self._closing = ExitStack()
        self._sent: list[bytes] = []  # mails that left before the scene's flow
        self._empty, _ = self._closing.enter_context(self._clone(empty))

    def close(self) -> None:
        """Drop the empty database and give the connection back."""
        self._closing.close()
        self._admin.close()

    def kill_everywhere(self, name: str, *, every: int = 1, first: int = 1) -> Figures:
        """Kill a scene's flow at every n-th point and tell what came of it."""
        with self._clone(self._empty) as (ready, bundles):
            self._inbox.mails.clear()
            self._inbox.drop = SCENES[name].line_is_cut
            self._play(name, "prepare", ready, bundles)
            self._inbox.drop = False
            self._sent = list(self._inbox.mails)
            allowed, points = self._undisturbed(name, ready, bundles)
            figures = Figures(points=len(points))
            for point in range(first, len(points) + 1, every):
                with self._clone(ready, bundles) as (database, copy):
                    self._inbox.mails[:] = self._sent
                    died = self._play(name, "play", database, copy, die_at=point)
                    again = self._play(name, "play", database, copy)
                    seen = self._look(name, database, copy)
                figures.killed += died.died
                figures.unknown += _unknown(seen) > 0
                if fault := _judge(SCENES[name], died, again, seen, allowed):
                    figures.faults.append(f"{name}, point {point} ({points[point - 1]}): {fault}")
        return figures

    def _undisturbed(self, name: str, ready: str, bundles: Path) -> tuple[list[Seen], list[str]]:
        """Play once, twice, and once for each mail with the line cut as it is taken: how it may come to stand."""
        scene, allowed, points, mails = SCENES[name], [], [], 0
        for keys in ((1,), (1, 1), *(((1, 2),) if scene.rather_twice else ())):
            with self._clone(ready, bundles) as (database, copy):
                self._inbox.mails[:] = self._sent
                first, *_ = [self._play(name, "play", database, copy, key=key) for key in keys]
                assert not first.error, f"{name}: {first.error}"
                assert set(scene.flows) <= first.flows, f"{name} plays only {sorted(first.flows)}"
                points, mails = first.points, len(self._inbox.mails)
                allowed.append(self._look(name, database, copy))
        if scene.by_form:
            assert _same(*allowed[:2]), (
                f"the same form did something twice: {_nearest(allowed[1:2], allowed[0])}"
            )
        for nth in range(len(self._sent) + 1, mails + 1):
            with self._clone(ready, bundles) as (database, copy):
                self._inbox.mails[:] = self._sent
                self._inbox.drop_nth = nth
                self._play(name, "play", database, copy)
                self._inbox.drop_nth = 0
                allowed.append(self._look(name, database, copy))
                self._play(name, "play", database, copy)
                allowed.append(self._look(name, database, copy))
        wrong = [each for seen in allowed for each in seen.wrong]
        assert not wrong, wrong
        return allowed, points

    def _play(
        self, name: str, act: str, database: str, bundles: Path, die_at: int | None = None, key: int = 1
    ) -> Played:
        played = self._stage.play(
            Order(
                scene=name,
                act=act,
                database=database,
                bundles=bundles,
                mail_port=self._port,
                die_at=die_at,
                key=key,
            )
        )
        self._wait_until_left(database)
        assert not (act == "prepare" and played.error), f"{name} could not be prepared"
        return played

    def _look(self, name: str, database: str, bundles: Path) -> Seen:
        with psycopg.connect(**{**self._server, "dbname": database}) as connection:
            scene = SCENES[name]
            rows = picture.take(
                connection, tells_each_reading=scene.tells_each_reading, makes_new_seals=scene.makes_new_seals
            )
            letters = connection.execute(LETTERS).fetchall()
        if scene.rather_twice:
            del rows["records_formkey"]  # two forms have two keys
        mails = [mail for mail in self._inbox.mails if is_letter(mail)]
        others = [subject_of(mail) for mail in self._inbox.mails if not is_letter(mail)]
        bundled = Counter(hashes(bundles))
        differs = wrong(letters, mails=Counter(map(letter_of, mails)), bundled=bundled)
        return Seen(
            rows=rows,
            bundled=bundled,
            other_mails=Counter(others),
            other_files=frozenset(str(x.relative_to(bundles)) for x in bundles.iterdir() if x.is_file()),
            wrong=(*differs, *_left(bundles)),
        )

    @contextmanager
    def _clone(self, of: str, bundles: Path | None = None) -> Iterator[tuple[str, Path]]:
        self._count += 1
        name, folder = f"fault_{os.getpid()}_{self._count}", self._folder / str(self._count)
        self._admin.execute(
            SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy").format(Identifier(name), Identifier(of))
        )
        folder.mkdir()
        if bundles is not None:
            shutil.copytree(bundles, folder, dirs_exist_ok=True)
        try:
            yield name, folder
        finally:
            self._admin.execute(SQL("DROP DATABASE {}").format(Identifier(name)))
            shutil.rmtree(folder)

    def _wait_until_left(self, database: str) -> None:
        """Wait until the server has noticed that a process is gone, so that what it kept is free."""
        until = time.monotonic() + WAIT_SECONDS
        while time.monotonic() < until:
            held = self._admin.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = %s AND backend_type = 'client backend'",
                [database],
            ).fetchone()
            if held == (0,):
                return
            time.sleep(0.005)
        raise AssertionError(f"somebody is still at {database}")


def _judge(scene: Scene, died: Played, again: Played, seen: Seen, allowed: Sequence[Seen]) -> str:
    if not died.died:
        return f"it did not die: {died.error}"
    if again.error.startswith("the child"):
        return "the second run failed"
    if seen.wrong:
        return "; ".join(seen.wrong)
    if not any(_same(seen, one) for one in allowed):
        return _nearest(allowed, seen)
    if lost := allowed[0].other_mails - seen.other_mails:
        return "" if scene.may_lose_mail else f"a mail is lost: {dict(lost)}"
    most = reduce(or_, (one.other_mails for one in allowed))
    return f"a mail came twice: {dict(more)}" if (more := seen.other_mails - most) else ""


def _same(one: Seen, other: Seen) -> bool:
    return (one.rows, one.bundled, one.other_files) == (other.rows, other.bundled, other.other_files)


def _nearest(allowed: Sequence[Seen], seen: Seen) -> str:
    nearest = min((picture.differences(one.rows, seen.rows) for one in allowed), key=len)
    files = sorted(allowed[0].other_files ^ seen.other_files)
    return "\n    ".join(["it ends otherwise:", *(line[:600] for line in nearest), *files])


def _unknown(seen: Seen) -> int:
    return sum("'state': 'unknown'" in row for row in seen.rows["records_letter"])


def _left(bundles: Path) -> Iterator[str]:
    for draft in bundles.glob("*/.*"):
        yield f"a draft was left behind: {draft.name}"
