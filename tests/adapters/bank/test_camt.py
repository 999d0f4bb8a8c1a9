"""camt.052 to 054: batches opened, references with their amounts, identities that last, and controls that hold."""

import io
from datetime import date

import pytest

from betalt.adapters.bank.camt import open_camt
from betalt.adapters.bank.untrusted import UntrustedFile
from betalt.core.payment.incoming import Deposit, IncomingPayment, Reference, RefusedEntry, Totals
from betalt.words import say
from tests.adapters.bank.camt_file import (
    account,
    amount,
    entry,
    message,
    statement,
    structured,
    tag,
    transaction,
)


def opened(text, encoding="utf-8"):
    data = text if isinstance(text, bytes) else text.encode(encoding)
    file = open_camt(io.BytesIO(data))
    return file, list(file.items)


def payments(*entries, **options):
    items = opened(message(statement(*entries), **options))[1]
    return [item for item in items if isinstance(item, IncomingPayment)]


def one(*remittance, **fields):
    return payments(entry("180.00", transaction("180.00", *remittance, **fields)))[0]


def refusal(text):
    with pytest.raises(UntrustedFile) as error:
        opened(text)
    assert say(error.value.reason)
    return error.value.reason.code


def test_a_payment_carries_everything_its_transaction_says():
    text = message(
        statement(
            entry(
                "180.00",
                transaction(
                    "180.00", structured("123456789023"), tag("Ustrd", "Tack  för\nhjälpen"), ref="T1",
                    payer="Åkes Plåt AB", org="556016-0680", payer_account="3783511", payee="991-2346",
                ),
                ref="E1",
            )
        )
    )  # fmt: skip

    file, items = opened(text)

    assert (file.format, file.file_id, file.created_at) == ("camt.054", "M1", "2026-03-10T06:00:00+01:00")
    assert [item._replace(line=0) if isinstance(item, IncomingPayment) else item for item in items] == [
        IncomingPayment(
            line=0, amount_ore=180_00, currency="SEK", booked_on=date(2026, 3, 10), direction="in", is_debit=False,
            payee="bankgiro:991-2346", payer="bankgiro:378-3511", payer_name="Åkes Plåt AB",
            payer_org_no="5560160680", references=(Reference("123456789023", "ocr"),),
            text=("Tack för hjälpen",), bank_id="T1",
        ),
        Deposit("bankgiro:991-2346", date(2026, 3, 10), "SEK", 180_00, 1),
    ]  # fmt: skip
    assert file.totals == Totals(in_count=1, in_ore=180_00)


@pytest.mark.parametrize("kind", ["052", "053", "054"])
@pytest.mark.parametrize("version", ["02", "04", "08", "13", "14"])
def test_every_message_and_version_is_read(kind, version):
    file, items = opened(message(statement(entry("1.00", transaction())), kind=kind, version=version))

    assert (file.format, len(items)) == (f"camt.{kind}", 2)


def test_a_prefix_and_an_unknown_namespace_change_nothing():
    text = message(statement(entry("1.00", transaction("1.00", structured("18")))))
    prefixed = (
        text.replace("</", "</b:").replace("<b:/", "</").replace("\n<", "\n<b:").replace("<b:/b:", "</b:")
    )

    assert opened(prefixed.replace("xmlns=", "xmlns:b="))[0].totals == Totals(in_count=1, in_ore=100)


def test_a_batch_is_opened_into_its_transactions():
    found = payments(
        entry(
            "6.00",
            transaction("1.00", ref="A"),
            transaction("2.00", ref="B"),
            transaction("3.00", ref="C"),
            batch="3",
        )
    )

    assert [(payment.amount_ore, payment.bank_id) for payment in found] == [
        (100, "A"),
        (200, "B"),
        (300, "C"),
    ]


def test_a_debit_inside_a_credit_batch_is_a_deduction():
    file, items = opened(
        message(statement(entry("6.00", transaction("10.00"), transaction("4.00", side="DBIT"))))
    )

    assert [(item.amount_ore, item.direction) for item in items[:2]] == [(1_000, "in"), (400, "out")]
    assert file.totals == Totals(in_count=1, in_ore=1_000, out_count=1, out_ore=400)


def test_an_entry_without_details_is_one_payment():
    text = message(statement(entry("5.00", ref="E1"))).replace(
        "<NtryDtls>\n</NtryDtls>", "<AddtlNtryInf>Swish</AddtlNtryInf>"
    )

    assert [(item.amount_ore, item.bank_id) for item in opened(text)[1][:1]] == [(500, "E1")]


def test_several_references_keep_their_own_amounts():
    found = one(
        structured("123456789023", own="100.00"),
        structured(document="1002", own="130.00"),
        structured(document="77", code="CREN", credit="50.00"),
    )

    assert found.references == (
        Reference("123456789023", "ocr", 100_00),
        Reference("1002", "invoice", 130_00),
        Reference("77", "credit", 50_00),
    )


def test_two_numbers_of_one_document_share_its_amount():
    assert one(structured("123456789023", document="1002", own="180.00")).references == (
        Reference("123456789023", "ocr", 180_00),
        Reference("1002", "invoice"),
    )


@pytest.mark.parametrize(
    ("remittance", "kind"),
    [
        (structured("18"), "ocr"),
        (structured("18", kind="CINV"), "invoice"),
        (structured("18", kind=""), "invoice"),
        (structured(document="18"), "invoice"),
        (structured(document="18", code="CREN"), "credit"),
        (structured(document="18", code="DISP"), "free"),
    ],
)
def test_the_code_tells_what_a_reference_is(remittance, kind):
    assert one(remittance).references == (Reference("18", kind),)


def test_free_text_comes_in_its_lines():
    found = one(tag("Ustrd", "faktura 1002"), tag("Ustrd", "och 1003"), structured("18", note="hälsning"))

    assert found.text == ("faktura 1002", "och 1003", "hälsning")


AMOUNTS = {
    "its own": (transaction("7.00"), 700),
    "of the details first": (transaction("7.00", extra=tag("AmtDtls", tag("TxAmt", amount("6.00")))), 600),
    "remitted": (transaction("", structured("18", own="5.000")), 500),
    "remitted less credited": (transaction("", structured("18", own="9.00"), structured("7", credit="2.00")), 700),
    "the entry's": (transaction(), 800),
    "the entry's when the own is foreign": (
        transaction(extra=tag("AmtDtls", tag("TxAmt", amount("1.00", currency="EUR")))), 800,
    ),
}  # fmt: skip


@pytest.mark.parametrize(("details", "ore"), AMOUNTS.values(), ids=AMOUNTS)
def test_the_amount_is_looked_for_in_order(details, ore):
    assert [payment.amount_ore for payment in payments(entry("8.00", details))] == [ore]


@pytest.mark.parametrize(
    ("text", "ore"), [("5", 500), ("5.1", 510), ("5.10", 510), ("5.100", 510), ("0.05", 5)]
)
def test_banks_write_any_number_of_decimals(text, ore):
    assert [payment.amount_ore for payment in payments(entry(text, transaction()))] == [ore]


@pytest.mark.parametrize("text", ["", "-5", "5,10", "5.101", "1e5", "٣", "9" * 30])
def test_what_is_no_amount_is_refused(text):
    assert refusal(message(statement(entry(text, transaction())))) == "read.amount"


def test_a_transaction_in_a_batch_needs_an_amount():
    file, items = opened(message(statement(entry("3.00", transaction(), transaction("2.00")))))

    assert [item.reason.code for item in items if isinstance(item, RefusedEntry)] == ["read.no_own_amount"]
    assert file.totals.refused == 1


ACCOUNTS = {
    "BGNR": ("991-2346", "bankgiro:991-2346"),
    "PGNR": ("2865434", "plusgiro:28 65 43-4"),
    "MOBNB": ("0701234567", "swish:0701234567"),
    "BBAN": ("5440 0001111", "bban:54400001111"),
    "IBAN": ("se45 5000 0000 0583 9825 7466", "iban:SE4550000000058398257466"),
}


@pytest.mark.parametrize("scheme", ACCOUNTS)
def test_accounts_are_named_by_their_scheme(scheme):
    number, name = ACCOUNTS[scheme]
    parties = tag("RltdPties", tag("DbtrAcct", account(number, scheme)))

    assert payments(entry("1.00", transaction(extra=parties)))[0].payer == name


def test_the_payee_is_the_statements_account_where_the_transaction_names_none():
    assert one().payee == "iban:SE4550000000058398257466"


@pytest.mark.parametrize("name", ["Not available", "NOTPROVIDED"])
def test_a_payer_that_the_bank_does_not_know_has_no_name(name):
    assert one(payer=name).payer_name == ""


def test_only_booked_entries_are_taken():
    states = [tag("Cd", "BOOK"), "BOOK", tag("Prtry", "PAID"), tag("Cd", "PDNG"), "INFO"]
    file, items = opened(
        message(statement(*(entry("1.00", transaction(), status=state) for state in states)))
    )

    assert [dict(item.reason.params) for item in items if isinstance(item, RefusedEntry)] == [
        {"status": "PDNG"}, {"status": "INFO"},
    ]  # fmt: skip
    assert file.totals == Totals(in_count=3, in_ore=300, refused=2)


def test_a_reversal_says_which_way_the_money_went():
    found = payments(
        entry("1.00", transaction(ref="A"), side="DBIT", reversal="true"),
        entry("1.00", transaction(ref="A"), side="CRDT", reversal="true"),
        entry("1.00", transaction(ref="A"), side="CRDT", reversal="false"),
    )

    assert [(payment.direction, payment.is_debit, payment.bank_id) for payment in found] == [
        ("reversal", True, "A/reversal"), ("reversal", False, "A/reversal"), ("in", False, "A"),
    ]  # fmt: skip


def test_a_batch_whose_transactions_come_elsewhere_is_not_taken_as_a_payment():
    file, items = opened(message(statement(entry("500.00", batch="12")), kind="053"))

    assert [type(item) for item in items] == [RefusedEntry, Deposit]
    assert file.totals == Totals(refused=1)


IDENTITIES = {
    "the transaction's number": (transaction(ref="T1", refs=tag("TxId", "X")), "T1"),
    "its UETR": (transaction(refs=tag("UETR", "U1")), "U1"),
    "its TxId": (transaction(refs=tag("TxId", "X1")), "X1"),
    "the entry's number": (transaction(refs=tag("EndToEndId", "E2E")), "E1"),
}


@pytest.mark.parametrize(("details", "identity"), IDENTITIES.values(), ids=IDENTITIES)
def test_a_payment_is_known_by_what_the_bank_calls_it(details, identity):
    assert payments(entry("1.00", details, ref="E1"))[0].bank_id == identity


def test_the_same_payment_in_054_and_053_has_one_identity():
    details = transaction("1.00", structured("18"), refs=tag("EndToEndId", "E2E"))
    notified = payments(entry("1.00", details), kind="054")
    stated = payments(entry("9.00", transaction("9.00")), entry("1.00", details), kind="053")

    assert notified[0].bank_id == stated[1].bank_id == "E2E/2026-03-10/100"


def test_a_number_that_a_batch_repeats_is_told_apart():
    found = payments(entry("3.00", transaction("1.00", ref="B"), transaction("2.00", ref="B"), ref="B"))

    assert [payment.bank_id for payment in found] == ["B", "B/2"]


def test_without_any_number_the_place_in_the_message_is_the_identity():
    found = payments(entry("1.00", transaction()), entry("1.00", transaction()))

    assert [payment.bank_id for payment in found] == ["M1/1", "M1/2"]


def test_many_entries_of_one_layout_are_read_like_the_first():
    rows = [(f"{number}.50", f"{number}", f"Kund {number}") for number in range(1, 40)]
    found = payments(
        *(
            entry(kronor, transaction(kronor, structured(number), payer=name, ref=f"T{number}"))
            for kronor, number, name in rows
        )
    )

    assert [
        (f"{payment.amount_ore / 100:.2f}", payment.references[0].value, payment.payer_name)
        for payment in found
    ] == rows


def test_a_layout_that_changes_midway_is_followed():
    found = payments(
        *(
            entry(
                "1.00",
                transaction(
                    "1.00", *(structured(f"{n}") for n in range(number % 4)), payer="Bo" * (number % 3)
                ),
            )
            for number in range(60)
        )
    )

    assert [(len(payment.references), payment.payer_name) for payment in found] == [
        (number % 4, "Bo" * (number % 3)) for number in range(60)
    ]


ENTITIES = "Byggare &amp; S&#246;n &lt;AB&gt;"


@pytest.mark.parametrize("count", [1, 5])
def test_entities_of_xml_itself_are_read(count):
    found = payments(*(entry("1.00", transaction(payer=ENTITIES)) for _ in range(count)))

    assert [payment.payer_name for payment in found] == ["Byggare & Sön <AB>"] * count


PLAIN = message(
    statement(entry("1.00", transaction("1.00", structured("18"), payer="Åke")), entry("2.00", transaction()))
)
NOT_PLAIN = {
    "comment": PLAIN.replace("<Ntry>", "<!-- <Ntry>\n</Ntry> --><Ntry>"),
    "cdata": PLAIN.replace("Åke", "<![CDATA[Åke]]>"),
    "instruction": PLAIN.replace("<Ntry>", "<?x y?><Ntry>"),
    "latin-1": PLAIN.replace("UTF-8", "ISO-8859-1").encode("latin-1"),
    "utf-16": PLAIN.replace("UTF-8", "UTF-16").encode("utf-16"),
    "byte order mark": b"\xef\xbb\xbf" + PLAIN.encode(),
    "no declaration": PLAIN.partition("\n")[2],
}


@pytest.mark.parametrize("text", NOT_PLAIN.values(), ids=NOT_PLAIN)
def test_a_file_that_is_not_plain_reads_the_same(text):
    wanted, found = opened(PLAIN)[1], opened(text)[1]

    assert [item[1:] for item in found] == [item[1:] for item in wanted]
