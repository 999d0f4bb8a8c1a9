"""Where a case stands on another ladder than the one it has climbed so far."""

from typing import Final

from betalt.core.process.procedure import Kind, Procedure

_ORDER: Final = {kind: place for place, kind in enumerate(Kind)}


def carry_over(*, step_done: int, old: Procedure, new: Procedure) -> int:
    """Find the step of the new ladder that counts as the last completed one; 0 if all of it is ahead.

    What the debtor has been told is never told again: the second reminder of one ladder is the second of the
    other, and where a kind is missing, all that goes before it counts as done.
    """
    done = [step for step in old.steps if step.no <= step_done]
    if not done:
        return 0
    kind = done[-1].kind
    same = [step.no for step in new.steps if step.kind is kind]
    if same:
        times = sum(step.kind is kind for step in done)
        return same[min(times, len(same)) - 1]
    return max((step.no for step in new.steps if _ORDER[step.kind] < _ORDER[kind]), default=0)


def last_letter(procedure: Procedure) -> int:
    """Find the number of the last step that is a letter: whoever has climbed so far is asked about next."""
    return max((step.no for step in procedure.steps if step.kind is not Kind.ASK), default=0)
