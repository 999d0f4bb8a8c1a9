"""Reads the address at which people reach the office."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from betalt.config.environment import SettingError

_NAME = "BETALT_PUBLIC_URL"
_THIS_MACHINE = {"localhost", "127.0.0.1", "::1"}


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicAddress:
    """The office's own origin."""

    origin: str
    host: str
    secure: bool


def public_address(url: str, *, debug: bool) -> PublicAddress:
    """Return the origin of `https://host`; without TLS only this machine itself, or a developer's, is served."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise SettingError(f"{_NAME} is not an address: its port must be a number.") from error
    host = parts.hostname or ""
    if parts.scheme not in ("http", "https") or not host or parts.path.strip("/") or parts.query:
        raise SettingError(f"{_NAME} is {url!r}; it must be https://host and nothing after it.")
    if parts.scheme == "http" and host not in _THIS_MACHINE and not debug:
        raise SettingError(
            f"{_NAME} is {url!r}; without https passwords would travel open. Use https://{host}."
        )
    named = f"[{host}]" if ":" in host else host
    return PublicAddress(
        origin=f"{parts.scheme}://{named}{f':{port}' if port else ''}",
        host=named,
        secure=parts.scheme == "https",
    )
