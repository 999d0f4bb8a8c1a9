"""Turns the address of a PostgreSQL server into Django's database settings."""

from urllib.parse import parse_qsl, unquote, urlsplit

from betalt.config.environment import SettingError

# A server whose host is cut off says nothing: within half a minute the connection is taken for lost.
_NOTICE_SILENCE = {
    "keepalives_idle": "5",
    "keepalives_interval": "2",
    "keepalives_count": "3",
    "tcp_user_timeout": "10000",
}


def server_from_url(url: str, *, name: str) -> dict[str, object]:
    """Return Django's settings for `postgresql://user:password@host:port/database?option=value`.

    The address may hold a password, so an error names the setting and never shows its value.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise SettingError(f"{name} is not an address: its port must be a number.") from error
    if parts.scheme not in ("postgresql", "postgres"):
        raise SettingError(f"{name} must begin with postgresql://; betalt knows no other database.")
    if not parts.path.strip("/"):
        raise SettingError(f"{name} names no database; it must end with /<database>.")
    options = _NOTICE_SILENCE | dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", unquote(parts.hostname or "")),
        "PORT": str(port or ""),
        "OPTIONS": options,
    }
