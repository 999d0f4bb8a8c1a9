"""What a forked child does: opens the office that it finds in its database and plays one act there."""

from betalt.adapters.delivery.email import Server
from betalt.flows.day import creditors
from betalt.flows.outlet import Outlet
from tests.faults.points import DIED, count, passed, watch
from tests.faults.scenes import SCENES
from tests.faults.stage import Order, Played
from tests.office import Inbox, Office, open_office

__all__ = ["DIED", "carry_out"]


def carry_out(order: Order) -> Played:
    """Play the act; an error that says it was done before is told, any other ends the child."""
    scene = SCENES[order.scene]
    watch(database=order.database)
    server = Server(host="127.0.0.1", port=order.mail_port, security="none", timeout_seconds=20)
    if order.act == "prepare":
        scene.prepare(open_office(bundles=order.bundles, inbox=Inbox(), server=server))
        return Played()
    (home,) = creditors()
    office = Office(
        creditor=home.id,
        outlet=Outlet(bundles=order.bundles, mail_server=server, lease_seconds=0),
        inbox=Inbox(),
    )
    count(die_at=order.die_at)
    try:
        scene.play(office)
    except scene.done_before as error:
        return Played(points=passed(), error=f"{type(error).__name__}: {error}")
    return Played(points=passed())
