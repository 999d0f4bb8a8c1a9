"""`betalt status`: whether the work that is due is being done, for a person or a watching program."""

import json
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Annotated

import typer

from betalt.cli.errors import UserError, as_user_error
from betalt.cli.options import Form, FormOption, OnDay, today
from betalt.cli.speech import sentence, tell
from betalt.cli.storage import open_storage


def run(
    *,
    on: OnDay = None,
    alarm: Annotated[
        bool, typer.Option("--alarm", help="Tell BETALT_ALARM_TO by e-mail if something is not done.")
    ] = False,
    form: FormOption = Form.TEXT,
) -> int:
    """Say whether the work is done: the queue, the workers and what is late. Exit 1 if something is not done."""
    open_storage()
    from django.conf import settings
    from django.db.utils import ProgrammingError

    from betalt.cli.told import told
    from betalt.flows.database import EXPECTED
    from betalt.flows.heartbeat import clock_worries, feel_pulse, raise_alarm, worries
    from betalt.flows.outlet import outlet_of_settings

    now = datetime.now(UTC)
    with as_user_error(*EXPECTED):
        try:
            pulse = feel_pulse(on=on or today(), at=now)
        except ProgrammingError as error:
            raise UserError(sentence("cli.no_tables")) from error
        found = (*clock_worries(at=now), *worries(pulse))
    if form is Form.JSON:
        said = {**asdict(pulse), "worries": [worry.code for worry in found]}
        typer.echo(json.dumps(said, default=str))
    else:
        tell(
            "heartbeat.queue",
            waiting=pulse.waiting,
            doing=pulse.doing,
            failed=pulse.failed,
            workers=pulse.workers,
        )
        tell(
            "heartbeat.letters",
            last=pulse.last_sent_on or "–",
            unknown=pulse.unknown_letters,
            bundles=pulse.unposted_bundles,
        )
        for line in [told(worry) for worry in found] or [sentence("heartbeat.well")]:
            typer.echo(line)
    if alarm and found and settings.ALARM_TO:
        raise_alarm(worries=found, to=settings.ALARM_TO, outlet=outlet_of_settings(), at=now)
    return int(bool(found))
