"""The form for one's own name."""

from __future__ import annotations

from django import forms

from betalt.web.forms import OfficeForm, words


class NameForm(OfficeForm):
    """Asks for the name that colleagues see."""

    name = forms.CharField(
        label=words("office_sign_in.name"),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
