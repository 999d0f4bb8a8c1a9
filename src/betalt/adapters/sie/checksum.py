"""The checksum #KSUMMA (SIE 4B section 10): CRC-32 over labels and fields as PC8, nothing between them."""

import zlib

from betalt.adapters.sie.model import UnreadableSie
from betalt.adapters.sie.records import PC8, Field, Record

LABEL = "#KSUMMA"


def add_record(checksum: int, *, label: str, fields: tuple[Field, ...]) -> int:
    """Carry the checksum on over one record: braces, quotes, blanks and line ends are left out (10.14)."""
    texts = [label]
    for field in fields:
        texts += [field] if isinstance(field, str) else field
    return zlib.crc32("".join(texts).encode(PC8, errors="replace"), checksum)


class Checksum:
    """Follows a file's records and compares the sum it states with the sum counted."""

    def __init__(self) -> None:
        """Begin before the first record: nothing is counted until the file asks for it."""
        self.stated: int | None = None
        self._sum: int | None = None

    def pass_over(self, record: Record) -> None:
        """Count a record, begin at the first #KSUMMA, or compare at the last; raises UnreadableSie."""
        if record.label == LABEL:
            self._meet(record)
        elif self._sum is not None and record.label.startswith("#"):
            self._sum = add_record(self._sum, label=record.label, fields=record.fields)

    def end(self) -> None:
        """Refuse a file that began a checksum and never stated it: it was cut off (10.6)."""
        if self._sum is not None:
            raise UnreadableSie("checksum_missing")

    def _meet(self, record: Record) -> None:
        if self._sum is None:
            self._sum = 0 if self.stated is None and not record.fields else None
            return
        stated = str(record.fields[0]) if record.fields else ""
        if (stated.lstrip("0") or "0") != str(self._sum):
            raise UnreadableSie("checksum_wrong", line=record.line, stated=stated, counted=self._sum)
        self.stated, self._sum = self._sum, None
