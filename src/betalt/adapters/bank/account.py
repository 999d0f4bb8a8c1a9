"""Accounts as the bank files write them, named the one way that betalt writes them: "bankgiro:991-2346"."""

from functools import lru_cache

from betalt.values import plusgiro
from betalt.values.number import InvalidNumber


@lru_cache(maxsize=4096)
def bankgiro(number: str) -> str:
    """Name a bankgiro number; empty when it is all zeros or blank. The check digit is the bank's business."""
    digits = _digits(number)
    return f"bankgiro:{digits[:-4]}-{digits[-4:]}" if len(digits) > 4 else ""


@lru_cache(maxsize=4096)
def plusgiro_account(number: str) -> str:
    """Name a plusgiro number; one that fails its check digit is named by its digits."""
    digits = _digits(number)
    try:
        return f"plusgiro:{plusgiro.format(digits)}" if digits else ""
    except InvalidNumber:
        return f"plusgiro:{digits[:-1]}-{digits[-1:]}"


@lru_cache(maxsize=4096)
def org_no(number: str) -> str:
    """Read an organisation or personal number that a bank states: its last ten digits, or nothing."""
    digits = "".join(filter(str.isdigit, number))
    return digits[-10:] if len(digits) in {10, 12} and digits[-10:].strip("0") else ""


def _digits(number: str) -> str:
    return "".join(digit for digit in number if digit.isdigit()).lstrip("0")
