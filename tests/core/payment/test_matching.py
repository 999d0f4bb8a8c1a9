"""What a payment is for: references book themselves, everything else is a suggestion that a person answers."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from betalt.core.payment.incoming import IncomingPayment, Reference
from betalt.core.payment.matching import match
from betalt.core.payment.open_claims import Index, OpenClaim
from betalt.words import say

ROOF = OpenClaim(
    case=1, invoice=1, party=1, number="1001", ocr="1001410",
    owed_ore=131_000, principal_ore=125_000, letter_ore=130_000, name="Åkes Bygg AB", org_no="5560160680",
)  # fmt: skip
WALL = OpenClaim(case=2, invoice=2, party=1, number="1002", ocr="1002400", owed_ore=50_000, principal_ore=50_000,
                 name="Åkes Bygg AB", org_no="5560160680")  # fmt: skip
DOOR = OpenClaim(
    case=3, invoice=3, party=2, number="A-77", ocr="", owed_ore=9_900, principal_ore=9_900, name="Bo Ek"
)
PAID = OpenClaim(case=4, invoice=4, party=2, number="900", ocr="90042", name="Bo Ek")
CREDIT = OpenClaim(
    case=2, invoice=5, party=1, number="K5", principal_ore=20_000, owed_ore=20_000, is_credit=True
)
CLAIMS = (ROOF, WALL, DOOR, PAID, CREDIT)
INDEX = Index.of(claims=CLAIMS, known_payers={"bankgiro:378-3511": frozenset({1})})


def paid(ore, *references, text=(), payer="", name="", org="", direction="in", currency="SEK"):
    return IncomingPayment(
        line=1, amount_ore=ore, currency=currency, booked_on=date(2026, 3, 10), direction=direction,
        is_debit=direction == "out", payee="bankgiro:991-2346", payer=payer, payer_name=name, payer_org_no=org,
        references=references, text=text, bank_id="1",
    )  # fmt: skip


def decided(payment, index=INDEX):
    found = match(payment, open_claims=index)
    for reason in (found.why, *(reason for suggestion in found.suggestions for reason in suggestion.reasons)):
        assert say(reason, language="sv") != say(reason, language="en")
    return [(part.claim.number, part.amount_ore) for part in found.allocations], found.why.code


def suggested(payment, index=INDEX):
    return [
        ([claim.number for claim in suggestion.claims], [reason.code[8:] for reason in suggestion.reasons])
        for suggestion in match(payment, open_claims=index).suggestions
    ]


@pytest.mark.parametrize("kind", ["ocr", "invoice"])
@pytest.mark.parametrize("reference", ["1001410", "1001", "0001001410", "1001 410"])
def test_an_exact_reference_takes_the_whole_payment(kind, reference):
    assert decided(paid(1, Reference(reference, kind))) == ([("1001", 1)], "payment.reference")


def test_a_number_with_letters_is_a_reference_too():
    assert decided(paid(9_900, Reference("a77", "invoice"))) == ([("A-77", 9_900)], "payment.reference")


def test_a_claim_that_is_paid_is_still_known_by_its_reference():
    assert decided(paid(100, Reference("90042", "ocr"))) == ([("900", 100)], "payment.reference")


def test_a_reference_that_nobody_issued_is_a_question():
    assert decided(paid(131_000, Reference("123456789023", "ocr"))) == ([], "payment.unmatched")


def test_several_references_with_their_own_sums_are_booked_so():
    payment = paid(130_000, Reference("1001410", "ocr", 100_000), Reference("1002", "invoice", 30_000))

    assert decided(payment) == ([("1001", 100_000), ("1002", 30_000)], "payment.own_sums")


def test_own_sums_that_do_not_make_the_payment_are_a_question():
    payment = paid(130_001, Reference("1001410", "ocr", 100_000), Reference("1002", "invoice", 30_000))

    assert decided(payment) == ([], "payment.sum_differs")


@pytest.mark.parametrize(
    ("ore", "parts"),
    [(181_000, (131_000, 50_000)), (175_000, (125_000, 50_000)), (180_000, (130_000, 50_000))],
    ids=["with costs", "without costs", "as the letter said"],
)
def test_several_references_without_sums_need_a_sum_that_agrees(ore, parts):
    payment = paid(ore, Reference("1001410", "ocr"), Reference("1002400", "ocr"))

    assert decided(payment) == ([("1001", parts[0]), ("1002", parts[1])], "payment.sum_agrees")


def test_several_references_whose_sum_differs_are_suggested():
    payment = paid(100_000, Reference("1001410", "ocr"), Reference("1002400", "ocr"))

    assert decided(payment) == ([], "payment.sum_differs")
    assert suggested(payment) == [(["1001"], ["reference_given"]), (["1002"], ["reference_given"])]


def test_a_credit_note_that_the_payer_nets_is_taken_off():
    payment = paid(30_000, Reference("1002", "invoice", 50_000), Reference("K5", "credit", 20_000))

    assert decided(payment) == ([("1002", 50_000), ("K5", -20_000)], "payment.own_sums")


def test_a_credit_note_without_own_sums_is_taken_off_if_the_sum_agrees():
    payment = paid(30_000, Reference("1002", "invoice"), Reference("K5", "credit"))

    assert decided(payment) == ([("1002", 50_000), ("K5", -20_000)], "payment.sum_agrees")


def test_a_deduction_record_is_for_its_credit_note():
    payment = paid(20_000, Reference("K5", "credit"), direction="out")

    assert decided(payment) == ([("K5", -20_000)], "payment.credit_deducted")


def test_a_deduction_that_was_never_credited_leaves_the_rest_owed():
    payment = paid(30_000, Reference("1002", "invoice", 50_000), Reference("9999", "credit", 20_000))

    assert decided(payment) == ([("1002", 30_000)], "payment.deduction_unknown")


def test_a_deduction_record_of_an_unknown_credit_note_is_a_question():
    payment = paid(20_000, Reference("9999", "credit"), direction="out", org="5560160680")

    assert decided(payment) == ([], "payment.deduction_unknown")
    assert suggested(payment) == [(["1001"], ["org_no"]), (["1002"], ["org_no"])]


@pytest.mark.parametrize(
    ("payment", "code"),
    [
        (paid(1, Reference("1001410", "ocr"), currency="EUR"), "payment.currency"),
        (paid(1, Reference("1001410", "ocr"), direction="reversal"), "payment.reversal"),
        (paid(1, Reference("1001410", "ocr"), direction="out"), "payment.money_out"),
    ],
)
def test_what_is_not_money_in_kronor_settles_nothing(payment, code):
    assert decided(payment) == ([], code)


FREE = {
    "a long number": paid(1, Reference("1001410", "free")),
    "a long number in text": paid(1, text=("betalning 1001410 tack",)),
    "a number written apart": paid(1, text=("ref 1001 410",)),
    "a short number with the sum owed": paid(131_000, text=("faktura 1001",)),
    "a short number with the sum of the letter": paid(130_000, text=("faktura 1001",)),
    "a short number with the invoice's sum": paid(125_000, Reference("1001", "free")),
    "a short number from a known payer": paid(1, text=("faktura 1001",), payer="bankgiro:378-3511"),
    "a short number from the customer's organisation": paid(1, text=("fakt.1001",), org="5560160680"),
}


@pytest.mark.parametrize("payment", FREE.values(), ids=FREE)
def test_a_number_in_free_text_books_itself_when_something_backs_it(payment):
    assert decided(payment)[0] == [("1001", payment.amount_ore)]


def test_a_short_number_alone_is_only_suggested():
    assert decided(paid(1, text=("2026 faktura 1002",))) == ([], "payment.unmatched")


def test_a_number_inside_another_is_only_suggested():
    payment = paid(1, text=("99100141099",))

    assert decided(payment) == ([], "payment.unmatched")
    assert suggested(payment) == [(["1001"], ["number_in_text"])]


def test_a_paid_claim_is_not_looked_for_in_text():
    assert decided(paid(1, text=("90042 90042",))) == ([], "payment.unmatched")


def test_several_numbers_in_text_need_a_sum_that_agrees():
    text = ("1001410 och 1002400",)

    assert decided(paid(181_000, text=text)) == ([("1001", 131_000), ("1002", 50_000)], "payment.sum_agrees")
    assert decided(paid(100_000, text=text)) == ([], "payment.sum_differs")


def test_a_reference_that_two_cases_share_is_a_question():
    twin = OpenClaim(case=9, invoice=9, party=9, number="9", ocr="1001410", owed_ore=5, principal_ore=5)

    assert decided(paid(5, Reference("1001410", "ocr")), Index.of(claims=(ROOF, twin))) == (
        [], "payment.reference_shared",
    )  # fmt: skip


def test_suggestions_come_with_what_speaks_for_them_the_best_first():
    payment = paid(50_000, payer="bankgiro:378-3511", name="AB Åkes bygg", org="5560160680")

    assert suggested(payment) == [
        (["1002"], ["payer_known", "org_no", "sum_owed", "name"]),
        (["1001"], ["payer_known", "org_no", "name"]),
    ]


def test_everything_that_a_known_payer_owes_is_suggested_together():
    payment = paid(181_000, payer="bankgiro:378-3511")

    assert suggested(payment)[0] == (["1001", "1002"], ["sum_together", "payer_known"])


def test_a_sum_that_many_owe_points_at_none_of_them():
    many = [
        OpenClaim(case=n, invoice=n, party=n, number=f"{n}", owed_ore=29_900, principal_ore=29_900)
        for n in range(1, 50)
    ]

    assert suggested(paid(29_900), Index.of(claims=many)) == []


REFERENCES = st.builds(
    Reference,
    st.sampled_from(["1001410", "1001", "1002", "K5", "A77", "900", "5", "1001 1002", ""]),
    st.sampled_from(["ocr", "invoice", "credit", "free"]),
    st.none() | st.sampled_from([20_000, 50_000, 131_000]),
)


@given(
    ore=st.sampled_from([1, 30_000, 50_000, 125_000, 131_000, 161_000, 181_000]) | st.integers(1, 10**7),
    references=st.lists(REFERENCES, max_size=4),
    text=st.lists(st.sampled_from(["faktura 1001", "1002400", "tack"]), max_size=2),
    payer=st.sampled_from(["", "bankgiro:378-3511"]),
    direction=st.sampled_from(["in", "out", "reversal"]),
)
def test_what_is_allocated_is_the_payment_and_nothing_is_both_booked_and_asked(
    ore, references, text, payer, direction
):
    found = match(
        paid(ore, *references, text=tuple(text), payer=payer, direction=direction), open_claims=INDEX
    )

    assert not (found.allocations and found.suggestions)
    if found.allocations:
        assert sum(part.amount_ore for part in found.allocations) == (-ore if direction == "out" else ore)


@pytest.mark.parametrize("text", ["Faktura 1001", "1001", "del av 1001, resten sen", "2026-03-10 1001"])
def test_a_short_number_in_free_text_suggests_its_claim_and_books_nothing(text):
    payment = paid(6_000, text=(text,))

    assert decided(payment) == ([], "payment.unmatched")
    assert suggested(payment) == [(["1001"], ["number_in_text"])]


def test_a_number_of_a_paid_claim_in_free_text_suggests_nothing():
    assert suggested(paid(6_000, text=("Faktura 900",))) == []
