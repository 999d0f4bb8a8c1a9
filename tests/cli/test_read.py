"""`betalt read`: JSON as the contract names it, exit codes, and files that are out to do harm."""

import io
import json
import zipfile

import pytest
from openpyxl import Workbook

from betalt.adapters.files import xlsx_table
from betalt.cli.app import run
from betalt.flows import look
from tests.adapters.bank.bgmax_file import Section, deduction, payment, start, whole
from tests.adapters.bank.camt_file import balance, entry, message, statement, structured, tag, transaction
from tests.adapters.bank.test_pain002 import ACCEPTED, REJECTED, answer

BGMAX = whole(
    Section(
        [
            payment(180_00, "123456789023", serial="000120000018"),
            f"26{'Åkes Plåt AB':<35}",
            "2900" + "5500001234",
            deduction(30_00, "7", serial="000120000019"),
        ]
    )
)
CAMT = message(statement(entry("180.00", transaction("180.00", structured("18"), ref="T1"), ref="E1")))
INVOICES = (
    "Fakturanr;Kund;Orgnr;Adress;Postnr;Ort;Fakturadatum;Förfallodatum;Belopp;Moms;Saldo;OCR;Avser;Övrigt\n"
)


@pytest.fixture
def read(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("BETALT_LANG", "en")

    def read_file(content, *options):
        path = tmp_path / "file"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        code = run(["read", str(path), *options])
        out, err = capsys.readouterr()
        return code, out, err.replace(str(path), "file")

    return read_file


def test_payments_are_written_as_the_contract_names_them(read):
    code, out, err = read(BGMAX)

    assert (code, err) == (0, "")
    assert json.loads(out) == {
        "format": "bgmax",
        "file_id": "BGMAX               0120260310120000000001",
        "created_at": "2026-03-10T12:00:00.000001",
        "test": False,
        "deposits": [
            {
                "payee": "bankgiro:991-2346", "booked_on": "2026-03-10", "currency": "SEK", "amount": "150.00",
                "payments": 2,
            }
        ],
        "payments": [
            {
                "amount": "180.00", "currency": "SEK", "booked_on": "2026-03-10", "direction": "in",
                "payee": "bankgiro:991-2346", "payer": "bankgiro:378-3511", "payer_name": "Åkes Plåt AB",
                "payer_org_no": "5500001234", "references": [{"value": "123456789023", "kind": "ocr", "amount": None}],
                "text": [], "bank_id": "000120000018", "line": 3,
            },
            {
                "amount": "30.00", "currency": "SEK", "booked_on": "2026-03-10", "direction": "out",
                "payee": "bankgiro:991-2346", "payer": "bankgiro:378-3511", "payer_name": None,
                "payer_org_no": None, "references": [{"value": "7", "kind": "credit", "amount": None}],
                "text": [], "bank_id": "000120000019", "line": 6,
            },
        ],
        "totals": {
            "in": {"count": 1, "amount": "180.00"}, "out": {"count": 1, "amount": "30.00"}, "refused": 0,
        },
        "refused": [],
    }  # fmt: skip


def test_deposits_come_before_payments(read):
    _, out, _ = read(CAMT)

    assert list(json.loads(out)) == [
        "format", "file_id", "created_at", "test", "deposits", "payments", "totals", "refused",
    ]  # fmt: skip


def test_an_entry_that_is_not_booked_is_told_and_exits_1(read):
    text = message(statement(entry("1.00", transaction(), status=tag("Cd", "PDNG"))))
    line = text.split("\n").index("<TxDtls>") + 1

    code, out, _ = read(text)

    assert code == 1
    assert json.loads(out)["refused"] == [{"line": line, "why": "The entry is not booked (PDNG)."}]
    assert json.loads(out)["totals"]["refused"] == 1


def test_invoices_are_written_as_the_contract_names_them(read):
    rows = (
        "1001;Åkes;556016-0680;Gatan 1;111 22;Orten;2026-03-01;2026-03-31;12 500,00;2 500,00;12 000,00;10014;Tak;x\n"
        "1002;Bo;;;;;2026-03-01;2026-03-31;x;;;;;\n"
    )
    code, out, _ = read(INVOICES + rows)

    assert code == 1
    assert json.loads(out) == {
        "format": "csv",
        "invoices": [
            {
                "number": "1001", "kind": "invoice", "issued_on": "2026-03-01", "due_on": "2026-03-31",
                "currency": "SEK", "seller": {"name": None, "org_no": None, "vat_no": None},
                "buyer": {
                    "name": "Åkes", "org_no": "5560160680", "kind": "business",
                    "address": ["Gatan 1", "111 22 Orten"], "email": None,
                },
                "net": "10000.00", "vat": "2500.00", "total": "12500.00", "open": "12000.00",
                "payee": None, "reference": "10014",
                "lines": [{"text": "Tak", "quantity": None, "unit": None, "net": None, "vat_percent": None}], "line": 2,
            }
        ],
        "problems": [
            {"where": "Övrigt", "rule": "read.column_unread", "severity": "note", "why": "The column is not used."}
        ],
        "refused": [{"line": 3, "column": "Belopp", "why": "x is not a sum in kronor and öre."}],
    }  # fmt: skip


def test_a_workbook_of_invoices_is_read(read):
    book = Workbook()
    for row in (
        ["Fakturanr", "Kund", "Fakturadatum", "Förfallodatum", "Belopp"],
        [1, "Bo", "2026-03-01", "2026-03-31", 5],
    ):
        book.active.append(row)
    target = io.BytesIO()
    book.save(target)

    code, out, _ = read(target.getvalue())

    assert code == 0
    assert [(invoice["number"], invoice["total"]) for invoice in json.loads(out)["invoices"]] == [
        ("1", "5.00")
    ]


def test_a_banks_own_export_is_read_as_payments(read):
    code, out, _ = read(
        "Reskontradatum;Transaktionsdatum;Text;Belopp;Saldo\n2026-03-10;2026-03-10;Kund 10014;5,00;9,00\n"
    )

    document = json.loads(out)
    assert (code, document["format"], document["totals"]["in"]) == (0, "csv", {"count": 1, "amount": "5.00"})


def test_a_saved_mapping_says_what_a_column_holds(read, tmp_path):
    (tmp_path / "mapping.toml").write_text(
        'decimal = ","\n[columns]\nnumber = "A"\nname = "B"\nissued_on = "C"\ndue_on = "C"\namount = "D"\n'
    )

    code, out, _ = read("A;B;C;D\n1;Bo;2026-03-01;1.250\n", "--mapping", str(tmp_path / "mapping.toml"))

    assert (code, json.loads(out)["invoices"][0]["total"]) == (0, "1250.00")


def test_a_test_file_is_shown_but_refused_in_production(read):
    text = whole(Section([payment(1, "18", serial="1")]), head=start(mark="T"))

    code, out, _ = read(text)
    assert (code, json.loads(out)["test"]) == (0, True)
    assert read(text, "--production") == (
        2, "", "file: line 1: The file is a test file of the bank's and must not be taken in.\n",
    )  # fmt: skip


def test_a_control_that_only_a_foreign_account_breaks_is_noted_on_standard_error(read):
    head = balance("OPBD", "1.00", currency="EUR") + balance("CLBD", "9.00", currency="EUR")

    code, _, err = read(
        message(statement(entry("1.00", transaction(), currency="EUR"), head=head), kind="053")
    )

    assert (code, err.count("\n")) == (0, 1)


def test_text_is_for_people(read):
    code, out, _ = read(BGMAX, "--format", "text")

    assert code == 0
    assert out.splitlines()[-1] == "In: 1 payments, 180.00. Out: 1, 30.00. Refused: 0."


def test_the_format_can_be_forced(read):
    assert read(BGMAX, "--as", "bgmax")[0] == 0
    assert read(CAMT, "--as", "camt.053")[:2] == (2, "")
    assert read(CAMT, "--as", "bgmax")[:2] == (2, "")
    assert read(CAMT, "--as", "mt940") == (
        2, "", f"The formats are {', '.join(look.FORMATS)}.\n",
    )  # fmt: skip


def zip_of(**members):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return target.getvalue()


HOSTILE = {
    "empty": b"",
    "blanks": b" " * 5_000_000,
    "blank lines": b"\r\n" * 500_000,
    "pdf": b"%PDF-1.7\n" + bytes(range(256)) * 10,
    "noise": bytes(range(256)) * 100,
    "zip bomb": zip_of(xl__workbook_xml=b"<workbook/>", xl__worksheets__sheet1_xml=b"\0" * 2_000_000),
    "zip of something": zip_of(letter=b"hej"),
    "billion laughs": (
        '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "ha">'
        + "".join(f'<!ENTITY a{n} "{f"&a{n - 1 or str()};" * 10}">' for n in range(1, 10))
        + "]>"
        + CAMT.partition("?>")[2].replace("M1", "&a9;")
    ).encode(),
    "cut bgmax": BGMAX[:400].encode("latin-1"),
    "cut camt": CAMT[:-30].encode(),
    "tampered bgmax": BGMAX.replace("000000000000018000", "000000000000018001").encode("latin-1"),
    "one endless line": b"01BGMAX" + b"x" * 5_000_000,
    "nested a thousand deep": (CAMT[:200] + "<a>" * 1_000).encode(),
    "html": b"<html><body>Inloggning</body></html>",
    "json": b'{"payments": []}',
}


@pytest.mark.timeout(20)
@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE)
def test_a_file_that_cannot_be_trusted_is_one_line_and_exit_2(read, content, monkeypatch):
    monkeypatch.setattr(xlsx_table, "UNPACKED_LIMIT", 1_000_000)

    code, out, err = read(content)

    assert (code, out) == (2, "")
    assert err.startswith("file: ")
    assert err.count("\n") == 1


def test_a_file_that_is_not_there_is_one_line_and_exit_2(tmp_path, capsys):
    code = run(["read", str(tmp_path / "nothing")])

    assert (code, *capsys.readouterr()) == (2, "", f"{tmp_path}/nothing: No such file or directory\n")


def test_a_folder_is_one_line_and_exit_2(tmp_path, capsys):
    assert (run(["read", str(tmp_path)]), capsys.readouterr().err.count("\n")) == (2, 1)


def test_a_file_larger_than_the_limit_is_refused_unread(read, monkeypatch):
    monkeypatch.setattr(look, "MOST_BYTES_IN_CLI", 100)

    assert read(BGMAX) == (2, "", "file: The file is larger than 0 MB.\n")


def test_bookkeeping_is_shown_voucher_by_voucher(read):
    lines = ['#FLAGGA 0', '#FORMAT PC8', '#SIETYP 4', '#FNAMN "Göta Rör AB"', '#VER B 7 20260212 "Betalning"', "{",
             "#TRANS 1930 {} 100.00", "#TRANS 1510 {} -100.00", "}", '#VER B 8 20260213 "Sned"', "{",
             "#TRANS 1930 {} 1.00", "}"]  # fmt: skip
    sie = "\r\n".join([*lines, ""]).encode("cp437")

    code, out, err = read(sie)
    shown = json.loads(out)

    assert (code, err) == (1, "")
    assert (shown["format"], shown["company"]["name"]) == ("sie", "Göta Rör AB")
    assert shown["totals"] == {"vouchers": 1, "debit": "100.00"}
    assert [row["amount"] for row in shown["vouchers"][0]["rows"]] == ["100.00", "-100.00"]
    assert [row["line"] for row in shown["refused"]] == [10]
    code, out, _ = read(sie, "--format", "text")
    assert (code, "2026-02-12  100.00  Betalning" in out) == (1, True)
    code, out, err = read(sie[:-20])
    assert (code, out, err.count("\n")) == (2, "", 1)


def test_a_banks_answer_is_shown_payment_by_payment(read):
    code, out, _ = read(answer(group="PART", batch="PART", payments=REJECTED + ACCEPTED))
    shown = json.loads(out)

    assert (code, shown["format"], shown["message"]["code"]) == (0, "pain.002", "PART")
    assert sorted(one["status"] for one in shown["payments"]) == ["accepted", "rejected"]
    code, out, _ = read(answer(group="PART", batch="PART", payments=REJECTED + ACCEPTED), "--format", "text")
    assert (code, "rejected" in out) == (0, True)
    code, out, err = read(answer(group="PART")[:-30])
    assert (code, out, err.count("\n")) == (2, "", 1)
