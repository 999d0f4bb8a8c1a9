"""The form to sign up: allauth's own with a name."""

from __future__ import annotations

from allauth.account.forms import SignupForm
from django import forms


class SignUpForm(SignupForm):  # type: ignore[misc]  # allauth has no types
    """Asks for name, address and password, and nothing else."""

    name = forms.CharField(max_length=100, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    field_order = ("name", "email", "password1")
