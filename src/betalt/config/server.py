"""Turns the address of a PostgreSQL server, or of a primary and its standbys, into Django's database settings."""

import re
from urllib.parse import parse_qsl, unquote, urlsplit

from betalt.config.environment import SettingError

# A server whose host is cut off says nothing: within half a minute the connection is taken for lost, and the next of
# several hosts is tried after five seconds.
_NOTICE_SILENCE = {
    "keepalives_idle": "5",
    "keepalives_interval": "2",
    "keepalives_count": "3",
    "tcp_user_timeout": "10000",
    "connect_timeout": "5",
}
# Of several hosts the one that takes writes: after the standby was promoted, that one.
_PRIMARY = {"target_session_attrs": "read-write"}
_HOST = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[^:\[\]]*)(?::(\d*))?")


def server_from_url(url: str, *, name: str) -> dict[str, object]:
    """Return Django's settings for `postgresql://user:password@host:port,host:port/database?option=value`.

    The address may hold a password, so an error names the setting and never shows its value.
    """
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise SettingError(f"{name} is not an address.") from error
    if parts.scheme not in ("postgresql", "postgres"):
        raise SettingError(f"{name} must begin with postgresql://; betalt knows no other database.")
    if not parts.path.strip("/"):
        raise SettingError(f"{name} names no database; it must end with /<database>.")
    who, _, where = parts.netloc.rpartition("@")
    user, _, password = who.partition(":")
    hosts, ports = _hosts(where, name=name)
    options = dict(parse_qsl(parts.query))
    hosts, ports = options.pop("host", hosts), options.pop("port", ports)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(user),
        "PASSWORD": unquote(password),
        "HOST": hosts,
        "PORT": ports,
        "OPTIONS": _NOTICE_SILENCE | (_PRIMARY if "," in hosts else {}) | options,
    }


def _hosts(where: str, *, name: str) -> tuple[str, str]:
    """Part the hosts from their ports, as the database's driver wants them: a list of each, in the same order."""
    found = [_HOST.fullmatch(one) for one in where.split(",")]
    if not all(found):
        raise SettingError(f"{name} is not an address: its port must be a number.")
    hosts = [unquote(one[1]).strip("[]") for one in found if one]
    ports = [one[2] or "" for one in found if one]
    return ",".join(hosts), ",".join(ports) if any(ports) else ""
