"""The refusal of something that a person asked for: the sentence that says why, and what to mend."""

from betalt.values.reason import Reason


class Refused(ValueError):
    """What was asked for is refused; `why` says it in words and `field` names what was typed wrong."""

    def __init__(self, why: Reason, *, field: str = "", said: str = "") -> None:
        super().__init__(said or why.code)
        self.why = why
        self.field = field


def refused(name: str, *, field: str = "", **params: object) -> Refused:
    """Make the refusal of something that was typed, from its code after `action.`."""
    return Refused(because(name, **params), field=field)


def because(name: str, **params: object) -> Reason:
    """Make the reason of a refusal, from its code after `action.`."""
    return Reason(code=f"action.{name}", params=tuple((key, str(value)) for key, value in params.items()))
