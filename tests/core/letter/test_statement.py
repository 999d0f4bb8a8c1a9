"""The statement of a claim shows everything that makes its sum."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from betalt.core.claim.claim import claim
from betalt.core.claim.facts import Event, Facts, Invoice, Terms
from betalt.core.claim.rows import rows
from betalt.core.letter.statement import Names, compose_statement

INVOICES = (
    Invoice(id="A", amount_ore=2_000_000, invoiced_on=date(2026, 3, 1), due_on=date(2026, 3, 31)),
    Invoice(
        id="B",
        amount_ore=500_000,
        invoiced_on=date(2026, 4, 1),
        due_on=date(2026, 4, 30),
        tax_office_share_ore=100_000,
    ),
)
MEASURES = (Event(on=date(2026, 5, 4), kind="reminder"), Event(on=date(2026, 5, 25), kind="demand"))


def statement(*events, language="sv", agreed=True, on=date(2026, 7, 31)):
    facts = Facts(
        debtor_kind="consumer", invoices=INVOICES, events=events, terms=Terms(reminder_fee_agreed=agreed)
    )
    owed = claim(facts, on=on)
    return owed, compose_statement(
        owed=owed, shown=rows(owed), language=language, names=Names(creditor="Björkhaga AB")
    )


def test_every_row_has_its_ground_and_the_sums_stand_on_top():
    _, content = statement(*MEASURES)

    first = content["invoices"][0]["rows"]
    assert [row["label"] for row in first] == [
        "Faktura A",
        "Påminnelseavgift",
        "Inkassokostnad",
        "Dröjsmålsränta",
    ]
    assert [row["ground"] for row in first[1:]] == [
        "lag (1981:739) 2, 4 §§",
        "lag (1981:739) 3, 4 §§",
        "räntelagen (1975:635) 6 §",
    ]
    assert content["lead"].replace("\u00a0", " ") == "Att betala den 31 juli 2026: 25 009,31 kr"


def test_what_was_not_counted_is_told_with_its_ground():
    _, content = statement(*MEASURES, agreed=False)

    (refused,) = content["refused"]
    assert refused.startswith("Påminnelseavgift den 4\u00a0maj\u00a02026: ")
    assert refused.endswith("(lag (1981:739) 2 §).")


def test_a_statement_in_english_says_the_same():
    _, content = statement(*MEASURES, language="en")

    assert content["title"] == "Statement of claim"
    assert content["lead"].replace("\u00a0", " ") == "To pay on 31 July 2026: SEK 25,009.31"


EVENTS = st.lists(
    st.builds(
        lambda kind, days, ore, invoice: Event(
            on=date.fromordinal(date(2026, 4, 10).toordinal() + days),
            kind=kind,
            amount_ore=ore,
            invoice=invoice if kind == "credit" else None,
            ground="goodwill" if kind == "credit" else None,
        ),
        st.sampled_from(["payment", "credit"]),
        st.integers(0, 110),
        st.integers(1, 1_500_000),
        st.sampled_from(["A", "B"]),
    ),
    max_size=5,
)


@given(events=EVENTS)
def test_the_rows_add_up_to_what_is_owed_on_each_invoice(events):
    owed, content = statement(*MEASURES, *events)

    for invoice, shown in zip(owed.invoices, content["invoices"], strict=True):
        assert sum(row["ore"] for row in shown["rows"]) == shown["total"]["ore"] == invoice.total
