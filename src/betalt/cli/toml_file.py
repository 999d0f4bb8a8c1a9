"""TOML files that a person wrote."""

import tomllib
from pathlib import Path
from typing import Any

from betalt.cli.errors import UserError


def read_toml(path: Path) -> dict[str, Any]:
    """Read a TOML file that a person wrote; what cannot be read is told in one line."""
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise UserError(f"{path} cannot be read: {error.strerror}.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UserError(f"{path} is not TOML: {error}.") from error
