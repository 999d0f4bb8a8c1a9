"""A creditor begins: what it tells about itself is checked before anything is stored."""

from dataclasses import replace
from datetime import date

import pytest

from betalt.flows.choices import ChoiceUnknown
from betalt.flows.setup import CreditorUnclear, NewCreditor, set_up_creditor
from betalt.records import models as m
from betalt.records.scope import acting_for

ON = date(2026, 2, 1)
WHOLE = NewCreditor(
    name="Göta Rör AB", org_no="559999-8001", address=("Rörgatan 4", "417 05 Göteborg"), bankgiro="5050-1055"
)

pytestmark = pytest.mark.django_db


def test_a_creditor_begins_with_its_three_ladders_and_plain_numbers():
    creditor = set_up_creditor(creditor=replace(WHOLE, swish="123 467 93 04"), on=ON)

    with acting_for([creditor]):
        stored = m.Creditor.objects.get(id=creditor)
        assert (stored.org_no, stored.bankgiro, stored.swish) == ("5599998001", "50501055", "1234679304")
        ladders = m.Procedure.objects.of(creditor).filter(active=True).order_by("kind")
        assert list(ladders.values_list("kind", flat=True)) == ["business", "consumer", "public"]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"name": " "}, "needs a name"),
        ({"address": ()}, "needs an address"),
        ({"bankgiro": ""}, "needs a bankgiro or a plusgiro"),
        ({"org_no": "559999-8002"}, "organisationsnummer"),
        ({"bankgiro": "5050-1056"}, "bankgiro"),
        ({"swish": "123"}, "no Swish number"),
    ],
)
def test_what_cannot_be_right_is_told_in_one_line(changes, told):
    with pytest.raises(CreditorUnclear, match=told):
        set_up_creditor(creditor=replace(WHOLE, **changes), on=ON)


@pytest.mark.parametrize(
    ("choices", "told"),
    [
        ({"colour": "red"}, "no choice named colour"),
        ({"letters_wait_for_bank_data": "yes"}, "cannot be 'yes'"),
        ({"accounts": {"bank": "19"}}, "four digits"),
        ({"sender": "agent"}, "collecting for others"),
    ],
)
def test_a_choice_that_means_nothing_is_refused(choices, told):
    with pytest.raises(ChoiceUnknown, match=told):
        set_up_creditor(creditor=replace(WHOLE, choices=choices), on=ON)
