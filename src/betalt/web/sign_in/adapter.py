"""How allauth does what it does at betalt: rows of ours change through flows."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest

from betalt.flows.users import keep_user
from betalt.web.language import language


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Decides who may sign up and keeps users through flows."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Tell whether anyone may begin, or only those who are invited."""
        return bool(settings.SIGN_UP == "open" or request.session.get("invitation"))

    def save_user(self, request: HttpRequest, user: Any, form: Any, commit: bool = True) -> Any:
        """Keep a new user with the language it signed up in."""
        super().save_user(request, user, form, commit=False)
        user.language = language()
        user.name = form.cleaned_data.get("name", "")
        if commit:
            keep_user(user=user)
        return user

    def set_password(self, user: Any, password: str) -> None:
        """Give a user a new password."""
        user.set_password(password)
        keep_user(user=user)
