"""`betalt law`: tables, checks, new rates and the questions around a claim, as a person types them."""

import json
import os
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from betalt import law
from betalt.cli.app import run

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def _own_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("BETALT_LAW_DIR", str(tmp_path / "law"))
    monkeypatch.setenv("BETALT_LANG", "en")
    yield
    law.use_additions(folder=None)


def answer(capsys: pytest.CaptureFixture[str], line: str, code: int = 0) -> Any:
    assert run(["law", *line.split(), "--format", "json"]) == code
    return json.loads(capsys.readouterr().out)


def test_every_table_is_printed_for_a_day(capsys: pytest.CaptureFixture[str]) -> None:
    printed = answer(capsys, "--on 2026-09-01")
    rows = {row["table"]: row for row in printed["tables"]}

    assert tuple(rows) == law.table_names()
    assert rows["fee_reminder"]["value"] == "60.00"
    assert rows["reference_rate"]["known_until"] == "2026-12-31"


def test_a_day_past_a_table_is_said_in_its_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["law", "--on", "2027-02-01"]) == 0
    (line,) = [line for line in capsys.readouterr().out.splitlines() if line.startswith("reference_rate ")]
    assert "not known" in line


def test_the_unverified_is_listed_with_what_to_read(capsys: pytest.CaptureFixture[str]) -> None:
    printed = answer(capsys, "--unverified")

    assert len(printed["items"]) == 10
    assert "FFFS 2025:2" in printed["items"][0]["read"]
    assert "price_base_amount" in printed["weak"]


def test_a_table_shows_its_history(capsys: pytest.CaptureFixture[str]) -> None:
    rows = answer(capsys, "history fee_demand")["rows"]
    assert [(row["from"], row["value"]) for row in rows] == [
        ("1996-12-01", "160.00 kr"),
        ("2013-03-16", "180.00 kr"),
    ]


@pytest.mark.parametrize(
    ("line", "code", "said"),
    [
        ("--on 2026-06-01", 0, "follow the rules"),
        ("--on 2026-11-24", 1, "reference_rate is known only until 2026-12-31"),
        ("--on 2026-11-24 --ignore-end", 0, "follow the rules"),
    ],
)
def test_check_ends_with_1_when_a_table_runs_out(
    capsys: pytest.CaptureFixture[str], line: str, code: int, said: str
) -> None:
    assert run(["law", "check", *line.split()]) == code
    assert said in capsys.readouterr().out


def test_a_rate_is_added_and_known_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    entered = run(
        ["law", "add-rate", "2027-01-01", "2.00", "--source", "riksbank.se", "--checked-by", "Anna"]
    )
    assert entered == 0
    capsys.readouterr()

    rows = {row["table"]: row for row in answer(capsys, "--on 2027-06-30")["tables"]}
    assert rows["reference_rate"]["value"] == "2.00"


ANSWERS: list[tuple[str, str, int, dict[str, object]]] = [
    (
        "P25",
        "limitation --debtor consumer --arose 2024-02-29 --on 2027-03-01",
        0,
        {"last_on": "2027-02-28", "lapsed": True},
    ),
    (
        "P25 received",
        "limitation --debtor consumer --arose 2024-01-10 --break demand=2025-08-05 --on 2026-01-01",
        0,
        {"last_on": "2028-08-05", "lapsed": False, "warning_months": None},
    ),
    (
        "P25 utslag",
        "limitation --debtor consumer --arose 2025-01-10 --break suit=2026-01-05..2026-03-31 --on 2028-04-01",
        0,
        {"last_on": "2029-03-31", "warning_months": 12},
    ),
    (
        "LIM-5 pending",
        "limitation --debtor business --arose 2025-01-10 --break suit=2026-01-05",
        0,
        {"last_on": None},
    ),
    ("P27 November", "answer-day --posted 2026-11-16", 0, {"earliest_answer_on": "2026-11-24"}),
    ("P27 Christmas", "answer-day --posted 2026-12-18", 0, {"earliest_answer_on": "2026-12-30"}),
    ("P27 Easter", "answer-day --posted 2026-04-01", 0, {"earliest_answer_on": "2026-04-13"}),
    ("INT-13", "terms --debtor business --days 60 --approved --on 2026-09-01", 0, {"without_effect": []}),
    ("INT-10", "terms --debtor business --without-interest --on 2026-09-01", 1, {"on": "2026-09-01"}),
    (
        "P33",
        "deadlines --objection-notice 2026-10-01 --judgment 2026-01-30",
        0,
        {"hand_over_by": "2026-10-29", "reopening_by": "2026-03-02"},
    ),
    (
        "P32",
        "deadlines --bankruptcy-demand 2026-09-07",
        0,
        {"week_ends_on": "2026-09-14", "petition_by": "2026-10-05"},
    ),
    ("BF-11", "deadlines --served 2026-09-01", 0, {"answer_by": "2026-09-15"}),
    ("P18", "court --value 29600.00 --on 2026-06-01", 0, {"is_small_claim": True, "supplement": "600.00"}),
    (
        "P18 above",
        "court --value 29600.01 --on 2026-06-01",
        0,
        {"is_small_claim": False, "supplement": "2500.00"},
    ),
    ("P31", "enforcement --applied 2024-03-01 --on 2026-03-02", 0, {"total": "1800.00"}),
    (
        "P31 floor",
        "enforcement --applied 2024-03-01 --on 2025-08-01 --unpaid 2025-03-01=99.99",
        0,
        {"total": "600.00"},
    ),
    (
        "P23",
        "bad-debt --part 25=12500.00 --loss 8500.00 --proof bankruptcy",
        0,
        {"vat": "1700.00", "refused": None},
    ),
    (
        "P28",
        "bad-debt --part 25=5000.00 --part 12=2240.00 --loss 3620.00 --proof impossible",
        0,
        {"vat": "620.00"},
    ),
    ("VAT-11", "bad-debt --part 25=12500.00 --loss 8500.00 --disputed", 1, {"vat": "1700.00"}),
    ("VAT-10", "recovery --part 25=12500.00 --loss 8500.00 --paid 4250.00", 0, {"vat": "850.00"}),
    ("P22", "discount --part 25=12500.00 --amount 250.00", 0, {"vat": "50.00"}),
    ("P30", "vat --net 1000.00 --delivered 2026-03-31", 0, {"rate": "12.00", "gross": "1120.00"}),
    ("P30 lower", "vat --net 1000.00 --delivered 2026-04-01", 0, {"rate": "6.00", "gross": "1060.00"}),
    ("P29", "simplified --total 4000.01 --on 2026-06-01", 0, {"allowed": False, "limit": "4000.00"}),
    ("P24", "rounding --exact 1234.50", 0, {"to_pay": "1235.00"}),
    (
        "P13 P34",
        "credit --on 2026-09-01",
        0,
        {"highest_rate": "22.00", "credit_purchase_free": "1184.00", "setup_fee": "592.00"},
    ),
    ("P35", "rate --policy-rate=-0.35 --on 2026-09-01", 0, {"reference_rate": "0.00"}),
    ("GDPR-3", "retention --year-ends 2026-04-30", 0, {"kept_until": "2033-12-31"}),
]


@pytest.mark.parametrize(("name", "line", "code", "expected"), ANSWERS, ids=[case[0] for case in ANSWERS])
def test_a_question_is_answered_with_its_ground(
    capsys: pytest.CaptureFixture[str], name: str, line: str, code: int, expected: dict[str, object]
) -> None:
    given = answer(capsys, line, code)
    assert {key: given[key] for key in expected} == expected


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("line", [case[1] for case in ANSWERS])
def test_every_answer_can_be_read_in_both_languages(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, line: str, language: str
) -> None:
    monkeypatch.setenv("BETALT_LANG", language)

    assert run(["law", *line.split()]) in (0, 1)
    assert capsys.readouterr().out.count("\n") >= 2


@pytest.mark.parametrize(
    "line",
    [
        "--on 2026-13-01",
        "court --value 29600",
        "court --value 1.00 --on 2030-01-01",
        "limitation --debtor nobody --arose 2024-01-10",
        "limitation --debtor consumer --arose 2024-01-10 --break nonsense=2024-02-01",
        "limitation --debtor consumer --arose 2024-01-10 --break demand",
        "limitation --debtor consumer --arose 2024-01-10 --break suit=2026-02-01..2026-01-01",
        "limitation --debtor consumer --arose 9998-01-10",
        "deadlines",
        "bad-debt --part 25 --loss 1.00",
        "bad-debt --part 25=1.00 --loss 2.00",
        "recovery --part 25=1.00 --loss 1.00 --paid 2.00",
        "history nonsense",
        "add-rate 2028-01-01 2.00 --source x.se --checked-by Anna",
        "answer-day --posted 9999-12-30",
        "retention --year-ends 9999-12-31",
        "enforcement --applied 9999-01-01 --on 9999-12-31 --titles 0",
    ],
)
def test_bad_input_is_one_line_and_exit_2(capsys: pytest.CaptureFixture[str], line: str) -> None:
    assert run(["law", *line.split()]) == 2

    printed = capsys.readouterr()
    assert printed.err.count("\n") == 1
    assert "Traceback" not in printed.err


def test_a_broken_file_of_the_operator_is_named(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "law").mkdir()
    (tmp_path / "law" / "reference_rate.toml").write_text("values = 7", encoding="utf-8")

    assert run(["law"]) == 2
    assert "addition to law table reference_rate" in capsys.readouterr().err
    assert run(["law", "check", "--on", "2026-06-01"]) == 1
    assert "reference_rate cannot be read" in capsys.readouterr().out


def test_the_law_is_read_without_django_or_the_holiday_calendar() -> None:
    probe = (
        "import sys; from betalt.cli.app import run; run(['law', 'court', '--value', '1.00', '--on', '2026-01-01']);"
        "sys.exit(any(name in sys.modules for name in ('django', 'holidays', 'stdnum')))"
    )
    assert subprocess.run([sys.executable, "-c", probe], check=False, capture_output=True).returncode == 0


def test_the_commands_of_the_how_to_do_what_it_says(capsys: pytest.CaptureFixture[str]) -> None:
    page = (ROOT / "docs/how-to/add-a-reference-rate.md").read_text(encoding="utf-8")
    commands = [
        line for line in page.splitlines() if line.startswith("betalt ") and line.split()[-1] != "check"
    ]

    assert [run(shlex.split(command)[1:]) for command in commands] == [0, 0, 0]

    written = law_file().read_text(encoding="utf-8")
    shown = page.partition("```toml\n")[2].partition("```")[0]
    assert [line for line in written.splitlines() if "checked =" not in line] == [
        line for line in shown.splitlines() if "checked =" not in line
    ]
    assert "2027-01-01" in capsys.readouterr().out.splitlines()[-1]


def law_file() -> Path:
    return Path(os.environ["BETALT_LAW_DIR"]) / "reference_rate.toml"
