"""VAT where money does not come in as invoiced: discounts, bad debts, what is paid after all; and its limits.

Fees, late compensation and late interest are no turnover and never enter here (VAT-1).
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from betalt import law
from betalt.values.money import half_up
from betalt.values.reason import Reason

WHOLE_BPS = 10_000

RateKind = Literal["standard", "reduced", "low", "food"]
LossProof = Literal["bankruptcy", "enforcement_report", "impossible"]


class VatError(ValueError):
    """The parts of an invoice and a sum that is to be divided among them do not fit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VatPart:
    """What an invoice charges at one rate, VAT included, in öre."""

    rate_bps: int
    gross_ore: int

    @property
    def vat_ore(self) -> int:
        """Tell the VAT inside, rounded half-up."""
        return vat_inside_ore(gross_ore=self.gross_ore, rate_bps=self.rate_bps)

    @property
    def net_ore(self) -> int:
        """Tell what is left without VAT."""
        return self.gross_ore - self.vat_ore


@dataclass(frozen=True, slots=True, kw_only=True)
class VatChange:
    """What falls on one rate of a divided sum: with and of VAT, in öre."""

    rate_bps: int
    gross_ore: int
    vat_ore: int


def rate_bps(*, kind: RateKind, delivered_on: date) -> int:
    """Tell a VAT rate in basis points by the day of delivery (ML 9 kap., VAT-4, VAT-5, P30)."""
    return law.value(f"vat_{kind}", delivered_on)


def part_from_net(*, net_ore: int, kind: RateKind, delivered_on: date) -> VatPart:
    """Put the VAT of the day of delivery on a net sum in öre (VAT-4, VAT-5, P30)."""
    bps = rate_bps(kind=kind, delivered_on=delivered_on)
    return VatPart(rate_bps=bps, gross_ore=net_ore + half_up(net_ore * bps, WHOLE_BPS))


def vat_inside_ore(*, gross_ore: int, rate_bps: int) -> int:
    """Take the VAT out of a sum that includes it, in öre, rounded half-up."""
    return half_up(gross_ore * rate_bps, WHOLE_BPS + rate_bps)


def bad_debt(*, parts: tuple[VatPart, ...], loss_ore: int) -> tuple[VatChange, ...]:
    """Divide a lost sum in öre over the rates: the VAT to take back (ML 8:16, 7:43, VAT-8, VAT-9)."""
    return tuple(
        VatChange(
            rate_bps=part.rate_bps,
            gross_ore=share,
            vat_ore=vat_inside_ore(gross_ore=share, rate_bps=part.rate_bps),
        )
        for part, share in zip(parts, _divide(parts, loss_ore), strict=True)
    )


def recovered(
    *, parts: tuple[VatPart, ...], loss_ore: int, before_ore: int, paid_ore: int
) -> tuple[VatChange, ...]:
    """Divide what is paid on a written-off loss: the VAT to report again, in öre (ML 7:43 st.1, VAT-10).

    `before_ore` was recovered earlier; the steps always add up to the VAT that was taken back.
    """
    if before_ore + paid_ore > loss_ore:
        raise VatError("more was recovered than was lost")
    earlier, later = (_share_of_loss(parts, loss_ore, part) for part in (before_ore, before_ore + paid_ore))
    return tuple(
        VatChange(
            rate_bps=new.rate_bps, gross_ore=new.gross_ore - old.gross_ore, vat_ore=new.vat_ore - old.vat_ore
        )
        for old, new in zip(earlier, later, strict=True)
    )


def discount(*, parts: tuple[VatPart, ...], discount_ore: int) -> tuple[VatChange, ...]:
    """Divide a discount in öre for paying before the due day over the rates (ML 8:14, VAT-6, VAT-7, P22)."""
    return bad_debt(parts=parts, loss_ore=discount_ore)


def loss_refusal(*, proof: LossProof | None, is_disputed: bool) -> Reason | None:
    """Tell why a loss may not yet be taken as a bad debt, or None if it may (VAT-11)."""
    ground = "mervärdesskattelagen (2023:200) 8 kap. 16 §"
    if is_disputed:
        return Reason(code="law.loss_disputed", ground=ground)
    return None if proof is not None else Reason(code="law.loss_not_established", ground=ground)


def may_be_simplified(*, total_ore: int, on: date) -> bool:
    """Tell whether an invoice's total in öre, VAT included, allows the simplified form (ML 17:26, P29)."""
    return total_ore <= law.value("simplified_invoice_limit", on)


def may_use_cash_method(*, turnover_ore: int, on: date) -> bool:
    """Tell whether a yearly turnover in öre allows VAT by payment (ML 7:16, VAT-12)."""
    return turnover_ore <= law.value("cash_method_limit", on)


def _share_of_loss(parts: tuple[VatPart, ...], loss_ore: int, recovered_ore: int) -> tuple[VatChange, ...]:
    def of(whole: int) -> int:
        return half_up(whole * recovered_ore, loss_ore) if loss_ore else 0

    lost = bad_debt(parts=parts, loss_ore=loss_ore)
    shares = _divide_by([each.gross_ore for each in lost], recovered_ore)
    return tuple(
        VatChange(rate_bps=each.rate_bps, gross_ore=share, vat_ore=of(each.vat_ore))
        for each, share in zip(lost, shares, strict=True)
    )


def _divide(parts: tuple[VatPart, ...], sum_ore: int) -> list[int]:
    if not 0 <= sum_ore <= sum(part.gross_ore for part in parts):
        raise VatError("the sum to divide lies outside what the invoice charges")
    return _divide_by([part.gross_ore for part in parts], sum_ore)


def _divide_by(weights: list[int], sum_ore: int) -> list[int]:
    # Cumulative rounding: each boundary is rounded once, so the shares always add up to the whole.
    whole, reached, given, shares = sum(weights), 0, 0, []
    for weight in weights:
        reached += weight
        boundary = half_up(reached * sum_ore, whole) if whole else 0
        shares.append(boundary - given)
        given = boundary
    return shares
