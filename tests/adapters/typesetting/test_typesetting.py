"""Contents become PDF: the words are there, the bytes are the same twice, and nobody's text becomes code."""

import json
import zlib
from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
import typst
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from betalt.adapters.typesetting import Press, draw_logo, typeset
from betalt.adapters.typesetting.coverage import only_covered
from betalt.core.claim.claim import claim
from betalt.core.claim.facts import Event, Facts, Invoice
from betalt.core.claim.rows import rows
from betalt.core.letter.compose import compose
from betalt.core.letter.kinds import LetterKind
from betalt.core.letter.statement import Names, compose_statement
from tests.adapters.typesetting.golden import NAMES, PAGE, golden, letter_text, pdf_text
from tests.adapters.typesetting.pictures import png
from tests.core.letter.cases import (
    KINDS,
    LETTER_ON,
    item,
    letter,
    many,
    with_item,
    with_receiver,
    with_sender,
)

DEMAND, REMINDER, NOTE = LetterKind.DEMAND, LetterKind.REMINDER, LetterKind.NOTE


def text_of(content: dict[str, Any]) -> str:
    return pdf_text(typeset([content])[0])


def statement() -> dict[str, Any]:
    invoice = Invoice(id="A", amount_ore=100_000, invoiced_on=item().invoiced_on, due_on=item().due_on)
    paid = Event(on=LETTER_ON, kind="payment", amount_ore=20_000)
    owed = claim(Facts(debtor_kind="consumer", invoices=(invoice,), events=(paid,)), on=LETTER_ON)
    return compose_statement(owed=owed, shown=rows(owed), language="sv", names=Names(debtor="Anna Ågren"))


@pytest.mark.parametrize("name", NAMES)
def test_a_letter_says_what_the_golden_one_says(name):
    assert letter_text(name) == golden(name).read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_content_gives_the_same_bytes(kind):
    content = compose(letter(kind))

    first, between, second = typeset([content, compose(letter(DEMAND, case="other")), content])
    (anew,) = [Press().set(json.loads(json.dumps(content)), logos={})]

    assert first == second == anew
    assert first != between


@pytest.mark.parametrize(
    "content", [compose(letter(DEMAND)), compose(letter(NOTE, language="en")), statement()]
)
def test_a_document_is_tagged_archivable_and_says_its_language(content):
    reader = PdfReader(BytesIO(typeset([content])[0]))
    root = reader.trailer["/Root"]
    xmp = root["/Metadata"].get_data().decode()

    assert root["/Lang"] == content["language"]
    assert root["/MarkInfo"]["/Marked"] == True  # noqa: E712 -- a BooleanObject of pypdf
    assert reader.metadata.title == content["title"]
    for mark in ("<pdfaid:part>3<", "<pdfaid:conformance>A<", "<pdfuaid:part>1<"):
        assert mark in xmp


def test_codes_can_be_read_by_a_phone():
    content = compose(letter(DEMAND))
    press = Press()
    press.set(content, logos={})
    drawn = "#h(4mm)".join(f'#box(image("code-{place}.svg", width: 26mm))' for place in (0, 1))
    sheet = f"#set page(width: 64mm, height: 30mm, margin: 2mm)\n{drawn}"
    (press.root / "codes.typ").write_text(sheet, encoding="ascii")
    png = _png(press, "codes.typ", ppi=180)

    seen = {found.text for found in zxingcpp.read_barcodes(_picture(png))}

    assert seen == {code["payload"] for code in content["slip"]["codes"]}


def _png(press: Press, template: str, *, ppi: int) -> bytes:
    pages = typst.Compiler(press.root / template, root=press.root, font_paths=[press.root / "fonts"]).compile(
        format="png", ppi=ppi
    )
    return pages if isinstance(pages, bytes) else pages[0]


def _picture(png: bytes) -> Any:
    """Read the grey values of an 8-bit RGBA picture from PNG, as rows of bytes; no picture library is here."""
    place, data, width, height = 8, b"", 0, 0
    while place < len(png):
        length, kind = int.from_bytes(png[place : place + 4], "big"), png[place + 4 : place + 8]
        chunk = png[place + 8 : place + 8 + length]
        if kind == b"IHDR":
            width, height, depth, colour = (
                int.from_bytes(chunk[:4], "big"),
                int.from_bytes(chunk[4:8], "big"),
                chunk[8],
                chunk[9],
            )
            assert (depth, colour) == (8, 6)
        data += chunk if kind == b"IDAT" else b""
        place += 12 + length
    raw, stride, before, grey = zlib.decompress(data), 4 * width, bytearray(4 * width), bytearray()
    for row in range(height):
        kind, line = (
            raw[row * (stride + 1)],
            bytearray(raw[row * (stride + 1) + 1 : (row + 1) * (stride + 1)]),
        )
        _unfilter(kind, line, before)
        grey += line[1::4]
        before = line
    return memoryview(bytes(grey)).cast("B", shape=[height, width])


def _unfilter(kind: int, line: bytearray, above: bytearray) -> None:
    for at in range(len(line)):
        left = line[at - 4] if at >= 4 else 0
        corner = above[at - 4] if at >= 4 else 0
        if kind == 1:
            line[at] = (line[at] + left) & 255
        elif kind == 2:
            line[at] = (line[at] + above[at]) & 255
        elif kind == 3:
            line[at] = (line[at] + (left + above[at]) // 2) & 255
        elif kind == 4:
            nearest = min((left, above[at], corner), key=lambda one: abs(left + above[at] - corner - one))
            line[at] = (line[at] + nearest) & 255


MARKUP = '#eval("1+1") $x^2$ *fet* _kursiv_ ] [ `kod` \\u{41} @ref <lbl> // slut {total}'


def test_nobodys_text_becomes_code():
    facts = with_item(with_receiver(letter(NOTE), name=MARKUP), what=MARKUP)

    said = " ".join(text_of(compose(facts)).split())

    assert said.count(" ".join(MARKUP.split())) == 3  # window, greeting, what the invoice is for


@given(
    name=st.text(max_size=60),
    what=st.text(max_size=120),
    case=st.text(max_size=30),
    language=st.sampled_from(["sv", "en"]),
)
@settings(max_examples=40)
def test_no_text_whatever_stops_a_letter(name, what, case, language):
    facts = with_item(
        with_receiver(letter(DEMAND, case=case, language=language), name=name, address=(what,)), what=what
    )

    assert typeset([compose(with_sender(facts, name=name, signer=what))])[0].startswith(b"%PDF-1.7")


def test_signs_that_the_typeface_lacks_are_shown_as_boxes_and_never_stop_a_letter():
    facts = with_receiver(
        letter(NOTE), name="Räv 🦊 Żółć A\u030angstro\u0308m 汉字 مرحبا", address=("\U0001f3e0 1",)
    )

    said = text_of(compose(facts))

    assert "Räv □ Żółć Ångström □□ □□□□□" in said


def test_every_sign_that_is_said_to_be_covered_has_a_shape():
    from betalt import letters

    table = (letters.folder() / "fonts" / "coverage.txt").read_text(encoding="ascii").splitlines()[1:]
    spans = [[int(end, 16) for end in line.split("-")] for line in table]
    signs = "".join(chr(code) for span in spans for code in range(span[0], span[-1] + 1))
    facts = with_receiver(
        letter(NOTE), name="x", address=tuple(signs[at : at + 40] for at in range(0, len(signs), 40))
    )
    content = compose(facts)

    assert only_covered(signs) == signs
    assert typeset([{**content, "title": "ÅÄÖ", "slip": None}])  # PDF/A refuses a sign without a shape


def test_a_long_table_goes_on_over_pages_under_its_own_heading():
    content = compose(many(letter(DEMAND, company=True), 30))

    pages = text_of(content).split(PAGE)

    assert len(pages) >= 4
    assert [page.count("Så räknat, och grunden") for page in pages[:3]] == [1, 1, 1]
    assert "Sida 2 (" in pages[1]
    assert sum(page.count("räntelagen (1975:635)") for page in pages) == 30
    assert "Att betala" in pages[-1] + pages[-2]


def test_long_names_and_enormous_sums_stay_on_the_sheet():
    long = "Föreningen för främjande av synnerligen långa namn i Östra Ämterviks kommunala bostadsförvaltning"
    facts = with_sender(
        with_receiver(letter(DEMAND), name=long, address=(long, "999 99 Exempelby")), name=long
    )
    facts = replace(facts, items=(item(what=f"{long}, {long}", amount_ore=10**13, principal_ore=10**13),))

    said = text_of(compose(facts))

    assert "100 000 000 010,00" in said
    assert "synnerligen" in said


def test_a_logotype_takes_the_place_of_the_name():
    content = compose(with_sender(letter(NOTE), logo="abc"))

    with_logo = typeset([content], logos={"abc": draw_logo(png(640, 160))})[0]

    assert len(PdfReader(BytesIO(with_logo)).pages[0].images) == 1
    assert typeset([content], logos={"abc": draw_logo(png(640, 160))}) == [with_logo]
    assert typeset([content])[0] == typeset([compose(letter(NOTE))])[0]


def test_a_statement_shows_payment_and_rest():
    said = text_of(statement())

    assert "Kravspecifikation" in said
    assert "Räknades av mot ränta 7,12 kr, kapital 192,88 kr." in said
    assert "Kvar på faktura A 807,12" in said
