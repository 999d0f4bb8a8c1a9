"""`betalt letter preview`: a letter as PDF without a database, and what the law would miss in it."""

import json
from pathlib import Path

import pytest

from betalt.cli import app
from betalt.core.letter.compose import compose
from tests.core.letter.cases import letter


@pytest.fixture(autouse=True)
def _in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BETALT_LANG", "en")


def test_an_example_becomes_a_pdf(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "letter.pdf"

    code = app.run(["letter", "preview", "--example", "demand", "--language", "sv", "--out", str(out)])

    assert (code, capsys.readouterr().out) == (0, f"The letter is in {out}.\n")
    assert out.read_bytes().startswith(b"%PDF-1.7")


def test_a_content_that_lacks_what_the_law_demands_is_shown_and_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    content = tmp_path / "content.json"
    content.write_text(json.dumps(compose(letter(answer_by=letter().letter_on))), encoding="utf-8")

    code = app.run(["letter", "preview", str(content), "--out", str(tmp_path / "letter.pdf")])

    assert code == 1
    assert capsys.readouterr().out.splitlines()[1] == (
        "The answer day 2026-10-05 is too early, the earliest is 2026-10-13. (inkassolagen (1974:182) 5 §)"
    )


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"%PDF-1.7", "the file is not JSON: "),
        (b"[" * 100_000, "the file is not JSON: "),
        (b"{}", "the file is JSON, but not the content of a letter of this version"),
        (b"\xff\xfe\x00", "the file is not JSON: "),
        (b" " * 5_000_000, "the file has 5000000 bytes; a letter's content has at most 4194304"),
    ],
)
def test_a_file_that_is_no_letter_is_told_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], data: bytes, said: str
) -> None:
    content = tmp_path / "content.json"
    content.write_bytes(data)

    code = app.run(["letter", "preview", str(content), "--out", str(tmp_path / "letter.pdf")])

    printed = capsys.readouterr()
    assert (code, printed.out, printed.err.count("\n")) == (2, "", 1)
    assert printed.err.startswith(said)
    assert not (tmp_path / "letter.pdf").exists()


def test_a_content_with_a_part_missing_is_told_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    content = {**compose(letter()), "blocks": [{"style": "lead"}]}
    (tmp_path / "content.json").write_text(json.dumps(content), encoding="utf-8")

    code = app.run(["letter", "preview", str(tmp_path / "content.json"), "--out", str(tmp_path / "x.pdf")])

    assert code == 2
    assert capsys.readouterr().err.startswith("the content cannot be set in type: ")


def test_something_must_be_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert app.run(["letter", "preview"]) == 2
    assert capsys.readouterr().err == "Give either a file with a letter's content or --example KIND.\n"
