"""The commands about creditors, cases and days: each is asked once for what it does, and once for what it refuses."""

from datetime import date
from pathlib import Path

import pytest

from tests.cli.conftest import EXAMPLES, LIST, Type

pytestmark = pytest.mark.django_db(databases=["default", "owner"])  # setup brings the tables up to date

ONE_LINE = 1


def test_a_list_is_told_row_by_row_and_waits_for_a_yes(db: None, typed: Type, tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text(LIST, "utf-8")
    typed(f"setup --from {EXAMPLES / 'creditor.toml'} --on 2026-02-02")

    answered = typed(f"import {tmp_path / 'list.csv'} --on 2026-02-02")

    assert answered.code == 1
    assert answered.out[0].endswith("2 new invoices, 0 that were here already.")
    assert answered.out[1] == (
        "Refused, line 4, Förfallodatum: The due day 2026-01-02 is before the invoice day 2026-02-02."
    )
    assert answered.out[-1].startswith("Nothing is sent before somebody says yes: betalt approve --import ")
    assert typed("day --on 2026-02-04 --bank-checked").code == 1


def test_a_day_decides_and_running_it_again_does_nothing(firm: Type) -> None:
    assert firm("day --on 2026-02-04 --bank-checked").out == [
        "2  friendly note, by e-mail",
        "1 letters wait for a mail server: set BETALT_SMTP_URL.",
    ]
    assert firm("day --on 2026-02-04").out == ["1 letters wait for a mail server: set BETALT_SMTP_URL."]


def test_a_day_before_the_last_is_refused(firm: Type) -> None:
    firm("day --on 2026-02-04")
    answered = firm("day --on 2026-02-03")
    assert (answered.code, answered.err.count("\n")) == (2, ONE_LINE)


def test_proof_of_a_clause_starts_interest_at_the_due_day(firm: Type) -> None:
    firm("agree 11 --clause due_day --agreed-on 2026-01-02 --how order --on 2026-02-04")
    explained = firm("explain case 1 --on 2026-02-09").out
    assert any(
        "2026-01-30 – 2026-02-09  interest 10.00 % on SEK 1,000.00, 11 days" in line for line in explained
    )


def test_money_credit_and_a_plan_change_what_is_owed(firm: Type) -> None:
    assert firm("pay 1 400 --on 2026-02-05").out == ["Case 1: SEK 600.00 is left to pay."]
    assert firm("credit 501 100,00 --ground goodwill --on 2026-02-06").out == [
        "Invoice 501 is credited; SEK 500.00 is left to pay in its case."
    ]
    assert firm("hold plan 1 --part 2026-03-01=250 --part 2026-04-01=250 --on 2026-02-06").out == [
        "Case 1 stands still."
    ]
    assert firm("release 1 --on 2026-02-07").out == ["Case 1 goes on."]
    assert firm("pay 1 600 --on 2026-02-08").out == [
        "Case 1: SEK 0.00 is left to pay.",
        "SEK 100.00 is more than was owed and goes back to who paid.",
    ]


def test_a_dispute_stops_a_case_until_it_is_told_how_it_ended(firm: Type) -> None:
    assert firm("hold dispute 2 --why fel --amount 500 --on 2026-02-03").code == 0
    assert firm("release 2 --on 2026-02-04").code == 2
    assert firm("release 2 --dispute rejected --on 2026-02-04").out == ["Case 2 goes on."]


def test_what_is_asked_is_listed_and_answered(firm: Type) -> None:
    firm("customer 21 --is bankrupt --on 2026-02-02")
    firm("day --on 2026-02-04 --bank-checked")
    firm("day --on 2026-02-12 --bank-checked")

    listed = firm("approve").out
    assert [line.split(",")[0] for line in listed if line[0] != " "] == ["2  Bo Bygg AB"]
    assert firm("approve 2 --later 2026-03-01 --on 2026-02-13").out == ["Case 2: asked again on 2026-03-01."]
    assert firm("approve").out == ["Nothing waits for an answer."]


def test_a_claim_is_given_up_whole(firm: Type) -> None:
    assert firm("approve 1 --give-up --on 2026-02-05").out == [
        "Case 1: SEK 1,000.00 is written off and the case is closed."
    ]


def test_the_doctor_finds_nothing_wrong(firm: Type) -> None:
    firm("pay 1 400 --on 2026-02-05")
    answered = firm("doctor --on 2026-02-06")
    assert (answered.code, answered.out[-1]) == (
        0,
        "2 cases and 0 letters examined: 0 things must be mended.",
    )


def test_swedish_is_spoken_when_asked_for(firm: Type, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BETALT_LANG", "en")
    assert firm("--language sv pay 1 400 --on 2026-02-05").out == ["Ärende 1: 600,00 kr återstår att betala."]


@pytest.mark.parametrize(
    "line",
    [
        "pay 9 100 --on 2026-02-05",
        "pay 1 -100 --on 2026-02-05",
        "pay 1 100 --booked-on 2026-02-09 --on 2026-02-05",
        "pay 1 1,2,3",
        "credit 999 100 --ground error",
        "credit 501 100000 --ground error",
        "hold pause 1 --until 2026-01-01 --on 2026-02-05",
        "hold plan 1 --part tomorrow",
        "release 1 --on 2026-02-05",
        "approve 1 --on 2026-02-05",
        "approve 1 --give-up --later 2026-03-01",
        "agree 11 --clause due_day",
        "agree 99 --clause due_day --agreed-on 2026-01-01 --how order --from nowhere.toml",
        "customer 99 --is bankrupt",
        "explain case 9",
        "letter posted 2026-02-05-1",
        "letter returned 7",
        "letter left 7",
        "import nowhere.csv",
        "day --on yesterday",
        "day --creditor nobody",
        "setup --from nowhere.toml",
    ],
)
def test_what_cannot_be_done_is_told_in_one_line(firm: Type, line: str) -> None:
    answered = firm(line)
    assert (answered.code, answered.out) == (2, [])
    assert answered.err.count("\n") == ONE_LINE


def test_without_a_creditor_every_command_says_how_to_begin(db: None, typed: Type) -> None:
    assert typed("doctor").err == "There is no creditor yet: begin with betalt setup.\n"


def test_two_creditors_must_be_told_apart(firm: Type) -> None:
    from betalt.flows.setup import set_up_creditor
    from betalt.flows.told_creditor import read_creditor

    second = set_up_creditor(creditor=read_creditor(EXAMPLES / "creditor.toml"), on=date(2026, 2, 2))

    assert firm("doctor --on 2026-02-02").err.startswith("Which creditor? Name one with --creditor: ")
    assert firm(f"doctor --creditor {second} --on 2026-02-02").out[-1].startswith("0 cases")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("name = 1", "name must be a str"),
        ('nam = "x"', "there is no field nam"),
        ('name = "x"', "org_no is missing"),
        ("name =", "is not TOML"),
        ('name = "x"\norg_no = "559999-8001"\naddress = ["Gatan 1"]', "bankgiro or a plusgiro"),
        (
            'name = "x"\norg_no = "559999-8002"\naddress = ["Gatan 1"]\nbankgiro = "5050-1055"',
            "organisationsnummer",
        ),
    ],
)
def test_a_creditor_that_cannot_be_right_is_refused(
    db: None, typed: Type, tmp_path: Path, text: str, why: str
) -> None:
    (tmp_path / "creditor.toml").write_text(text, "utf-8")
    answered = typed(f"setup --from {tmp_path / 'creditor.toml'}")
    assert answered.code == 2
    assert why in answered.err


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "The file is empty."),
        (b"%PDF-1.7\n1 0 obj", "The file is a PDF file, not a table"),
        (b"a;b\n1;2\n", "neither a bank's file nor a list"),
        (b"<Document><BkToCstmrStmt>", "Line 1: "),
    ],
)
def test_a_file_that_is_no_list_is_refused_whole(
    firm: Type, tmp_path: Path, content: bytes, why: str
) -> None:
    (tmp_path / "bad.csv").write_bytes(content)
    answered = firm(f"import {tmp_path / 'bad.csv'} --on 2026-02-05")
    assert (answered.code, answered.out, answered.err.count("\n")) == (2, [], ONE_LINE)
    assert why in answered.err


def test_a_banks_file_settles_what_it_names_and_asks_for_the_rest(firm: Type, tmp_path: Path) -> None:
    text = (EXAMPLES / "bank" / "2026-02-17.xml").read_text("utf-8").replace("35076.71", "1000.00")
    (tmp_path / "bank.xml").write_text(text, "utf-8")

    answered = firm(f"import {tmp_path / 'bank.xml'} --on 2026-02-18")

    assert answered.code == 1
    assert answered.out[0] == "1 new payments, 0 that were here already; SEK 1,000.00 came in."
    payment = answered.out[1].split()[1].rstrip(",")
    assert firm("payments").out[0].startswith(f"{payment}  2026-02-17  SEK 1,000.00  came in")
    assert firm(f"pay 1 --payment {payment} --on 2026-02-18").out == ["Case 1: SEK 0.00 is left to pay."]
    assert firm(f"pay 1 --payment {payment} --on 2026-02-18").code == 2
