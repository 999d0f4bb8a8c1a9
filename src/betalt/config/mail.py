"""Turns the address of a mail server into what e-mail is handed over with."""

from urllib.parse import unquote, urlsplit

from betalt.adapters.delivery.email import Server
from betalt.config.environment import SettingError

_SECURITY = {"smtp": "starttls", "smtps": "tls", "smtp+plain": "none"}
_PORTS = {"smtp": 587, "smtps": 465, "smtp+plain": 25}


def mail_server_from_url(url: str, *, name: str) -> Server:
    """Return the server for `smtp://user:password@host:port` (STARTTLS), `smtps://` (TLS) or `smtp+plain://`.

    The address may hold a password, so an error names the setting and never shows its value.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise SettingError(f"{name} is not an address: its port must be a number.") from error
    if parts.scheme not in _SECURITY or not parts.hostname:
        raise SettingError(f"{name} must be smtp://host, smtps://host or smtp+plain://host.")
    return Server(
        host=parts.hostname,
        port=port or _PORTS[parts.scheme],
        security=_SECURITY[parts.scheme],  # type: ignore[arg-type]  # the table holds the three words
        username=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
    )
