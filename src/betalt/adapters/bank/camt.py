"""ISO 20022 camt.053 (statement), camt.054 (credit notification) and camt.052 (report), of every version.

Elements are known by their local names, so no version's namespace is needed. The file is read as a stream: a
million payments need no more memory than one. Source: the schemas of ISO 20022, and the banks' samples where they
differ from them.
"""

from collections.abc import Iterator
from itertools import chain
from typing import BinaryIO

from betalt.adapters.bank.camt_control import StatementControl
from betalt.adapters.bank.camt_entry import Entry, read_entry
from betalt.adapters.bank.camt_markup import Markup, Piece
from betalt.adapters.bank.camt_plain import open_plain
from betalt.adapters.bank.untrusted import UntrustedFile
from betalt.core.payment.incoming import BankFile, Item

_MESSAGES = {
    "BkToCstmrStmt": "camt.053",
    "BkToCstmrDbtCdtNtfctn": "camt.054",
    "BkToCstmrAcctRpt": "camt.052",
}


def open_camt(stream: BinaryIO) -> BankFile:
    """Read the head of a camt message, then give its deposits and payments; the control sums are held last."""
    markup = Markup(open_plain(stream))
    pieces = markup.pieces()
    first = next(pieces)
    kind = next((_MESSAGES[name] for name in markup.root if name in _MESSAGES), None)
    if kind is None:
        raise UntrustedFile("unknown_message", line=first.line)
    file = BankFile(
        format=kind,
        file_id=first.texts.get("GrpHdr/MsgId", ""),
        created_at=first.texts.get("GrpHdr/CreDtTm", ""),
        test=False,
        items=iter(()),
    )
    file.items = _items(first, pieces, file)
    return file


def _items(first: Piece, pieces: Iterator[Piece], file: BankFile) -> Iterator[Item]:
    control = StatementControl(file.notes)
    entry: Entry | None = None
    statements = entries = 0
    for piece in chain((first,), pieces):
        if piece.has_head:
            control.note(piece)
        if piece.opens_entry:
            entries += 1
            entry = read_entry(piece, account=control.account, fallback=f"{file.file_id}/{entries}")
            control.add(entry)
        if entry is None and (piece.has_transaction or piece.ends == "Ntry"):
            raise UntrustedFile("stray_transaction", line=piece.line)
        if entry is not None and piece.has_transaction:
            yield from entry.take(piece)
        if entry is not None and piece.ends == "Ntry":
            yield from entry.finish(file.totals, file.notes)
            entry = None
        elif piece.ends == "Stmt":
            control.finish(piece.line)
            if control.closed_on is not None and control.is_in_kronor():
                file.closed.append((control.account, control.closed_on))
            control, statements = StatementControl(file.notes), statements + 1
    if not statements:
        raise UntrustedFile("no_statement")
