"""The second factor: its secrets are sealed at rest as personal numbers are, and its code is drawn by us."""

from __future__ import annotations

from allauth.mfa.adapter import DefaultMFAAdapter

from betalt.flows.user_mail import draw_code
from betalt.flows.users import open_secret, seal_secret
from betalt.web.sign_in.adapter import own_errors


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """Seals what authenticator apps and recovery codes share with us."""

    error_messages = own_errors(DefaultMFAAdapter.error_messages)

    def encrypt(self, text: str) -> str:
        """Seal a secret for its row."""
        return seal_secret(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Open a sealed secret."""
        return open_secret(encrypted_text)

    def build_totp_svg(self, url: str) -> str:
        """Draw the code that an app reads; without inline style, which the page's policy forbids."""
        return draw_code(text=url)
