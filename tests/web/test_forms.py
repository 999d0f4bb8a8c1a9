"""Sums and days in forms, read as people write them."""

from datetime import date

import pytest

from betalt.web.forms import DayField, KronorField, OfficeForm
from betalt.web.language import speaking


class Form(OfficeForm):
    """A sum and a day."""

    amount = KronorField(smallest_ore=100)
    until = DayField(earliest=date(2026, 3, 1), latest=date(2026, 3, 31), required=False)


@pytest.mark.parametrize(
    ("written", "ore"),
    [
        ("1 234,50", 123450),
        ("1\u00a0234,50 kr", 123450),
        ("1234.50", 123450),
        ("1234", 123400),
        ("1", 100),
        ("1.234,5 kr", 123450),
    ],
)
def test_a_sum_is_read_as_people_write_it(written, ore):
    form = Form({"amount": written})

    assert form.is_valid(), form.errors
    assert form.cleaned_data["amount"] == ore


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("tusen", "Skriv en summa i kronor, till exempel 1 234,50. Du skrev tusen."),
        ("1.234", "Skriv en summa i kronor, till exempel 1 234,50. Du skrev 1.234."),
        ("1,2,3", "Skriv en summa i kronor, till exempel 1 234,50. Du skrev 1,2,3."),
        ("0,50", "Summan ska vara minst 1,00 kr."),
        ("\u22125", "Summan ska vara minst 1,00 kr."),
        ("", "Fyll i det här."),
    ],
)
def test_a_sum_that_is_none_says_how_to_mend_it(written, said):
    with speaking("sv"):
        assert Form({"amount": written}).errors["amount"] == [said]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("2026-02-28", "Tidigast 1\u00a0mars."),
        ("2026-04-01", "Senast 31\u00a0mars."),
        ("28/2", "Skriv dagen som 2026-11-23. Du skrev 28/2."),
    ],
)
def test_a_day_that_cannot_be_says_how_to_mend_it(written, said):
    with speaking("sv"):
        assert Form({"amount": "1", "until": written}).errors["until"] == [said]


def test_english_refuses_in_english():
    with speaking("en"):
        assert Form({"amount": ""}).errors["amount"] == ["Fill this in."]


def test_what_is_known_is_shown_as_people_write_it():
    form = Form(initial={"amount": 123450, "until": date(2026, 3, 2)})

    with speaking("sv"):
        assert 'value="1\u00a0234,50"' in str(form["amount"])
    assert 'value="2026-03-02"' in str(form["until"])
