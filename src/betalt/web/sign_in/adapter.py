"""How allauth does what it does at betalt: rows of ours change through flows, and it speaks our words."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.urls import resolve

from betalt.flows.outlet import outlet_of_settings
from betalt.flows.user_mail import MailNotSent, send_user_mail
from betalt.flows.users import change_account, keep_user
from betalt.web import clock
from betalt.web.errors import no_mail
from betalt.web.forms import words
from betalt.web.language import language
from betalt.web.wording import sentence
from betalt.words import sentences

AREA = "office_sign_in"


def own_errors(theirs: dict[str, Any]) -> dict[str, Any]:
    """Say what is wrong in our words, where we have any."""
    known = sentences(AREA, "sv")
    ours = {code: words(f"{AREA}.error_{code}") for code in theirs if f"error_{code}" in known}
    return {**theirs, **ours}


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Decides who may sign up, keeps users through flows and sends their mail."""

    error_messages = own_errors(DefaultAccountAdapter.error_messages)

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Tell whether anyone may begin, or only those who are invited."""
        return bool(settings.SIGN_UP == "open" or request.session.get("invitation"))

    def save_user(  # budget: as allauth calls it
        self, request: HttpRequest, user: Any, form: Any, commit: bool = True
    ) -> Any:
        """Keep a new user with the language it signed up in."""
        super().save_user(request, user, form, commit=False)
        user.language = language()
        user.name = form.cleaned_data.get("name", "").strip()
        if commit:
            keep_user(user=user)
        return user

    def set_password(self, user: Any, password: str) -> None:
        """Give a user a new password."""
        user.set_password(password)
        keep_user(user=user)

    def confirm_email(self, request: HttpRequest, email_address: Any) -> Any:
        """Take an address as the user's own, now that it has shown that it reads its mail."""
        return change_account(act=lambda: super(AccountAdapter, self).confirm_email(request, email_address))

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send one of the mails that allauth knows by a template, in our words."""
        params = {
            name: str(context.get(name, "")) for name in ("code", "signup_url", "password_reset_url", "ip")
        }
        try:
            send_user_mail(
                outlet=outlet_of_settings(), to=email, about=template_prefix.rpartition("/")[2],
                language=language(), at=clock.moment(), address=settings.PUBLIC_URL.origin, **params,
            )  # fmt: skip
        except MailNotSent as error:
            raise ImmediateHttpResponse(no_mail(self.request)) from error

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        *args: Any,  # noqa: ARG002 -- allauth hands over what its own words need
        **more: Any,  # noqa: ARG002 -- the same
    ) -> None:
        """Say on the next page what was done, in our words; what needs no words is left unsaid."""
        name = (message_template or "").rpartition("/")[2].removesuffix(".txt")
        if f"said_{name}" in sentences(AREA, language()):
            tone = "stop" if level >= messages.ERROR else "ok"
            messages.info(request, sentence(f"{AREA}.said_{name}"), extra_tags=tone)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """List the ways in which a user can show who it is, in our words."""
        found = super().get_reauthentication_methods(user)
        return [
            {
                **way,
                "description": sentence(
                    f"{AREA}.way_{str(resolve(way['url']).url_name).removeprefix('account_')}"
                ),
            }
            for way in found
        ]
