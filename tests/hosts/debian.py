"""Programs that the tests of hosts need beside betalt: taken from Debian as root, or the test is left out by name."""

import os
import shutil
from functools import cache
from pathlib import Path

import pytest

from tools.bootstrap import apt_install

PLACES = f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin"


def need(program: str, *, package: str) -> str:
    """Return where a program is, installed if need be."""
    found = shutil.which(program, path=PLACES)
    if found is None and _installed(package):
        found = shutil.which(program, path=PLACES)
    if found is None:
        pytest.skip(f"{program} is not here; on Debian, as root: apt-get install {package}")
    return found


def need_faketime() -> str:
    """Return where the library is that lies about the time."""
    found = _find_faketime() or (_find_faketime() if _installed("faketime") else "")
    if not found:
        pytest.skip("libfaketime is not here; on Debian, as root: apt-get install faketime")
    return found


def need_root() -> None:
    """Leave a test out for ordinary users."""
    if os.geteuid() != 0:
        pytest.skip("network namespaces are made by root alone")


@cache
def _installed(package: str) -> bool:
    return apt_install(package)


def _find_faketime() -> str:
    found = sorted(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"))
    return str(found[0]) if found else ""
