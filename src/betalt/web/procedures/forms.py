"""When a saved ladder takes effect, and for which cases."""

from __future__ import annotations

from django import forms

from betalt.web.forms import DayField, OfficeForm, words


class SwitchForm(OfficeForm):
    """The day that a ladder holds from, and whether open cases come along."""

    starts_on = DayField(label=words("office_procedures.starts_on"))
    cases = forms.ChoiceField(
        label=words("office_procedures.for_whom"),
        choices=[
            ("new", words("office_procedures.for_new")),
            ("all", words("office_procedures.for_all")),
        ],
        initial="new",
    )
