"""`betalt doctor`: what must always be true of the rows is checked, and how to mend what is not is told."""

from datetime import UTC, datetime

import typer

from betalt.cli.creditor import for_creditor
from betalt.cli.options import CreditorName, OnDay, today
from betalt.cli.speech import sentence, tell


def run(*, on: OnDay = None, creditor: CreditorName = None) -> int:
    """Examine books, journal, letters, seals, law tables and, for today, the queue: exit 1 if something is wrong."""
    with for_creditor(creditor) as home:
        from betalt.cli.told import told
        from betalt.flows.doctor import examine

        examined = examine(creditor=home, on=on or today(), at=None if on else datetime.now(UTC))
    for finding in examined.findings:
        weight = sentence("cli.finding_serious" if finding.serious else "cli.finding_note")
        typer.echo(f"{weight}: {told(finding.reason)}")
    serious = sum(finding.serious for finding in examined.findings)
    tell("cli.examined", cases=examined.cases, letters=examined.letters, serious=serious)
    return int(serious > 0)
