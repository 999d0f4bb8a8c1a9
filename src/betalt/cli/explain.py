"""`betalt explain`: why a case stands where it stands, with the statutes and the rules' ids."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from betalt.cli.creditor import for_creditor
from betalt.cli.errors import as_user_error
from betalt.cli.options import CreditorName, OnDay, show_sum, today
from betalt.cli.speech import language, sentence
from betalt.values.money import percent

if TYPE_CHECKING:
    from datetime import date

    from betalt.core.claim.rows import Rows
    from betalt.flows.explain import Explained
    from betalt.records import models as m

app = typer.Typer()


@app.command()
def case(
    *,
    number: Annotated[int, typer.Argument(metavar="CASE", help="The number of the case.")],
    on: OnDay = None,
    creditor: CreditorName = None,
) -> None:
    """Show what is owed in a case on a day, what the rules decide about it, and why."""
    day = on or today()
    with for_creditor(creditor) as home:
        from betalt.flows.explain import explain_case
        from betalt.flows.one_case import CaseUnknown

        with as_user_error(CaseUnknown):
            explained = explain_case(creditor=home, number=number, on=day)
    for line in (*_head(explained, day), "", *_owed(explained, day), "", *_decided(explained)):
        typer.echo(line)


@app.callback()
def _explain() -> None:
    """Show why something is as it is."""


def _head(told: "Explained", on: "date") -> Iterator[str]:
    facts, invoices = told.known.facts, ", ".join(invoice.number for invoice in told.known.invoices)
    yield sentence("explain.head", case=told.known.row.number, party=told.party, invoices=invoices, on=on)
    yield sentence(
        "explain.stands",
        stage=sentence(f"explain.stage_{facts.stage.value}"),
        hold=sentence(f"explain.hold_{facts.hold.value}"),
        payment=sentence(f"explain.payment_{facts.payment.value}"),
    )
    for line in told.journal:
        yield f"  {line.on}  {_happened(line)}{f' ({line.actor})' if line.actor else ''}"


def _happened(line: "m.Event") -> str:
    from betalt.words import WordMissing

    data = dict(line.data)
    if "kind" in data:
        data["letter_kind"] = sentence(f"cli.step_{data.pop('kind')}")
    if "why" in data:
        data["reason"] = _reason(str(data.pop("why")))
    try:
        return sentence(f"explain.event_{line.kind}", **data)
    except WordMissing:
        return line.kind


def _reason(code: str) -> str:
    """Say a code from the journal, which keeps no parameters: a sentence that needs some is named by its code."""
    try:
        return sentence(code)
    except KeyError:
        return code


def _owed(told: "Explained", on: "date") -> Iterator[str]:
    yield sentence("explain.owed", on=on)
    claim = told.known.claim
    if claim is None or told.rows is None:
        yield "  " + sentence("explain.law_unknown")
        return
    yield from (f"  {line}" for line in _rows(told.rows))
    for part, ore in (("principal", claim.principal), ("interest", claim.interest), ("costs", claim.costs)):
        yield f"  {sentence(f'explain.{part}')}: {show_sum(ore)}"
    yield f"  {sentence('explain.total')}: {show_sum(claim.total)}"


def _rows(rows: "Rows") -> Iterator[str]:
    for row in rows.interest:
        yield sentence(
            "explain.interest_row",
            rate=_rate(row.bps),
            base=show_sum(row.base_ore),
            from_on=row.from_on,
            to_on=row.to_on,
            days=row.days,
            amount=show_sum(row.amount_ore),
            ground=_ground(row.ground, row.rules),
        )
    for cost in rows.costs:
        what = sentence(f"explain.cost_{cost.what}")
        yield f"{cost.on}  {what}: {show_sum(cost.amount_ore)} [{_ground(cost.ground, cost.rules)}]"
    for paid in (*rows.payments, *rows.reductions):
        what = sentence(f"explain.cost_{paid.what}")
        yield f"{paid.on}  {what}: {show_sum(paid.amount_ore)} [{', '.join(paid.rules)}]"
    for refused in rows.refused:
        from betalt.cli.told import told

        yield f"{refused.on}  {sentence(f'explain.cost_{refused.what}')}: {told(refused.why)}"


def _decided(told: "Explained") -> Iterator[str]:
    from betalt.cli.told import decision_lines
    from betalt.cli.told import told as say_reason

    if told.decision is None:
        yield sentence("explain.closed")
        return
    yield sentence("explain.step", step=sentence(f"cli.step_{told.step.kind.value}"), ready=told.ready_on)
    passed = [result.check.name for result in told.checks if result.why is None]
    yield f"  {sentence('explain.check_pass')}  {', '.join(passed)}"
    for result in told.checks:
        if result.why is not None:
            answer = sentence(f"explain.check_{result.answer.value}")
            yield f"  {answer}  {result.check.name}: {say_reason(result.why)}"
    yield sentence("explain.follows")
    yield from (f"  {line}" for line in decision_lines([(told.known.row.number, told.decision)]))


def _rate(bps: int) -> str:
    return percent(bps).replace(".", ",") if language() == "sv" else percent(bps)


def _ground(statute: str, rules: tuple[str, ...]) -> str:
    return "; ".join(part for part in (statute, ", ".join(rules)) if part)
