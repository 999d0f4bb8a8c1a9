"""The golden letters: what every kind says, as text taken out of its PDF.

Run `python -m tests.adapters.typesetting.golden` to write them anew, and read the difference before keeping it.
"""

from io import BytesIO
from pathlib import Path

from pypdf import PdfReader

from betalt.adapters.typesetting import typeset
from betalt.core.letter.compose import compose
from betalt.core.letter.example import example_facts
from betalt.core.letter.kinds import LetterKind

FOLDER = Path(__file__).parents[2] / "golden" / "letters"
NAMES = [
    f"{kind.value}-{language}-{form}"
    for kind in LetterKind
    for language in ("sv", "en")
    for form in ("du", "ni")
]
PAGE = "=== next page ==="


def golden(name: str) -> Path:
    return FOLDER / f"{name}.txt"


def letter_text(name: str) -> str:
    kind, language, form = name.split("-")
    facts = example_facts(LetterKind(kind), language="en" if language == "en" else "sv", company=form == "ni")
    return pdf_text(typeset([compose(facts)])[0])


def pdf_text(pdf: bytes) -> str:
    pages = [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]
    lines = f"\n{PAGE}\n".join(pages).replace("\u00a0", " ").splitlines()
    return "\n".join(line.rstrip() for line in lines) + "\n"


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    for each in NAMES:
        golden(each).write_text(letter_text(each), encoding="utf-8")
