"""Where the result of each kind of long work is shown: the page's name, which takes the work's number."""

from collections.abc import Mapping
from typing import Final

RESULTS: Final[Mapping[str, str]] = {
    "approve": "letters:approved",
    "export": "settings:exported",
    "time_machine": "procedures:time_machine",
}
