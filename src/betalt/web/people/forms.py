"""The forms for the people of an office."""

from __future__ import annotations

from typing import Any

from django import forms

from betalt.core.access import Role, may_give
from betalt.web.forms import OfficeForm, words


class RoleForm(OfficeForm):
    """Asks for a role, of those that the user may give."""

    role = forms.ChoiceField(label=words("office_people.role"))

    def __init__(self, *args: Any, giver: Role, **more: Any) -> None:
        """Offer the roles that the giver may give."""
        super().__init__(*args, **more)
        choices = [
            (str(role), words(f"office.role_{role}")) for role in Role if may_give(role=giver, other=role)
        ]
        self.fields["role"].choices = choices  # type: ignore[attr-defined]


class InvitationForm(RoleForm):
    """Asks for an address and a role."""

    email = forms.EmailField(
        label=words("office_people.email"),
        max_length=254,
        error_messages={"invalid": words("office_people.email_wrong")},
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    field_order = ("email", "role")
