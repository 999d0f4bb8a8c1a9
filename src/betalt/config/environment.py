"""Reads the settings that come from the environment and refuses what it does not understand."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import time
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.utils.functional import lazy

from betalt.adapters.cluster.secret import kept_secret

PREFIX = "BETALT_"
_TIME = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d")


class SettingError(ImproperlyConfigured):
    """A setting in the environment is not understood."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Environment:
    """The variables of one process, read by name and kind."""

    values: Mapping[str, str]

    def refuse_unknown(self, *, known: Iterable[str]) -> None:
        """Refuse variables with our prefix that nobody reads: a misspelled setting must not be ignored."""
        unknown = sorted(name for name in self.values if name.startswith(PREFIX) and name not in set(known))
        if unknown:
            raise SettingError(
                f"{unknown[0]} is not a setting of betalt; known are {', '.join(sorted(known))}."
            )

    def text(self, name: str, *, default: str = "") -> str:
        """Return the variable, or the content of the file that `<name>_FILE` names."""
        if name in self.values and f"{name}_FILE" in self.values:
            raise SettingError(f"{name} and {name}_FILE are both set; keep one of them.")
        if file := self.values.get(f"{name}_FILE"):
            return _read(name=f"{name}_FILE", path=Path(file))
        return self.values.get(name) or default

    def flag(self, name: str, *, default: bool = False) -> bool:
        """Return a yes or no, written as `true` or `false` and in no other way."""
        value = self.values.get(name)
        if value is None:
            return default
        if value not in ("true", "false"):
            raise SettingError(f"{name} is {value!r}; it must be 'true' or 'false'.")
        return value == "true"

    def choice(self, name: str, *, among: tuple[str, ...]) -> str:
        """Return one of the given words; the first is the default."""
        value = self.values.get(name, among[0])
        if value not in among:
            raise SettingError(f"{name} is {value!r}; it must be one of {', '.join(among)}.")
        return value

    def whole_number(self, name: str, *, default: int) -> int:
        """Return a whole number from 0 up."""
        value = self.values.get(name) or str(default)
        if not (value.isascii() and value.isdigit()):
            raise SettingError(f"{name} is {value!r}; it must be a whole number such as {default}.")
        return int(value)

    def time_of_day(self, name: str, *, default: str) -> time:
        """Return a time of day, written as `07:00` and in no other way."""
        value = self.values.get(name) or default
        if not _TIME.fullmatch(value):
            raise SettingError(f"{name} is {value!r}; it must be a time of day such as 07:00.")
        return time.fromisoformat(value)

    def folder(self, name: str, *, default: Path) -> Path:
        """Return an absolute folder, which need not exist yet."""
        return self.optional_folder(name) or default

    def optional_folder(self, name: str) -> Path | None:
        """Return an absolute folder, or None when the variable is missing or empty."""
        value = self.values.get(name)
        if not value:
            return None
        if not Path(value).is_absolute():
            raise SettingError(f"{name} is {value!r}; it must be an absolute path.")
        return Path(value)

    def secret(self, name: str, *, kept_in: Path) -> str:
        """Return the secret from the environment, or one that is made once and kept in a 0600 file.

        The file is read or written when the secret is first used: reading the settings touches no disk.
        """
        if given := self.text(name):
            return given
        later: Callable[[], str] = lazy(lambda: kept_secret(kept_in), str)
        return later()


def _read(*, name: str, path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingError(f"{name} names {path}, which cannot be read: {error}.") from error
