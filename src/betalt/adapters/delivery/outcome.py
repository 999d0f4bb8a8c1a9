"""What became of handing a letter over; "not known" is an answer of its own, since it must never be tried again."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """The channel took the letter."""

    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """The channel will never take this letter to this receiver: another channel must."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Later:
    """The letter has certainly not left and may be tried again."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """The letter may have left: a person looks, and nothing sends it again by itself."""

    reason: str


Outcome = Handed | Refused | Later | Unknown
