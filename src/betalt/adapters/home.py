"""Where betalt keeps its things on a machine: the data folder, and in it an operator's values of the law."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path


class HomeError(ValueError):
    """A variable that names a folder does not name an absolute one."""


def data_folder(*, root: bool, platform: str, values: Mapping[str, str]) -> Path:
    """Return where betalt keeps its data when BETALT_HOME does not say."""
    if root:
        return Path("/var/lib/betalt")
    if platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "betalt"
    return Path(values.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "betalt"


def law_folder(*, values: Mapping[str, str]) -> Path:
    """Return the folder of the operator's own law values: BETALT_LAW_DIR, or `law` in the data folder."""
    for name, below in (("BETALT_LAW_DIR", "."), ("BETALT_HOME", "law")):
        if values.get(name):
            folder = Path(values[name])
            if not folder.is_absolute():
                raise HomeError(f"{name} is {values[name]!r}; it must be an absolute path.")
            return folder / below
    return data_folder(root=os.geteuid() == 0, platform=sys.platform, values=values) / "law"
