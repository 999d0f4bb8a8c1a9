"""The days of a made-up company: what happens in the morning, the day's run, and the way to the post."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path

from betalt.flows.agree import record_agreement
from betalt.flows.bank_file import receive_payments
from betalt.flows.customer import CustomerUnknown
from betalt.flows.day import run_day
from betalt.flows.outlet import Outlet
from betalt.flows.setup import say_bank_checked, set_up_creditor
from betalt.flows.story_events import Scene, happen
from betalt.flows.story_owner import Owner
from betalt.flows.story_script import Script
from betalt.flows.told_agreements import ToldAgreement, read_agreements
from betalt.flows.told_creditor import read_creditor
from betalt.records import models as m
from betalt.records.scope import acting_for
from betalt.values.days import add_days


@dataclass(slots=True, kw_only=True)
class Life:
    """A creditor living through the script's days."""

    creditor: int
    name: str
    script: Script
    examples: Path
    outlet: Outlet
    owner: Owner
    happened: int = 0
    _agreements: list[ToldAgreement] = field(default_factory=list)

    def live(self, *, on: date, at: datetime) -> None:
        """Live through one day; the bank's file of yesterday is read in the morning."""
        scene = Scene(creditor=self.creditor, on=on, actor=self.script.owner, examples=self.examples)
        yesterday = add_days(on, -1)
        self._read_bank(yesterday, on)
        for happening in self.script.happens.get(on, ()):
            happen(happening, scene=scene)
            self.happened += 1
        self._agree(on)
        say_bank_checked(creditor=self.creditor, through=yesterday)
        self.owner.answer_questions(on=on)
        run = run_day(on=on, at=at, outlet=self.outlet, creditors_only=[self.creditor])
        self.owner.post(bundles=run.sent.bundles, on=on)

    def _read_bank(self, booked_on: date, on: date) -> None:
        file = self.examples / "bank" / f"{booked_on}.xml"
        if file.exists():
            receive_payments(creditor=self.creditor, name=file.name, data=file.read_bytes(), on=on)

    def _agree(self, on: date) -> None:
        """Record the agreements that have been made; those of customers to come wait for them."""
        self._agreements = [
            told for told in self._agreements if told.agreed_on > on or not self._record(told, on)
        ]

    def _record(self, told: ToldAgreement, on: date) -> bool:
        try:
            record_agreement(
                creditor=self.creditor,
                customer=told.customer,
                clause=told.clause,
                agreed_on=told.agreed_on,
                how=told.how,
                on=on,
                interest_kind=told.interest_kind,
                interest_bps=told.interest_bps,
            )
        except CustomerUnknown:
            return False
        return True


def begin(*, script: Script, examples: Path, outlet: Outlet) -> Life:
    """Set the story's creditor up, with an outlet that keeps what it gets."""
    told = replace(read_creditor(examples / "creditor.toml"), is_demo=True)
    creditor = set_up_creditor(creditor=told, on=script.first_day)
    return go_on(creditor=creditor, script=script, examples=examples, outlet=outlet)


def go_on(*, creditor: int, script: Script, examples: Path, outlet: Outlet) -> Life:
    """Take a story up again where its creditor has come to: agreements that are recorded are not recorded anew."""
    with acting_for([creditor]):
        rows = m.Agreement.objects.of(creditor).values_list("party__number", "clause", "agreed_on")
        recorded = set(rows)
        name = str(m.Creditor.objects.get(id=creditor).name)
    told = read_agreements(examples / "agreements.toml")
    return Life(
        creditor=creditor,
        name=name,
        script=script,
        examples=examples,
        outlet=outlet,
        owner=Owner(creditor=creditor, script=script),
        _agreements=[each for each in told if (each.customer, each.clause, each.agreed_on) not in recorded],
    )
