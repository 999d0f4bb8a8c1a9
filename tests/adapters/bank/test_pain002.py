"""The bank's answer to refunds: its word on each payment, and what is no answer at all."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from betalt.adapters.bank.pain002 import Answer, Status, read_pain002
from betalt.adapters.bank.untrusted import UntrustedFile
from betalt.words import say

SCHEMAS = Path(__file__).parents[4] / "shared" / "specs" / "iso20022"

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.03">
<CstmrPmtStsRpt>
<GrpHdr><MsgId>SVAR-1</MsgId><CreDtTm>2026-03-09T10:00:00</CreDtTm></GrpHdr>
"""
GROUP = (
    "<OrgnlGrpInfAndSts><OrgnlMsgId>BT-1</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.03</OrgnlMsgNmId>"
    "<OrgnlNbOfTxs>3</OrgnlNbOfTxs><OrgnlCtrlSum>350.5</OrgnlCtrlSum>{status}</OrgnlGrpInfAndSts>\n"
)
BATCH = """<OrgnlPmtInfAndSts><OrgnlPmtInfId>BT-1</OrgnlPmtInfId>{status}
{payments}</OrgnlPmtInfAndSts>
"""
REJECTED = """<TxInfAndSts><OrgnlEndToEndId>R-1</OrgnlEndToEndId><TxSts>RJCT</TxSts>
<StsRsnInf><Rsn><Cd>AC01</Cd></Rsn><AddtlInf>Kontot finns</AddtlInf><AddtlInf>inte</AddtlInf></StsRsnInf>
</TxInfAndSts>
"""
ACCEPTED = "<TxInfAndSts><OrgnlEndToEndId>R-2</OrgnlEndToEndId><TxSts>ACCP</TxSts></TxInfAndSts>\n"
END = "</CstmrPmtStsRpt></Document>\n"


def answer(*, group: str = "", batch: str | None = None, payments: str = "") -> bytes:
    said = GROUP.format(status=f"<GrpSts>{group}</GrpSts>" if group else "")
    if payments or batch is not None:
        status = f"<PmtInfSts>{batch}</PmtInfSts>" if batch else ""
        said += BATCH.format(status=status, payments=payments)
    return (HEAD + said + END).encode()


@pytest.mark.skipif(not SCHEMAS.exists(), reason="../shared/specs/iso20022 is not here")
def test_our_own_examples_are_valid_by_the_schema() -> None:
    schema = etree.XMLSchema(etree.parse(str(SCHEMAS / "pain.002.001.03.xsd")))

    assert schema.validate(etree.fromstring(answer(group="PART", batch="PART", payments=REJECTED + ACCEPTED)))
    assert schema.validate(etree.fromstring(answer(group="RJCT")))


def test_an_answer_says_to_which_message_it_is() -> None:
    report = read_pain002(answer(group="ACCP"))

    assert (report.file_id, report.created_at) == ("SVAR-1", "2026-03-09T10:00:00")
    assert (report.original_id, report.original_count, report.original_ore) == ("BT-1", 3, 350_50)


def test_a_rejected_payment_has_its_reason_and_place_and_the_others_are_accepted() -> None:
    report = read_pain002(answer(group="PART", batch="PART", payments=REJECTED + ACCEPTED))

    assert report.answer_to("R-1") == Answer(
        line=7, status=Status.REJECTED, code="RJCT", reasons=("AC01 Kontot finns inte",)
    )
    assert report.answer_to("R-2") == Answer(line=10, status=Status.ACCEPTED, code="ACCP")
    assert report.refused == ()


def test_a_payment_that_is_not_named_in_a_part_answer_is_not_taken_for_accepted() -> None:
    report = read_pain002(answer(group="PART", payments=REJECTED))

    other = report.answer_to("R-3")
    assert other is not None
    assert other.status is Status.PARTLY


@pytest.mark.parametrize(
    ("group", "batch", "status"),
    [
        ("RJCT", None, Status.REJECTED),
        ("ACCP", None, Status.ACCEPTED),
        ("PART", "RJCT", Status.REJECTED),
        ("", "ACSC", Status.SETTLED),
        ("ACTC", "", Status.RECEIVED),
    ],
)
def test_the_word_on_a_whole_batch_or_message_holds_for_its_payments(
    group: str, batch: str | None, status: Status
) -> None:
    found = read_pain002(answer(group=group, batch=batch)).answer_to("R-1", batch="BT-1")

    assert found is not None
    assert found.status is status


def test_a_payment_without_a_status_of_its_own_has_its_batchs() -> None:
    bare = "<TxInfAndSts><OrgnlEndToEndId>R-9</OrgnlEndToEndId></TxInfAndSts>"
    report = read_pain002(answer(group="PART", batch="RJCT", payments=bare))

    assert report.payments["R-9"].status is Status.REJECTED


def test_an_answer_without_any_status_says_nothing() -> None:
    assert read_pain002(answer()).answer_to("R-1") is None


def test_every_version_is_read() -> None:
    data = answer(group="ACCP").replace(b"pain.002.001.03", b"pain.002.001.10")

    assert read_pain002(data).message == Answer(line=5, status=Status.ACCEPTED, code="ACCP")


@pytest.mark.parametrize(
    ("payments", "code", "line"),
    [
        ("<TxInfAndSts><TxSts>RJCT</TxSts></TxInfAndSts>", "refund.answer_without_id", 7),
        (ACCEPTED.replace("ACCP", "XXXX"), "refund.unknown_status", 7),
        (ACCEPTED + ACCEPTED.replace("ACCP", "RJCT"), "refund.answered_twice", 8),
    ],
)
def test_what_is_unclear_is_refused_with_its_line(payments: str, code: str, line: int) -> None:
    (refused,) = read_pain002(answer(group="PART", payments=payments)).refused

    assert (refused.reason.code, refused.line) == (code, line)
    assert say(refused.reason)


BOMB = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "xml_broken"),
        (b"#FLAGGA 0", "xml_broken"),
        (answer()[:-20], "xml_broken"),
        (b"<Document><CstmrCdtTrfInitn/></Document>", "no_status_report"),
        (b"<Document><CstmrPmtStsRpt/></Document>", "no_status_report"),
        (answer().replace(b"<Document", BOMB + b"<Document"), "xml_declares_types"),
        (answer(group="ACCP").replace(b"350.5", b"350,50"), "amount"),
    ],
)
def test_what_is_no_answer_is_refused_as_a_whole(data: bytes, code: str) -> None:
    with pytest.raises(UntrustedFile) as refused:
        read_pain002(data)

    assert refused.value.reason.code == f"read.{code}"


GOOD = answer(group="PART", batch="PART", payments=REJECTED + ACCEPTED)


@settings(max_examples=150)
@given(st.integers(0, len(GOOD)), st.integers(0, 30), st.binary(max_size=6))
def test_a_damaged_answer_is_read_or_refused_with_a_sentence(at: int, gone: int, put: bytes) -> None:
    try:
        report = read_pain002(GOOD[:at] + put + GOOD[at + gone :])
    except UntrustedFile as refused:
        say(refused.reason)
        return
    assert all(said.status in Status for said in (*report.payments.values(), *report.batches.values()))
    assert all(say(refused.reason) for refused in report.refused)
