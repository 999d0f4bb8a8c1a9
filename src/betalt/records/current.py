"""Which flow is on the stack and which request it answers; apart from the rows, so that it loads no database."""

from contextvars import ContextVar

current_flow: ContextVar[str | None] = ContextVar("current_flow", default=None)
current_request: ContextVar[str] = ContextVar("current_request", default="")
