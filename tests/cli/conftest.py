"""A command line at work on a database of its own: what is typed, and what is answered."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from betalt.cli import app

EXAMPLES = Path(__file__).parents[2] / "examples"
LIST = """Fakturanr;Fakturadatum;Förfallodatum;Totalt;Kundnr;Kundnamn;Kundtyp;Org.nr;Adress;Postnr;Ort;E-post
501;2026-01-15;2026-01-29;1000,00;11;Anna Berg;Privat;;Storgatan 1;411 01;Göteborg;anna@brev.example
502;2026-01-02;2026-02-02;8000,00;21;Bo Bygg AB;Företag;559999-0016;Godsvägen 2;411 02;Göteborg;bo@bygg.example
503;2026-02-02;2026-01-02;1,00;11;Anna Berg;Privat;;Storgatan 1;411 01;Göteborg;anna@brev.example
"""


class Answered(NamedTuple):
    """What a command line came to."""

    code: int
    out: list[str]
    err: str


Type = Callable[[str], Answered]


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    """Speak English whatever the machine speaks; `--language` in one test is not heard in the next."""
    monkeypatch.setenv("BETALT_LANG", "en")


@pytest.fixture
def typed(capsys: pytest.CaptureFixture[str]) -> Type:
    """Type a command line; the words are separated by blanks."""

    def type_(line: str) -> Answered:
        code = app.run(line.split())
        printed = capsys.readouterr()
        return Answered(code, printed.out.splitlines(), printed.err)

    return type_


@pytest.fixture
def firm(db: None, tmp_path: Path, settings: Any, typed: Type) -> Type:
    """A firm that has read a list of two good invoices and a bad one, and has let the first letters go."""
    settings.BUNDLES = tmp_path / "bundles"
    (tmp_path / "list.csv").write_text(LIST, "utf-8")
    assert typed(f"setup --from {EXAMPLES / 'creditor.toml'} --on 2026-02-02").code == 0
    assert typed(f"import {tmp_path / 'list.csv'} --yes --on 2026-02-02").code == 1
    return typed
