"""The company that the browser tests look at: lived once in a session, in a database that each test gets a copy of."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from shutil import copytree

from django.db import connections

from betalt.core.access import Role
from betalt.flows.outlet import Outlet
from betalt.flows.users import add_user, give_place, mark_confirmed
from tests.office import Inbox, Office, open_office, serve
from tests.other_database import at_work_in, drop_database
from tests.web.company import ON, live

PASSWORD = "en gul kanot vid bryggan"
LIVED = f"lived_{os.getpid()}"
COPY = f"lived_copy_{os.getpid()}"


@dataclass(frozen=True, kw_only=True)
class Kept:
    """A company in a database of its own, and the folder of its print bundles."""

    creditor: int
    bundles: Path

    @contextmanager
    def copied(self, *, inbox: Inbox, outlet: Outlet) -> Iterator[Office]:
        """Work for a while in a copy of the company, as it was when it was put away."""
        _copy(LIVED, COPY)
        copytree(self.bundles, outlet.bundles, dirs_exist_ok=True)
        try:
            with at_work_in(COPY):
                yield Office(creditor=self.creditor, outlet=outlet, inbox=inbox, _keys=count(1000))
        finally:
            drop_database(COPY)


def put_away(*, empty: str, bundles: Path) -> Kept:
    """Let the company live up to the day ON in a copy of an empty database, with one user of each role."""
    _copy(empty, LIVED)
    inbox = Inbox()
    controller, server = serve(inbox)
    bundles.mkdir(exist_ok=True)
    with at_work_in(LIVED):
        office = open_office(bundles=bundles, inbox=inbox, server=server)
        live(office)
        for role in Role:
            user = add_user(
                email=f"{role}@gotaror.example", name=f"{role.title()} Exempel", password=PASSWORD
            )
            mark_confirmed(user=user)
            give_place(creditor=office.creditor, user=user, role=role, on=ON)
    controller.stop()
    return Kept(creditor=office.creditor, bundles=bundles)


def _copy(source: str, name: str) -> None:
    drop_database(name)
    with connections["default"].cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name} TEMPLATE {source}")
