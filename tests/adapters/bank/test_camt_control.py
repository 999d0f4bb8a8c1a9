"""camt's controls: balances and sums that must hold, files that cannot be trusted, and damage of every kind."""

import io
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from betalt.adapters.bank.camt import open_camt
from betalt.adapters.bank.untrusted import UntrustedFile
from betalt.core.payment.incoming import Totals
from betalt.words import say
from tests.adapters.bank.camt_file import balance, entry, message, statement, structured, tag, transaction


def opened(text, encoding="utf-8"):
    data = text if isinstance(text, bytes) else text.encode(encoding)
    file = open_camt(io.BytesIO(data))
    return file, list(file.items)


def refusal(text):
    with pytest.raises(UntrustedFile) as error:
        opened(text)
    assert say(error.value.reason)
    return error.value.reason.code


PLAIN = message(
    statement(entry("1.00", transaction("1.00", structured("18"), payer="Åke")), entry("2.00", transaction()))
)
BALANCED = balance("OPBD", "10.00") + balance("CLBD", "7.50")
SUMMARY = tag(
    "TxsSummry",
    tag("TtlNtries", tag("NbOfNtries", "2")),
    tag("TtlCdtNtries", tag("NbOfNtries", "1"), tag("Sum", "1.00")),
    tag("TtlDbtNtries", tag("NbOfNtries", "1"), tag("Sum", "3.50")),
)
ENTRIES = (entry("1.00", transaction()), entry("3.50", transaction(), side="DBIT"))


def test_balances_and_sums_that_hold_are_accepted():
    file, _ = opened(message(statement(*ENTRIES, head=BALANCED + SUMMARY), kind="053"))

    assert (file.totals, file.notes) == (Totals(in_count=1, in_ore=100, out_count=1, out_ore=350), [])


BROKEN_SUMS = {
    "closing balance": (BALANCED.replace("7.50", "7.51"), "read.control.balance"),
    "opening balance": (BALANCED.replace("CRDT", "DBIT", 1), "read.control.balance"),
    "number of entries": (SUMMARY.replace(">2<", ">3<"), "read.control.entries"),
    "number of credits": (SUMMARY.replace(">1<", ">2<", 1), "read.control.entries"),
    "sum of debits": (SUMMARY.replace("3.50", "3.40"), "read.control.entries_sum"),
}


@pytest.mark.parametrize(("head", "code"), BROKEN_SUMS.values(), ids=BROKEN_SUMS)
def test_a_statement_in_kronor_whose_sums_do_not_hold_is_refused(head, code):
    assert refusal(message(statement(*ENTRIES, head=head), kind="053")) == code


@pytest.mark.parametrize(
    "head",
    [
        BALANCED.replace("SEK", "EUR").replace("7.50", "9.99"),
        tag("StmtPgntn", tag("PgNb", "1"), tag("LastPgInd", "false")) + BALANCED.replace("7.50", "9.99"),
    ],
)
def test_a_foreign_account_or_a_single_page_is_only_noted(head):
    entries = (entry("1.00", transaction(), currency="EUR" if "EUR" in head else "SEK"),)

    file, _ = opened(message(statement(*entries, head=head), kind="053"))

    assert [note.reason.code for note in file.notes] == ["read.control.balance"]


def test_transactions_that_do_not_make_the_entry_are_noted():
    file, _ = opened(message(statement(entry("5.00", transaction("2.00"), transaction("2.00")))))

    assert [note.reason.code for note in file.notes] == ["read.entry_sum"]
    assert file.totals == Totals(in_count=2, in_ore=500)


def test_an_empty_statement_is_read():
    assert opened(message(statement(), kind="053"))[1] == []


BOMB = '<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;">]>'
LEAK = '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
WHOLE_FILES = {
    "other message": (PLAIN.replace("BkToCstmrDbtCdtNtfctn", "CstmrPmtStsRpt"), "read.unknown_message"),
    "no statement": (message(), "read.no_statement"),
    "day": (message(statement(entry("1.00", transaction(), day="2026-13-01"))), "read.not_a_day"),
    "tags crossed": (PLAIN.replace("</Amt>", "</Sum>", 1), "read.xml_broken"),
    "tag half written": (PLAIN.replace("<Sts>", "<Sts", 1), "read.xml_broken"),
    "unknown entity": (PLAIN.replace("Åke", "&ake;"), "read.xml_broken"),
    "more after the root": (PLAIN + "<Document></Document", "read.xml_broken"),
    "entity bomb": (
        PLAIN.replace("<Document", f"{BOMB}<Document").replace("Åke", "&b;"),
        "read.xml_declares_types",
    ),
    "external entity": (
        PLAIN.replace("<Document", f"{LEAK}<Document").replace("Åke", "&x;"),
        "read.xml_declares_types",
    ),
    "too deep": (PLAIN.replace("<Sts>", "<a>" * 100 + "<Sts>"), "read.xml_broken"),
    "one endless element": (PLAIN.replace("Åke", "å" * 2_000_000), "read.xml_too_long"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "code"), WHOLE_FILES.values(), ids=WHOLE_FILES)
def test_a_file_that_cannot_be_trusted_is_refused(text, code):
    assert refusal(text) == code


@pytest.mark.parametrize("at", range(60, len(PLAIN) - 3, 41))
def test_a_file_cut_anywhere_is_never_taken(at):
    with pytest.raises(UntrustedFile):
        opened(PLAIN[:at])


@settings(max_examples=200)
@given(data=st.data())
def test_no_mutated_file_breaks_the_reader(data):
    mutated = bytearray(PLAIN.encode())
    for at in data.draw(st.lists(st.integers(0, len(mutated) - 1), min_size=1, max_size=5)):
        mutated[at] = data.draw(st.integers(0, 255))
    with suppress(UntrustedFile):
        assert opened(bytes(mutated))[0].totals.in_ore >= 0
