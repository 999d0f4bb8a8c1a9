"""Terms of time and interest that have no effect."""

from datetime import date

import pytest

from betalt.core.sale.agreed import Agreed, doubts
from betalt.core.sale.debtor import DebtorKind
from betalt.words import say

ON = date(2026, 9, 1)

CASES: list[tuple[str, DebtorKind, dict[str, object], list[str]]] = [
    ("INT-13 30 days", "business", {"term_days": 30}, []),
    ("INT-13 31 days", "business", {"term_days": 31}, ["law.term_too_long"]),
    ("INT-13 approved", "business", {"term_days": 60, "approved_by_creditor": True}, []),
    (
        "INT-13 public",
        "public",
        {"term_days": 60, "approved_by_creditor": True},
        ["law.term_too_long_public"],
    ),
    ("INT-13 not for consumers", "consumer", {"term_days": 90}, []),
    ("INT-14", "business", {"inspection_days": 31}, ["law.inspection_too_long"]),
    ("INT-10", "business", {"without_interest": True}, ["law.without_interest"]),
    ("INT-11 lower than 10 %", "public", {"rate_bps": 999}, ["law.rate_too_low"]),
    ("INT-11 as low", "public", {"rate_bps": 1000}, []),
    ("INT-11 businesses may", "business", {"rate_bps": 500}, []),
    ("INT-18 above 22 %", "consumer", {"rate_bps": 2201, "consumer_credit": True}, ["law.rate_too_high"]),
    ("INT-18 at 22 %", "consumer", {"rate_bps": 2200, "consumer_credit": True}, []),
]


@pytest.mark.parametrize(("name", "kind", "terms", "codes"), CASES, ids=[case[0] for case in CASES])
def test_terms_without_effect_are_found(
    name: str, kind: DebtorKind, terms: dict[str, object], codes: list[str]
) -> None:
    found = doubts(Agreed(on=ON, debtor_kind=kind, **terms))  # type: ignore[arg-type]

    assert [reason.code for reason in found] == codes
    for reason in found:
        assert say(reason, language="sv") != say(reason, language="en")
