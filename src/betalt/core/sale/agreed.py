"""What the parties may agree about time and interest: terms without effect, found before anyone relies on them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from betalt import law
from betalt.core.sale.debtor import DebtorKind
from betalt.values.reason import Reason

_RL = "räntelagen (1975:635)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed:
    """The terms of a sale by a business, as they were agreed on a day."""

    on: date
    debtor_kind: DebtorKind
    term_days: int = 0  # from the demand for payment until it is due
    inspection_days: int = 0  # from receipt until the goods must be approved
    approved_by_creditor: bool = False  # the creditor has expressly approved the longer time
    rate_bps: int | None = None  # an agreed yearly rate; None: the statutory
    without_interest: bool = False
    consumer_credit: bool = False


def doubts(agreed: Agreed) -> tuple[Reason, ...]:
    """List the terms that have no effect, each with its ground (INT-10, INT-11, INT-13, INT-14, INT-18)."""
    if agreed.debtor_kind == "consumer":
        return tuple(_on_consumer_credit(agreed))
    return (*_on_time(agreed), *_on_interest(agreed))


def _on_time(agreed: Agreed) -> Iterator[Reason]:
    longest = law.value("max_payment_term_days", agreed.on)
    if agreed.term_days > longest and agreed.debtor_kind == "public":
        yield _doubt("term_too_long_public", f"{_RL} 2 a § 2 st.", days=str(longest))
    elif agreed.term_days > longest and not agreed.approved_by_creditor:
        yield _doubt("term_too_long", f"{_RL} 2 a §", days=str(longest))
    inspection = law.value("max_inspection_days", agreed.on)
    if agreed.inspection_days > inspection and not agreed.approved_by_creditor:
        yield _doubt("inspection_too_long", f"{_RL} 2 b §", days=str(inspection))


def _on_interest(agreed: Agreed) -> Iterator[Reason]:
    if agreed.without_interest:
        yield _doubt("without_interest", f"{_RL} 4 a §")
    statutory = law.reference_rate_bps(agreed.on) + law.margin_bps(agreed.on)
    if agreed.debtor_kind == "public" and agreed.rate_bps is not None and agreed.rate_bps < statutory:
        yield _doubt("rate_too_low", f"{_RL} 6 § 2 st.", least_bps=str(statutory))


def _on_consumer_credit(agreed: Agreed) -> Iterator[Reason]:
    ceiling = law.consumer_credit_ceiling_bps(agreed.on) if agreed.consumer_credit else None
    if ceiling is not None and agreed.rate_bps is not None and agreed.rate_bps > ceiling:
        ground = "konsumentkreditlagen (2010:1846) 19 a §"
        yield _doubt("rate_too_high", ground, most_bps=str(ceiling))


def _doubt(code: str, ground: str, **params: str) -> Reason:
    return Reason(code=f"law.{code}", params=tuple(params.items()), ground=ground)
