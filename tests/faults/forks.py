"""Plays acts in forked children: `python -m tests.faults.forks` reads orders and answers what came of each.

This process has one thread and never touches database, mail or typesetting, so nothing is carried into a child.
"""

import os
import pickle
import sys
import traceback
from typing import Any

from tests.faults.stage import Order, Played


def main() -> None:
    """Fork a child for each order until there are no more."""
    orders, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what an act prints is no answer
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "betalt.config.settings")
    import django

    django.setup()
    from tests.faults import acting

    while True:
        try:
            order = pickle.load(orders)
        except EOFError:
            return
        pickle.dump(_in_child(acting, order), answers)
        answers.flush()


def _in_child(acting: Any, order: Order) -> Played:
    told, tell = os.pipe()
    child = os.fork()
    if not child:
        os.close(told)
        code = 1
        try:
            with os.fdopen(tell, "wb") as answer:
                pickle.dump(acting.carry_out(order), answer)
            code = 0
        except BaseException:
            traceback.print_exc()
        os._exit(code)
    os.close(tell)
    with os.fdopen(told, "rb") as answer:
        said = answer.read()
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if code == acting.DIED:
        return Played(died=True)
    if code:
        return Played(error=f"the child ended with {code}")
    played: Played = pickle.loads(said)
    return played


if __name__ == "__main__":
    main()
