"""The rows that the sign-in machinery keeps beside ours: which addresses are confirmed."""

from __future__ import annotations

from betalt.records.sql import execute

_CONFIRM = """
INSERT INTO account_emailaddress (email, verified, "primary", user_id)
SELECT lower(u.email), true, true, u.id FROM records_user u WHERE u.id = %s
    AND NOT EXISTS (SELECT FROM account_emailaddress a WHERE a.user_id = u.id AND lower(a.email) = lower(u.email))
"""
_VERIFY = """
UPDATE account_emailaddress a SET verified = true, "primary" = true FROM records_user u
WHERE u.id = %s AND a.user_id = u.id AND lower(a.email) = lower(u.email)
"""


def confirm_address(*, user: int) -> None:
    """Note that the address of a user is its own."""
    execute(_CONFIRM, [user])
    execute(_VERIFY, [user])
