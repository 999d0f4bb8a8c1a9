"""The one error of betalt's own database server."""


class ClusterError(Exception):
    """betalt's own database server cannot be used; the message says why and what to do."""


ANOTHER_SERVER = (
    "Set BETALT_PG_BIN to the folder with the programs of a PostgreSQL 15 or newer, "
    "or BETALT_DATABASE_URL to a server."
)
