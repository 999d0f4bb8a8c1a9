"""Which payments of a file are here: by the bank's number, by a twin in another kind of file, or nobody knows."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from betalt.core.payment.incoming import Direction, IncomingPayment, Reference, ReferenceKind
from betalt.core.payment.sightings import (
    Held,
    Kind,
    Seen,
    checked,
    key_of,
    kind_of,
    same_place,
    sort_out,
    twin_of,
)

ON = date(2026, 3, 10)
GIRO, ACCOUNT = "bankgiro:991-2346", "iban:SE4550000000058398257466"


def paid(
    ore: int = 100_00, ocr: str = "1842", *, bank_id: str = "T1", on: date = ON, payee: str = GIRO,
    payer: str = "bankgiro:378-3511", kind: ReferenceKind = ReferenceKind.OCR,
    direction: Direction = Direction.IN, is_debit: bool = False,
) -> IncomingPayment:  # fmt: skip
    return IncomingPayment(
        line=1, amount_ore=ore, currency="SEK", booked_on=on, direction=direction, is_debit=is_debit,
        payee=payee, payer=payer, payer_name="", payer_org_no="",
        references=(Reference(ocr, kind),) if ocr else (), text=(), bank_id=bank_id,
    )  # fmt: skip


def seen(payment: IncomingPayment, number: int = 7, told_by: str = "camt.054") -> Seen:
    assert payment.booked_on is not None
    return Seen(number, told_by, payment.bank_id, payment.booked_on, payment.amount_ore, "in", payment.payee)


def held(payment: IncomingPayment, number: int = 7, told_by: str = "bgmax", *, is_given: bool = True) -> Held:
    assert payment.booked_on is not None
    return Held(
        number, frozenset({told_by} - {""}), payment.booked_on, payment.amount_ore, "in", payment.payee,
        twin_of(payment), checked(payment.references), is_given,
    )  # fmt: skip


def judged(*told: IncomingPayment, by_number: list[Seen] = [], others: list[Held] = []) -> list[str]:  # noqa: B006 -- never changed
    seen_by_id: dict[str, list[Seen]] = {}
    for one in by_number:
        seen_by_id.setdefault(one.bank_id, []).append(one)
    by_day: dict[tuple[date, int], list[Held]] = {}
    for other in others:
        by_day.setdefault((other.booked_on, other.amount_ore), []).append(other)
    verdicts = sort_out([(one, Kind.IN) for one in told], told_by="camt.054", seen=seen_by_id, held=by_day)
    return [
        f"here {one.here}" if one.here
        else "repeat" if one.is_repeat
        else f"differs {one.differs_from}" if one.differs_from
        else f"perhaps {one.perhaps}" if one.perhaps
        else "new"
        for one in verdicts
    ]  # fmt: skip


def test_the_banks_number_is_the_payment_in_every_message_of_camt() -> None:
    assert judged(paid(), by_number=[seen(paid(), told_by="camt.053")]) == ["here 7"]
    assert judged(paid(), by_number=[seen(paid(), told_by="bgmax")]) == ["new"]


def test_a_number_that_comes_again_after_years_is_another_payment() -> None:
    assert judged(paid(), by_number=[seen(paid(on=ON - timedelta(days=700)))]) == ["new"]


@pytest.mark.parametrize("first", [paid(100_01), paid(payee="bankgiro:5050-1055")])
def test_another_sum_or_payee_under_the_same_number_is_for_the_bank_to_say(first: IncomingPayment) -> None:
    assert judged(paid(), by_number=[seen(first)]) == ["differs 7"]


def test_what_stands_twice_in_a_file_is_one() -> None:
    assert judged(paid(), paid()) == ["new", "repeat"]
    assert judged(paid(), paid(bank_id="T2")) == ["new", "new"]


def test_a_twin_of_another_kind_is_the_same_payment_once() -> None:
    assert judged(paid(), paid(bank_id="T2"), others=[held(paid(bank_id="000012"))]) == ["here 7", "new"]
    assert judged(paid(), others=[held(paid(), told_by="camt.054")]) == ["new"]


def test_the_account_may_stand_for_the_giro_but_one_giro_not_for_another() -> None:
    assert judged(paid(), others=[held(paid(payee=ACCOUNT))]) == ["here 7"]
    assert judged(paid(), others=[held(paid(payee="plusgiro:28 65 43-4"))]) == ["new"]
    assert same_place("", GIRO)
    assert not same_place(ACCOUNT, "iban:SE3550000000054910000003")


def test_a_number_among_free_texts_is_taken_at_its_word() -> None:
    assert judged(paid(), others=[held(paid(kind=ReferenceKind.FREE), told_by="csv")]) == ["here 7"]


def test_the_same_sum_without_a_reference_is_left_to_a_person_where_a_claim_has_got_it() -> None:
    assert judged(paid(ocr=""), others=[held(paid())]) == ["perhaps 7"]
    assert judged(paid(), others=[held(paid(ocr="", payer=""))]) == ["perhaps 7"]
    assert judged(paid(), others=[held(paid(ocr="", payer=""), is_given=False)]) == ["new"]
    assert judged(paid(), others=[held(paid(ocr="2626"))]) == ["new"]


def test_what_a_payment_is_to_us() -> None:
    out, back = Direction.OUT, Direction.REVERSAL
    credit = ReferenceKind.CREDIT

    assert kind_of(paid()) is Kind.IN
    assert kind_of(paid(direction=out, is_debit=True)) is None
    assert kind_of(paid(direction=out, is_debit=True, kind=credit)) is Kind.DEDUCTION
    assert kind_of(paid(direction=back, is_debit=True)) is Kind.TAKEN_BACK
    assert kind_of(paid(direction=back)) is Kind.CAME_BACK
    assert [kind.is_money_in for kind in Kind] == [True, True, False, False]


def test_the_key_is_the_same_for_all_messages_of_camt_and_for_no_other_payment() -> None:
    keys = [
        key_of(paid(), told_by="camt.053"), key_of(paid(), told_by="bgmax"), key_of(paid(1), told_by="camt.054"),
        key_of(paid(on=ON + timedelta(days=1)), told_by="camt.054"),
    ]  # fmt: skip

    assert keys[0] == key_of(paid(), told_by="camt.054")
    assert len(set(keys)) == len(keys)


@given(here=st.integers(0, 4), numbered=st.integers(0, 4), coming=st.integers(0, 6))
def test_equal_payments_are_paired_one_to_one_those_with_a_number_first(
    here: int, numbered: int, coming: int
) -> None:
    told = [paid(bank_id=f"T{n}") for n in range(coming)]
    known = min(numbered, coming)
    by_number = [
        seen(one, number=100 + n, told_by="camt.053") for n, one in enumerate(told[coming - known :])
    ]
    others = [held(paid(), number=1 + n) for n in range(here)]
    others += [held(paid(), number=one.payment, told_by="camt.053") for one in by_number]

    verdicts = judged(*told, by_number=by_number, others=others)

    assert verdicts.count("new") == max(0, coming - known - here)
    assert len({one for one in verdicts if one.startswith("here")}) == min(coming, known + here)
