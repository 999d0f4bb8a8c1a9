"""Files that are neither payments nor invoices, looked at: bookkeeping (SIE) and a bank's answers (pain.002)."""

from typing import BinaryIO, TypeAlias

from betalt.adapters.bank.pain002 import Answer, StatusReport, read_pain002
from betalt.adapters.bank.untrusted import UntrustedFile
from betalt.adapters.sie.model import Finding, SieFile, SieVoucher, UnreadableSie
from betalt.adapters.sie.reader import read_sie
from betalt.flows.look import MOST_BYTES_OF_TABLE, CannotRead
from betalt.values.reason import Reason

# What the surfaces speak of without reaching for the adapters.
Books: TypeAlias = SieFile
Voucher: TypeAlias = SieVoucher
BooksFinding: TypeAlias = Finding
BankAnswers: TypeAlias = StatusReport
BankAnswer: TypeAlias = Answer


def open_aside(stream: BinaryIO, *, kind: str) -> Books | BankAnswers:
    """Read a file of one of these kinds, "sie" or "pain.002"; raises CannotRead."""
    stream.seek(0)
    data = stream.read(MOST_BYTES_OF_TABLE + 1)
    if len(data) > MOST_BYTES_OF_TABLE:
        most = str(MOST_BYTES_OF_TABLE // 1_000_000)
        raise CannotRead(Reason(code="read.too_large", params=(("megabytes", most),)))
    try:
        return read_sie(data) if kind == "sie" else read_pain002(data)
    except UnreadableSie as error:
        raise CannotRead(error.reason, line=error.line) from error
    except UntrustedFile as error:
        raise CannotRead(error.reason, line=error.line) from error
