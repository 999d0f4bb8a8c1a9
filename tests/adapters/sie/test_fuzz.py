"""Whatever the bytes, a SIE file is read or refused with a sentence: never a traceback, never a balance that is off."""

from hypothesis import given, settings
from hypothesis import strategies as st

from betalt.adapters.sie.model import UnreadableSie
from betalt.adapters.sie.reader import read_sie
from betalt.words import say
from tests.adapters.sie.test_reader import CORRECTED, HEAD

GOOD = (HEAD + '#KONTO 1910 "Kassa"\n#IB 0 1910 5.00\n#PSALDO 0 202601 1910 {1 "2"} 5\n' + CORRECTED).encode(
    "cp437"
)
PIECES = [
    b"#FLAGGA 0\n", b"#KSUMMA\n", b"#KSUMMA 0\n", b"#VER A 1 20260101 ", b"#VER\n", b"{\n", b"}\n", b"#TRANS 1 {} 1\n",
    b"#TRANS 1 {} -1.5\n", b"#TRANS 1 {", b"#RTRANS 1 {} 1\n", b"#BTRANS 1 {} 1\n", b"#KONTO 1 \"", b'\\"', b'"', b"\n",
    b"#IB 0 1 ", b"#IB 0 1 99999999999999999999\n", b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"#RAR 0 00000000 0\n",
    b"\x1a",
]  # fmt: skip


def read_or_refuse(data: bytes) -> None:
    try:
        file = read_sie(data)
    except UnreadableSie as refused:
        say(refused.reason)
        return
    assert all(voucher.off_ore == 0 for voucher in file.vouchers)
    assert all(say(finding.why, language="en") for finding in (*file.refused, *file.notes))


@settings(max_examples=150)
@given(st.binary(max_size=300))
def test_any_bytes(data: bytes) -> None:
    read_or_refuse(data)
    read_or_refuse(b"#FLAGGA 0\n" + data)


@settings(max_examples=150)
@given(st.lists(st.sampled_from(PIECES), max_size=25))
def test_any_order_of_the_pieces_of_a_file(pieces: list[bytes]) -> None:
    read_or_refuse(b"#FLAGGA 0\n" + b"".join(pieces))


@settings(max_examples=150)
@given(st.integers(0, len(GOOD)), st.integers(0, 20), st.binary(max_size=5))
def test_a_good_file_with_a_damaged_place(at: int, gone: int, put: bytes) -> None:
    read_or_refuse(GOOD[:at] + put + GOOD[at + gone :])


def test_a_file_of_blanks_and_a_line_of_quotes_end_soon() -> None:
    read_or_refuse(b" " * 5_000_000)
    read_or_refuse(b"#FLAGGA 0\n#KONTO " + b'"' * 1_000_000)
    read_or_refuse(b"#FLAGGA 0\n#KONTO " + b'\\"' * 1_000_000)
    read_or_refuse(b"#FLAGGA 0\n#KONTO " + b"{" * 1_000_000)
