"""The first run: a company begins in steps, which may be left and taken up again; nothing leaves before a yes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import islice
from typing import Final

from betalt.core.process.document import from_json
from betalt.core.process.foresee import follow
from betalt.core.process.procedure import Kind
from betalt.flows.calm import no_collection
from betalt.flows.flow import flow
from betalt.flows.foresight import load_debtors
from betalt.flows.ladder import save_ladder, switch_on
from betalt.flows.setup import PAYMENT, NewCreditor, set_up_creditor
from betalt.records import models as m
from betalt.records.scope import acting_for
from betalt.records.sql import fetch
from betalt.values import orgnr
from betalt.values.days import add_days

COMPANY: Final = "company"
STEPS: Final = (COMPANY, PAYMENT, "sender", "terms", "procedure", "file")
DAYS: Final = 30
MOST_CASES: Final = 2_000  # of a longer list the first are foretold while the page waits


@dataclass(slots=True, kw_only=True)
class Ahead:
    """What a list's cases would bring in the days to come if nobody paid; fees in öre."""

    cases: int = 0
    left_out: int = 0  # beyond those that were followed
    letters: Counter[tuple[date, str]] = field(default_factory=Counter)  # by day and kind
    fees_ore: int = 0


@flow
def begin_company(*, told: NewCreditor, on: date, owner: int) -> int:
    """Begin with a company of which only its name, number and address are told; return its id.

    Raises CreditorUnclear.
    """
    return set_up_creditor(creditor=told, on=on, owner=owner, left=STEPS[1:])


def is_known_company(*, org_no: str) -> bool:
    """Tell whether a company with a number is here already; a sole trader's number is sealed and not looked up."""
    if not orgnr.is_valid(org_no) or orgnr.is_personal(org_no):
        return False
    return bool(fetch("SELECT betalt_known_company(%s)", [orgnr.validate(org_no)])[0][0])


@flow
def answer_step(*, creditor: int, step: str, on: date, actor: str, skipped: bool = False) -> None:
    """Note that a step of the first run is answered, or passed over with its consequence seen."""
    with acting_for([creditor]):
        home = m.Creditor.objects.select_for_update(no_key=True).get(id=creditor)
        if step not in home.first_run_left:
            return
        left = [waiting for waiting in home.first_run_left if waiting != step]
        m.Creditor.objects.filter(id=creditor).update(first_run_left=left)
        kind = "first_run_skipped" if skipped else "first_run_answered"
        m.Event.objects.create(creditor_id=creditor, on=on, kind=kind, data={"step": step}, actor=actor)


def ask_before_letters(*, creditor: int, kinds: Sequence[str], on: date, actor: str) -> None:
    """Let the ladders of these kinds of debtor ask for a yes before each letter, from today and for all cases.

    Done twice it changes nothing. Raises LadderUnclear where somebody else changes the same ladder.
    """
    for kind in kinds:
        with acting_for([creditor], finishes=False):
            rows = m.Procedure.objects.of(creditor).filter(kind=kind)
            ladder, seen = from_json(rows.get(active=True).steps), rows.order_by("-version")[0].version
        careful = tuple(
            step if step.kind is Kind.ASK else replace(step, automatic=False) for step in ladder.steps
        )
        if careful == ladder.steps:
            continue
        changed = replace(ladder, steps=careful)
        draft = save_ladder(creditor=creditor, ladder=changed, seen=seen, on=on, actor=actor)
        switch_on(creditor=creditor, procedure=draft, starts_on=on, for_all=True, on=on, actor=actor)


def look_ahead(*, creditor: int, batch: int, on: date, days: int = DAYS) -> Ahead:
    """Follow the cases of a list through the days to come by the live run's own rules; nothing is written.

    It is taken for granted that nobody pays and that you say yes to each letter. The walls must be open.
    """
    cases = m.Invoice.objects.of(creditor).filter(batch_id=batch, case__next_look_on__isnull=False)
    keys = [(creditor, case) for case in cases.order_by("id").values_list("case_id", flat=True)]
    ahead = Ahead(cases=len(keys), left_out=max(0, len(keys) - MOST_CASES))
    with no_collection():
        for debtor, _ in load_debtors(list(islice(keys, MOST_CASES)), on=on):
            for letter in follow(debtor, last=add_days(on, days)):
                ahead.letters[letter.on, letter.kind.value] += 1
                ahead.fees_ore += sum(ore for _, ore in letter.fees)
    return ahead
