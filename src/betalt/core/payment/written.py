"""Numbers that a payer has written in free text, as they may have been meant."""

import re

_RUNS = re.compile(r"[0-9]+(?:[ -][0-9]+)*")
_WORDS = re.compile(r"[^\W_]*[0-9][^\W_]*")


def numbers_written(text: str) -> list[str]:
    """List what may be a number of an invoice: the whole text, runs of digits, their parts, and words with digits."""
    # "658 369" is one number or two, and "TOSL110" is a number as well.
    runs = _RUNS.findall(text)
    return [text, *runs, *(number for run in runs for number in re.split("[ -]", run)), *_WORDS.findall(text)]
