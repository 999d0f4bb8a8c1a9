"""Exports of an account's transactions from a Swedish internet bank, by saved mapping: one TOML file a bank.

A bank states no number for a row (SEB does), so a row is known by its day, its amount and the balance after it.
"""

import json
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from betalt.core.payment.incoming import (
    BankFile,
    Direction,
    IncomingPayment,
    Item,
    Reference,
    ReferenceKind,
    RefusedEntry,
)
from betalt.values.reason import Reason
from betalt.values.written_day import DayUnclear, DayUnreadable, read_day
from betalt.values.written_sum import SumUnclear, SumUnreadable, read_sum

Record = tuple[int, Sequence[str], Reason | None]

_NEEDED = ("booked_on", "amount")
_FIELDS = frozenset({
    *_NEEDED, "currency", "clearing", "account", "payer", "payer_name", "text", "reference", "balance", "bank_id",
})  # fmt: skip


class BankMappingError(ValueError):
    """A mapping of a bank's columns lacks the day or the amount, or names a column that is not in the file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BankMapping:
    """Which column of a bank's export holds what."""

    name: str
    columns: Mapping[str, str]  # field -> header
    decimal: str = ""
    date_form: str = ""


def from_toml(text: str, *, name: str) -> BankMapping:
    """Read a saved mapping."""
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BankMappingError(f"the mapping is not TOML: {error}") from None
    columns = document.get("columns")
    if not isinstance(columns, dict) or not all(isinstance(columns.get(field), str) for field in _NEEDED):
        raise BankMappingError("the mapping needs [columns] with booked_on and amount")
    if unknown := sorted(set(columns) - _FIELDS):
        raise BankMappingError(
            f"there is no field {unknown[0][:40]!r}; the fields are {', '.join(sorted(_FIELDS))}"
        )
    return BankMapping(
        name=name,
        columns={field: str(header) for field, header in columns.items()},
        decimal=str(document.get("decimal", "")),
        date_form=str(document.get("date_form", "")),
    )


@lru_cache(maxsize=1)
def known_banks() -> tuple[BankMapping, ...]:
    """Read the mappings that come with betalt; the one with the most columns first."""
    files = (Path(__file__).parent / "banks").glob("*.toml")
    banks = [from_toml(file.read_text(encoding="utf-8"), name=file.stem) for file in files]
    return tuple(sorted(banks, key=lambda bank: (-len(bank.columns), bank.name)))


def to_toml(mapping: BankMapping) -> str:
    """Write a mapping so that it can be saved and read again."""
    settings = {"decimal": mapping.decimal, "date_form": mapping.date_form}
    lines = [f"{name} = {_quoted(value)}" for name, value in settings.items() if value]
    lines += ["[columns]", *(f"{field} = {_quoted(header)}" for field, header in mapping.columns.items())]
    return "\n".join(lines) + "\n"


def recognise_bank(headers: Iterable[str], *, saved: Iterable[BankMapping] = ()) -> BankMapping | None:
    """Find the mapping, a saved one or a bank's, whose columns a row of headers holds."""
    seen = {_plain(header) for header in headers}
    fit = (bank for bank in (*saved, *known_banks()) if {_plain(h) for h in bank.columns.values()} <= seen)
    return next(fit, None)


def open_bank_csv(headers: Sequence[str], records: Iterable[Record], *, mapping: BankMapping) -> BankFile:
    """Read the rows below a bank's headers as payments."""
    places = {_plain(header): at for at, header in enumerate(headers)}
    missing = [header for header in mapping.columns.values() if _plain(header) not in places]
    if missing:
        raise BankMappingError(f"the file has no column {', '.join(missing)[:100]}")
    columns = {field: places[_plain(header)] for field, header in mapping.columns.items()}
    file = BankFile(format="csv", file_id="", created_at="", test=False, items=iter(()))
    file.items = _items(records, columns, mapping, file)
    return file


def _items(
    records: Iterable[Record], columns: Mapping[str, int], mapping: BankMapping, file: BankFile
) -> Iterator[Item]:
    met: Counter[str] = Counter()
    for line, cells, fault in records:
        texts = {field: cells[at].strip() if at < len(cells) else "" for field, at in columns.items()}
        found = fault or _read(line, texts, mapping)
        if isinstance(found, Reason):
            file.totals.refused += 1
            yield RefusedEntry(line=line, reason=found)
            continue
        met[found.bank_id] += 1
        if met[found.bank_id] > 1:
            found = found._replace(bank_id=f"{found.bank_id}/{met[found.bank_id]}")
        file.totals.add(amount_ore=found.amount_ore, count=1, is_debit=found.is_debit)
        yield found


def _read(line: int, texts: Mapping[str, str], mapping: BankMapping) -> IncomingPayment | Reason:
    try:
        booked_on = read_day(texts["booked_on"], form=mapping.date_form)
        amount_ore = read_sum(texts["amount"], decimal=mapping.decimal)
    except DayUnclear:
        return _reason("day_unclear", texts["booked_on"])
    except DayUnreadable:
        return _reason("day_unreadable", texts["booked_on"])
    except SumUnclear:
        return _reason("sum_unclear", texts["amount"])
    except SumUnreadable:
        return _reason("sum_unreadable", texts["amount"])
    is_debit = amount_ore < 0
    own = _account(texts.get("clearing", "") + texts.get("account", ""))
    other = _account(texts.get("payer", ""))
    lines = [" ".join(texts.get(field, "").split()) for field in ("text", "reference")]
    return IncomingPayment(
        line=line,
        amount_ore=abs(amount_ore),
        currency=texts.get("currency", "").upper() or "SEK",
        booked_on=booked_on,
        direction=Direction.OUT if is_debit else Direction.IN,
        is_debit=is_debit,
        payee="" if is_debit else own,
        payer=own if is_debit else other,
        payer_name=" ".join(texts.get("payer_name", "").split()),
        payer_org_no="",
        references=_references(texts),
        text=tuple(dict.fromkeys(filter(None, lines))),
        bank_id=texts.get("bank_id") or _identity(texts, booked_on, amount_ore, own),
    )


def _references(texts: Mapping[str, str]) -> tuple[Reference, ...]:
    value = "".join(texts.get("reference", "").split())
    return (Reference(value, ReferenceKind.FREE),) if value.isascii() and value.isdigit() else ()


def _identity(texts: Mapping[str, str], booked_on: date, amount_ore: int, own: str) -> str:
    # Without a balance two equal payments of one day are told apart by their order only.
    after = texts.get("balance") or texts.get("text", "")
    return f"{own}/{booked_on}/{amount_ore}/{''.join(after.split())}"


def _account(number: str) -> str:
    compact = number.replace(" ", "").replace("-", "")
    return f"bban:{compact}" if compact else ""


def _quoted(text: str) -> str:
    # A JSON string is a TOML basic string, save that TOML forbids a bare DEL.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _plain(header: str) -> str:
    return "".join(letter for letter in header.casefold() if letter.isalnum())


def _reason(code: str, text: str) -> Reason:
    return Reason(code=f"read.{code}", params=(("text", text[:40]),))
