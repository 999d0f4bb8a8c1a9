"""The second factor's secrets, sealed at rest as personal numbers are."""

from __future__ import annotations

from base64 import b64decode, b64encode

from allauth.mfa.adapter import DefaultMFAAdapter

from betalt.flows.users import open_secret, seal_secret


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """Seals what authenticator apps and recovery codes share with us."""

    def encrypt(self, text: str) -> str:
        """Seal a secret for its row."""
        return b64encode(seal_secret(text)).decode("ascii")

    def decrypt(self, encrypted_text: str) -> str:
        """Open a sealed secret."""
        return open_secret(b64decode(encrypted_text))
