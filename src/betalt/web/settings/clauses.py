"""The texts to paste into one's own terms, offers and invoices: in Swedish, which agreements are written in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.template.response import TemplateResponse

from betalt.core.access import Right
from betalt.law import fee_ore
from betalt.web.office import OfficeRequest, office, reason
from betalt.words import say

# For whom each text is, in the order in which terms have them; the last two are no terms.
CLAUSES: dict[str, tuple[str, ...]] = {
    "all": ("due_day", "reminder_fee", "accept"),
    "consumer": ("interest", "collection_cost", "e_invoice", "changes", "advance", "rot"),
    "business": ("interest_own", "late_compensation", "e_invoice_company", "changes_company", "ownership"),
    "elsewhere": ("invoice_text", "policy"),
}
_GROUNDS = {
    "due_day": "räntelagen 3 §",
    "interest": "räntelagen 6 §",
    "interest_own": "räntelagen 1 §, avtalslagen 36 §",
    "reminder_fee": "lag (1981:739) 2 §",
    "collection_cost": "lag (1981:739) 3 och 4 §§",
    "late_compensation": "lag (1981:739) 4 a §",
    "e_invoice": "mervärdesskattelagen 17 kap.",
    "e_invoice_company": "mervärdesskattelagen 17 kap.",
    "changes": "konsumenttjänstlagen 8, 36–38 §§",
    "invoice_text": "räntelagen 4 §",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """A text to paste."""

    name: str
    text: str
    ground: str


@office(right=Right.SEE)
def show(request: OfficeRequest) -> HttpResponse:
    """Show the texts to paste into one's own terms."""
    context = {"tab": "clauses", "groups": clause_groups(request.office.on)}
    return TemplateResponse(request, "settings/clauses.html", context)


def clause_groups(on: date) -> list[tuple[str, list[Clause]]]:
    """Give the texts by whom they are for, in the words of the law's own sums on a day."""
    return [(group, [_clause(name, on) for name in names]) for group, names in CLAUSES.items()]


def _clause(name: str, on: date) -> Clause:
    fees = {
        "fee": (fee_ore("reminder", on) or 0) // 100,
        "late": (fee_ore("late_compensation", on) or 0) // 100,
    }
    text = say(reason(f"office_clauses.text_{name}", **fees), language="sv")
    return Clause(name=name, text=text, ground=_GROUNDS.get(name, ""))
