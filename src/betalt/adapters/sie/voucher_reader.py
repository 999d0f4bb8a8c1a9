"""The vouchers of a SIE file: a header, then rows in braces that must sum to zero."""

from dataclasses import replace

from betalt.adapters.sie import parts
from betalt.adapters.sie.model import Finding, SieRow, SieVoucher, UnreadableSie, reason
from betalt.adapters.sie.parts import RefusedRecord
from betalt.adapters.sie.records import Record
from betalt.values.reason import Reason

_ROW, _ADDED, _REMOVED = "#TRANS", "#RTRANS", "#BTRANS"
LABELS = frozenset({"#VER", "{", "}", _ROW, _ADDED, _REMOVED})


class VoucherReader:
    """Takes the records of vouchers one by one and keeps what came of them."""

    def __init__(self) -> None:
        """Begin outside any voucher."""
        self.vouchers: list[SieVoucher] = []
        self.unbalanced: list[SieVoucher] = []
        self.refused: list[Finding] = []
        self.notes: list[Finding] = []
        self._begin(None)

    def take(self, record: Record) -> None:
        """Take one record of a voucher; a row that is refused spoils its voucher, which lacks it."""
        try:
            self._take(record)
        except RefusedRecord as refused:
            self._is_spoilt = True
            self._refuse(record.line, refused.why)

    def leave(self) -> None:
        """Meet a record that is no part of a voucher: one that stands half-way is refused."""
        if self._header is not None:
            left = "voucher_not_closed" if self._is_open else "voucher_without_rows"
            self._refuse(self._header.line, reason(left, voucher=_named(self._header)))
        self._begin(None)

    def end(self) -> None:
        """End the file; raises UnreadableSie inside a voucher, since the file was cut off there."""
        if self._is_open and self._header is not None:
            raise UnreadableSie("cut_off", line=self._header.line)
        self.leave()

    def _begin(self, header: Record | None) -> None:
        self._header = header
        self._is_open = False
        self._is_spoilt = False
        self._rows: list[SieRow] = []
        self._removed: list[SieRow] = []
        self._added: SieRow | None = None

    def _refuse(self, line: int, why: Reason) -> None:
        self.refused.append(Finding(line=line, why=why))

    def _take(self, record: Record) -> None:
        if record.label == "#VER":
            self.leave()
            self._begin(record)
        if record.fault is not None:
            raise RefusedRecord(record.fault)
        if record.label == "{":
            self._open()
        elif record.label == "}":
            self._close()
        elif record.label != "#VER":
            self._take_row(record)

    def _open(self) -> None:
        if self._header is None or self._is_open:
            raise RefusedRecord(reason("stray_brace"))
        self._is_open = True

    def _take_row(self, record: Record) -> None:
        if not self._is_open:
            raise RefusedRecord(reason("row_outside_voucher"))
        label, row = record.label, _row(record)
        announced = self._added
        is_added = announced is not None and label == _ROW and replace(announced, line=row.line) == row
        if announced is not None and not is_added:
            self.notes.append(Finding(line=announced.line, why=reason("lone_added_row")))
        self._added = row if label == _ADDED else None
        if label == _ROW:
            self._rows.append(replace(row, added=is_added))
        elif label == _REMOVED:
            self._removed.append(row)

    def _close(self) -> None:
        header, is_spoilt = self._header, self._is_spoilt
        if header is None or not self._is_open:
            raise RefusedRecord(reason("stray_brace"))
        if self._added is not None:
            self.notes.append(Finding(line=self._added.line, why=reason("lone_added_row")))
        rows, removed = tuple(self._rows), tuple(self._removed)
        self._begin(None)
        if is_spoilt:
            self._refuse(header.line, reason("voucher_spoilt", voucher=_named(header)))
            return
        try:
            voucher = _voucher(header, rows, removed)
        except RefusedRecord as refused:
            self._refuse(header.line, refused.why)
            return
        if voucher.off_ore:
            self.unbalanced.append(voucher)
            self._refuse(
                header.line,
                reason("voucher_unbalanced", voucher=_named(header), on=voucher.on, off_ore=voucher.off_ore),
            )
        else:
            self.vouchers.append(voucher)


def _voucher(header: Record, rows: tuple[SieRow, ...], removed: tuple[SieRow, ...]) -> SieVoucher:
    return SieVoucher(
        line=header.line,
        series=parts.text(header, 0),
        number=parts.text(header, 1),
        on=parts.day(header, 2),
        text=parts.text(header, 3),
        registered_on=parts.optional_day(header, 4),
        sign=parts.text(header, 5),
        rows=rows,
        removed=removed,
    )


def _row(record: Record) -> SieRow:
    at = parts.after_objects(record, 1)
    return SieRow(
        line=record.line,
        account=parts.needed(record, 0),
        objects=parts.objects(record, 1),
        ore=parts.sum_ore(record, at),
        on=parts.optional_day(record, at + 1),
        text=parts.text(record, at + 2),
        quantity=parts.text(record, at + 3),
        sign=parts.text(record, at + 4),
    )


def _named(header: Record) -> str:
    return " ".join(part for at in range(2) if (part := parts.text(header, at)[:20])) or "–"
