"""What payments are matched against: one creditor's claims, found by reference, number, payer, name and amount."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenClaim:
    """One invoice, or one credit note, that a payment may be for."""

    case: int
    invoice: int
    party: int
    number: str
    ocr: str = ""
    owed_ore: int = 0  # all that is owed on the day, with interest and costs; 0 once it is paid
    principal_ore: int = 0  # what is left of the invoice itself
    letter_ore: int = 0  # the sum that the last letter asked for
    name: str = ""
    org_no: str = ""
    is_credit: bool = False

    @property
    def sums(self) -> frozenset[int]:
        """Give the sums that would be a whole payment: with costs, without them, and as the letter said."""
        return frozenset({self.owed_ore, self.principal_ore, self.letter_ore} - {0})


@dataclass(slots=True, kw_only=True)
class Index:
    """One creditor's claims, ready to be looked up; `known_payers` are accounts that a person has confirmed."""

    known_payers: Mapping[str, Set[int]] = field(default_factory=dict)  # account -> parties
    by_reference: dict[str, list[OpenClaim]] = field(default_factory=lambda: defaultdict(list))
    by_party: dict[int, list[OpenClaim]] = field(default_factory=lambda: defaultdict(list))
    by_org_no: dict[str, list[OpenClaim]] = field(default_factory=lambda: defaultdict(list))
    by_name: dict[str, list[OpenClaim]] = field(default_factory=lambda: defaultdict(list))
    by_sum: dict[int, list[OpenClaim]] = field(default_factory=lambda: defaultdict(list))
    credits: dict[str, list[OpenClaim]] = field(default_factory=lambda: defaultdict(list))
    ocrs: set[str] = field(default_factory=set)

    @classmethod
    def of(
        cls, *, claims: Iterable[OpenClaim], known_payers: Mapping[str, Set[int]] | None = None
    ) -> "Index":
        """Build the look-ups of one creditor's claims."""
        index = cls(known_payers=known_payers or {})
        for claim in claims:
            index._add(claim)
        return index

    def named(self, reference: str, *, credit: bool = False) -> list[OpenClaim]:
        """Find the claims, or the credit notes, that a reference names exactly: by OCR or by number."""
        return list((self.credits if credit else self.by_reference).get(plain_number(reference), ()))

    def _add(self, claim: OpenClaim) -> None:
        if claim.is_credit:
            self.credits[plain_number(claim.number)].append(claim)
            return
        for key in {plain_number(claim.number), plain_number(claim.ocr)} - {""}:
            self.by_reference[key].append(claim)
        if claim.owed_ore <= 0:
            return  # a paid claim is known by its reference only
        if claim.ocr:
            self.ocrs.add(claim.ocr)
        self.by_party[claim.party].append(claim)
        for table, key in ((self.by_org_no, claim.org_no[-10:]), (self.by_name, plain_name(claim.name))):
            if key:
                table[key].append(claim)
        for ore in claim.sums:
            self.by_sum[ore].append(claim)


def plain_number(text: str) -> str:
    """Write an OCR or a number so that spellings compare equal: letters and digits only, no leading zeros."""
    kept = "".join(letter for letter in text.casefold() if letter.isalnum())
    return kept.lstrip("0") if kept.isdigit() else kept


def plain_name(text: str) -> str:
    """Write a name so that spellings compare equal: its words in order of the alphabet, without the company form."""
    words = "".join(letter if letter.isalnum() else " " for letter in text.casefold()).split()
    return " ".join(
        sorted(word for word in words if word not in {"ab", "hb", "kb", "aktiebolag", "och", "i"})
    )
