"""The home of the demo and where its letters leave: a folder of its own, thrown away and made anew each time."""

import os
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

from betalt.adapters.cluster import Cluster, ClusterError
from betalt.adapters.cluster.places import Places
from betalt.adapters.delivery.email import Server
from betalt.adapters.home import data_folder
from betalt.flows.outlet import Outlet

_MARK = "made-by-betalt-demo"
# Nobody misses this database after a power cut, so it need not wait for the disk.
_TUNING = "fsync = off\nsynchronous_commit = off\nfull_page_writes = off\n"


class HomeTaken(ValueError):
    """The folder holds something that the demo did not make; name another one."""


# What a person can mend.
EXPECTED = (HomeTaken, ClusterError, OSError)


def demo_folder(*, values: Mapping[str, str]) -> Path:
    """Return where the demo lives: `demo` in the folder where betalt keeps its data."""
    root = os.geteuid() == 0
    home = values.get("BETALT_HOME") or data_folder(root=root, platform=sys.platform, values=values)
    return Path(home) / "demo"


def fresh_home(*, folder: Path) -> Path:
    """Make an empty home, ending what an earlier demo left there; raises HomeTaken, ClusterError."""
    home = folder.absolute()
    if home.exists() and any(home.iterdir()):
        if not (home / _MARK).exists():
            raise HomeTaken(f"{home} was not made by the demo: name another --folder.")
        Cluster(home=home).stop()
        shutil.rmtree(home)
    home.mkdir(parents=True, exist_ok=True)
    (home / _MARK).touch()
    places = Places(home=home)
    places.make()
    places.tuning.write_text(_TUNING)
    return home


def demo_outlet(*, home: Path, mail_port: int) -> Outlet:
    """Let the demo's letters leave for a folder in its home and for the mail server on this machine's port."""
    server = Server(host="127.0.0.1", port=mail_port, security="none")
    return Outlet(bundles=home / "bundles", mail_server=server, for_demo=True)
