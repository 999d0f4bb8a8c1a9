"""Progress on a terminal; where there is none, nothing is drawn."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

Advance = Callable[[int, int], None]  # done, of how many


@contextmanager
def progress_bar(what: str) -> Iterator[Advance]:
    """Draw a bar on the error stream while something long goes on."""
    # Rich takes a tenth of a second to load, which only commands with long work pay.
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed}/{task.total}"))
    hidden = not console.is_terminal
    with Progress(*columns, TimeElapsedColumn(), console=console, transient=True, disable=hidden) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
