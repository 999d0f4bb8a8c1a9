"""What waits at all the clients of a bureau's user: one work list, and how it goes at each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from betalt.core.advice.needs import Item, Total
from betalt.core.advice.pulse import Pulse
from betalt.flows.overview import to_do
from betalt.records.queries.overview_letters import pulses
from betalt.records.scope import acting_for


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """One client: how much waits there, in öre too, the heaviest of it, and the pulse of its work."""

    creditor: int
    count: int
    ore: int
    first: Item | None
    pulse: Pulse


@dataclass(frozen=True, slots=True, kw_only=True)
class Clients:
    """All clients, those with the heaviest need first, and one work list over them."""

    clients: tuple[Client, ...]
    items: tuple[Item, ...]

    @property
    def count(self) -> int:
        """Count all that waits."""
        return sum(client.count for client in self.clients)

    @property
    def ore(self) -> int:
        """Sum all that waits, in öre."""
        return sum(client.ore for client in self.clients)

    @property
    def waiting(self) -> int:
        """Count the clients at which something waits."""
        return sum(client.count > 0 for client in self.clients)


def clients(*, creditors: Sequence[int], on: date, most: int = 25) -> Clients:
    """List what waits at these clients, in as many queries as for one; the caller knows which the user belongs to."""
    if not creditors:
        return Clients(clients=(), items=())
    with acting_for(creditors):
        found = to_do(creditors=creditors, on=on, most=None)
        beats = pulses(creditors=creditors, on=on)
    by_client: dict[int, list[Total]] = defaultdict(list)
    for total in found.totals:
        by_client[total.creditor].append(total)
    first: dict[int, Item] = {}
    for item in found.items:
        first.setdefault(item.creditor, item)
    order = {item.creditor: place for place, item in reversed(list(enumerate(found.items)))}
    rows = [
        Client(
            creditor=creditor,
            count=sum(total.count for total in by_client[creditor]),
            ore=sum(total.ore for total in by_client[creditor]),
            first=first.get(creditor),
            pulse=beats[creditor],
        )
        for creditor in creditors
    ]
    rows.sort(key=lambda row: order.get(row.creditor, len(order) + len(found.items)))
    return Clients(clients=tuple(rows), items=found.items[:most])
