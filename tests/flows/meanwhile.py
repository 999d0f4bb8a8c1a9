"""Lets something happen in another thread at a chosen point of a flow: no part of the flow is replaced."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction


def elsewhere(act: Callable[[], object]) -> Callable[[], None]:
    """Make an action that another thread does on its own connection; a fault in it is raised by whoever calls."""

    def run() -> None:
        faults: list[BaseException] = []

        def work() -> None:
            try:
                act()
            except BaseException as fault:
                faults.append(fault)
            finally:
                connection.close()

        thread = threading.Thread(target=work)
        thread.start()
        thread.join(timeout=60)
        if faults:
            raise faults[0]

    return run


@contextmanager
def after_commit_of(words: str, act: Callable[[], object]) -> Iterator[None]:
    """Do something once, right after the first transaction that runs a statement with these words has committed."""
    waiting = [elsewhere(act)]

    def watch(execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any) -> Any:
        result = execute(sql, params, many, context)
        if waiting and words in str(sql):
            transaction.on_commit(waiting.pop())
        return result

    with connection.execute_wrapper(watch):
        yield
    assert not waiting, f"no statement with {words!r} was run"
