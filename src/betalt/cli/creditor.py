"""Which creditor a command is about: the one that is named, or the only one there is."""

from collections.abc import Iterator
from contextlib import contextmanager

from betalt.cli.errors import UserError, as_user_error
from betalt.cli.speech import sentence
from betalt.cli.storage import open_storage


@contextmanager
def for_creditor(named: str | None) -> Iterator[int]:
    """Open the rows for a command about one creditor; what the database says is told in one line."""
    open_storage()
    from django.db.utils import ProgrammingError

    from betalt.flows.database import EXPECTED

    with as_user_error(*EXPECTED):
        try:
            creditor = _chosen(named)
        except ProgrammingError as error:
            raise UserError(sentence("cli.no_tables")) from error
        yield creditor


def _chosen(named: str | None) -> int:
    from betalt.flows.day import creditors

    homes = creditors()
    found = [home for home in homes if named is None or named in (str(home.id), home.org_no, home.name)]
    if len(found) == 1:
        return found[0].id
    if not homes:
        raise UserError(sentence("cli.no_creditor"))
    if not found:
        raise UserError(sentence("cli.unknown_creditor", named=named))
    listed = ", ".join(f"{home.id} {home.name}" for home in found)
    raise UserError(sentence("cli.which_creditor", listed=listed))
