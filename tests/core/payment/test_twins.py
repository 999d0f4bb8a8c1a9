"""One payment told by BgMax and by camt counts once; two equal payments count twice."""

from collections import Counter
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from betalt.core.payment.incoming import IncomingPayment, Reference
from betalt.core.payment.twins import payment_key, set_twins_apart, twin_key


def paid(ore, reference="18", *, kind="ocr", bank_id="1", payer="", text=()):
    return IncomingPayment(
        line=1, amount_ore=ore, currency="SEK", booked_on=date(2026, 3, 10), direction="in", is_debit=False,
        payee="bankgiro:991-2346", payer=payer, payer_name="", payer_org_no="",
        references=(Reference(reference, kind),) if reference else (), text=text, bank_id=bank_id,
    )  # fmt: skip


def test_054_and_053_share_a_key_and_bgmax_has_the_day_in_its_own():
    payment = paid(100, bank_id="T1")

    assert payment_key(payment, format="camt.054") == payment_key(payment, format="camt.053")
    assert payment_key(payment, format="bgmax") == "bgmax:bankgiro:991-2346/2026-03-10/T1"
    assert payment_key(payment._replace(direction="reversal"), format="camt.053") == (
        "camt:bankgiro:991-2346/reversal/T1"
    )


def test_two_kinds_of_file_tell_of_one_payment():
    bgmax, camt = (
        paid(100, "0018", bank_id="000000000001"),
        paid(100, "18", bank_id="T1", payer="bankgiro:378-3511"),
    )

    assert set_twins_apart(payments=[camt], known=Counter([twin_key(bgmax)])) == ([], [camt])


def test_another_reference_sum_or_payer_is_another_payment():
    keys = [paid(100), paid(101), paid(100, "26"), paid(100, ""), paid(100, "", payer="bankgiro:378-3511")]

    assert len({twin_key(payment) for payment in keys}) == len(keys)


@given(held=st.integers(0, 5), coming=st.integers(0, 5))
def test_equal_payments_are_paired_one_to_one(held, coming):
    known = Counter({twin_key(paid(100)): held})

    new, twins = set_twins_apart(payments=[paid(100, bank_id=f"{n}") for n in range(coming)], known=known)

    assert (len(new), len(twins)) == (max(0, coming - held), min(coming, held))
