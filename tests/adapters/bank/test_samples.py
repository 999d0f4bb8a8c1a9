"""The banks' own files and other people's: each gives what independent judges say it holds."""

import json
from pathlib import Path

import pytest

from betalt.adapters.bank.bgmax import open_bgmax
from betalt.adapters.bank.camt import open_camt
from betalt.adapters.bank.total_in import open_total_in
from betalt.adapters.bank.untrusted import UntrustedFile
from betalt.core.payment.incoming import Deposit, IncomingPayment, Totals

SAMPLES = Path(__file__).parents[4] / "shared" / "samples"
pytestmark = pytest.mark.skipif(not SAMPLES.exists(), reason="../shared/samples is not here")


def expected(folder):
    file = SAMPLES / folder / "EXPECTED.json"
    return json.loads(file.read_text()) if file.exists() else {}


def read(opener, path):
    with path.open("rb") as stream:
        file = opener(stream)
        return file, list(file.items)


BGMAX = expected("bgmax")


@pytest.mark.parametrize("name", [name for name, facts in BGMAX.items() if facts["tk70_agrees"]])
def test_a_bgmax_sample_gives_its_counts_and_sums(name):
    facts = BGMAX[name]

    file, items = read(open_bgmax, SAMPLES / "bgmax" / name)

    assert [
        {
            "bankgiro": item.payee.removeprefix("bankgiro:").replace("-", ""),
            "date": f"{item.booked_on:%Y%m%d}",
            "amount_ore": item.amount_ore,
            "currency": item.currency,
            "payments": item.payments,
        }
        for item in items
        if isinstance(item, Deposit)
    ] == facts["deposits"]
    found = [item for item in items if isinstance(item, IncomingPayment)]
    assert sum(item.amount_ore for item in found if not item.is_debit) == facts["sum_tk20_ore"]
    assert sum(item.amount_ore for item in found if item.is_debit) == facts["sum_tk21_ore"]
    counts = facts["records"]
    assert file.totals == Totals(
        in_count=counts["20"], in_ore=facts["sum_tk20_ore"],
        out_count=counts.get("21", 0), out_ore=facts["sum_tk21_ore"],
    )  # fmt: skip
    assert len({item.bank_id for item in found}) == len(found)


@pytest.mark.parametrize("name", [name for name, facts in BGMAX.items() if not facts["tk70_agrees"]])
def test_a_bgmax_sample_whose_counts_do_not_agree_is_refused(name):
    with pytest.raises(UntrustedFile) as error:
        read(open_bgmax, SAMPLES / "bgmax" / name)

    assert (error.value.line, error.value.reason.code) == (66, "read.control.count_references")


CAMT = expected("camt")
# One has no statement at all, the other only an entry that is not booked.
NOT_TAKEN = {"genkgo_camt053.v2.wrong.xml", "genkgo_camt052.v6.xml"}


@pytest.mark.parametrize("name", [name for name in CAMT if name not in NOT_TAKEN])
def test_a_camt_sample_gives_its_counts_and_sums(name):
    facts = CAMT[name]

    file, items = read(open_camt, SAMPLES / "camt" / name)

    assert file.format == facts["message"][:8]
    totals = file.totals
    assert totals.in_count + totals.out_count + totals.refused == facts["transactions"]
    sums = {"CRDT": 0, "DBIT": 0}
    for key, kronor in facts["currency_sums"].items():
        sums[key[-4:]] += round(float(kronor) * 100)
    assert (totals.in_ore, totals.out_ore) == (sums["CRDT"], sums["DBIT"])
    found = [item for item in items if isinstance(item, IncomingPayment)]
    assert len({item.bank_id for item in found}) == len(found)


def test_a_camt_sample_without_a_statement_is_refused():
    with pytest.raises(UntrustedFile, match="no_statement"):
        read(open_camt, SAMPLES / "camt" / "genkgo_camt053.v2.wrong.xml")


def test_a_camt_sample_that_is_not_booked_gives_no_payment():
    file, items = read(open_camt, SAMPLES / "camt" / "genkgo_camt052.v6.xml")

    assert (len(items), file.totals) == (1, Totals(refused=1))


def test_the_total_in_sample_gives_its_accounts():
    file, items = read(open_total_in, SAMPLES / "plusgiro_total_in" / "jacob22_total_in_bas_exempelfil.txt")

    assert [(item.payee, item.amount_ore, item.payments) for item in items if isinstance(item, Deposit)] == [
        ("plusgiro:10 18-1", 1_919_000, 6),
        ("plusgiro:96 90 01-7", 954_434, 3),
    ]
    assert file.totals == Totals(in_count=8, in_ore=2_925_984, out_count=1, out_ore=52_550)
