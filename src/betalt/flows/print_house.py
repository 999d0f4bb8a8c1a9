"""Letters on paper: one bundle a day for the print house, and the word that it was posted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from betalt.adapters.delivery.print_bundle import BundleError, BundleLetter, read_receipt, write_bundle
from betalt.core.letter.answer_day import minimum_answer_day
from betalt.core.letter.kinds import LetterKind
from betalt.flows.flow import flow
from betalt.flows.hand_over import hand_over
from betalt.flows.outlet import Sent, keep_at_home
from betalt.flows.recheck import refusals
from betalt.flows.withdraw import withdraw_letter
from betalt.records import models as m
from betalt.records.scope import acting_for


class PostingUnclear(ValueError):
    """The posting of a bundle cannot be noted like this; the message says why."""


PAGES = 80  # letters whose bytes are held at once, however many a bundle has

# What a person can mend: the name, the day or the receipt.
EXPECTED = (PostingUnclear, BundleError)


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """What came of the word that a bundle was posted."""

    posted: int
    too_late: tuple[int, ...]  # letters whose answer time had grown too short: they are written again
    failed: tuple[int, ...]  # letters that the print house could not post


def bundle_letters(*, creditor: int, on: date, folder: Path, sent: Sent, for_demo: bool = False) -> None:
    """Write the day's letters on paper as a bundle under folder/<creditor>, and finish one that was begun.

    `for_demo`: the folder keeps the letters of a demo creditor, which no other folder gets.
    """
    for bundle in [
        *_begun(creditor=creditor),
        _begin(creditor=creditor, on=on, sent=sent, for_demo=for_demo),
    ]:
        if bundle is None:
            continue
        letters = _Pages.of(creditor=creditor, bundle=bundle)
        write_bundle(folder=folder / str(creditor), name=bundle.name, letters=letters)
        _finish(creditor=creditor, bundle=bundle)
        sent.bundles.append(f"{creditor}/{bundle.name}")
        sent.counts["bundled"] += len(letters.ids)


@flow
def confirm_posted(*, creditor: int, bundle: str, on: date) -> Posted:
    """Note that a whole bundle was posted on a day, which its letters' fees and days count from.

    A demand whose answer time would be shorter than the law allows if counted from that day is taken back and
    written again. Raises PostingUnclear.
    """
    with acting_for([creditor]):
        found = _written(creditor, bundle, on)
        return _post(found, _bundled(creditor, found), on=on, failed=[])


@flow
def read_posting_receipt(*, creditor: int, bundle: str, data: bytes, on: date) -> Posted:
    """Note what a print house's receipt says of each letter in a bundle; all its letters must stand in it."""
    receipts = {receipt.reference: receipt for receipt in read_receipt(data)}
    with acting_for([creditor]):
        found = _written(creditor, bundle, on)
        letters = _bundled(creditor, found)
        absent = [letter.id for letter in letters if _reference(letter.id) not in receipts]
        if absent:
            raise PostingUnclear(f"the receipt says nothing of letter {absent[0]}")
        told = {letter.id: receipts[_reference(letter.id)] for letter in letters}
        for letter in letters:
            if told[letter.id].sha256 != letter.pdf.sha256:
                raise PostingUnclear(f"the receipt names other bytes for letter {letter.id}")
        failed = [letter for letter in letters if told[letter.id].status == "failed"]
        days = {told[letter.id].posted_on for letter in letters if letter not in failed}
        if len(days) > 1:
            raise PostingUnclear("the receipt names several posting days; confirm each bundle of one day")
        posted_on = days.pop() if days else on
        return _post(found, [x for x in letters if x not in failed], on=posted_on or on, failed=failed)


@flow
def _begin(*, creditor: int, on: date, sent: Sent, for_demo: bool) -> m.Bundle | None:
    with acting_for([creditor]):
        keep_at_home(for_demo=for_demo)
        ready = list(
            m.Letter.objects.of(creditor)
            .select_for_update(of=("self",), skip_locked=True)
            .filter(state="ready", channel="post", letter_on=on, pdf__isnull=False)
            .filter(creditor__outlet_closed_at=None, creditor__is_demo=for_demo)
            .order_by("id")
            .defer("content")
        )
        refused = refusals(ready, on=on)
        going = [letter for letter in ready if letter.id not in refused]
        for letter in ready:
            if letter.id in refused:
                withdraw_letter(letter, on=on, why=refused[letter.id].code)
                sent.withdrawn.append((letter.id, refused[letter.id]))
        if not going:
            return None
        number = m.Bundle.objects.of(creditor).filter(on=on).count() + 1
        bundle = m.Bundle.objects.create(creditor_id=creditor, on=on, name=f"{on.isoformat()}-{number}")
        ids = [letter.id for letter in going]
        m.Letter.objects.of(creditor).filter(id__in=ids).update(state="sending")
        attempts = dict.fromkeys(ids, 1)
        for letter in (
            m.Delivery.objects.of(creditor).filter(letter_id__in=ids).values_list("letter_id", flat=True)
        ):
            attempts[letter] += 1
        m.Delivery.objects.bulk_create(
            m.Delivery(
                creditor_id=creditor,
                letter_id=letter,
                bundle=bundle,
                channel="post",
                attempt=attempts[letter],
                on=on,
            )
            for letter in ids
        )
        begun: m.Bundle = bundle
        return begun


@flow
def _begun(*, creditor: int) -> list[m.Bundle]:
    with acting_for([creditor]):
        return list(m.Bundle.objects.of(creditor).filter(state="writing").order_by("id"))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pages:
    """The letters of a bundle, read some at a time and as often as they are asked for."""

    creditor: int
    ids: Sequence[int]

    @classmethod
    def of(cls, *, creditor: int, bundle: m.Bundle) -> _Pages:
        with acting_for([creditor]):
            return cls(creditor=creditor, ids=[letter.id for letter in _bundled(creditor, bundle)])

    def __iter__(self) -> Iterator[BundleLetter]:
        for start in range(0, len(self.ids), PAGES):
            yield from self._read(self.ids[start : start + PAGES])

    def _read(self, ids: Sequence[int]) -> list[BundleLetter]:
        with acting_for([self.creditor]):
            found = m.Letter.objects.of(self.creditor).filter(id__in=ids).select_related("pdf").order_by("id")
            return [
                BundleLetter(
                    reference=_reference(letter.id),
                    pdf=letter.pdf.content,
                    recipient=letter.content["window"][0],
                    address=tuple(letter.content["window"][1:]),
                )
                for letter in found
            ]


@flow
def _finish(*, creditor: int, bundle: m.Bundle) -> None:
    with acting_for([creditor]):
        m.Bundle.objects.of(creditor).filter(id=bundle.id, state="writing").update(state="written")
        inside = m.Delivery.objects.of(creditor).filter(bundle=bundle).values("letter_id")
        m.Letter.objects.of(creditor).filter(id__in=inside, state="sending").update(state="bundled")


def _bundled(creditor: int, bundle: m.Bundle) -> list[m.Letter]:
    inside = m.Delivery.objects.of(creditor).filter(bundle=bundle, state="claimed").values("letter_id")
    letters = m.Letter.objects.of(creditor).filter(id__in=inside).select_related("pdf").order_by("id")
    return list(letters.defer("content", "pdf__sealed"))


def _written(creditor: int, name: str, on: date) -> m.Bundle:
    found = m.Bundle.objects.of(creditor).select_for_update().filter(name=name).first()
    if found is None:
        raise PostingUnclear(f"there is no bundle {name}")
    if found.state == "posted":
        raise PostingUnclear(f"the bundle {name} was posted on {found.posted_on}")
    if on < found.on:
        raise PostingUnclear(f"the bundle {name} was made on {found.on}: it was not posted on {on}")
    bundle: m.Bundle = found
    return bundle


def _post(bundle: m.Bundle, letters: Sequence[m.Letter], *, on: date, failed: Sequence[m.Letter]) -> Posted:
    creditor = bundle.creditor_id
    late = [letter for letter in letters if _too_late(letter, on)]
    going = [letter for letter in letters if letter not in late]
    for letter, why in [(x, "flows.posted_too_late") for x in late] + [
        (x, "flows.not_posted") for x in failed
    ]:
        m.Delivery.objects.of(creditor).filter(letter=letter, bundle=bundle).update(
            state="refused", detail=why
        )
        withdraw_letter(letter, on=on, why=why, state="failed")
    m.Delivery.objects.of(creditor).filter(bundle=bundle, letter__in=going).update(state="handed_over")
    hand_over(letters=[(creditor, letter.id) for letter in going], on=on)
    m.Bundle.objects.of(creditor).filter(id=bundle.id).update(state="posted", posted_on=on)
    return Posted(posted=len(going), too_late=tuple(x.id for x in late), failed=tuple(x.id for x in failed))


def _too_late(letter: m.Letter, on: date) -> bool:
    if not LetterKind(letter.kind).is_collection:
        return False
    return letter.answer_by is None or letter.answer_by < minimum_answer_day(on)


def _reference(letter: int) -> str:
    return f"letter-{letter}"
