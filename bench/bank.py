"""Files: a bank's payments read row by row, a million of them in flat memory, and a list of invoices."""

import io
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.figure import Figure, cpu_seconds
from betalt.adapters.bank.bgmax import open_bgmax
from betalt.adapters.bank.camt import open_camt
from betalt.adapters.files.invoices import read_invoices
from betalt.core.payment.incoming import BankFile
from tests.adapters.bank.bgmax_file import Section, payment, whole
from tests.adapters.bank.camt_file import entry, message, statement, structured, transaction

PAYMENTS = 20_000
MANY = 1_000_000


def measure() -> Iterator[Figure]:
    """Measure the readers in CPU time."""
    known, bare = bgmax(PAYMENTS, with_payer=True), bgmax(PAYMENTS, with_payer=False)
    yield _each(
        "a BgMax row (payment, name, address, number)", known, open_bgmax, known.count(b"\n"), at_most=4
    )
    yield _each("a BgMax row where every row is a payment", bare, open_bgmax, bare.count(b"\n"), at_most=4)
    yield _each("a camt transaction, all in one entry", batch(PAYMENTS), open_camt, PAYMENTS, at_most=30)
    yield _each("a camt entry with one transaction", single(PAYMENTS), open_camt, PAYMENTS, at_most=30)
    rows = invoices(PAYMENTS)
    seconds = cpu_seconds(lambda: read_invoices(rows), rounds=3)
    yield Figure(what="invoices of a CSV list", amount=PAYMENTS / seconds, unit="rows/s", at_least=25_000)
    yield from _a_million()


def bgmax(count: int, *, with_payer: bool) -> bytes:
    """Make a BgMax file of so many payments."""
    payer = [f"26{'Åkes Plåt AB':<35}", f"27{'Storgatan 2':<35}12345", "28Storåker", "29005560160680"]
    records: list[str] = []
    for number in range(1, count + 1):
        records.append(payment(100 + number, f"{number:06d}", serial=f"{number:012d}"))
        records += payer if with_payer else []
    return whole(Section(records)).encode("latin-1")


def batch(count: int) -> bytes:
    """Make a camt.054 whose one entry holds so many transactions, as bankgiro receipts come."""
    return message(statement(entry(f"{count}.00", *map(_transaction, range(count))))).encode()


def single(count: int) -> bytes:
    """Make a camt.054 of so many entries with one transaction each."""
    entries = (entry("1.00", _transaction(number), ref=f"E{number:09d}") for number in range(count))
    return message(statement(*entries)).encode()


def invoices(count: int) -> bytes:
    """Make a CSV list of so many unpaid invoices to a tenth as many customers."""
    rows = (
        f"{number};{number % (count // 10)};Kund {number % (count // 10)} AB;556016-0680;Storgatan 1;111 22;Stockholm;"
        f"kund{number % (count // 10)}@example.com;2026-02-{number % 28 + 1:02d};2026-03-{number % 28 + 1:02d};"
        f"{number % 90 + 10}0,50;{number % 90 + 10}0,50;{number:06d}"
        for number in range(1, count + 1)
    )
    headers = (
        "Fakturanr;Kundnr;Kund;Orgnr;Adress;Postnr;Ort;E-post;Fakturadatum;Förfallodatum;Totalt;Saldo;OCR"
    )
    return "\r\n".join([headers, *rows, ""]).encode()


def _transaction(number: int) -> str:
    return transaction(
        "1.00", structured(f"{number:06d}"), ref=f"T{number:09d}", payer=f"Kund {number}", org="5560160680",
        payer_account="3783511", payee="9912346",
    )  # fmt: skip


def _each(
    what: str,
    data: bytes,
    opener: Callable[[io.BytesIO], BankFile],
    count: int,
    *,
    at_most: float | None = None,
) -> Figure:
    seconds = cpu_seconds(lambda: sum(1 for _ in opener(io.BytesIO(data)).items), rounds=7)
    return Figure(what=what, amount=seconds / count * 1e6, unit="µs", at_most=at_most)


def _a_million() -> Iterator[Figure]:
    with TemporaryDirectory() as folder:
        few, many = Path(folder) / "few", Path(folder) / "many"
        few.write_bytes(bgmax(MANY // 100, with_payer=False))
        many.write_bytes(bgmax(MANY, with_payer=False))
        small, _ = _run("read", str(few))
        large, seconds = _run("read", str(many))
        yield Figure(what=f"`betalt read` of {MANY:,} payments", amount=seconds, unit="s CPU")
        yield Figure(
            what="its memory, against a hundredth of it", amount=large / small, unit="times", at_most=1.2
        )


def _run(*arguments: str) -> tuple[int, float]:
    """Run a command in a process of its own; return its peak memory in kilobytes and its CPU seconds."""
    code = (
        "import resource, subprocess, sys; subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, check=True);"
        "u = resource.getrusage(resource.RUSAGE_CHILDREN); print(u.ru_maxrss, u.ru_utime + u.ru_stime)"
    )
    command = [sys.executable, "-c", code, sys.executable, "-m", "betalt", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    peak, seconds = done.stdout.split()
    return int(peak), float(seconds)
