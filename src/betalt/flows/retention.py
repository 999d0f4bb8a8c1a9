"""What is kept no longer than it is needed: erased by rule, or asked about first; and what one customer may ask for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from betalt.core.sale.retention import books_closed, books_kept_until
from betalt.flows.choices import choices_of
from betalt.flows.customer import take_customer
from betalt.flows.flow import flow
from betalt.records import erasure
from betalt.records import models as m
from betalt.records.custody import custody
from betalt.records.erasure import RULES, Rule, Scope
from betalt.records.scope import acting_for
from betalt.values.days import add_months
from betalt.values.reason import Reason

_CHUNK = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Fallen:
    """How many rows a rule keeps no longer, why, and the oldest of them by their ids."""

    rule: str
    count: int
    why: Reason
    first: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Retained:
    """What came of looking at what is kept: what is erased (or would be), and why other things stay."""

    fallen: tuple[Fallen, ...]
    kept: tuple[Reason, ...] = ()

    @property
    def counts(self) -> dict[str, int]:
        """Count the rows by rule."""
        return {one.rule: one.count for one in self.fallen}


def retain(*, creditor: int, on: date, dry_run: bool, actor: str = "") -> Retained:
    """Erase what is kept no longer on a day, rule by rule, or only tell what and why (GDPR-3, BFL 7:2).

    Broken off it is finished by running it again. The journal and the postings are never touched.
    """
    with acting_for([creditor]):
        choices = choices_of(m.Creditor.objects.get(id=creditor).settings)
    months = choices.keep_closed_cases_months
    scope = Scope(creditor=creditor, on=on, settled=add_months(on, -months), booked=books_closed(on=on))
    fallen = _apply(scope, RULES, actor, dry_run)
    return Retained(fallen=fallen)


def forget_customer(*, creditor: int, customer: str, on: date, dry_run: bool, actor: str = "") -> Retained:
    """Erase what a customer may ask to have erased, and tell what stays and why (GDPR 17.3 b, e).

    Nobody waits for the months that settled cases are otherwise kept. Raises CustomerUnknown.
    """
    with acting_for([creditor]):
        party = take_customer(creditor=creditor, number=customer).id
    scope = Scope(creditor=creditor, on=on, settled=on, booked=books_closed(on=on), party=party)
    fallen = _apply(scope, tuple(rule for rule in RULES if rule.of_one), actor, dry_run)
    with custody([creditor]) as cursor:
        kept = erasure.still_kept(cursor, creditor=creditor, party=party)
    return Retained(fallen=fallen, kept=_why_kept(kept))


@flow
def _apply(scope: Scope, rules: tuple[Rule, ...], actor: str, dry_run: bool) -> tuple[Fallen, ...]:
    fallen = []
    for rule in rules:
        with custody([scope.creditor]) as cursor:
            ids = erasure.find(cursor, rule, scope)
        for start in range(0, 0 if dry_run else len(ids), _CHUNK):
            some = ids[start : start + _CHUNK]
            with custody([scope.creditor]) as cursor:
                erasure.erase(cursor, rule, scope=scope, ids=some)
                erasure.note(cursor, rule, scope=scope, count=len(some), actor=actor)
        if ids:
            fallen.append(Fallen(rule=rule.code, count=len(ids), why=_why(rule, scope), first=tuple(ids[:3])))
    return tuple(fallen)


def _why(rule: Rule, scope: Scope) -> Reason:
    days = (("settled", scope.settled.isoformat()), ("booked", scope.booked.isoformat()))
    return Reason(code=f"retention.{rule.code}", params=days)


def _why_kept(kept: erasure.Kept) -> tuple[Reason, ...]:
    found = []
    if kept.open_cases:
        found.append(Reason(code="retention.kept_open", params=(("cases", str(kept.open_cases)),)))
    if kept.last_booked_on is not None:
        until = books_kept_until(booked_on=kept.last_booked_on)
        params = (("until", until.isoformat()), ("letters", str(kept.letters)))
        found.append(Reason(code="retention.kept_books", params=params))
    found.append(Reason(code="retention.kept_lists"))
    return tuple(found)
