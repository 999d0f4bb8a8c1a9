"""TOML files that a person wrote."""

import tomllib
from pathlib import Path
from typing import Any


class FileUnclear(ValueError):
    """A file that a person wrote cannot be used as it is; the message names the place."""


def read_toml(path: Path) -> dict[str, Any]:
    """Read a TOML file that a person wrote; what cannot be read is told in one line."""
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise FileUnclear(f"{path} cannot be read: {error.strerror}.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise FileUnclear(f"{path} is not TOML: {error}.") from error
