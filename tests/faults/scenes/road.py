"""Scenes of the main road: lists come in, days are run, letters leave and are told of."""

import csv
from dataclasses import replace
from datetime import date

from betalt.adapters.delivery.print_bundle import BundleError
from betalt.flows import bank_file
from betalt.flows.advance import advance_cases, due_cases
from betalt.flows.bank_columns import bank_columns, save_bank_columns
from betalt.flows.columns import column_mapping
from betalt.flows.daily_mail import mail_owners
from betalt.flows.plan import Window, plan_work
from betalt.flows.print_house import PostingUnclear, confirm_posted, read_posting_receipt
from betalt.flows.receive import receive_invoices, release_batch
from betalt.flows.saved_columns import save_mapping
from betalt.flows.send import withdraw_stale
from betalt.flows.set_aside import set_case_aside, set_letter_aside
from betalt.flows.take_back import NotTakenBack, take_back_import
from betalt.flows.upload import keep_upload, take_in_upload
from betalt.flows.withdraw import LetterUnknown, letter_left, letter_returned
from betalt.records import models as m
from tests.faults.scenes.scene import (
    ASKED_ON,
    DEMAND_ON,
    NOTE_ON,
    PAPER,
    RECEIVED_ON,
    REMINDER_ON,
    Scene,
    after,
    asked,
    bank_checked,
    composed,
    days,
    demanded,
    owned,
    person,
    received,
    reminded,
    run,
)
from tests.flows.bank import Paid, camt
from tests.office import ASA, BO, NORDANVIK, OWNER, SUND, Office, morning, unpaid

LIST = unpaid(
    ASA, BO, replace(NORDANVIK, amount="12 5o0,00"), replace(SUND, number="K1", kind="kredit"), SUND
)
ODD_LIST = b"No.;Who;Made;Pay by;How much\n1;K7;2026-01-15;2026-02-13;1 250,00\n"
ODD = column_mapping(
    text='[columns]\nnumber = "No."\ncustomer_number = "Who"\nissued_on = "Made"\ndue_on = "Pay by"\n'
    'amount = "How much"\n\n[constants]\ncurrency = "SEK"\ncustomer_kind = "business"\n'
)
BANK = 'decimal = ","\n[columns]\nbooked_on = "Dag"\namount = "Kronor"\ntext = "Meddelande"\n'
BUNDLE = "2026-03-06-1"
BANK_FILE = camt(
    Paid(amount="3000.00", ocr="1002", payer="991-2346", name="Åsa Öberg"),
    Paid(amount="1000.00", ocr="1003", number="2", name="Bo Ek"),
    Paid(amount="777.00", text="tack", number="3", name="Någon"),
    Paid(amount="12500.00", ocr="1001", number="4", name="Nordanvik AB"),
    on=date(2026, 2, 16),
)
_PARTS = ("withdraw_stale", "start_ladders", "advance_cases", "set_in_type", "note_run")
_PAPER = ("_begin", "_begun", "_finish", "_thank", *_PARTS)
_BUNDLED = after(asked, lambda office: office.approve(1, ASKED_ON), days(DEMAND_ON, post=False))
_THREE = received(ASA, BO, NORDANVIK)


def paid_file(office: Office) -> object:
    """Read a bank's file in pieces: one that fits, one in part, one unknown, one for a company."""
    bank_file.CHUNK = 2
    return bank_file.receive_payments(
        creditor=office.creditor, name="bank.xml", data=BANK_FILE, on=NOTE_ON
    )  # fmt: skip


def _upload_payments(office: Office) -> object:
    """Do what the page of imports does with a bank's file."""
    keep_upload(creditor=office.creditor, name="bank.xml", data=BANK_FILE, on=NOTE_ON)
    return paid_file(office)


def _keep_list(office: Office) -> object:
    return keep_upload(creditor=office.creditor, name="odd.csv", data=ODD_LIST, on=RECEIVED_ON)


def _take_in(office: Office) -> object:
    """Do what the page of a list does: take it in, and keep how it was read."""
    source = office.rows(m.SourceFile)[0].id
    save_mapping(creditor=office.creditor, name="odd", mapping=ODD)
    return take_in_upload(creditor=office.creditor, source=source, on=RECEIVED_ON, mapping=ODD)


def _receipt(office: Office) -> object:
    (index,) = office.outlet.bundles.glob(f"*/{BUNDLE}/index.csv")
    with index.open(encoding="utf-8", newline="") as file:
        lines = [
            f"{row['file']};{row['sha256']};posted;2026-03-06" for row in csv.DictReader(file, delimiter=";")
        ]
    said = "\n".join(["file;sha256;status;posted_on", *lines])
    return read_posting_receipt(
        creditor=office.creditor, bundle=BUNDLE, data=said.encode(), on=date(2026, 3, 7)
    )  # fmt: skip


def _plan_work(office: Office) -> object:
    window = Window(begun=True, late=True)
    return plan_work(on=NOTE_ON, at=morning(NOTE_ON), window=window, by_mail=True)


def _only_composed(office: Office) -> None:
    """Write the letters of a day, none of which is set in type."""
    _THREE(office)
    bank_checked(date(2026, 2, 16))(office)
    advance_cases(keys=due_cases(on=NOTE_ON, creditors=[office.creditor]), on=NOTE_ON)


def _mail_owners(office: Office) -> object:
    return mail_owners(
        creditor=office.creditor, on=NOTE_ON, at=morning(NOTE_ON), outlet=office.outlet,
        origin="https://betalt.example",
    )  # fmt: skip


def _again_the_same_day(office: Office) -> object:
    bank_checked(date(2026, 2, 16))(office)
    return run(NOTE_ON)(office)


ROAD: dict[str, Scene] = {
    "receive_invoices": Scene(
        play=lambda office: receive_invoices(
            creditor=office.creditor, name="unpaid.csv", data=LIST, on=RECEIVED_ON, snapshot=True
        ),
    ),
    "keep_upload": person(_keep_list, lambda office: None),
    "take_in_upload": person(
        _take_in, _keep_list, flows=("take_in_upload", "receive_invoices", "save_mapping")
    ),
    "release_batch": person(
        lambda office: release_batch(creditor=office.creditor, batch=office.rows(m.Import)[0].id),
        received(ASA, BO, release=False),
    ),
    "take_back_import": person(
        lambda office: take_back_import(
            creditor=office.creditor, batch=office.rows(m.Import)[0].id, on=date(2026, 2, 3), actor=OWNER
        ),
        _THREE, NotTakenBack,
    ),
    "save_bank_columns": person(
        lambda office: save_bank_columns(
            creditor=office.creditor, name="banken", columns=bank_columns(text=BANK, name="banken")
        ),
        lambda office: None,
    ),
    "receive_payments": Scene(
        prepare=after(_THREE, days(date(2026, 2, 16))), play=paid_file, tells_each_reading=True
    ),
    "keep_upload of payments": replace(
        person(
            _upload_payments, after(_THREE, days(date(2026, 2, 16))), flows=("keep_upload", "receive_payments")
        ),
        tells_each_reading=True,
    ),
    "run_day with mail": Scene(
        prepare=after(_THREE, bank_checked(date(2026, 2, 16))), play=run(NOTE_ON),
        flows=("_send_by_mail", *_PARTS),
    ),
    "run_day with mail, paper and thanks": Scene(prepare=reminded, play=run(REMINDER_ON), flows=_PAPER),
    "run_day with a question": Scene(
        prepare=after(
            received(replace(PAPER, reminded="2026-02-22")), bank_checked(date(2026, 3, 4))
        ),
        play=run(ASKED_ON), flows=("advance_cases", "note_run"),
    ),
    "run_day once more, with the bank's word": Scene(
        prepare=after(_THREE, lambda office: office.day(NOTE_ON, bank=False)), play=_again_the_same_day,
        flows=("look_again", "advance_cases"),
    ),
    "withdraw_stale": Scene(
        prepare=composed,
        play=lambda office: withdraw_stale(on=date(2026, 2, 18), creditors=[office.creditor]),
    ),
    "plan_work": Scene(prepare=after(received(ASA, BO), bank_checked(NOTE_ON)), play=_plan_work),
    "mail_owners": Scene(
        prepare=after(owned, _THREE, days(NOTE_ON)), play=_mail_owners, flows=("_mail_one",),
        may_lose_mail=True,
    ),
    "set_case_aside": Scene(
        prepare=_THREE,
        play=lambda office: set_case_aside(
            creditor=office.creditor, case=office.case(1).id, on=NOTE_ON, error=ValueError()
        ),
    ),
    "set_letter_aside": Scene(
        prepare=_only_composed,
        play=lambda office: set_letter_aside(
            creditor=office.creditor, letter=office.rows(m.Letter)[0].id, on=NOTE_ON
        ),
    ),
    "confirm_posted": person(
        lambda office: confirm_posted(creditor=office.creditor, bundle=BUNDLE, on=DEMAND_ON),
        _BUNDLED, PostingUnclear,
    ),
    "read_posting_receipt": Scene(prepare=_BUNDLED, play=_receipt, done_before=(PostingUnclear, BundleError)),
    "letter_left": replace(
        person(
            lambda office: letter_left(
                creditor=office.creditor, letter=office.rows(m.Letter)[0].id, on=date(2026, 2, 18)
            ),
            after(received(ASA), days(NOTE_ON)), LetterUnknown,
        ),
        line_is_cut=True,
    ),
    "letter_returned": person(
        lambda office: letter_returned(
            creditor=office.creditor, letter=office.rows(m.Letter)[-1].id, on=date(2026, 3, 10)
        ),
        demanded, LetterUnknown,
    ),
}  # fmt: skip
