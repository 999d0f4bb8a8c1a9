"""Mappings of columns: saved, read again, refused where nobody could follow them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from betalt.adapters.files.columns import FIELDS
from betalt.adapters.files.mapping import Mapping, MappingError, from_toml, guess, to_toml

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
MAPPINGS = st.builds(
    Mapping,
    columns=st.dictionaries(st.sampled_from(FIELDS), TEXT, min_size=1),
    constants=st.dictionaries(st.sampled_from(FIELDS), TEXT),
    decimal=st.sampled_from(["", ",", "."]), date_form=TEXT, amount_as=st.sampled_from(["", "SEK"]),
    shift_days=st.integers(-5000, 5000),
    encoding=TEXT, separator=st.sampled_from(["", ";", "\t", '"']), sheet=TEXT,
)  # fmt: skip


@given(mapping=MAPPINGS)
def test_a_saved_mapping_comes_back(mapping):
    assert from_toml(to_toml(mapping)) == mapping


def test_headers_are_compared_without_case_blanks_and_points():
    assert guess(["FAKTURA NR.", "Förfallo-datum", "Okänt"]).columns == {
        "number": "FAKTURA NR.",
        "due_on": "Förfallo-datum",
    }


def test_the_first_header_that_names_a_field_holds_it():
    assert guess(["Belopp", "Totalt"]).columns == {"amount": "Belopp"}


def test_a_mapping_says_what_every_invoice_needs_and_it_lacks():
    assert guess(["Fakturanr", "Saldo", "Kundnr"]).missing == ("issued_on", "due_on")


BROKEN = [
    ("columns = [", "not TOML"),
    ('decimal = ","', r"\[columns\] is missing"),
    ('[columns]\nnumer = "A"', "no field 'numer'"),
    ("[columns]\nnumber = 3", "number must be a text"),
    ('shift_days = "1"\n[columns]\nnumber = "A"', "shift_days must be a whole number"),
    ('shift_days = true\n[columns]\nnumber = "A"', "shift_days must be a whole number"),
    ('columns = "A"', "columns must be a table"),
    ('speed = 1\n[columns]\nnumber = "A"', "no setting 'speed'"),
    ('decimal = ";"\n[columns]\nnumber = "A"', "decimal is"),
    ('amount_as = "EUR"\n[columns]\nnumber = "A"', "amount_as can only be"),
    ('separator = ";;"\n[columns]\nnumber = "A"', "separator is one character"),
]


@pytest.mark.parametrize(("text", "message"), BROKEN)
def test_a_mapping_that_cannot_be_followed_is_refused(text, message):
    with pytest.raises(MappingError, match=message):
        from_toml(text)
