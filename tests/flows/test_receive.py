"""A list of unpaid invoices comes in."""

from datetime import date

import pytest

from betalt.adapters.files.table import UnreadableFile
from betalt.flows.receive import receive_invoices, release_batch
from betalt.flows.setup import NewCreditor, set_up_creditor
from betalt.records import models as m
from betalt.records.scope import acting_for

ON = date(2026, 3, 2)
HEAD = (
    "Fakturanr;Kundnr;Kundnamn;Orgnr;Fakturadatum;Förfallodatum;Belopp;Saldo;OCR;E-post;Adress;Postnr;Ort\n"
)
ROWS = (
    "1001;7;Nordanvik AB;559999-0149;2026-01-15;2026-02-14;12 500,00;12 500,00;10019;info@nordanvik.example;"
    "Storgatan 1;411 01;Göteborg\n"
    "1002;8;Åsa Öberg;19900101-2385;2026-01-20;2026-02-19;3 000,00;2 000,00;10027;;Lillgatan 2;411 02;Göteborg\n"
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def creditor() -> int:
    return set_up_creditor(
        creditor=NewCreditor(
            name="Göta Rör AB",
            org_no="559999-8001",
            address=("Rörgatan 4", "417 05 Göteborg"),
            bankgiro="5050-1055",
        ),
        on=ON,
    )


def receive(creditor: int, text: str, **more):
    return receive_invoices(creditor=creditor, name="unpaid.csv", data=text.encode(), on=ON, **more)


def test_good_rows_become_invoices_with_cases_and_postings(creditor):
    received = receive(creditor, HEAD + ROWS)

    assert (received.new, received.known, received.refused) == (2, 0, ())
    with acting_for([creditor]):
        invoices = list(m.Invoice.objects.of(creditor).order_by("number"))
        assert [(i.number, i.amount_ore, i.settled_before_ore) for i in invoices] == [
            ("1001", 12_500_00, 0),
            ("1002", 3_000_00, 1_000_00),
        ]
        cases = list(m.Case.objects.of(creditor).order_by("number"))
        assert [(c.number, c.stage, c.next_look_on) for c in cases] == [(1, "open", ON), (2, "open", ON)]
        asa = m.Party.objects.of(creditor).get(number="8")
        assert (asa.kind, asa.natural, asa.org_no) == ("consumer", True, "")
        assert b"1990" not in bytes(asa.personal_no)
        assert sum(p.ore for p in m.Posting.objects.of(creditor)) == 14_500_00
        assert m.Event.objects.of(creditor).filter(kind="received").count() == 2


def test_the_same_file_again_adds_nothing(creditor):
    receive(creditor, HEAD + ROWS)
    again = receive(creditor, HEAD + ROWS)

    assert (again.new, again.known) == (0, 2)
    with acting_for([creditor]):
        assert m.Invoice.objects.of(creditor).count() == 2
        assert m.SourceFile.objects.of(creditor).count() == 1


def test_an_invoice_that_left_the_full_list_is_held(creditor):
    receive(creditor, HEAD + ROWS)
    later = receive(creditor, HEAD + ROWS.splitlines(keepends=True)[0], snapshot=True)

    assert later.gone == 1
    with acting_for([creditor]):
        assert [c.hold for c in m.Case.objects.of(creditor).order_by("number")] == ["none", "source"]


def test_a_file_that_cannot_be_read_is_kept_all_the_same(creditor):
    with pytest.raises(UnreadableFile):
        receive(creditor, "%PDF-1.7 no list at all")

    with acting_for([creditor]):
        assert m.Import.objects.of(creditor).get().state == "refused"
        assert bytes(m.File.objects.of(creditor).get().content).startswith(b"%PDF")


def test_a_half_run_case_goes_on_after_its_last_letter(creditor):
    head = HEAD.strip() + ";already_demanded_on\n"
    row = ROWS.splitlines()[1] + ";2026-02-25\n"
    receive(creditor, head + row)

    with acting_for([creditor]):
        case = m.Case.objects.of(creditor).get()
        assert (case.stage, case.step_done, case.answer_by) == ("demanded", 3, date(2026, 3, 9))
        measure = m.Measure.objects.of(creditor).get()
        assert (measure.kind, measure.charged) == ("demand", False)


def test_releasing_a_batch_frees_its_cases(creditor):
    received = receive(creditor, HEAD + ROWS)

    assert release_batch(creditor=creditor, batch=received.batch) == 2
    assert release_batch(creditor=creditor, batch=received.batch) == 0
