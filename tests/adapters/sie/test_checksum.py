"""The checksum against the standard's own algorithm, bit by bit, over texts put together by hand."""

import pytest

from betalt.adapters.sie.checksum import add_record
from betalt.adapters.sie.model import UnreadableSie
from betalt.adapters.sie.reader import read_sie


def standards_crc(text: str) -> int:
    crc = 0xFFFFFFFF
    for byte in text.encode("cp437"):
        crc ^= byte
        for _ in range(8):
            crc = (crc >> 1) ^ 0xEDB88320 if crc & 1 else crc >> 1
    return crc ^ 0xFFFFFFFF


BODY = '#KONTO\t1915  "Kassa \\"special\\""\n#VER "" "" 20260309 "Ö"\n{\n#TRANS 1915 {1 "2 3"} 0.00\n}\n'
SUMMED = '#KONTO1915Kassa "special"#VER20260309Ö#TRANS191512 30.00'


def a_file(stated: str) -> bytes:
    return f"#FLAGGA 0\n#KSUMMA\n{BODY}#KSUMMA {stated}\n".encode("cp437")


def test_labels_and_fields_are_summed_without_what_stands_between_them() -> None:
    assert read_sie(a_file(str(standards_crc(SUMMED)))).checksum == standards_crc(SUMMED)
    assert read_sie(a_file(f"0{standards_crc(SUMMED)}")).checksum == standards_crc(SUMMED)


def test_a_file_that_was_changed_is_refused() -> None:
    data = a_file(str(standards_crc(SUMMED)))

    with pytest.raises(UnreadableSie):
        read_sie(data.replace(b"special", b"speciel"))


def test_a_sum_at_the_end_alone_asks_for_nothing() -> None:
    assert read_sie(b"#FLAGGA 0\n#FNAMN X\n#KSUMMA 12345\n").checksum is None


def test_records_are_added_one_by_one() -> None:
    halfway = add_record(0, label="#KONTO", fields=("1915", 'Kassa "special"'))

    assert halfway == standards_crc('#KONTO1915Kassa "special"')
    assert add_record(halfway, label="#TRANS", fields=("1", ("1", "2"), "3")) == standards_crc(
        '#KONTO1915Kassa "special"#TRANS1123'
    )
