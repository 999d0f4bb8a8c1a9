"""Makes portfolios of invoices through the flows, for the measurements that need one."""

from collections.abc import Iterator
from datetime import date
from time import process_time

from betalt.values import ocr

APART = 1_000_000  # between the numbers of a creditor and of its copies
NEVER = date(2099, 1, 1)
ISSUED_ON, DUE_ON = date(2026, 1, 15), date(2026, 2, 13)
HEAD = "Fakturanr;Kundnr;Kundnamn;Kundtyp;Fakturadatum;Förfallodatum;Belopp;Saldo;OCR;Adress;Postnr;Ort;Benämning"


def csv_rows(count: int, *, start: int = 0, due_on: date = DUE_ON) -> str:
    """Write a list of unpaid invoices, each to a customer of its own and with its OCR."""
    rows = (
        f"{number};K{number};Kund {number};privat;{ISSUED_ON};{due_on};{1000 + number % 900},00;"
        f"{1000 + number % 900},00;{ocr.make(str(number))};Storgatan {number % 90 + 1};411 01;Göteborg;"
        "Byte av blandare"
        for number in range(start + 1, start + count + 1)
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


def fill(*, creditors_wanted: int, cases: int, due_on: date = DUE_ON) -> tuple[list[int], float]:
    """Give each of some creditors its part of the cases, released.

    Returns the creditors, and the CPU seconds that taking in one row cost: the least of all the files.
    """
    from betalt.flows.receive import receive_invoices, release_batch

    made = list(creditors(creditors_wanted))
    each = cases // creditors_wanted
    data = csv_rows(each, due_on=due_on).encode()
    least = float("inf")
    for creditor in made:
        began = process_time()
        received = receive_invoices(creditor=creditor, name="open.csv", data=data, on=ISSUED_ON)
        least = min(least, (process_time() - began) / each)
        release_batch(creditor=creditor, batch=received.batch)
    return made, least


def agree_fees(creditor: int) -> None:
    """Let all customers of a creditor have agreed to the reminder fee before their debts arose (FEE-1).

    One statement in the place of a flow for each customer, which would take minutes and is not what is measured.
    """
    from betalt.records import models as m
    from betalt.records.scope import acting_for

    with acting_for([creditor]):
        m.Agreement.objects.bulk_create(
            m.Agreement(
                creditor_id=creditor, party_id=party, clause=clause, agreed_on=ISSUED_ON, how="villkor, punkt 4"
            )
            for party in m.Party.objects.of(creditor).values_list("id", flat=True)
            for clause in ("due_day", "reminder_fee")
        )  # fmt: skip


def multiply(creditor: int, *, times: int, start: int = 1) -> None:
    """Put copies of a creditor with all its cases beside it, the start-th to the times-th, a statement for each table.

    Flows take in what is measured as an import; what only has to be there would take them minutes.
    """
    from django.db import connections

    with connections["owner"].cursor() as cursor:
        for table in ("creditor", "procedure", "party", "case", "invoice"):
            cursor.execute(
                "SELECT column_name FROM information_schema.columns WHERE table_name = %s "
                "AND is_generated = 'NEVER' AND column_name <> 'batch_id'",
                [f"records_{table}"],
            )
            columns = [row[0] for row in cursor.fetchall()]
            own = "id" if table == "creditor" else "creditor_id"
            # Keys lead with the creditor, so that the copies' rows may keep their other numbers.
            changed = {own: f"{own} + n * {APART}", "slug": "''"}
            copied = ", ".join(changed.get(name, f'"{name}"') for name in columns)
            named = ", ".join(f'"{name}"' for name in columns)
            cursor.execute(
                f"INSERT INTO records_{table} ({named}) SELECT {copied} FROM records_{table}, "
                f"generate_series(%s, %s) AS n WHERE {own} = %s",
                [start, times, creditor],
            )
            cursor.execute(f"ANALYZE records_{table}")


def look_on(day: date, creditors: list[int], *, step_done: int | None = None) -> None:
    """Let every open case of some creditors be looked at on a day, and no other case, behind the flows' back."""
    from django.db import connections

    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "UPDATE records_case SET next_look_on = %s WHERE next_look_on <> %s AND creditor_id <> ALL (%s)",
            [NEVER, NEVER, creditors],
        )
        cursor.execute(
            "UPDATE records_case SET next_look_on = %s, step_done = coalesce(%s, step_done) "
            "WHERE next_look_on IS NOT NULL AND creditor_id = ANY (%s)",
            [day, step_done, creditors],
        )
        cursor.execute("ANALYZE records_case")
