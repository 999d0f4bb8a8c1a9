"""Finds the pages of an office by following its links, one for each kind of address."""

import re
from collections.abc import Iterator
from html import unescape
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.urls import Resolver404, resolve

HREF = re.compile(r'(?:href|action)="([^"#]+)')
OWN = ("account_login", "account_signup", "account_logout", "speak")


def pages(client: Any, start: str) -> Iterator[tuple[str, str]]:
    """Yield name and address of each page that answers 200 with HTML, reached by links from the start."""
    seen: set[str] = set()
    waiting = [start]
    while waiting:
        address = waiting.pop(0)
        name = name_of(address)
        if not name or name in seen or name in OWN:
            continue
        answer = client.get(address)
        if answer.status_code in (301, 302, 303) and answer.headers["Location"].startswith("/"):
            waiting.append(answer.headers["Location"])
        if answer.status_code != 200 or not answer.headers["Content-Type"].startswith("text/html"):
            continue
        seen.add(name)
        body = answer.content.decode()
        if "<html" in body:
            yield name, address
            waiting += [urljoin(address, unescape(found)) for found in HREF.findall(body)]


def name_of(address: str) -> str:
    """Name the kind of a page by its address; empty when it is none of ours."""
    parts = urlsplit(address)
    if parts.netloc or not parts.path.startswith("/") or parts.path.startswith("/static/"):
        return ""
    try:
        return resolve(parts.path).view_name
    except Resolver404:
        return ""
