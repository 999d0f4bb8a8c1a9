"""What `betalt read` prints of bookkeeping (SIE) and of a bank's answers (pain.002): JSON, or a line for each."""

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TextIO

from betalt.flows.look_aside import BankAnswer, BankAnswers, Books, BooksFinding, Voucher
from betalt.values.money import plain
from betalt.values.reason import Reason

Say = Callable[[Reason], str]


def write_aside(file: Books | BankAnswers, out: TextIO, *, say: Say) -> int:
    """Write the file as JSON. Answer how much in it was refused."""
    document = _books(file, say) if isinstance(file, Books) else _answers(file, say)
    json.dump(document, out, ensure_ascii=False, indent=1)
    out.write("\n")
    return len(document["refused"])


def tell_aside(file: Books | BankAnswers, out: TextIO, *, say: Say) -> int:
    """Write a line for each voucher or answer. Answer how much in it was refused."""
    lines = _book_lines(file) if isinstance(file, Books) else _answer_lines(file)
    out.writelines(f"{line}\n" for line in lines)
    refused = _findings(file.refused, say) if isinstance(file, Books) else _refused_answers(file, say)
    out.writelines(f"{row['line']:>7}  {row['why']}\n" for row in refused)
    return len(refused)


def _books(file: Books, say: Say) -> dict[str, Any]:
    return {
        "format": "sie",
        "type": file.type,
        "encoding": file.encoding,
        "program": file.program or None,
        "created_at": file.made_on.isoformat() if file.made_on else None,
        "company": {"name": file.company or None, "org_no": file.org_no or None},
        "currency": file.currency,
        "checksum": file.checksum,
        "years": [
            {"no": year.no, "from": year.first.isoformat(), "to": year.last.isoformat()} for year in file.years
        ],
        "accounts": [{"number": account.number, "name": account.name} for account in file.accounts],
        "balances": [
            {"label": one.label, "year": one.year, "period": one.period or None, "account": one.account,
             "amount": plain(one.ore)}
            for one in file.balances
        ],
        "vouchers": [_voucher(voucher) for voucher in file.vouchers],
        "totals": {"vouchers": len(file.vouchers), "debit": plain(_debit(file.vouchers))},
        "problems": _findings(file.notes, say),
        "refused": _findings(file.refused, say),
    }  # fmt: skip


def _voucher(voucher: Voucher) -> dict[str, Any]:
    return {
        "series": voucher.series,
        "number": voucher.number,
        "date": voucher.on.isoformat(),
        "text": voucher.text,
        "rows": [
            {"account": row.account, "amount": plain(row.ore), "text": row.text or None,
             "objects": [list(pair) for pair in row.objects]}
            for row in voucher.rows
        ],
        "line": voucher.line,
    }  # fmt: skip


def _debit(vouchers: Iterable[Voucher]) -> int:
    return sum(row.ore for voucher in vouchers for row in voucher.rows if row.ore > 0)


def _findings(findings: Iterable[BooksFinding], say: Say) -> list[dict[str, Any]]:
    return [{"line": one.line, "why": say(one.why)} for one in findings]


def _answers(file: BankAnswers, say: Say) -> dict[str, Any]:
    return {
        "format": "pain.002",
        "file_id": file.file_id,
        "created_at": file.created_at or None,
        "answers": {
            "message": file.original_id,
            "payments": file.original_count,
            "amount": None if file.original_ore is None else plain(file.original_ore),
        },
        "message": _answer(file.message) if file.message else None,
        "batches": [{"id": name, **_answer(one)} for name, one in file.batches.items()],
        "payments": [{"id": name, **_answer(one)} for name, one in file.payments.items()],
        "refused": _refused_answers(file, say),
    }


def _answer(answer: BankAnswer) -> dict[str, Any]:
    return {
        "status": answer.status.value, "code": answer.code, "reasons": list(answer.reasons), "line": answer.line,
    }  # fmt: skip


def _refused_answers(file: BankAnswers, say: Say) -> list[dict[str, Any]]:
    return [{"line": one.line, "why": say(one.reason)} for one in file.refused]


def _book_lines(file: Books) -> Iterator[str]:
    yield f"sie {file.type}  {file.company}  {file.org_no}  {file.program}"
    for voucher in file.vouchers:
        yield (
            f"{voucher.line:>7}  {voucher.series} {voucher.number}  {voucher.on}  {plain(_debit([voucher]))}"
            f"  {voucher.text}"
        )
    yield f"         = {len(file.vouchers)}  {plain(_debit(file.vouchers))}"


def _answer_lines(file: BankAnswers) -> Iterator[str]:
    yield f"pain.002  {file.file_id}  {file.created_at}  -> {file.original_id}"
    known = [("", file.message)] if file.message else []
    for name, one in (*known, *file.batches.items(), *file.payments.items()):
        yield "  ".join(filter(None, (f"{one.line:>7}", name, one.status.value, one.code, *one.reasons)))
