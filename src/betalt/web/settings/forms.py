"""What the settings ask for."""

from __future__ import annotations

from typing import Any

from django import forms

from betalt.core.payment.leniency import CostsLeft
from betalt.flows.choices import Choices
from betalt.flows.export_table import FORMS, WHAT
from betalt.flows.setup import NewCreditor
from betalt.web.forms import DayField, KronorField, OfficeForm, words

_LINES = 6


def _text(name: str, *, required: bool = False, longest: int = 100) -> forms.CharField:
    return forms.CharField(label=words(f"office_settings.{name}"), required=required, max_length=longest)


class CompanyForm(OfficeForm):
    """What the letters say of the sender."""

    name = _text("name", required=True)
    address = forms.CharField(
        label=words("office_settings.address"), max_length=400, widget=forms.Textarea(attrs={"rows": 4, "class": "mid"})
    )  # fmt: skip
    email = forms.EmailField(label=words("office_settings.email"), required=False)
    phone = _text("phone", longest=30)
    hours = _text("hours")
    signer = _text("signer")
    bankgiro = _text("bankgiro", longest=12)
    plusgiro = _text("plusgiro", longest=12)
    swish = _text("swish", longest=20)
    vat_number = _text("vat_number", longest=20)
    f_tax = forms.BooleanField(label=words("office_settings.f_tax"), required=False)
    seat = _text("seat", longest=40)
    foot_note = _text("foot_note", longest=60)
    policy_url = forms.URLField(
        label=words("office_settings.policy_url"), required=False, assume_scheme="https"
    )
    privacy_url = forms.URLField(
        label=words("office_settings.privacy_url"), required=False, assume_scheme="https"
    )
    language = forms.ChoiceField(
        label=words("office_settings.language"),
        choices=[("sv", words("office_settings.in_sv")), ("en", words("office_settings.in_en"))],
    )

    def told(self, *, org_no: str) -> NewCreditor:
        """Give what was typed as the flow takes it."""
        data: dict[str, Any] = dict(self.cleaned_data)
        lines = tuple(line.strip() for line in data.pop("address").splitlines() if line.strip())
        return NewCreditor(org_no=org_no, address=lines[:_LINES], **data)


class ChoicesForm(OfficeForm):
    """What a company chooses; the careful defaults stand until somebody changes them."""

    letters_wait_for_bank_data = forms.BooleanField(
        label=words("office_settings.letters_wait_for_bank_data"), required=False
    )
    demands_need_two = forms.BooleanField(label=words("office_settings.demands_need_two"), required=False)
    refunds_need_two = forms.BooleanField(label=words("office_settings.refunds_need_two"), required=False)
    daily_mail = forms.BooleanField(label=words("office_settings.daily_mail"), required=False)
    smallest_reminder_ore = KronorField(label=words("office_settings.smallest_reminder"), smallest_ore=0)
    smallest_demand_ore = KronorField(label=words("office_settings.smallest_demand"), smallest_ore=0)
    costs_left = forms.ChoiceField(
        label=words("office_settings.costs_left"),
        choices=[(str(value), words(f"office_settings.costs_{value}")) for value in CostsLeft],
    )
    costs_left_most_ore = KronorField(label=words("office_settings.costs_left_most"), smallest_ore=0)
    residue_most_ore = KronorField(label=words("office_settings.residue_most"), smallest_ore=0)
    letter_cost_ore = KronorField(label=words("office_settings.letter_cost"), smallest_ore=0)
    refund_days = forms.IntegerField(label=words("office_settings.refund_days"), min_value=1, max_value=90)
    keep_closed_cases_months = forms.IntegerField(
        label=words("office_settings.keep_closed"), min_value=0, max_value=120
    )
    agent_licence = _text("agent_licence", longest=120)
    agent_licence_until = DayField(label=words("office_settings.agent_licence_until"), required=False)
    iban = _text("iban", longest=40)
    bic = _text("bic", longest=11)

    def clean_agent_licence_until(self) -> str:
        """Give the day as choices keep it, and ask for it where a licence is named."""
        until = self.cleaned_data["agent_licence_until"]
        if bool(until) != bool(self.cleaned_data.get("agent_licence")):
            self.refuse("agent_licence_until", "office_settings.licence_whole")
        return until.isoformat() if until else ""

    @staticmethod
    def shown(chosen: Choices) -> dict[str, Any]:
        """Give what is chosen now as the form shows it."""
        return {name: getattr(chosen, name) for name in ChoicesForm.base_fields}


class ExportForm(OfficeForm):
    """A table and how it is written."""

    what = forms.ChoiceField(
        label=words("office_settings.what"), choices=[(name, words(f"export.{name}")) for name in WHAT]
    )
    form = forms.ChoiceField(
        label=words("office_settings.form"), choices=[(name, words(f"office_settings.form_{name}")) for name in FORMS]
    )  # fmt: skip
