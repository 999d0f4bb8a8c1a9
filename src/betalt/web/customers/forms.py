"""What is noted of a customer: a clause with its proof, an address with its source, what befell it."""

from __future__ import annotations

from typing import Any

from django import forms

from betalt.flows.agree import CLAUSES
from betalt.flows.customer import FLAGS, SOURCES
from betalt.values.money import MoneyError, parse_percent
from betalt.web.forms import DayField, OfficeForm, address_lines, words
from betalt.web.wording import sentence


def _choices(family: str, values: tuple[str, ...]) -> list[tuple[str, Any]]:
    return [(value, words(f"office_customers.{family}_{value}")) for value in values]


class AgreementForm(OfficeForm):
    """A clause that the customer agreed to, on which day and how that can be proved."""

    clause = forms.ChoiceField(label=words("office_customers.clause"), choices=_choices("clause", CLAUSES))
    agreed_on = DayField(label=words("office_customers.agreed_on"))
    how = forms.CharField(label=words("office_customers.how"), max_length=200)
    interest = forms.CharField(
        label=words("office_customers.interest"), required=False, max_length=10,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "short"}),
    )  # fmt: skip

    def clean_interest(self) -> int:
        """Read the agreed yearly rate as hundredths of a percent; 0 where none was agreed."""
        written = self.cleaned_data["interest"].strip().rstrip("%").strip().replace(",", ".")
        if not written:
            return 0
        try:
            return parse_percent(written if "." in written else f"{written}.00")
        except MoneyError:
            raise forms.ValidationError(sentence("office_customers.rate_bad")) from None


class ContactForm(OfficeForm):
    """Where the customer is, and from where that is known."""

    source = forms.ChoiceField(label=words("office_customers.source"), choices=_choices("source", SOURCES))
    address = forms.CharField(
        label=words("office_customers.address"), required=False, max_length=400,
        widget=forms.Textarea(attrs={"rows": 4, "class": "mid"}),
    )  # fmt: skip
    email = forms.EmailField(label=words("office_customers.email"), required=False)

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two, and cut the address into its lines."""
        data = super().clean() or {}
        data["lines"] = address_lines(data.get("address", ""))
        if not self.errors and not data["lines"] and not data.get("email"):
            self.refuse("address", "office_customers.nothing_new")
        return data


class MarksForm(OfficeForm):
    """What is known of who the customer is."""

    marks = forms.MultipleChoiceField(
        label=words("office_customers.marks"), choices=_choices("mark", FLAGS), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
