"""Files that are kept: the same bytes once, small ones and large ones alike."""

import pytest

from betalt.records import files
from betalt.records import models as m
from betalt.records.scope import acting_for
from tests.flow_guard import raw_rows
from tests.office import Office, open_office

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(db: None, tmp_path) -> Office:
    return open_office(bundles=tmp_path, inbox=None, server=None)


@pytest.mark.parametrize("size", [0, 10, 999_000, 1_000_000, 3_000_000])
def test_the_same_bytes_are_kept_once_and_come_back(office: Office, size: int) -> None:
    content = bytes(range(256)) * (size // 256 + 1)
    with raw_rows(), acting_for([office.creditor]):
        first = files.keep(creditor=office.creditor, content=content, media_type="a/b")
        again = files.keep(creditor=office.creditor, content=content, media_type="a/b")
        kept = m.File.objects.get(id=first)

        assert (again, kept.content, kept.media_type) == (first, content, "a/b")
