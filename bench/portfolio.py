"""Makes portfolios of invoices through the flows, for the measurements that need one."""

from collections.abc import Iterator
from datetime import date, timedelta

ISSUED_ON, DUE_ON = date(2026, 1, 15), date(2026, 2, 13)
HEAD = "Fakturanr;Kundnr;Kundnamn;Kundtyp;Fakturadatum;Förfallodatum;Belopp;Saldo;OCR;Adress;Postnr;Ort;Benämning"


def csv_rows(count: int, *, start: int = 0, due_on: date = DUE_ON) -> str:
    """Write a list of unpaid invoices, each to a customer of its own."""
    rows = (
        f"{start + n};K{start + n};Kund {start + n};privat;{ISSUED_ON};{due_on};"
        f"{1000 + n % 900},00;{1000 + n % 900},00;;Storgatan {n % 90 + 1};411 01;Göteborg;Byte av blandare"
        for n in range(1, count + 1)
    )
    return "\n".join([HEAD, *rows]) + "\n"


def creditors(count: int) -> Iterator[int]:
    """Set up creditors whose letters do not wait for bank data."""
    from betalt.flows.setup import NewCreditor, set_up_creditor

    for n in range(count):
        yield set_up_creditor(
            creditor=NewCreditor(
                name=f"Firma {n} AB",
                org_no="559999-8001",
                address=("Rörgatan 4", "417 05 Göteborg"),
                bankgiro="5050-1055",
                email="faktura@firma.example",
                choices={"letters_wait_for_bank_data": False},
            ),
            on=ISSUED_ON,
        )


def fill(*, creditors_wanted: int, cases: int, due_on: date = DUE_ON) -> list[int]:
    """Give each of some creditors its part of the cases, released; return the creditors."""
    from betalt.flows.receive import receive_invoices, release_batch

    made = list(creditors(creditors_wanted))
    each = cases // creditors_wanted
    for creditor in made:
        text = csv_rows(each, due_on=due_on)
        received = receive_invoices(creditor=creditor, name="open.csv", data=text.encode(), on=ISSUED_ON)
        release_batch(creditor=creditor, batch=received.batch)
    return made


def look_on(day: date | None, *, step_done: int | None = None) -> None:
    """Set when every open case is looked at next, behind the flows' back."""
    from django.db import connections

    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "UPDATE records_case SET next_look_on = %s, step_done = coalesce(%s, step_done) "
            "WHERE next_look_on IS NOT NULL",
            [day or date(2099, 1, 1), step_done],
        )
        cursor.execute("ANALYZE records_case")


def day_after(day: date, days: int) -> date:
    """Count days on."""
    return day + timedelta(days=days)
