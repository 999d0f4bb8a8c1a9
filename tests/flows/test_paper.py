"""Letters on paper: a bundle is finished whatever happens, counts when it was posted, and can come back."""

import csv
import hashlib
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from betalt.flows.customer import move_customer
from betalt.flows.print_house import PostingUnclear, read_posting_receipt
from betalt.flows.withdraw import LetterUnknown, letter_returned
from betalt.records import models as m
from tests.flow_guard import raw_rows
from tests.office import ASA, ASA_OBERG, BO, NORDANVIK, Bill, Office

pytestmark = pytest.mark.django_db

RECEIVED_ON = date(2026, 2, 2)
WAY = (date(2026, 2, 17), date(2026, 2, 21), date(2026, 2, 22), date(2026, 3, 5))
DEMAND_ON = date(2026, 3, 6)  # a Friday
BUNDLE = "2026-03-06-1"


def demand(office: Office, *bills: Bill, post: bool = False) -> None:
    """Come to the day on which a demand for each of these stands in a bundle."""
    office.receive(*bills, on=RECEIVED_ON)
    for on in WAY:
        office.day(on)
    for number in range(1, len(bills) + 1):
        office.approve(number, WAY[-1])
    office.day(DEMAND_ON, post=post)


def folder(office: Office, name: str = BUNDLE) -> Path:
    return office.outlet.bundles / str(office.creditor) / name


def index(office: Office, name: str = BUNDLE) -> list[dict[str, str]]:
    text = (folder(office, name) / "index.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines(), delimiter=";"))


def receipt(office: Office, *rows: tuple[str, str]) -> bytes:
    """Write a print house's receipt: for each letter of the bundle its status and day."""
    lines = ["file;sha256;status;posted_on"]
    for letter, (status, posted_on) in zip(index(office), rows, strict=True):
        lines.append(f"{letter['file']};{letter['sha256']};{status};{posted_on}")
    return "\n".join(lines).encode()


def test_a_bundled_letter_counts_when_somebody_says_that_it_was_posted(office: Office) -> None:
    demand(office, ASA)
    assert [x[:2] for x in office.letters()][-1] == ("demand", "bundled")
    assert (office.case().stage, office.fees()) == ("reminded", [("reminder", WAY[2], False)])

    assert office.posted(BUNDLE, DEMAND_ON).posted == 1
    assert (office.case().stage, office.fees()[-1]) == ("demanded", ("demand", DEMAND_ON, True))
    with pytest.raises(PostingUnclear, match="was posted on 2026-03-06"):
        office.posted(BUNDLE, DEMAND_ON)


def test_the_bundle_holds_the_stored_bytes(office: Office) -> None:
    demand(office, ASA, BO)
    kept = {f"letter-{x.id}.pdf": x.pdf_id for x in office.rows(m.Letter, kind="demand")}

    for row in index(office):
        data = (folder(office) / row["file"]).read_bytes()
        assert hashlib.sha256(data).hexdigest() == row["sha256"]
        assert [f.sha256 for f in office.rows(m.File, id=kept[row["file"]])] == [row["sha256"]]
    assert len(index(office)) == 2


@pytest.mark.parametrize("moves", [False, True])
def test_a_bundle_that_was_begun_is_finished_with_the_same_bytes(office: Office, moves: bool) -> None:
    # A file stands where the folder should be: the disk fails after the letters were claimed.
    office.outlet.bundles.parent.mkdir(exist_ok=True)
    office.outlet.bundles.write_text("in the way")
    with pytest.raises(OSError):
        demand(office, ASA)
    letter = office.rows(m.Letter, kind="demand")[0]
    assert (letter.state, office.rows(m.Bundle)[0].state) == ("sending", "writing")

    if moves:
        move_customer(
            creditor=office.creditor, number="8", on=DEMAND_ON, address=("Nya gatan 9", "411 09 Göteborg")
        )
    office.outlet.bundles.unlink()
    run = office.day(DEMAND_ON)

    assert run.sent.bundles == [f"{office.creditor}/{BUNDLE}"]
    assert len(office.rows(m.Bundle)) == 1
    again = office.rows(m.Letter, kind="demand")
    assert [(x.id, x.state, x.pdf_id) for x in again] == [(letter.id, "handed_over", letter.pdf_id)]
    assert index(office)[0]["address"] == "Storgatan 1, 411 01 Göteborg"


def test_a_bundle_that_was_written_but_not_noted_is_left_as_it_is(office: Office) -> None:
    demand(office, ASA)
    with raw_rows():
        m.Bundle.objects.update(state="writing")
        m.Letter.objects.filter(kind="demand").update(state="sending")
    move_customer(
        creditor=office.creditor, number="8", on=DEMAND_ON, address=("Nya gatan 9", "411 09 Göteborg")
    )
    written = {path.name: path.stat().st_mtime_ns for path in folder(office).iterdir()}
    office.day(DEMAND_ON)

    assert {path.name: path.stat().st_mtime_ns for path in folder(office).iterdir()} == written
    assert office.case().stage == "demanded"


def test_two_bundles_on_one_day(office: Office) -> None:
    office.receive(ASA, BO, on=RECEIVED_ON)
    for on in WAY:
        office.day(on)
    office.approve(1, WAY[-1])
    first = office.day(DEMAND_ON, post=False)
    office.approve(2, DEMAND_ON)
    second = office.day(DEMAND_ON, post=False)

    names = [run.sent.bundles[0].partition("/")[2] for run in (first, second)]
    assert names == ["2026-03-06-1", "2026-03-06-2"]
    assert [len(index(office, name)) for name in names] == [1, 1]
    office.posted(names[1], DEMAND_ON)
    assert [office.case(number).stage for number in (1, 2)] == ["reminded", "demanded"]


def test_what_is_posted_later_counts_from_the_day_it_was_posted(office: Office) -> None:
    demand(office, ASA)
    monday = date(2026, 3, 9)
    office.posted(BUNDLE, monday)

    # Answer day 16 March leaves Monday's letter 7 days: too few (P27), so it is written again.
    assert office.letters()[-1] == ("demand", "failed", DEMAND_ON, 3_180_00)
    assert office.case().stage == "reminded"
    office.day(monday)
    assert office.letters()[-1] == ("demand", "handed_over", monday, 3_180_00)
    assert office.fees()[-1] == ("demand", monday, True)


def test_a_reminder_by_post_that_is_posted_later_charges_from_its_posting(office: Office) -> None:
    office.receive(replace(ASA, customer=replace(ASA_OBERG, email="")), on=RECEIVED_ON)
    office.agree(ASA_OBERG, "reminder_fee", date(2025, 12, 1), on=RECEIVED_ON)
    office.agree(ASA_OBERG, "due_day", date(2025, 12, 1), on=RECEIVED_ON)
    office.day(date(2026, 2, 17))
    office.day(date(2026, 2, 23), post=False)
    office.posted("2026-02-23-1", date(2026, 2, 25))

    assert office.fees() == [("reminder", date(2026, 2, 25), True)]
    assert office.case().step_done_on == date(2026, 2, 25)
    # Money that was on the account before the letter was posted leaves nothing that it could be charged for.
    office.pay(1, 3_009_04, date(2026, 2, 24), read_on=date(2026, 2, 26))
    assert office.claim(1, date(2026, 2, 26)).costs == 0


def test_posting_that_cannot_be_is_refused(office: Office) -> None:
    demand(office, ASA)

    with pytest.raises(PostingUnclear, match="there is no bundle nonsense"):
        office.posted("nonsense", DEMAND_ON)
    with pytest.raises(PostingUnclear, match="it was not posted on 2026-03-05"):
        office.posted(BUNDLE, date(2026, 3, 5))


def test_a_receipt_says_what_became_of_each_letter(office: Office) -> None:
    demand(office, ASA, BO)
    data = receipt(office, ("posted", "2026-03-06"), ("failed", ""))
    posted = read_posting_receipt(creditor=office.creditor, bundle=BUNDLE, data=data, on=date(2026, 3, 7))

    bo = office.rows(m.Letter, kind="demand")[1]
    assert (posted.posted, posted.failed, posted.too_late) == (1, (bo.id,), ())
    assert [office.case(number).stage for number in (1, 2)] == ["demanded", "reminded"]
    assert office.case(1).step_done_on == date(2026, 3, 6)
    assert [x.state for x in office.rows(m.Letter, kind="demand")] == ["handed_over", "failed"]


def test_a_receipt_that_does_not_fit_the_bundle_changes_nothing(office: Office) -> None:
    demand(office, ASA, BO)
    whole = receipt(office, ("posted", "2026-03-06"), ("posted", "2026-03-06"))
    first = office.rows(m.Letter, kind="demand")[0].id
    wrong = {
        f"the receipt says nothing of letter {first + 1}": b"\n".join(whole.splitlines()[:2]),
        f"the receipt names other bytes for letter {first}": whole.replace(
            index(office)[0]["sha256"].encode(), b"0" * 64
        ),
        "the receipt names several posting days": whole.replace(b"2026-03-06", b"2026-03-07", 1),
    }
    for message, data in wrong.items():
        with pytest.raises(PostingUnclear, match=message):
            read_posting_receipt(creditor=office.creditor, bundle=BUNDLE, data=data, on=date(2026, 3, 7))

    assert [office.case(number).stage for number in (1, 2)] == ["reminded", "reminded"]


def test_a_demand_that_comes_back_takes_its_fee_back_and_its_step_again(office: Office) -> None:
    demand(office, NORDANVIK, post=True)
    assert office.claim(1, DEMAND_ON).costs == 450_00
    letter = office.rows(m.Letter, kind="demand")[0]
    letter_returned(creditor=office.creditor, letter=letter.id, on=date(2026, 3, 11))

    assert office.claim(1, date(2026, 3, 11)).costs == 0
    assert [kind for kind, *_ in office.fees()] == ["reminder"]
    case = office.case()
    assert (case.stage, case.step_done, case.payment_status) == ("reminded", 2, "unpaid")
    assert office.rows(m.Party)[0].address_returned

    with pytest.raises(LetterUnknown):
        letter_returned(creditor=office.creditor, letter=letter.id, on=date(2026, 3, 12))


def test_a_demand_that_came_back_is_sent_again_to_the_new_address_with_one_fee(office: Office) -> None:
    demand(office, ASA, post=True)
    letter = office.rows(m.Letter, kind="demand")[0]
    letter_returned(creditor=office.creditor, letter=letter.id, on=date(2026, 3, 11))
    move_customer(
        creditor=office.creditor, number="8", on=date(2026, 3, 12), address=("Nya gatan 9", "411 09 Göteborg")
    )
    office.days(date(2026, 3, 12), date(2026, 4, 2))
    office.approve(1, date(2026, 4, 2))
    office.days(date(2026, 4, 2), date(2026, 4, 8))

    demands = office.rows(m.Letter, kind="demand")
    assert [x.state for x in demands] == ["failed", "handed_over"]
    assert "Nya gatan 9" in demands[1].content["window"]
    assert [charged for kind, _, charged in office.fees() if kind == "demand"] == [True]
    assert office.claim(1, date(2026, 4, 8)).costs == 180_00


def test_a_mail_that_bounces_later_goes_by_post_with_one_fee(office: Office) -> None:
    office.receive(ASA, on=RECEIVED_ON)
    office.agree(ASA_OBERG, "reminder_fee", date(2025, 12, 1), on=RECEIVED_ON)
    office.days(date(2026, 2, 17), date(2026, 2, 23))
    reminder = office.rows(m.Letter, kind="reminder")[0]
    letter_returned(creditor=office.creditor, letter=reminder.id, on=date(2026, 2, 24))
    assert office.claim(1, date(2026, 2, 24)).costs == 0

    office.days(date(2026, 2, 25), date(2026, 3, 10))

    assert [(x.channel, x.state) for x in office.rows(m.Letter, kind="reminder")] == [
        ("email", "failed"), ("post", "handed_over"),
    ]  # fmt: skip
    assert [charged for *_, charged in office.fees()] == [True]
    assert office.claim(1, date(2026, 3, 10)).costs == 60_00
