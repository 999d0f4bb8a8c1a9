"""The database wrapper that Django looks for by this file's name."""

from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.db.backends.postgresql.base import DatabaseWrapper as PostgresWrapper

from betalt.adapters.cluster import Cluster


class DatabaseWrapper(PostgresWrapper):
    """A connection to betalt's own server."""

    def get_connection_params(self) -> dict[str, Any]:
        """Return where and as whom to connect, with the server started."""
        cluster = Cluster(home=settings.BETALT_HOME, programs=settings.BETALT_PG_BIN)
        cluster.start()
        address = asdict(cluster.address(role=self.settings_dict["ROLE"]))
        return {**address, **super().get_connection_params()}
