"""What the steps of the first run ask for."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms

from betalt.flows.setup import NewCreditor
from betalt.records import models as m
from betalt.values import bankgiro, orgnr, plusgiro
from betalt.values.number import InvalidNumber
from betalt.web.forms import OfficeForm, address_lines, words

KINDS = ("consumer", "business", "public")
_SWISH_DIGITS = 10


def told_of(row: m.Creditor) -> NewCreditor:
    """Give what a company has told so far."""
    kept = {name: getattr(row, name) for name in NewCreditor.__dataclass_fields__ if hasattr(row, name)}
    return NewCreditor(**{**kept, "address": tuple(row.address)})


def _text(name: str, *, required: bool = False, longest: int = 100, **more: Any) -> forms.CharField:
    label = words(f"office_first_run.{name}")
    return forms.CharField(label=label, required=required, max_length=longest, **more)


class StepForm(OfficeForm):
    """A step that tells something of the company."""

    @classmethod
    def of(cls, row: m.Creditor) -> Any:
        """Show what the company has told before."""
        return cls(initial={name: getattr(row, name) for name in cls.base_fields if hasattr(row, name)})

    def told(self, so_far: NewCreditor) -> NewCreditor:
        """Add what was typed to what was told before."""
        known = NewCreditor.__dataclass_fields__
        return replace(so_far, **{name: value for name, value in self.cleaned_data.items() if name in known})


class CompanyForm(StepForm):
    """Who the company is."""

    name = _text("name", required=True)
    address = forms.CharField(
        label=words("office_first_run.address"), max_length=400, widget=forms.Textarea(attrs={"rows": 3})
    )
    seat = _text("seat", longest=40)
    vat_number = _text("vat_number", longest=20)
    f_tax = forms.BooleanField(label=words("office_first_run.f_tax"), required=False)

    @classmethod
    def of(cls, row: m.Creditor) -> Any:
        """Show what the company has told before, the address line by line."""
        form = super().of(row)
        form.initial["address"] = "\n".join(row.address)
        return form

    def clean_address(self) -> tuple[str, ...]:
        """Cut the address into the lines of a letter."""
        lines = address_lines(self.cleaned_data["address"])
        if not lines:
            self.refuse("address", "office_form.required")
        return lines

    def clean_vat_number(self) -> str:
        """Refuse what is no Swedish VAT number, and one that would show a person's number in letters."""
        number = "".join(self.cleaned_data["vat_number"].split()).replace("-", "").upper()
        if not number:
            return ""
        if not (number.startswith("SE") and number.endswith("01") and orgnr.is_valid(number[2:-2])):
            self.refuse("vat_number", "office_first_run.vat_wrong")
        elif orgnr.is_personal(number[2:-2]):
            self.refuse("vat_number", "office_first_run.vat_personal")
        return number


class NewCompanyForm(CompanyForm):
    """A company that begins: its number cannot be changed afterwards."""

    org_no = _text("org_no", required=True, longest=20)
    again = forms.BooleanField(label=words("office_first_run.again"), required=False)

    field_order = ("org_no", "name", "address", "seat", "vat_number", "f_tax", "again")

    def clean_org_no(self) -> str:
        """Refuse a number whose check digit or form is wrong."""
        try:
            return orgnr.validate(self.cleaned_data["org_no"])
        except InvalidNumber:
            self.refuse("org_no", "office_first_run.org_no_wrong")
            return ""


class PaymentForm(StepForm):
    """Where the money comes to."""

    bankgiro = _text("bankgiro", longest=12)
    plusgiro = _text("plusgiro", longest=12)
    swish = _text("swish", longest=20)

    def clean_bankgiro(self) -> str:
        """Refuse a number whose check digit is wrong."""
        return self._number("bankgiro", bankgiro.validate)

    def clean_plusgiro(self) -> str:
        """Refuse a number whose check digit is wrong."""
        return self._number("plusgiro", plusgiro.validate)

    def clean_swish(self) -> str:
        """Refuse what has not the ten digits of a company's Swish number."""
        digits = "".join(sign for sign in self.cleaned_data["swish"] if sign.isdigit())
        if digits and len(digits) != _SWISH_DIGITS:
            self.refuse("swish", "office_first_run.swish_wrong")
        return digits

    def clean(self) -> dict[str, Any]:
        """Ask for at least one account that letters can name."""
        told: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and not (told.get("bankgiro") or told.get("plusgiro")):
            self.refuse("bankgiro", "office_first_run.no_account")
        return told

    def _number(self, name: str, check: Any) -> str:
        try:
            return str(check(self.cleaned_data[name])) if self.cleaned_data[name] else ""
        except InvalidNumber:
            self.refuse(name, f"office_first_run.{name}_wrong")
            return ""


class SenderForm(StepForm):
    """Who writes, and how customers reach it."""

    email = forms.EmailField(label=words("office_first_run.email"), required=False)
    phone = _text("phone", longest=30)
    hours = _text("hours")
    signer = _text("signer")
    foot_note = _text("foot_note", longest=60)


class ProcedureForm(OfficeForm):
    """How each kind of customer is reminded: by the ready ladder, or with a question before each letter."""

    def __init__(self, *args: Any, **more: Any) -> None:
        """Ask for each kind of customer."""
        super().__init__(*args, **more)
        choices = [(way, words(f"office_first_run.way_{way}")) for way in ("ready", "ask")]
        for kind in KINDS:
            self.fields[kind] = forms.ChoiceField(
                label=words(f"office_procedures.for_{kind}"), choices=choices, initial="ready",
                widget=forms.RadioSelect,
            )  # fmt: skip
