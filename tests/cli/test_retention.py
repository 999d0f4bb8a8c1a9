"""`betalt retention` says what would go and why, and erases only without --dry-run."""

import pytest
from django.db import connections

from tests.cli.conftest import EXAMPLES, LIST, Type

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


def test_what_is_needed_no_longer_is_told_first_and_then_erased(typed: Type, tmp_path: object) -> None:
    file = tmp_path / "list.csv"  # type: ignore[operator]
    file.write_text(LIST, "utf-8")
    typed(f"setup --from {EXAMPLES / 'creditor.toml'} --on 2026-02-02")
    typed(f"import {file} --yes --on 2026-02-02")
    for case, owed in ((1, "1000.00"), (2, "8000.00")):
        assert typed(f"pay {case} {owed} --on 2026-02-02").code == 0

    told = typed("retention --on 2027-02-03 --dry-run")
    asked = typed("retention --customer 11 --on 2026-02-03 --dry-run")
    done = typed("retention --on 2027-02-03")
    again = typed("retention --on 2027-02-03")
    connections["owner"].close()

    assert [one.code for one in (told, asked, done, again)] == [0] * 4
    assert (
        told.out[0]
        .strip()
        .startswith("2  e-mail, phone and personal numbers of customers whose cases were all")
    )
    assert told.out[-1].endswith("rows would be erased; nothing is done.")
    assert asked.out[-3].startswith("Kept: names, sums, payments and 0 letters are kept through 2034-12-31")
    assert done.out[:-1] == told.out[:-1]
    assert done.out[-1].endswith("rows are erased. Journal and postings are untouched.")
    assert again.out == ["Nothing is left that is needed no longer."]
    assert typed("retention --customer 99").code == 2
