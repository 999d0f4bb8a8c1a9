"""What came of the demo: letters step by step, money, what was earned, what was refused and on which ground."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import typer

from betalt.cli.options import show_sum
from betalt.cli.speech import sentence
from betalt.core.books.accounts import DEFAULT
from betalt.core.process.charges import FEE_REASONS
from betalt.core.process.checks import CHECKS
from betalt.flows.story_life import Life
from betalt.records.queries.letters import letter_files
from betalt.records.queries.report import Report, report
from betalt.records.scope import acting_for
from betalt.words import WordMissing

_KINDS = ("note", "reminder", "demand", "final_notice", "thanks")
_GROUNDS = {check.code: check.ground for check in CHECKS} | FEE_REASONS


def print_report(*, life: Life, home: Path) -> None:
    """Print what came of a life, and put every letter as a file into its home."""
    folder = home / "letters"
    with acting_for([life.creditor]):
        summed = report(creditor=life.creditor)
        _write_letters(life.creditor, folder)
    for line in (
        *_letters(summed.letters),
        *_money(summed),
        *_cases(summed.cases),
        *_answers(life.owner.answered, life.owner.script.owner),
        *_refused(summed),
        "",
        sentence("demo.letters_lie", folder=folder),
        sentence("demo.mail_lies", mail=home / "mail", bundles=home / "bundles"),
    ):
        typer.echo(line)


def _write_letters(creditor: int, folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    for file in letter_files(creditor=creditor):
        (folder / file.name).write_bytes(file.pdf)


def _letters(letters: Mapping[tuple[str, str], int]) -> Iterator[str]:
    yield ""
    yield sentence("demo.letters")
    for kind in _KINDS:
        mailed, posted = letters.get((kind, "email"), 0), letters.get((kind, "post"), 0)
        yield sentence(
            "demo.letters_row", kind=_fill(f"cli.step_{kind}"), mailed=f"{mailed:>3}", posted=f"{posted:>3}"
        )


def _money(summed: Report) -> Iterator[str]:
    yield ""
    yield sentence("demo.money")
    for name, ore in (
        ("paid", summed.paid_ore),
        ("unmatched", summed.unmatched_ore),
        ("overpaid", -summed.booked.get(DEFAULT.overpayment, 0)),
        ("fees", -summed.booked.get(DEFAULT.fees, 0)),
        ("interest", -summed.booked.get(DEFAULT.interest, 0)),
        ("loss", summed.booked.get(DEFAULT.loss, 0)),
        ("receivable", summed.booked.get(DEFAULT.receivable, 0)),
    ):
        yield f"  {_fill(f'demo.{name}')} {show_sum(ore):>18}"


def _cases(cases: Mapping[tuple[str, str], int]) -> Iterator[str]:
    yield ""
    yield sentence("demo.cases")
    for (stage, status), count in sorted(cases.items(), key=lambda pair: -pair[1]):
        yield f"  {count:>3}  {sentence(f'explain.stage_{stage}')}, {sentence(f'explain.payment_{status}')}"


def _answers(answered: Mapping[str, int], owner: str) -> Iterator[str]:
    yield ""
    yield sentence("demo.owner", owner=owner)
    for answer, count in answered.items():
        yield f"  {count:>3}  {sentence(f'demo.answer_{answer}')}"


def _refused(summed: Report) -> Iterator[str]:
    yield ""
    yield sentence("demo.refused")
    yield f"  {summed.refused_rows:>3}  {sentence('demo.refused_rows')}"
    for counted in (summed.fees_left_out, summed.refusals):
        for code, count in sorted(counted.items(), key=lambda pair: -pair[1]):
            ground = _GROUNDS.get(code, "")
            yield f"  {count:>3}  {_say(code)}{f' ({ground})' if ground else ''}"


def _say(code: str) -> str:
    """Say a code that was kept without its parameters; one that needs them is named."""
    try:
        return sentence(code)
    except (WordMissing, KeyError):
        return sentence(f"demo.short_{code.partition('.')[2]}")


def _fill(code: str) -> str:
    return f"{sentence(code):<26}"
