"""`betalt release`: a case that stands still goes on."""

from enum import StrEnum
from typing import Annotated

import typer

from betalt.cli.creditor import for_creditor
from betalt.cli.errors import as_user_error
from betalt.cli.options import CaseNumber, CreditorName, OnDay, Why, today
from betalt.cli.speech import tell


class Outcome(StrEnum):
    """How a dispute ended: the debtor was right, the creditor was right, or they agreed."""

    UPHELD = "upheld"
    REJECTED = "rejected"
    SETTLED = "settled"


def run(
    *,
    case: CaseNumber,
    dispute: Annotated[
        Outcome | None, typer.Option(help="How the dispute ended; needed if there is one.")
    ] = None,
    why: Why = "",
    on: OnDay = None,
    creditor: CreditorName = None,
) -> None:
    """Let a case that stands still go on where it stood."""
    with for_creditor(creditor) as home:
        from betalt.core.process.refused import Refused
        from betalt.flows.hold import release_hold, settle_dispute
        from betalt.flows.one_case import CaseClosed, CaseUnknown

        day = on or today()
        with as_user_error(CaseUnknown, CaseClosed, Refused):
            if dispute is None:
                release_hold(creditor=home, number=case, on=day, reason=why)
            else:
                settle_dispute(creditor=home, number=case, on=day, outcome=dispute.value, reason=why)
    tell("cli.released", case=case)
