"""The one address at which people reach the office."""

import pytest

from betalt.config.address import public_address
from betalt.config.environment import SettingError


@pytest.mark.parametrize(
    ("url", "origin", "host", "secure"),
    [
        ("https://betalt.example", "https://betalt.example", "betalt.example", True),
        ("https://betalt.example:8443/", "https://betalt.example:8443", "betalt.example", True),
        ("http://localhost:8000", "http://localhost:8000", "localhost", False),
        ("http://[::1]:8000", "http://[::1]:8000", "[::1]", False),
    ],
)
def test_an_address_is_an_origin(url, origin, host, secure):
    found = public_address(url, debug=False)

    assert (found.origin, found.host, found.secure) == (origin, host, secure)


@pytest.mark.parametrize(
    "url", ["http://betalt.example", "betalt.example", "https://betalt.example/office", "https://x:y"]
)
def test_what_is_no_safe_address_is_refused(url):
    with pytest.raises(SettingError, match="BETALT_PUBLIC_URL"):
        public_address(url, debug=False)


def test_a_developer_may_serve_any_name():
    assert public_address("http://betalt.test", debug=True).host == "betalt.test"
