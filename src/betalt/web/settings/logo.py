"""The logotype on letters: taken with the form that it stands in, whatever else of that form is refused."""

from __future__ import annotations

from typing import Any

from django import forms

from betalt.flows.logo import LogoError, change_logo
from betalt.web.forms import OfficeForm, words
from betalt.web.office import Office
from betalt.web.wording import reason_text


class LogoForm(OfficeForm):
    """A picture, or the wish to have none."""

    logo = forms.FileField(
        label=words("office_settings.logo"), required=False,
        widget=forms.ClearableFileInput(attrs={"accept": "image/png,image/jpeg"}),
    )  # fmt: skip
    no_logo = forms.BooleanField(label=words("office_settings.no_logo"), required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        """Take an empty file for one that cannot be read, as any other."""
        super().__init__(*args, **more)
        self.fields["logo"].error_messages["empty"] = words("logo.broken")


def take_logo(place: Office, form: LogoForm) -> bool:
    """Put the picture that was chosen on the letters, or take it away; tell whether all is well.

    A file cannot be shown again in a form, so it is kept even where something beside it must be mended.
    """
    if not form.is_valid():
        return False
    chosen = form.cleaned_data["logo"]
    if chosen is None and not form.cleaned_data["no_logo"]:
        return True
    try:
        change_logo(
            creditor=place.id, picture=chosen.read() if chosen else b"", on=place.on, actor=place.actor
        )
    except LogoError as error:
        form.add_error("logo", reason_text(error.reason))
        return False
    place.tell("office_settings.logo_taken" if chosen else "office_settings.logo_gone")
    return True
