"""The one way in which a reader of bank files says that a file as a whole cannot be trusted."""

from betalt.values.reason import Reason


class UntrustedFile(Exception):
    """A bank's file cannot be trusted as a whole; the reason says why and `line` where (0 if nowhere)."""

    def __init__(self, code: str, *, line: int = 0, **params: object) -> None:
        """Keep the place and the reason: a code of words/<language>/read.toml and its particulars."""
        self.line = line
        self.reason = Reason(
            code=f"read.{code}", params=tuple((name, str(value)) for name, value in params.items())
        )
        super().__init__(self.reason.code)
