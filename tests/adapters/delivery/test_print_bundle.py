"""The bundle for a print house."""

import csv
import hashlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from io import StringIO

import pytest

from betalt.adapters.delivery.print_bundle import (
    BundleError,
    BundleLetter,
    Receipt,
    read_receipt,
    write_bundle,
)

PDF = b"%PDF-1.7 <</Type/Pages/Count 2>> <</Type/Page/Parent 1>> <</Type /Page>>"
LETTER = BundleLetter(
    reference="letter-1", pdf=PDF, recipient="Anna Ågren", address=("Storgatan 4", "999 99 Exempelby")
)


def index(path):
    return list(csv.DictReader(StringIO((path / "index.csv").read_text(encoding="utf-8")), delimiter=";"))


def test_a_bundle_holds_the_letters_and_an_index_with_their_hashes(tmp_path):
    path = write_bundle(
        folder=tmp_path / "bundles",
        name="2026-10-05-1",
        letters=[LETTER, replace(LETTER, reference="letter-2")],
    )

    assert sorted(file.name for file in path.iterdir()) == ["index.csv", "letter-1.pdf", "letter-2.pdf"]
    assert (path / "letter-1.pdf").read_bytes() == PDF
    assert index(path)[0] == {
        "file": "letter-1.pdf",
        "sha256": hashlib.sha256(PDF).hexdigest(),
        "pages": "2",
        "recipient": "Anna Ågren",
        "address": "Storgatan 4, 999 99 Exempelby",
        "country": "SE",
        "postage_class": "A",
        "sheet_sides": "duplex",
    }


def test_the_same_bundle_twice_is_one_and_another_of_its_name_is_refused(tmp_path):
    first = write_bundle(folder=tmp_path, name="b", letters=[LETTER])

    assert write_bundle(folder=tmp_path, name="b", letters=[LETTER]) == first
    with pytest.raises(BundleError, match="the bundle b is there already, with other letters"):
        write_bundle(folder=tmp_path, name="b", letters=[replace(LETTER, pdf=b"other")])


def test_a_bundle_that_cannot_be_finished_leaves_nothing(tmp_path):
    with pytest.raises(TypeError):
        write_bundle(
            folder=tmp_path, name="b", letters=[LETTER, replace(LETTER, reference="letter-2", pdf="text")]
        )

    assert [file.name for file in tmp_path.iterdir()] == []


def test_what_a_killed_process_left_of_a_bundle_is_swept_when_the_bundle_is_written(tmp_path):
    for draft in (".b-1x2y3z", ".b2-other"):
        (tmp_path / draft).mkdir()
        (tmp_path / draft / "letter-1.pdf").write_bytes(PDF[:10])

    write_bundle(folder=tmp_path, name="b", letters=[LETTER])

    assert sorted(file.name for file in tmp_path.iterdir()) == [".b2-other", "b"]


def test_workers_that_write_the_same_bundle_at_once_make_one(tmp_path):
    letters = [replace(LETTER, reference=f"letter-{number}") for number in range(20)]

    with ThreadPoolExecutor(4) as workers:
        asked = [workers.submit(write_bundle, folder=tmp_path, name="b", letters=letters) for _ in range(4)]
        paths = {one.result() for one in asked}

    assert paths == {tmp_path / "b"}
    assert [file.name for file in tmp_path.iterdir()] == ["b"]


@pytest.mark.parametrize("name", ["", "../b", "a/b", ".hidden", "å"])
def test_names_that_could_leave_the_folder_are_refused(tmp_path, name):
    with pytest.raises(BundleError):
        write_bundle(folder=tmp_path, name=name, letters=[LETTER])
    with pytest.raises(BundleError):
        write_bundle(folder=tmp_path, name="b", letters=[replace(LETTER, reference=name)])


@pytest.mark.parametrize("name", ["=cmd()", "+1", "-1", "@x", "Anna;\r\nÅgren"])
def test_a_name_never_becomes_a_formula_or_a_row(tmp_path, name):
    (row,) = index(write_bundle(folder=tmp_path, name="b", letters=[replace(LETTER, recipient=name)]))

    assert not row["recipient"].startswith(("=", "+", "-", "@"))


def test_a_receipt_says_what_became_of_each_letter():
    data = (
        "file;sha256;status;posted_on\r\nletter-1.pdf;AB12;posted;2026-10-05\r\nletter-2.pdf;cd;failed;\r\n"
    )

    assert read_receipt(b"\xef\xbb\xbf" + data.encode()) == (
        Receipt(reference="letter-1", sha256="ab12", status="posted", posted_on=date(2026, 10, 5)),
        Receipt(reference="letter-2", sha256="cd", status="failed", posted_on=None),
    )


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "must have the columns file, sha256, status, posted_on"),
        (b"\xff\xfe", "not CSV in UTF-8"),
        (b"file;status\nletter-1.pdf;posted\n", "must have the columns"),
        (
            b"file;sha256;status;posted_on\na;b;maybe;2026-10-05\n",
            "line 2 of the receipt: status is posted or failed, not 'maybe'",
        ),
        (
            b"file;sha256;status;posted_on\na;b;failed;\na;b;posted;5 oktober\n",
            "line 3 of the receipt: posted_on is not a day",
        ),
        (b"file;sha256;status;posted_on\na;b;posted\n", "line 2 of the receipt: posted_on is not a day"),
    ],
)
def test_a_receipt_that_cannot_be_read_says_where(data, why):
    with pytest.raises(BundleError, match=why):
        read_receipt(data)
