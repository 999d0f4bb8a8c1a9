"""What workers are compared with: the same letters set in type alone, or sent by the same flows without a queue.

Run by bench/workers.py as `python -m bench.without_queue bare|flows DAY FOLDER`; a file in the folder tells how many
letters are left.
"""

import os
import sys
import time
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

SLICE = 80  # letters, as in a job


def main(way: str, on: date, told: Path) -> None:
    """Do the day's letters one way, tell how many are left, and wait to be measured."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "betalt.config.settings"
    import django

    django.setup()
    do = {"bare": set_alone, "flows": send}[way]
    left = sum(len(ids) for _, ids in _slices())
    for creditor, ids in list(_slices()):
        do(creditor, ids, on)
        left -= len(ids)
        if left:
            told.write_text(str(left))
    if way == "flows":
        bundle(on)
    told.write_text("0")
    time.sleep(3600)


def set_alone(creditor: int, ids: list[int], on: date) -> None:
    """Set letters in type and keep nothing."""
    from betalt.adapters.typesetting import typeset

    contents = _contents(creditor, ids)
    assert {content["letter_on"] for content in contents} == {on.isoformat()}
    typeset(contents)


def send(creditor: int, ids: list[int], on: date) -> None:
    """Set, keep and mail letters by the flows that the jobs call."""
    from betalt.flows.outlet import Sent, outlet_of_settings
    from betalt.flows.send import mail_letters
    from betalt.flows.set_in_type import set_in_type

    at, sent = datetime.now().astimezone(), Sent()
    set_in_type(creditor=creditor, ids=ids, on=on)
    mail_letters(creditor=creditor, ids=ids, on=on, at=at, outlet=outlet_of_settings(), sent=sent)


def bundle(on: date) -> None:
    """End the day of every creditor: what goes on paper is bundled."""
    from betalt.flows.day import creditors, finish_day
    from betalt.flows.outlet import outlet_of_settings

    for home in creditors():
        finish_day(creditor=home.id, on=on, outlet=outlet_of_settings())


def _slices() -> Iterator[tuple[int, list[int]]]:
    from betalt.flows.send import letters_to_send

    by_creditor: dict[int, list[int]] = {}
    for creditor, letter in letters_to_send(creditors=None):
        by_creditor.setdefault(creditor, []).append(letter)
    for creditor, ids in by_creditor.items():
        for start in range(0, len(ids), SLICE):
            yield creditor, ids[start : start + SLICE]


def _contents(creditor: int, ids: list[int]) -> list[dict[str, object]]:
    from betalt.records import models as m
    from betalt.records.scope import acting_for

    with acting_for([creditor]):
        found = m.Letter.objects.of(creditor).filter(id__in=ids).order_by("id")
        return list(found.values_list("content", flat=True))


if __name__ == "__main__":
    main(sys.argv[1], date.fromisoformat(sys.argv[2]), Path(sys.argv[3]))
