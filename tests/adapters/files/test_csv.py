"""Lists of unpaid invoices as CSV: encodings, separators, headers, rows refused and rows taken in."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from betalt.adapters.files import invoices
from betalt.adapters.files.invoices import read_invoices
from betalt.adapters.files.mapping import Mapping
from betalt.adapters.files.table import UnreadableFile
from betalt.words import say

HEADERS = "Fakturanr;Kund;Fakturadatum;Förfallodatum;Belopp"
GOOD = "1001;Åkes Bygg AB;2026-02-01;2026-03-03;1 250,00"


def table(*rows, headers=HEADERS):
    return "\r\n".join([headers, *rows, ""]).encode()


def only_refusal(data, **settings):
    refused = read_invoices(data, **settings).refused
    assert len(refused) == 1
    return refused[0].column, refused[0].reason.code


def refused_as(field, text, *, headers=HEADERS):
    cells = GOOD.split(";") if headers == HEADERS else [*GOOD.split(";"), ""]
    cells[headers.split(";").index(field)] = text
    return only_refusal(table(";".join(cells), headers=headers))


def test_a_row_becomes_an_invoice():
    headers = (
        "Fakturanr;Kundnr;Kund;Org.nr;E-post;Telefon;Adress;Postnr;Ort;Fakturadatum;Förfallodatum;"
        "Leveransdatum;Totalt;Moms;Saldo;Husavdrag;OCR;Er referens;Avser;Påminnelsedatum;Inkassokrav;Valuta"
    )
    row = (
        "1001;7;Åkes  Bygg AB;556016-0680;ake@example.com;08-123 45;Storgatan 1;111 22;Stockholm;"
        "2026-02-01;2026-03-03;2026-01-20;10 000,00;2 000,00;6 000,00;3 000,00;"
        "1001 40;Eva;Takarbete;2026-03-15;2026-04-01;SEK"
    )

    found = read_invoices(table(row, headers=headers))

    assert [{**row._asdict(), "customer": row.customer._asdict()} for row in found.rows] == [
        {
            "line": 2, "number": "1001", "kind": "invoice", "issued_on": date(2026, 2, 1),
            "due_on": date(2026, 3, 3),
            "arose_on": date(2026, 1, 20), "sent_on": None,
            "currency": "SEK", "amount_ore": 1_000_000, "open_ore": 600_000, "vat_ore": 200_000,
            "tax_office_share_ore": 300_000,
            "customer": {
                "number": "7", "name": "Åkes Bygg AB", "org_no": "5560160680", "kind": "business",
                "address": ("Storgatan 1",), "postcode": "111 22", "city": "Stockholm", "country": "",
                "email": "ake@example.com", "phone": "08-123 45",
            },
            "reference": "100140", "their_reference": "Eva", "what": "Takarbete",
            "already_reminded_on": date(2026, 3, 15), "already_demanded_on": date(2026, 4, 1),
        }
    ]  # fmt: skip
    assert (found.format, found.refused, found.problems, found.unread_columns) == ("csv", (), (), ())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("separator", [";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encoding_separator_and_line_end_are_found(encoding, separator, end):
    data = end.join([HEADERS, GOOD, ""]).replace(";", separator).encode(encoding)

    assert [(row.customer.name, row.amount_ore) for row in read_invoices(data).rows] == [
        ("Åkes Bygg AB", 125_000)
    ]


def test_commas_separate_when_sums_are_quoted():
    data = b'Invoice number,Customer,Invoice date,Due date,Amount\n7,Bo,2026-02-01,2026-03-03,"1,250.00"\n'

    assert [row.amount_ore for row in read_invoices(data).rows] == [125_000]


PROGRAMS = {
    "Fortnox": "Fakturanr;Kundnamn;Fakturadatum;Förfallodatum;Total;Saldo;OCR;Valuta;Påminnelsedatum",
    "Fortnox API": "DocumentNumber;CustomerName;InvoiceDate;DueDate;Total;Balance;OCR;"
    "Currency;LastRemindDate",
    "Visma": "Fakturanummer;Kundnamn;Fakturadatum;Förfallodatum;Belopp inkl. moms;Restbelopp;OCR-nummer;"
    "Valutakod;Senaste påminnelse",
    "Visma API": "InvoiceNumber;CustomerName;InvoiceDate;DueDate;TotalAmount;RemainingAmount;"
    "PaymentReference;CurrencyCode;LastPaymentReminderSentDate",
    "Bokio": "Fakturanummer;Kund;Fakturadatum;Förfallodatum;Totalbelopp;Kvar att betala;OCR;Valuta;Påmind",
    "Bokio in English": "Invoice number;Customer;Invoice date;Due date;Total amount;Remaining amount;"
    "OCR number;Currency;Reminder date",
}


@pytest.mark.parametrize("headers", PROGRAMS.values(), ids=PROGRAMS)
def test_the_headers_of_each_program_are_known(headers):
    data = table("1001;Bo Ek;2026-02-01;2026-03-03;1250,00;1000,00;10014;SEK;2026-03-15", headers=headers)

    found = read_invoices(data)

    assert found.unread_columns == ()
    assert [
        (row.number, row.customer.name, row.amount_ore, row.open_ore, row.reference, row.already_reminded_on)
        for row in found.rows
    ] == [("1001", "Bo Ek", 125_000, 100_000, "10014", date(2026, 3, 15))]


def test_a_title_above_the_headers_is_passed_over():
    data = b"Kundreskontra per 2026-03-31;;;;\n;;;;\n" + table(GOOD)

    assert [row.line for row in read_invoices(data).rows] == [4]


def test_excels_separator_line_is_passed_over():
    assert [row.line for row in read_invoices(b"sep=;\r\n" + table(GOOD)).rows] == [3]


def test_a_mapping_names_columns_constants_and_forms():
    data = b"A|B|C|D|E\n1|Bo|01.02.2026|03.03.2026|1.250\n"
    mapping = Mapping(
        columns={"number": "A", "name": "B", "issued_on": "C", "due_on": "D", "amount": "E", "currency": "B"},
        constants={"customer_kind": "privat"},
        decimal=",",
        date_form="%d.%m.%Y",
        amount_as="SEK",
        shift_days=1,
    )

    found = read_invoices(data, mapping=mapping)

    assert [(row.amount_ore, row.issued_on, row.customer.kind) for row in found.rows] == [
        (125_000, date(2026, 2, 2), "consumer")
    ]


REFUSED_CELLS = [
    ("Fakturanr", "", "read.empty"),
    ("Fakturanr", "1,23457E+15", "read.digits_lost"),
    ("Fakturanr", "9" * 51, "read.not_a_number_of_ours"),
    ("Kund", "", "read.empty"),
    ("Fakturadatum", "01.02.2026", "read.day_unclear"),
    ("Fakturadatum", "2026-02-30", "read.day_unreadable"),
    ("Förfallodatum", "", "read.empty"),
    ("Förfallodatum", "2026-01-31", "read.due_before_issued"),
    ("Belopp", "", "read.empty"),
    ("Belopp", "1.234", "read.sum_unclear"),
    ("Belopp", "tolv", "read.sum_unreadable"),
    ("Belopp", "0,00", "read.nothing_open"),
]


@pytest.mark.parametrize(("column", "text", "code"), REFUSED_CELLS)
def test_a_cell_that_cannot_be_right_refuses_its_row(column, text, code):
    named = "" if code == "read.nothing_open" else column
    assert refused_as(column, text) == (named, code)


REFUSED_EXTRAS = [
    ("Valuta", "EUR", "read.currency"),
    ("Orgnr", "556016-0681", "read.id_number"),
    ("Personnummer", "19121212-1213", "read.id_number"),
    ("Kundtyp", "okänd", "read.customer_kind"),
    ("Saldo", "0", "read.nothing_open"),
    ("Saldo", "-5", "read.signs_differ"),
    ("Saldo", "1 250,01", "read.parts_exceed_total"),
    ("Moms", "1 300", "read.parts_exceed_total"),
    ("Status", "Makulerad", "read.not_alive"),
    ("NoxFinans", "true", "read.sold"),
    ("InvoiceType", "INTRESTINVOICE", "read.interest_invoice"),
    ("Fakturatyp", "offert", "read.kind"),
    ("OCR", "1,23457E+15", "read.digits_lost"),
]


@pytest.mark.parametrize(("column", "text", "code"), REFUSED_EXTRAS)
def test_a_further_column_can_refuse_a_row(column, text, code):
    assert refused_as(column, text, headers=f"{HEADERS};{column}")[1] == code


def test_a_negative_sum_is_a_credit_note():
    rows = read_invoices(table("9;Bo;2026-02-01;2026-03-03;-100,00")).rows

    assert [(row.kind, row.amount_ore, row.open_ore) for row in rows] == [("credit", 10_000, 10_000)]


def test_a_positive_sum_marked_as_credit_is_a_credit_note():
    data = table("9;Bo;2026-02-01;2026-03-03;100,00;Kreditfaktura", headers=f"{HEADERS};Fakturatyp")

    assert [(row.kind, row.amount_ore, row.open_ore) for row in read_invoices(data).rows] == [
        ("credit", 10_000, 10_000)
    ]


@pytest.mark.parametrize(
    ("left", "own_part"), [("10 000", 700_000), ("7 000", 700_000), ("2 000", 200_000), ("", 700_000)]
)
def test_the_tax_offices_share_is_never_open(left, own_part):
    data = table(
        f"9;Bo;2026-02-01;2026-03-03;10 000;{left};3 000", headers=f"{HEADERS};Saldo;Skattereduktion"
    )

    assert [(row.open_ore, row.tax_office_share_ore) for row in read_invoices(data).rows] == [
        (own_part, 300_000)
    ]


def test_what_is_paid_is_taken_off_where_no_rest_is_given():
    data = table("9;Bo;2026-02-01;2026-03-03;1 000;400", headers=f"{HEADERS};Betalt")

    assert [row.open_ore for row in read_invoices(data).rows] == [60_000]


def test_good_rows_go_in_beside_refused_ones():
    found = read_invoices(table(GOOD, "1002;Bo;2026-02-01;2026-03-03;x", "", GOOD.replace("1001", "1003")))

    assert [row.number for row in found.rows] == ["1001", "1003"]
    assert [(refused.line, refused.cells[0]) for refused in found.refused] == [(3, "1002")]


def test_the_same_row_twice_goes_in_once():
    found = read_invoices(table(GOOD, GOOD))

    assert [row.line for row in found.rows] == [2]
    assert [(refused.line, refused.reason.code) for refused in found.refused] == [(3, "read.repeated")]


def test_two_different_rows_with_one_number_are_both_refused():
    found = read_invoices(table(GOOD, GOOD.replace("250", "260"), GOOD))

    assert found.rows == ()
    assert [(refused.line, refused.reason.code) for refused in found.refused] == [
        (2, "read.contradicted"), (3, "read.contradicted"), (4, "read.contradicted"),
    ]  # fmt: skip


def test_an_open_quote_names_the_lines_it_swallowed():
    found = read_invoices(
        table('1001;"Bo;2026-02-01;2026-03-03;1', '1002;"Eva";2026-02-01;2026-03-03;1', GOOD)
    )

    assert [row.line for row in found.rows] == [4]
    assert [dict(refused.reason.params) for refused in found.refused] == [{"first": "2", "last": "3"}]


def test_a_file_cut_in_the_middle_of_a_row_says_so():
    assert only_refusal(table(GOOD) + b"1002;Bo;2026-02-01") == ("", "read.cut_row")


def test_a_row_with_more_cells_than_headers_is_refused():
    assert only_refusal(table(GOOD + ";50")) == ("", "read.too_many_cells")


def test_a_bad_address_and_a_shared_reference_are_mentioned():
    rows = [f"{number};Bo;2026-02-01;2026-03-03;1;bo@;10014" for number in (1, 2)]

    found = read_invoices(table(*rows, headers=f"{HEADERS};E-post;OCR"))

    assert [row.customer.email for row in found.rows] == ["", ""]
    assert [(problem.line, problem.reason.code) for problem in found.problems] == [
        (2, "read.email"), (3, "read.same_reference"),
    ]  # fmt: skip


WHOLE_FILES = {
    "empty": (b"", "read.empty_file"),
    "blank": (b" \r\n" * 1000, "read.empty_file"),
    "pdf": (b"%PDF-1.7 ...", "read.wrong_kind"),
    "old excel": (b"\xd0\xcf\x11\xe0" + bytes(100), "read.wrong_kind"),
    "html": (b"\n<html><table></table></html>", "read.wrong_kind"),
    "zip": (b"PK\x03\x04" + bytes(100), "read.broken_workbook"),
    "zero bytes": (b"a;b\n1;\x00\n", "read.nul_bytes"),
    "undecodable": (b"Fakturanr;Kund\n1;\x81\n", "read.wrong_encoding"),
    "dos letters": ("Fakturanr;Kund\n1;Björk".encode("cp437"), "read.old_encoding"),
    "misread letters": ("Fakturanr;Kund\n1;BjÃ¶rk".encode(), "read.misread_letters"),
    "lost letters": ("Fakturanr;Kund\n1;Bj\ufffdrk".encode(), "read.misread_letters"),
    "half utf-16": (b"\xff\xfea", "read.wrong_encoding"),
    "no headers": (b"hej\n", "read.no_known_kind"),
    "too few headers": (b"Fakturanr;Kund\n1;Bo\n", "read.columns_missing"),
}


@pytest.mark.parametrize(("data", "code"), WHOLE_FILES.values(), ids=WHOLE_FILES)
def test_a_file_that_is_no_list_is_refused_with_one_sentence(data, code):
    with pytest.raises(UnreadableFile) as error:
        read_invoices(data)

    assert error.value.reason.code == code
    for language in ("sv", "en"):
        assert "\n" not in say(error.value.reason, language=language)


def test_a_list_larger_than_the_limit_is_refused(monkeypatch):
    monkeypatch.setattr(invoices, "MOST_BYTES", 10)

    with pytest.raises(UnreadableFile, match="too_large"):
        read_invoices(table(GOOD))


def test_a_mapping_whose_headers_are_absent_is_refused():
    mapping = Mapping(columns={"number": "Nummer", "name": "Kund"})

    with pytest.raises(UnreadableFile) as error:
        read_invoices(table(GOOD), mapping=mapping)

    assert dict(error.value.reason.params)["absent"] == "Nummer"


@settings(max_examples=150)
@given(data=st.data())
def test_no_mutated_file_breaks_the_reader(data):
    whole = bytearray(table(GOOD, '1002;"Bo ""Ek""";20260201;2026/03/03;-1.250,00'))
    for at in data.draw(st.lists(st.integers(0, len(whole) - 1), min_size=1, max_size=6)):
        whole[at] = data.draw(st.integers(0, 255))
    with suppress(UnreadableFile):
        found = read_invoices(bytes(whole[: data.draw(st.integers(1, len(whole)))]))
        assert all(say(refused.reason) for refused in found.refused)
