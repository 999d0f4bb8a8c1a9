"""The refusal of something that a person asked for: the sentence that says why, and what to mend."""

from betalt.values.reason import Reason


class Refused(ValueError):
    """What was asked for is refused; `why` says it in words and `field` names what was typed wrong."""

    def __init__(self, why: Reason, *, field: str = "") -> None:
        super().__init__(why.code)
        self.why = why
        self.field = field


def refused(name: str, *, field: str = "", **params: object) -> Refused:
    """Make the refusal of something that was typed, from its code after `action.`."""
    told = tuple((key, str(value)) for key, value in params.items())
    return Refused(Reason(code=f"action.{name}", params=told), field=field)
