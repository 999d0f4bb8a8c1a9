"""Where the result of each kind of long work is shown: the page's name, which takes the work's number."""

from collections.abc import Mapping
from typing import Final

# Work whose result is worth a look also when it was called off or failed: what it had done by then stands.
PARTLY: Final = frozenset({"bank_file", "import", "take_back"})
RESULTS: Final[Mapping[str, str]] = {
    "approve": "letters:approved",
    "bank_file": "payments:of_work",
    "demo": "first_run:demo_ready",
    "export": "settings:exported",
    "import": "imports:read",
    "release": "imports:read",
    "take_back": "imports:read",
    "time_machine": "procedures:time_machine",
}
