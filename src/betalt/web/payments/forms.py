"""What the pages of payments ask for."""

from __future__ import annotations

from typing import Any

from django import forms

from betalt.web.forms import DayField, KronorField, OfficeForm, words

PARTS = 5


class PlaceForm(OfficeForm):
    """Up to five cases, each with its part in kronor; one part may be left empty and takes the rest."""

    def __init__(self, *args: Any, **more: Any) -> None:
        """Make one pair of fields a part."""
        super().__init__(*args, **more)
        for at in range(PARTS):
            self.fields[f"case{at}"] = forms.IntegerField(
                label=words("office_payments.part_case", at=at + 1), required=False, min_value=1,
                max_value=2**62, widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "short"}),
            )  # fmt: skip
            self.fields[f"sum{at}"] = KronorField(
                label=words("office_payments.part_sum", at=at + 1), required=False
            )

    @property
    def pairs(self) -> list[tuple[Any, Any]]:
        """Pair the fields of each part."""
        return [(self[f"case{at}"], self[f"sum{at}"]) for at in range(PARTS)]

    @property
    def parts(self) -> list[tuple[int, int | None]]:
        """List the parts that were written: case number and öre."""
        data = self.cleaned_data
        written = ((data.get(f"case{at}"), data.get(f"sum{at}")) for at in range(PARTS))
        return [(case, ore) for case, ore in written if case]

    def clean(self) -> dict[str, Any]:
        """Ask for a case."""
        data = super().clean() or {}
        if not self.errors and not self.parts:
            self.refuse("case0", "office_payments.name_a_case")
        return data


class AsideForm(OfficeForm):
    """Why money is for no claim here."""

    reason = forms.CharField(label=words("office_payments.aside_reason"), max_length=400)


class NoteForm(OfficeForm):
    """A payment that a person tells of."""

    amount = KronorField(label=words("office_payments.note_amount"))
    booked_on = DayField(label=words("office_payments.note_day"))
    reference = forms.CharField(label=words("office_payments.note_reference"), max_length=50, required=False)
    name = forms.CharField(label=words("office_payments.note_name"), max_length=100, required=False)
    key = forms.CharField(label=words("office_payments.note_key"), max_length=60, required=False)


class RefundForm(OfficeForm):
    """A refund as it is proposed."""

    case = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**62)
    amount = KronorField(label=words("office_payments.refund_amount"), required=False)
    account = forms.CharField(label=words("office_payments.refund_account"), max_length=60, required=False)
