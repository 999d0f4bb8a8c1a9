"""`python -m tests.core.claim.proof`: asks the engine and its twin the same questions, and tells the figure."""

import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from random import Random

from betalt.core.claim.strict import DocumentError
from betalt.law import LawUnknown
from tests.core.claim.histories import Json, engine, history
from tests.core.claim.twin import TwinError, TwinUnknown, twin

HISTORIES = 20_000
_UNKNOWN: Json = {"unknown": "the reference rate of a needed day"}
_IMPOSSIBLE: Json = {"impossible": "more is written off than is owed"}


@dataclass(slots=True, kw_only=True)
class Proof:
    """How many histories were compared, what they held, and the seeds of those that differ."""

    histories: int = 0
    held: Counter[str] = field(default_factory=Counter)
    differing: list[int] = field(default_factory=list)


def prove(seeds: Iterable[int]) -> Proof:
    """Compare the whole answers of engine and twin on one made-up history for each seed."""
    proof = Proof()
    for seed in seeds:
        document, on = history(Random(seed))
        found = _engine(document, on)
        proof.histories += 1
        proof.held.update({event["kind"] for event in document["events"]})
        proof.held.update(name for name in ("unknown", "impossible") if name in found)
        proof.held["several invoices"] += len(document["invoices"]) > 1
        if found != _twin(document, on):
            proof.differing.append(seed)
    return proof


def told(proof: Proof) -> str:
    """Tell the figure as a page of the reference."""
    rows = [f"| {what} | {count} |" for what, count in sorted(proof.held.items())]
    return "\n".join(
        [
            "# Proof of the claim",
            "",
            "Written by `make proof`. The engine (`core/claim`) and a slow twin (`tests/core/claim/twin.py`, written",
            "from the contract, in Decimal, a day at a time, with tables of its own) answered the same made-up",
            "histories. The whole answers were compared: sums, rows of interest and costs, allocations, refusals.",
            "",
            f"**{proof.histories} histories, {len(proof.differing)} differences.**",
            "",
            "| histories with | number |",
            "|---|---|",
            *rows,
            "",
        ]
    )


def _engine(document: Json, on: date) -> Json:
    try:
        return engine(document, on)
    except LawUnknown:
        return _UNKNOWN
    except DocumentError as error:
        if "more than is owed" not in str(error):
            raise
        return _IMPOSSIBLE


def _twin(document: Json, on: date) -> Json:
    try:
        return twin(document, on)
    except TwinUnknown:
        return _UNKNOWN
    except TwinError:
        return _IMPOSSIBLE


if __name__ == "__main__":
    made = prove(range(int(sys.argv[1]) if len(sys.argv) > 1 else HISTORIES))
    print(told(made))
    sys.exit(1 if made.differing else 0)
