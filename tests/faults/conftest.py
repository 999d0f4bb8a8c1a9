"""A theatre in which flows are killed: the forking process, a mail server, and databases cloned from an empty one."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection

from tests.faults.campaign import Theatre
from tests.faults.stage import Stage
from tests.office import Inbox, serve


@pytest.fixture(scope="module")
def theatre(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Theatre]:
    with django_db_blocker.unblock():
        empty = connection.settings_dict["NAME"]
        asked = connection.get_connection_params()
        connection.close()  # nobody may be at a database that is cloned
    server = {name: asked[name] for name in ("host", "port", "user", "password", "dbname") if name in asked}
    inbox = Inbox()
    controller, _ = serve(inbox)
    with Stage() as stage:
        made = Theatre(
            stage=stage,
            inbox=inbox,
            port=controller.port,
            folder=tmp_path_factory.mktemp("bundles"),
            server=server,
            empty=empty,
        )
        yield made
        made.close()
    controller.stop()
