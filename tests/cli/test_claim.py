"""betalt claim: the contract's command, its forms, its batches, and one line for whatever is wrong."""

import json
import resource
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from betalt.cli.app import run
from betalt.cli.claim import MOST_BYTES
from tests.core.claim.test_document import ANSWER, EXAMPLE

Json = dict[str, Any]
Capture = pytest.CaptureFixture[str]


@pytest.fixture
def example(tmp_path: Path) -> Path:
    return written(tmp_path / "case.json", EXAMPLE)


def written(file: Path, *documents: Json) -> Path:
    file.write_text("\n".join(json.dumps(document) for document in documents) + "\n", encoding="utf-8")
    return file


def lines(said: str) -> Iterator[Json]:
    for line in said.splitlines():
        yield json.loads(line)


def test_a_document_is_answered_as_the_contract_says(example: Path, capsys: Capture) -> None:
    assert run(["claim", str(example), "--on", "2026-07-31"]) == 0

    told = capsys.readouterr()
    assert (json.loads(told.out), told.err) == (ANSWER, "")


def test_the_day_of_the_command_wins_over_the_documents_own(tmp_path: Path, capsys: Capture) -> None:
    file = written(tmp_path / "case.json", {**EXAMPLE, "on": "2026-08-31"})

    assert run(["claim", str(file)]) == 0
    assert json.loads(capsys.readouterr().out)["on"] == "2026-08-31"
    assert run(["claim", str(file), "--on", "2026-07-31"]) == 0
    assert json.loads(capsys.readouterr().out) == ANSWER


def test_refused_fees_are_part_of_an_answer_and_no_failure(tmp_path: Path, capsys: Capture) -> None:
    file = written(tmp_path / "case.json", {**EXAMPLE, "terms": {}})

    assert run(["claim", str(file), "--on", "2026-07-31"]) == 0
    assert len(json.loads(capsys.readouterr().out)["refused"]) == 1


def test_a_batch_is_answered_line_by_line_in_its_order(tmp_path: Path, capsys: Capture) -> None:
    good = {**EXAMPLE, "id": "first", "on": "2026-07-31"}
    file = written(tmp_path / "cases.jsonl", good, {**good, "id": "second"})

    assert run(["claim", str(file)]) == 0
    assert list(lines(capsys.readouterr().out)) == [{"id": "first", **ANSWER}, {"id": "second", **ANSWER}]


def test_a_bad_line_says_what_and_where_and_the_others_are_answered(tmp_path: Path, capsys: Capture) -> None:
    good = {**EXAMPLE, "on": "2026-07-31"}
    file = written(tmp_path / "cases.jsonl", good, EXAMPLE, {**good, "on": "2027-01-01"}, {}, good)
    file.write_bytes(file.read_bytes() + b"\n\n{\xff}\n")

    assert run(["claim", str(file)]) == 2

    told = capsys.readouterr()
    assert list(lines(told.out)) == [
        ANSWER,
        {"error": "$.on: is missing, and no --on says which day is asked about", "line": 2},
        {
            "error": "LawUnknown: reference_rate is not known on 2027-01-01: last known day is 2026-12-31",
            "line": 3,
        },
        {"error": "$.debtor: is missing", "line": 4},
        ANSWER,
        {"error": "$: not UTF-8 (byte 2)", "line": 8},
    ]
    assert told.err.count("\n") == 1


def test_a_line_beyond_the_limit_is_passed_over_without_being_held(tmp_path: Path, capsys: Capture) -> None:
    good = json.dumps({**EXAMPLE, "on": "2026-07-31"}).encode()
    file = tmp_path / "cases.jsonl"
    file.write_bytes(b" " * (2 * MOST_BYTES) + good + b"\n" + good)

    assert run(["claim", str(file)]) == 2
    assert list(lines(capsys.readouterr().out)) == [{"error": "$: larger than 2 MB", "line": 1}, ANSWER]


@pytest.mark.parametrize("arguments", [["--on", "2026-07-31"], ["--format", "text"], ["--format", "pdf"]])
def test_a_batch_takes_neither_day_nor_form(tmp_path: Path, capsys: Capture, arguments: list[str]) -> None:
    file = written(tmp_path / "cases.jsonl", EXAMPLE)

    assert run(["claim", str(file), *arguments]) == 2
    told = capsys.readouterr()
    assert (told.out, told.err.count("\n")) == ("", 1)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "$: empty"),
        (b"not json", "$: not JSON: Expecting value (line 1, column 1)"),
        (b"[" * 200_000, "$: nested too deep"),
        (b'{"id": "' + b"x" * 10_000_000 + b'"}', "$: larger than 2 MB"),
        (json.dumps({**EXAMPLE, "note": 1}).encode(), "$.note: unknown field; known are id, on, creditor"),
        (
            json.dumps(EXAMPLE).replace("5000.00", "5000.001").encode(),
            "$.events[2].amount: '5000.001' is not",
        ),
        (json.dumps(EXAMPLE).encode(), "$.on: is missing, and no --on says which day is asked about"),
        (json.dumps({**EXAMPLE, "on": "2027-01-01"}).encode(), "LawUnknown: reference_rate is not known on"),
    ],
)
def test_bad_input_is_one_line_and_exit_two(tmp_path: Path, capsys: Capture, data: bytes, said: str) -> None:
    file = tmp_path / "case.json"
    file.write_bytes(data)

    assert run(["claim", str(file)]) == 2

    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith(f"{file}: {said}")
    assert told.err.count("\n") == 1


@pytest.mark.parametrize("name", ["missing.json", "folder", "missing.jsonl"])
def test_a_file_that_cannot_be_read_is_one_line(tmp_path: Path, capsys: Capture, name: str) -> None:
    (tmp_path / "folder").mkdir()

    assert run(["claim", str(tmp_path / name)]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_as_text_the_rows_of_an_invoice_add_up(example: Path, capsys: Capture) -> None:
    assert run(["--language", "sv", "claim", str(example), "--on", "2026-07-31", "--format", "text"]) == 0

    told = capsys.readouterr().out.replace("\u00a0", " ")
    assert "Att betala den 31 juli 2026: 15 831,92 kr" in told
    sums = [line.split("  ")[-1].strip() for line in told.splitlines() if not line.startswith(" ")]
    assert [each for each in sums if each[-3:-2] == "," and each[-2:].isdigit()] == [
        "20 000,00",
        "60,00",
        "180,00",
        "323,29",
        "−5 000,00",
        "268,63",
        "15 831,92",
    ]


def test_as_pdf_it_is_the_statement_of_the_claim(
    example: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert run(["--language", "en", "claim", str(example), "--on", "2026-07-31", "--format", "pdf"]) == 0
    assert capfdbinary.readouterr().out.startswith(b"%PDF-")


def test_the_command_loads_no_django_and_starts_quickly(example: Path) -> None:
    code = (
        f"import sys; from betalt.cli.app import run; run(['claim', {str(example)!r}, '--on', '2026-07-31']);"
        "print(*(n for n in sys.modules if n.split('.')[0] in ('django', 'psycopg', 'typst')), file=sys.stderr)"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stderr.split() == []
    # bench/claims.py holds the target of 0.3 s; tests that run beside each other take twice as long.
    assert min(_seconds(example) for _ in range(3)) < 0.5


def _seconds(example: Path) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "betalt", "claim", str(example), "--on", "2026-07-31"]
    subprocess.run(command, capture_output=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime - before.ru_utime) + (after.ru_stime - before.ru_stime)
