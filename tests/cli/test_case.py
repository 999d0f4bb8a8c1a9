"""`betalt case`: one case by hand, refused in one line where the rules close it, and undone by who did it."""

from pathlib import Path

import pytest

from tests.cli.conftest import Type

pytestmark = pytest.mark.django_db(databases=["default", "owner"])

ON = "--on 2026-02-04 --name Karin"


def test_a_step_is_skipped_and_undone_by_name(firm: Type) -> None:
    assert firm(f"case skip 1 --why Ringer {ON}").out == ["Case 1: step 1 is passed over."]
    assert firm(f"case undo 1 {ON}").out == ["Case 1, undone: A step was skipped"]
    again = firm(f"case undo 1 {ON}")
    assert (again.code, again.err.count("\n")) == (2, 1)


def test_a_step_is_kept_a_case_stopped_and_taken_up_again(firm: Type) -> None:
    assert firm(f"case keep 1 --until 2026-02-20 --why Ringer {ON}").out == ["Case 1 stands still."]
    assert firm(f"case stop 1 --why Litet {ON}").out == ["Case 1 is pursued no longer; the debt stands."]
    assert firm(f"case reopen 1 {ON}").out == ["Case 1 goes on."]


def test_a_step_that_is_not_ripe_is_not_sent(firm: Type) -> None:
    refused = firm("case send 1 --on 2026-01-30 --name Karin")
    assert (refused.code, refused.out, refused.err.count("\n")) == (2, [], 1)


def test_words_and_documents_are_kept(firm: Type, tmp_path: Path) -> None:
    (tmp_path / "bild.pdf").write_bytes(b"%PDF-1.7 foto")
    (tmp_path / "ond.exe").write_bytes(b"MZ\x90\x00")

    assert firm(f"case note 1 Ringde {ON}").out == ["It is kept with case 1."]
    assert firm(f"case document 1 {tmp_path / 'bild.pdf'} {ON}").code == 0
    for line in (
        f"case document 1 {tmp_path / 'ond.exe'}",
        f"case document 1 {tmp_path / 'none'}",
        "case note 99 Hej",
    ):
        refused = firm(line)
        assert (refused.code, refused.err.count("\n")) == (2, 1), line
