"""`betalt letter posted`, `left` and `returned`: what became of letters."""

from pathlib import Path
from typing import Annotated

import typer

from betalt.cli.creditor import for_creditor
from betalt.cli.errors import as_user_error
from betalt.cli.import_ import read_bytes
from betalt.cli.options import CreditorName, OnDay, today
from betalt.cli.speech import tell


def posted(
    *,
    bundle: Annotated[str, typer.Argument(metavar="BUNDLE", help="The bundle's name, such as 2026-03-12-1.")],
    receipt: Annotated[Path | None, typer.Option(help="The print house's receipt, letter by letter.")] = None,
    on: OnDay = None,
    creditor: CreditorName = None,
) -> int:
    """Say that a print bundle was handed to the post: fees and days count from that day."""
    day = on or today()
    data = read_bytes(receipt) if receipt is not None else None
    with for_creditor(creditor) as home:
        from betalt.flows.print_house import EXPECTED, confirm_posted, read_posting_receipt

        with as_user_error(*EXPECTED):
            if data is None:
                came = confirm_posted(creditor=home, bundle=bundle, on=day)
            else:
                came = read_posting_receipt(creditor=home, bundle=bundle, data=data, on=day)
    tell("cli.posted", bundle=bundle, count=came.posted, on=day)
    for letter in came.too_late:
        tell("cli.posted_too_late", letter=letter)
    for letter in came.failed:
        tell("cli.not_posted", letter=letter)
    return int(bool(came.too_late or came.failed))


def left(
    *,
    letter: Annotated[int, typer.Argument(metavar="LETTER", help="The letter's number.")],
    on: OnDay = None,
    creditor: CreditorName = None,
) -> None:
    """Say that a letter left after all, of which nobody knew: its fee counts from the day this is said."""
    day = on or today()
    with for_creditor(creditor) as home:
        from betalt.flows.withdraw import LetterUnknown, letter_left

        with as_user_error(LetterUnknown):
            letter_left(creditor=home, letter=letter, on=day)
    tell("cli.left", letter=letter, on=day)


def returned(
    *,
    letter: Annotated[int, typer.Argument(metavar="LETTER", help="The letter's number.")],
    on: OnDay = None,
    creditor: CreditorName = None,
) -> None:
    """Say that a letter came back: its fee is taken off and its step is open again."""
    with for_creditor(creditor) as home:
        from betalt.flows.withdraw import LetterUnknown, letter_returned

        with as_user_error(LetterUnknown):
            letter_returned(creditor=home, letter=letter, on=on or today())
    tell("cli.returned", letter=letter)
