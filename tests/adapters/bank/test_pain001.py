"""Refunds as pain.001: valid by the schemas of ISO 20022, exact, and by Swedish convention."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from betalt.adapters.bank.pain001 import Payer, RefundOrder, RefundUnclear, Version, write_pain001
from betalt.adapters.bank.payout_account import PlusgiroName
from betalt.values.money import plain

SHARED = Path(__file__).parents[4] / "shared"
SCHEMAS = SHARED / "specs" / "iso20022"
SAMPLES = SHARED / "samples" / "pain001"
has_schemas = pytest.mark.skipif(not SCHEMAS.exists(), reason="../shared/specs/iso20022 is not here")
has_samples = pytest.mark.skipif(not SAMPLES.exists(), reason="../shared/samples/pain001 is not here")

PAYER = Payer(name="Göta Rör AB", org_no="559999-8001", iban="SE45 5000 0000 0583 9825 7466", bic="ESSESESS")


def order(**changes: Any) -> RefundOrder:
    usual: dict[str, Any] = {
        "id": "R-1",
        "amount_ore": 123_45,
        "account": "bankgiro:991-2346",
        "name": "Åsa & Co <AB>",
    }
    return RefundOrder(**{**usual, **changes})


ALL_KINDS = [
    order(id="R-1", reference="123456789023"),
    order(id="R-2", account="plusgiro:28 65 43-4", amount_ore=1, text="Återbetalning av faktura 1001"),
    order(id="R-3", account="bban:6001-801230659"),
    order(id="R-4", account="bban:8000-2-0000000000"),
    order(id="R-5", account="iban:SE4550000000058398257466"),
]


def write(*orders: RefundOrder, **changes: Any) -> bytes:
    usual: dict[str, Any] = {
        "message_id": "BT-20260306-1",
        "created_at": datetime(2026, 3, 6, 12, 30, 15, 999),
        "pay_on": date(2026, 3, 9),
        "payer": PAYER,
        "refunds": orders or (order(),),
    }
    return write_pain001(**{**usual, **changes})


def found(data: bytes, path: str) -> list[str]:
    """List the texts at a path of local names."""
    steps = "/".join(f"*[local-name()='{name}']" for name in path.split("/"))
    return [str(text) for text in etree.fromstring(data).xpath(f".//{steps}/text()")]


def faults(data: bytes, version: Version) -> list[str]:
    schema = etree.XMLSchema(etree.parse(str(SCHEMAS / f"pain.001.001.{version}.xsd")))
    schema.validate(etree.fromstring(data))
    return [error.message for error in schema.error_log]


@has_schemas
@pytest.mark.parametrize("version", list(Version))
@pytest.mark.parametrize("plusgiro_name", list(PlusgiroName))
def test_every_kind_of_payee_is_valid_by_the_schema(version: Version, plusgiro_name: PlusgiroName) -> None:
    assert faults(write(*ALL_KINDS, version=version, plusgiro_name=plusgiro_name), version) == []


def test_the_sums_are_exact_and_stated_for_the_message_and_its_batch() -> None:
    data = write(*ALL_KINDS)

    assert found(data, "GrpHdr/NbOfTxs") == found(data, "PmtInf/NbOfTxs") == ["5"]
    assert found(data, "GrpHdr/CtrlSum") == found(data, "PmtInf/CtrlSum") == ["493.81"]
    assert found(data, "Amt/InstdAmt") == ["123.45", "0.01", "123.45", "123.45", "123.45"]
    assert found(data, "PmtId/EndToEndId") == ["R-1", "R-2", "R-3", "R-4", "R-5"]


def test_who_when_and_how_stand_as_swedish_banks_want_them() -> None:
    data = write()

    assert found(data, "GrpHdr/CreDtTm") == ["2026-03-06T12:30:15"]
    assert found(data, "InitgPty/Nm") == found(data, "Dbtr/Nm") == ["Göta Rör AB"]
    assert found(data, "Dbtr/Id/OrgId/Othr/Id") == ["5599998001"]
    assert found(data, "DbtrAcct/Id/IBAN") == ["SE4550000000058398257466"]
    assert found(data, "DbtrAgt/FinInstnId/BIC") == ["ESSESESS"]
    assert found(data, "PmtInf/PmtMtd") == ["TRF"]
    assert found(data, "SvcLvl/Cd") == ["NURG"]
    assert found(data, "ReqdExctnDt") == ["2026-03-09"]
    assert found(data, "ChrgBr") == ["SLEV"]


def test_a_sole_traders_personal_number_is_left_out() -> None:
    payer = Payer(name="Åsa Öberg", org_no="19900101-2385", iban=PAYER.iban, bic=PAYER.bic)

    assert b"9001012385" not in write(payer=payer)


@pytest.mark.parametrize(
    ("account", "clearing", "number", "scheme"),
    [
        ("bankgiro:991-2346", ["9900"], ["9912346"], ["BGNR"]),
        ("plusgiro:28 65 43-4", ["9960"], ["2865434"], ["BBAN"]),
        ("bban:6001-801230659", ["6001"], ["801230659"], ["BBAN"]),
        ("bban:8000-2-0000000000", ["8000"], ["0000000000"], ["BBAN"]),  # Swedbank: without the fifth digit
        ("iban:SE45 5000 0000 0583 9825 7466", [], [], []),
    ],
)
def test_each_kind_of_account_has_its_clearing_number_and_scheme(
    account: str, clearing: list[str], number: list[str], scheme: list[str]
) -> None:
    data = write(order(account=account))

    assert found(data, "CdtrAgt/FinInstnId/ClrSysMmbId/MmbId") == clearing
    assert found(data, "CdtrAgt/FinInstnId/ClrSysMmbId/ClrSysId/Cd") == ["SESBA"] * len(clearing)
    assert found(data, "CdtrAcct/Id/Othr/Id") == number
    schemes = found(data, "CdtrAcct/Id/Othr/SchmeNm/Cd") + found(data, "CdtrAcct/Id/Othr/SchmeNm/Prtry")
    assert schemes == scheme
    assert found(data, "CdtrAcct/Id/IBAN") == ([] if number else ["SE4550000000058398257466"])


def test_a_plusgiro_is_named_as_the_banks_guide_wants_it() -> None:
    data = write(order(account="plusgiro:28 65 43-4"), plusgiro_name=PlusgiroName.PGNR)

    assert found(data, "CdtrAcct/Id/Othr/SchmeNm/Prtry") == ["PGNR"]


def test_a_reference_of_the_payee_goes_before_a_text() -> None:
    with_both = write(order(reference="12345 6789 023", text="Faktura 1"))

    assert found(with_both, "RmtInf/Strd/CdtrRefInf/Ref") == ["123456789023"]
    assert found(with_both, "CdtrRefInf/Tp/CdOrPrtry/Cd") == ["SCOR"]
    assert found(with_both, "RmtInf/Ustrd") == []
    assert found(write(order(text=" Faktura\n1\x00 ")), "RmtInf/Ustrd") == ["Faktura 1"]
    assert found(write(order()), "RmtInf/Ustrd") == []


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"refunds": ()}, "nothing to refund"),
        ({"refunds": (order(), order())}, "same id"),
        ({"message_id": "M" * 36}, "id of a message"),
        ({"message_id": "/x"}, "id of a message"),
        ({"pay_on": date(2026, 3, 8)}, "no banking day"),
        ({"payer": Payer(name=" ", org_no="5599998001", iban=PAYER.iban, bic=PAYER.bic)}, "needs a name"),
        (
            {"payer": Payer(name="X", org_no="5599998002", iban=PAYER.iban, bic=PAYER.bic)},
            "organisationsnummer",
        ),
        ({"payer": Payer(name="X", org_no="5599998001", iban="SE44", bic=PAYER.bic)}, "no IBAN"),
        ({"payer": Payer(name="X", org_no="5599998001", iban=PAYER.iban, bic="SEB")}, "no BIC"),
        ({"refunds": (order(id="Å-1"),)}, "id of a refund"),
        ({"refunds": (order(amount_ore=0),)}, "R-1: 0.00 kr"),
        ({"refunds": (order(amount_ore=10**11),)}, "cannot be refunded"),
        ({"refunds": (order(name="\x00 "),)}, "R-1: the payee needs a name"),
        ({"refunds": (order(text="x" * 141),)}, "over 140 letters"),
        ({"refunds": (order(reference="123456789024"),)}, "R-1: 123456789024 is no OCR"),
        ({"refunds": (order(account="bankgiro:991-2347"),)}, "R-1: '991-2347' is no bankgiro"),
        ({"refunds": (order(account="plusgiro:28 65 43-5"),)}, "no plusgiro"),
        ({"refunds": (order(account="bban:6001-801230658"),)}, "check digit"),
        ({"refunds": (order(account="iban:SE46"),)}, "no IBAN"),
        ({"refunds": (order(account="swish:123"),)}, "not 'swish:123'"),
    ],
)
def test_what_cannot_be_ordered_is_refused_with_a_sentence(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(RefundUnclear, match=said):
        write(**changes)


def test_a_doubtful_check_digit_at_swedbank_is_the_banks_to_judge() -> None:
    assert found(write(order(account="bban:8327-9-0000000001")), "CdtrAcct/Id/Othr/Id") == ["0000000001"]


@has_samples
@pytest.mark.parametrize("version", list(Version))
def test_the_shape_is_that_of_the_banks_own_examples(version: Version) -> None:
    sample = (SAMPLES / f"se.bankgiro.supplier.pain.001.001.{version}.xml").read_bytes()
    ours = write(order(reference="123456782"), version=version)

    # Addresses are optional; the clearing number 9900 says what the sample's BIC says (BGABSESS).
    optional = ("PstlAdr", "BIC", "BICFI", "ClrSysMmbId")
    assert shape(ours, without=optional) == shape(sample, without=optional)


def shape(data: bytes, *, without: tuple[str, ...]) -> list[str]:
    """List the paths of a message in their order, each once."""
    paths: dict[str, None] = {}

    def walk(element: etree._Element, above: str) -> None:
        name = etree.QName(element).localname
        if name not in without:
            paths[f"{above}/{name}"] = None
            for child in element:
                walk(child, f"{above}/{name}")

    walk(etree.fromstring(data), "")
    return list(paths)


@has_schemas
@settings(max_examples=40)
@given(
    st.lists(
        st.tuples(st.integers(1, 99_999_999_999), st.text(max_size=60), st.text(max_size=60)),
        min_size=1,
        max_size=5,
    )
)
def test_any_names_and_texts_make_a_valid_message_with_exact_sums(rows: list[tuple[int, str, str]]) -> None:
    orders = [
        order(id=f"R-{no}", amount_ore=ore, name=f"X{name}", text=text)
        for no, (ore, name, text) in enumerate(rows)
    ]

    data = write(*orders)

    assert faults(data, Version.V03) == []
    assert found(data, "GrpHdr/CtrlSum") == [plain(sum(ore for ore, _, _ in rows))]
