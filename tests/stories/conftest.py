"""The stories live in the same office as the tests of the flows."""

from tests.flows.conftest import mail, office

__all__ = ["mail", "office"]
