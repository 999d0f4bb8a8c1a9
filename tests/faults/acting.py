"""What a forked child does: opens the office that it finds in its database and plays one act there."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

from django.conf import settings

from betalt.adapters.cluster.sealing_keys import held_keys
from betalt.adapters.delivery.email import Server
from betalt.flows.day import creditors
from betalt.flows.forms import note_answer
from betalt.flows.outlet import Outlet
from betalt.flows.users import add_user
from betalt.records import models as m
from betalt.records.once import Form, FormSentBefore, answered_form
from tests.faults.points import DIED, count, on_the_stack, passed, stop_counting, watch
from tests.faults.scenes import SCENES, Scene
from tests.faults.stage import Order, Played
from tests.office import Inbox, Office, open_office

__all__ = ["DIED", "carry_out"]

SENDER = "formular@gotaror.example"


class _Read:
    """A setting that is read anew each time, as the real one is."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __str__(self) -> str:
        return self._path.read_text() if self._path.exists() else ""


def carry_out(order: Order) -> Played:
    """Play the act; an error that says it was done before is told, any other ends the child."""
    scene = SCENES[order.scene]
    watch(database=order.database)
    _use_own_key(order.bundles)
    server = Server(host="127.0.0.1", port=order.mail_port, security="none", timeout_seconds=20)
    if order.act == "prepare":
        _prepare(scene, order, server)
        return Played()
    homes = creditors()
    office = Office(
        creditor=min((home.id for home in homes), default=0),
        outlet=Outlet(bundles=order.bundles, mail_server=server, lease_seconds=0),
        inbox=Inbox(),
    )
    return _play(scene, office, order)


def _prepare(scene: Scene, order: Order, server: Server) -> None:
    office = open_office(bundles=order.bundles, inbox=Inbox(), server=server)
    if scene.by_form:
        add_user(email=SENDER)
    scene.prepare(office)


def _play(scene: Scene, office: Office, order: Order) -> Played:
    error = ""
    count(die_at=order.die_at)
    try:
        with _form(scene, UUID(int=order.key)):
            scene.play(office)
    except (*scene.done_before, FormSentBefore) as refusal:
        error = f"{type(refusal).__name__}: {refusal}"
    points = passed()
    stop_counting()
    if scene.later is not None:
        scene.later(office)
    return Played(points=points, flows=on_the_stack(), error=error)


@contextmanager
def _form(scene: Scene, key: UUID) -> Iterator[None]:
    """Answer a form while the scene is played, and note where the answer led, as the office's door does."""
    if not scene.by_form:
        yield
        return
    form = Form(key=key, user=m.User.objects.get(email=SENDER).pk)
    token = answered_form.set(form)
    try:
        yield
    finally:
        answered_form.reset(token)
    if form.used:
        note_answer(key=key, went_to="/k/gota-ror-ab/")


def _use_own_key(folder: Path) -> None:
    """Keep the sealing key beside the bundles, so that each life of a scene has its own."""
    file = folder / "secrets" / "sealing-key"
    if not file.exists():
        with held_keys(file) as keys:
            keys.write([str(settings.SEALING_KEY)])
    settings.SEALING_KEY_KEPT_IN, settings.SEALING_KEY = file, _Read(file)
    settings.BACKUP_KEY_COST = 4
