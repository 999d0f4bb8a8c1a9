"""What `betalt law` counts in days: limitation, answer days, and the limits of Kronofogden and the courts."""

from datetime import date
from enum import StrEnum
from typing import Annotated

import typer

from betalt import law
from betalt.cli.errors import as_user_error
from betalt.cli.law_options import Answer, Day, OptionalDay, OptionalPercent, Row, pair, read_day, show
from betalt.cli.options import Form, FormOption, OnDay, today
from betalt.cli.speech import language
from betalt.core.claim import deadlines as limits
from betalt.core.claim.limitation import Break, BreakError, BreakKind, Limitation, Link
from betalt.core.claim.limitation import limitation as follow
from betalt.core.letter.answer_day import answer_by, minimum_answer_day
from betalt.core.letter.kinds import LetterKind
from betalt.core.sale import retention as keeping
from betalt.core.sale.agreed import Agreed, doubts
from betalt.values.days import DayError
from betalt.words import say


class Debtor(StrEnum):
    """What the debtor was when the claim arose."""

    CONSUMER = "consumer"
    BUSINESS = "business"
    PUBLIC = "public"


def register(*, app: typer.Typer) -> None:
    """Add the commands that count days."""
    for command in (limitation, answer_day, deadlines, retention, terms):
        app.command()(command)


def limitation(
    *,
    debtor: Annotated[Debtor, typer.Option(help="Who owes.")],
    arose: Day,
    breaks: Annotated[
        list[str] | None,
        typer.Option(
            "--break",
            help="kind=DAY; a suit or an unserved suit that has ended kind=DAY..DAY. "
            f"Kinds: {', '.join(BreakKind)}.",
        ),
    ] = None,
    on: OnDay = None,
    format_: FormOption = Form.TEXT,
) -> None:
    """Tell the last day of a claim, what broke the time, and what must be proven."""
    with as_user_error(BreakError, DayError):
        chain = tuple(_break(text) for text in breaks or ())
        found = follow(debtor_kind=debtor.value, arose_on=arose, breaks=chain)
    day = on or today()
    show(_limitation_answer(found, day), as_=format_)


def answer_day(
    *,
    posted: Day,
    days: Annotated[int | None, typer.Option(min=1, max=365, help="Days from posting.")] = None,
    format_: FormOption = Form.TEXT,
) -> None:
    """Tell the earliest lawful answer day of an inkassokrav, and the one that is set."""
    with as_user_error(DayError):
        answer: Answer = {
            "letter_on": posted,
            "earliest_answer_on": minimum_answer_day(posted),
            "answer_on": answer_by(kind=LetterKind.DEMAND, letter_on=posted, answer_days=days),
            "ground": law.table("answer_days_minimum").statute,
        }
    show(answer, as_=format_)


def deadlines(
    *,
    served: OptionalDay = None,
    objection_notice: OptionalDay = None,
    judgment: OptionalDay = None,
    bankruptcy_demand: OptionalDay = None,
    format_: FormOption = Form.TEXT,
) -> None:
    """Tell the limits that run from service, an objection's notice, an utslag or a bankruptcy demand."""
    with as_user_error(DayError):
        answer = {
            **({} if served is None else _after_service(served)),
            **({} if objection_notice is None else _after_objection(objection_notice)),
            **({} if judgment is None else _after_judgment(judgment)),
            **({} if bankruptcy_demand is None else _after_bankruptcy_demand(bankruptcy_demand)),
        }
    if not answer:
        raise typer.BadParameter(
            "give at least one of --served, --objection-notice, --judgment, --bankruptcy-demand"
        )
    show({**answer, "ground": "lag (1990:746); konkurslagen (1987:672); lag (1930:173) 2 §"}, as_=format_)


def retention(*, year_ends: Day, format_: FormOption = Form.TEXT) -> None:
    """Tell until when the bookkeeping of a financial year is kept."""
    with as_user_error(DayError):
        last_day = keeping.kept_until(financial_year_ends_on=year_ends)
    show({"kept_until": last_day, "ground": law.table("retention_years").statute}, as_=format_)


def terms(
    *,
    debtor: Annotated[Debtor, typer.Option(help="Who owes.")],
    days: Annotated[int, typer.Option(min=0, max=3650, help="Days until payment is due.")] = 0,
    inspection_days: Annotated[int, typer.Option(min=0, max=3650, help="Days for inspection.")] = 0,
    approved: Annotated[bool, typer.Option("--approved", help="Expressly by the creditor.")] = False,
    percent: OptionalPercent = None,
    without_interest: Annotated[bool, typer.Option("--without-interest")] = False,
    consumer_credit: Annotated[bool, typer.Option("--consumer-credit")] = False,
    on: OnDay = None,
    format_: FormOption = Form.TEXT,
) -> None:
    """Tell which terms of a business's sale have no effect; exit 1 if there is one."""
    agreed = Agreed(
        on=on or today(),
        debtor_kind=debtor.value,
        term_days=days,
        inspection_days=inspection_days,
        approved_by_creditor=approved,
        rate_bps=percent,
        without_interest=without_interest,
        consumer_credit=consumer_credit,
    )
    found = doubts(agreed)
    rows: list[Row] = [{"why": say(each, language=language()), "ground": each.ground} for each in found]
    show({"on": agreed.on, "without_effect": rows}, as_=format_)
    if found:
        raise typer.Exit(1)


def _after_service(served_on: date) -> Row:
    return {"answer_by": limits.answer_by(served_on=served_on)}


def _after_objection(notice_sent_on: date) -> Row:
    return {"hand_over_by": limits.hand_over_by(notice_sent_on=notice_sent_on)}


def _after_judgment(decided_on: date) -> Row:
    return {
        "reopening_by": limits.reopening_by(decided_on=decided_on),
        "appeal_by": limits.appeal_by(decided_on=decided_on),
    }


def _after_bankruptcy_demand(served_on: date) -> Row:
    return {
        "week_ends_on": limits.bankruptcy_week_ends(served_on=served_on),
        "petition_by": limits.bankruptcy_petition_by(served_on=served_on),
    }


def _break(text: str) -> Break:
    kind, days = pair(text)
    if kind not in list(BreakKind):
        raise typer.BadParameter(f"{kind[:40]!r} breaks no limitation; kinds are {', '.join(BreakKind)}")
    first, dots, last = days.partition("..")
    ended_on = read_day(last) if dots and last else None
    return Break(kind=BreakKind(kind), on=read_day(first), ended_on=ended_on)


def _limitation_answer(found: Limitation, on: date) -> Answer:
    return {
        "on": on,
        "arose_on": found.arose_on,
        "years": found.years,
        "last_on": found.last_on,
        "lapsed": found.has_lapsed(on=on),
        "warning_months": found.warning_months(on=on),
        "chain": [_link(link) for link in found.chain],
        "proof": say(found.proof, language=language()),
        "ground": "preskriptionslagen (1981:130) 2 §",
    }


def _link(link: Link) -> Row:
    return {
        "kind": link.cause.kind.value,
        "on": link.cause.on,
        "ended_on": link.cause.ended_on,
        "counted": link.counted,
        "why": say(link.reason, language=language()),
        "ground": link.reason.ground,
        "last_on": link.last_on,
    }
