"""Letters that differ in their own values alone: one is composed, and the others are printed from its pattern.

A pattern is found, not written: a letter is composed with values that stand nowhere else (the dyes), and wherever
a dye comes out in its content, that is where the value of another letter belongs. So the words of a letter are said
in one place, and `compose` is still what decides them.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from operator import itemgetter
from typing import Any, Final, NamedTuple

import orjson

from betalt.core.letter.compose import compose
from betalt.core.letter.facts import Item, LetterFacts
from betalt.core.letter.forbidden import may_join
from betalt.core.letter.printing import amount, day, one_line
from betalt.core.letter.slip import kronor_in_code, kronor_in_line

_CODED = re.compile(r"[A-Za-z0-9-]{1,40}")  # stands in a code as it is, whatever the code escapes
_MOST_ORE: Final = 9_999_999_999  # above it the column of amounts is wider, and the slip has no OCR line


class Own(NamedTuple):
    """What one letter about one invoice says that others of its pattern do not; sums in öre."""

    case: str
    name: str
    address: tuple[str, ...]
    invoice: str
    ocr: str
    what: str
    their_reference: str
    due_ground: str
    fee_agreed_how: str
    invoiced_on: date
    due_on: date
    arose_on: date | None
    fee_agreed_on: date | None
    interest_from_on: date | None  # the first day of the first stretch
    interest_days: int  # of the first stretch
    interest_ore: tuple[int, ...]  # by stretch
    principal_ore: int
    total_ore: int
    daily_ore: int

    @property
    def texts(self) -> tuple[str, ...]:
        """List what somebody else has written: all that a search for words and numbers must read."""
        first = self.what[:1].upper() + self.what[1:]  # as it stands where it begins a sentence
        return (self.case, self.name, *self.address, *self[3:9], first)


def own_of(facts: LetterFacts) -> Own | None:
    """Take a letter's own values out of its facts; None where it is about several invoices, or tells more."""
    if facts.kind.is_collection and facts.language != "sv":
        return None  # it carries its Swedish text too
    if len(facts.items) != 1 or facts.payments or facts.thanks or facts.agent or facts.assignment:
        return None
    (item,) = facts.items
    settled = item.paid_ore or item.credited_ore or item.tax_office_share_ore
    if facts.ocr or facts.link or facts.code or settled or item.amount_ore != item.principal_ore:
        return None
    first = item.interest_rows[0] if item.interest_rows else None
    return Own(
        case=facts.case,
        name=facts.receiver.name,
        address=facts.receiver.address,
        invoice=item.invoice,
        ocr=item.ocr,
        what=item.what,
        their_reference=item.their_reference,
        due_ground=item.due_ground,
        fee_agreed_how=item.fee_agreed_how,
        invoiced_on=item.invoiced_on,
        due_on=item.due_on,
        arose_on=item.arose_on,
        fee_agreed_on=item.fee_agreed_on,
        interest_from_on=first.from_on if first else None,
        interest_days=first.days if first else 0,
        interest_ore=tuple([row.ore for row in item.interest_rows]),
        principal_ore=item.principal_ore,
        total_ore=item.principal_ore + item.interest_ore + item.costs_ore,
        daily_ore=facts.daily_interest_ore,
    )


def fits(own: Own) -> bool:
    """Tell whether a letter's values are printed as they are, so that a pattern can hold them.

    Texts must be one clean line each, the sums the usual ones, and a fee no older than its proof (FEE-1).
    """
    sums = (own.principal_ore, *own.interest_ore)
    return (
        min(sums) > 0
        and own.total_ore <= _MOST_ORE
        and own.invoice != ""
        and own.what != ""
        and _CODED.fullmatch(own.ocr or own.invoice) is not None
        and all(map(_is_one_line, own.texts))
        and (own.fee_agreed_on is None or own.fee_agreed_on <= (own.arose_on or own.invoiced_on))
    )


def structure(own: Own) -> tuple[Any, ...]:
    """Tell what of a letter's own values decides how it is laid out."""
    return (
        len(own.address),
        1 + len(own.name) // 40 + sum(1 + len(line) // 40 for line in own.address) > 5,
        own.ocr == "",
        own.their_reference == "",
        own.due_ground == "",
        own.fee_agreed_how == "",
        own.arose_on is None,
        own.fee_agreed_on is None,
        len(own.interest_ore),
        own.interest_days == 1,
        own.daily_ore > 0,
    )


Printer = Callable[[Own], bytes]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Pattern:
    """The stored content of many letters, cut where their own values stand."""

    pieces: tuple[bytes, ...]  # what all say, and between each two of them a place
    printers: tuple[Printer, ...]  # how each value is printed
    places: Callable[[list[bytes]], tuple[bytes, ...]]  # the printed values in the order of the places

    def fill(self, own: Own) -> bytes:
        """Print a letter: the JSON of its content, to the byte as it is stored of what `compose` gives."""
        parts: list[bytes] = [b""] * (2 * len(self.pieces) - 1)
        parts[::2] = self.pieces
        parts[1::2] = self.places([printed(own) for printed in self.printers])
        return b"".join(parts)


def stored(content: Mapping[str, Any]) -> bytes:
    """Write a content as it is stored."""
    return orjson.dumps(content)


def find_pattern(facts: LetterFacts, own: Own) -> Pattern | None:
    """Find the pattern of a letter; None where a value could make a word or a number with what stands beside it."""
    dyed = _dyed(own)
    language = facts.language
    printers = _printers(len(own.address), len(own.interest_ore), language)
    # Where two values are the same in every letter of the pattern (one stretch is all interest) either will do.
    by_print = {printed(dyed): printed for printed in reversed(printers) if printed(dyed)}
    longest_first = sorted(by_print, key=len, reverse=True)
    cut = re.split(
        b"(" + b"|".join(map(re.escape, longest_first)) + b")", stored(compose(_dress(facts, dyed)))
    )
    pieces, found = cut[::2], cut[1::2]
    if may_join([piece.decode() for piece in pieces]):
        return None
    used = list(dict.fromkeys([*found, *longest_first[:2]]))  # itemgetter gives no tuple of fewer than two
    return Pattern(
        pieces=tuple(pieces),
        printers=tuple([by_print[text] for text in used]),
        places=itemgetter(*[used.index(text) for text in found]),
    )


def _is_one_line(text: str) -> bool:
    if len(text) > 40:  # a long word gets places to break in
        return one_line(text) == text
    return text.isprintable() and (" ".join(text.split()) == text)


def _dyed(own: Own) -> Own:
    """Give values that stand nowhere else, of the same structure: small letters that no language here has first."""

    def text(real: str, sign: str) -> str:
        return f"ħ{sign}ħ" if real else ""

    rows = len(own.interest_ore)
    interest = tuple([765_432_131 + 10_203_040 * row for row in range(rows)])
    costs = own.total_ore - own.principal_ore - sum(own.interest_ore)
    return Own(
        case="ħcaseħ",
        name="ħnameħ",
        address=tuple([f"ħline{place}ħ" for place in range(len(own.address))]),
        invoice="QX7ZWQ1",
        ocr="5566778899005566" if own.ocr else "",
        what="ħwhatħ",
        their_reference=text(own.their_reference, "their"),
        due_ground=text(own.due_ground, "ground"),
        fee_agreed_how=text(own.fee_agreed_how, "how"),
        invoiced_on=date(2811, 3, 17),
        due_on=date(2812, 4, 18),
        arose_on=date(2813, 5, 19) if own.arose_on else None,
        fee_agreed_on=date(2814, 6, 20) if own.fee_agreed_on else None,
        interest_from_on=date(2815, 7, 21) if rows else None,
        interest_days=own.interest_days if own.interest_days == 1 else 876_543,
        interest_ore=interest,
        principal_ore=812_345_671,
        total_ore=812_345_671 + sum(interest) + costs,
        daily_ore=65_432_121 if own.daily_ore else 0,
    )


def _dress(facts: LetterFacts, own: Own) -> LetterFacts:
    """Put other values of its own into a letter."""
    (item,) = facts.items
    receiver = replace(facts.receiver, name=own.name, address=own.address)
    return replace(
        facts,
        case=own.case,
        receiver=receiver,
        items=(_dress_item(item, own),),
        daily_interest_ore=own.daily_ore,
    )


def _dress_item(item: Item, own: Own) -> Item:
    rows = [
        replace(row, base_ore=own.principal_ore, ore=ore)
        for row, ore in zip(item.interest_rows, own.interest_ore, strict=True)
    ]
    if rows and own.interest_from_on:
        rows[0] = replace(rows[0], from_on=own.interest_from_on, days=own.interest_days)
    texts = own._asdict()
    named = ("invoice", "ocr", "what", "their_reference", "due_ground", "fee_agreed_how", "invoiced_on")
    return replace(
        item,
        **{name: texts[name] for name in (*named, "due_on", "arose_on", "fee_agreed_on", "principal_ore")},
        amount_ore=own.principal_ore,
        interest_ore=sum(own.interest_ore),
        interest_rows=tuple(rows),
    )


@lru_cache(maxsize=64)
def _printers(lines: int, stretches: int, language: str) -> tuple[Printer, ...]:
    """List every way in which a letter may print a value of its own; a pattern uses those that it has found."""
    found: list[Printer] = [
        lambda own: own.case.encode(),
        lambda own: _quoted(own.name),
        lambda own: _quoted(own.invoice),
        lambda own: own.ocr.encode(),
        lambda own: _quoted(own.what),
        lambda own: _quoted(own.what[:1].upper() + own.what[1:]),
        lambda own: _quoted(own.their_reference),
        lambda own: _quoted(own.due_ground),
        lambda own: _quoted(own.fee_agreed_how),
        lambda own: _number(own.interest_days) if own.interest_days > 1 else b"",
    ]
    found += [_line_printer(line) for line in range(lines)]
    for name in ("invoiced_on", "due_on", "arose_on", "fee_agreed_on", "interest_from_on"):
        found += _date_printers(itemgetter(Own._fields.index(name)), language)
    for stretch in range(stretches):
        found += _sum_printers(_stretch_value(stretch), language)
    found += _sum_printers(lambda own: sum(own.interest_ore), language)
    for name in ("principal_ore", "total_ore", "daily_ore"):
        found += _sum_printers(itemgetter(Own._fields.index(name)), language)
    return tuple(found)


def _line_printer(line: int) -> Printer:
    return lambda own: _quoted(own.address[line])


def _stretch_value(stretch: int) -> Callable[[Own], int]:
    return lambda own: own.interest_ore[stretch]


def _date_printers(value: Callable[[Own], Any], language: str) -> list[Printer]:
    return [
        lambda own: _day(value(own), language),
        lambda own: _iso(value(own)),
        lambda own: _digits(value(own)),
    ]


def _sum_printers(value: Callable[[Own], int], language: str) -> list[Printer]:
    return [
        lambda own: amount(value(own), language).encode(),
        lambda own: _number(value(own)),
        lambda own: kronor_in_code(value(own)).encode(),
        lambda own: kronor_in_line(value(own)).encode(),
        lambda own: b"%d,%02d" % divmod(value(own), 100),
    ]


def _quoted(text: str) -> bytes:
    return orjson.dumps(text)[1:-1]


def _number(value: int) -> bytes:
    return b"%d" % value


_REMEMBERED: Final = 512  # a day's letters share their days


@lru_cache(maxsize=_REMEMBERED)
def _day(on: date | None, language: str) -> bytes:
    return day(on, language).encode() if on else b""


@lru_cache(maxsize=_REMEMBERED)
def _iso(on: date | None) -> bytes:
    return on.isoformat().encode() if on else b""


@lru_cache(maxsize=_REMEMBERED)
def _digits(on: date | None) -> bytes:
    return f"{on:%Y%m%d}".encode() if on else b""
