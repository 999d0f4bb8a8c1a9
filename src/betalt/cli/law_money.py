"""What `betalt law` counts in kronor: public fees, VAT of discounts and losses, ceilings and rounding."""

from enum import StrEnum
from typing import Annotated

import typer

from betalt import law
from betalt.cli.errors import as_user_error
from betalt.cli.law_options import (
    Answer,
    Day,
    Kronor,
    OptionalKronor,
    Percent,
    Row,
    pair,
    read_bps,
    read_day,
    read_ore,
    show,
)
from betalt.cli.options import Form, FormOption, OnDay, today
from betalt.cli.speech import language, sentence
from betalt.core.claim import public_fees
from betalt.core.claim.public_fees import Enforcement
from betalt.core.sale import vat as sale_vat
from betalt.core.sale.vat import VatChange, VatError, VatPart
from betalt.values.days import DayError
from betalt.values.money import whole_kronor
from betalt.words import say

Parts = Annotated[
    list[str], typer.Option("--part", help="rate=sum with VAT, such as 25=12500.00; once per rate.")
]


class Goods(StrEnum):
    """What the VAT rate depends on."""

    STANDARD = "standard"
    REDUCED = "reduced"
    LOW = "low"
    FOOD = "food"


class Proof(StrEnum):
    """What shows that a loss is established."""

    BANKRUPTCY = "bankruptcy"
    ENFORCEMENT_REPORT = "enforcement_report"
    IMPOSSIBLE = "impossible"


def register(*, app: typer.Typer) -> None:
    """Add the commands that count kronor."""
    for command in (
        court,
        enforcement,
        bad_debt,
        recovery,
        discount,
        vat,
        simplified,
        rounding,
        credit,
        rate,
    ):
        app.command()(command)


def court(*, value: Kronor, on: OnDay = None, format_: FormOption = Form.TEXT) -> None:
    """Tell whether a value makes a small claim, and what Kronofogden and the court charge."""
    day = on or today()
    answer: Answer = {
        "on": day,
        "value_claimed_ore": value,
        "threshold_ore": public_fees.small_claims_threshold_ore(on=day),
        "is_small_claim": public_fees.is_small_claim(value_ore=value, on=day),
        "supplement_ore": public_fees.supplement_ore(value_ore=value, on=day),
        "summons_ore": public_fees.summons_ore(value_ore=value, on=day),
        "bankruptcy_petition_ore": law.value("fee_bankruptcy_petition", day),
        "application_costs_ore": public_fees.application_costs_ore(on=day),
        "ground": "rättegångsbalken 1 kap. 3 d §; förordning (1987:452); lag (1990:746) 48 §",
    }
    show(answer, as_=format_)


def enforcement(
    *,
    applied: Day,
    on: OnDay = None,
    titles: Annotated[int, typer.Option(min=1, max=1000, help="How many titles.")] = 1,
    unpaid: Annotated[
        list[str] | None, typer.Option(help="DAY=sum left at an anniversary; below the floor no new fee.")
    ] = None,
    format_: FormOption = Form.TEXT,
) -> None:
    """List the enforcement fees, one per title and year begun."""
    left = {read_day(day): read_ore(ore) for day, ore in map(pair, unpaid or ())}
    asked = Enforcement(applied_on=applied, titles=titles, unpaid_ore=left)
    with as_user_error(DayError):
        fees = public_fees.enforcement_fees(enforcement=asked, on=on or today())
    answer: Answer = {
        "fees": [{"year": fee.year, "on": fee.on, "amount_ore": fee.amount_ore} for fee in fees],
        "total_ore": sum(fee.amount_ore for fee in fees),
        "ground": law.table("fee_enforcement").statute,
    }
    show(answer, as_=format_)


def bad_debt(
    *,
    part: Parts,
    loss: Kronor,
    proof: Annotated[Proof | None, typer.Option(help="What establishes the loss.")] = None,
    disputed: Annotated[bool, typer.Option("--disputed", help="The debtor disputes the claim.")] = False,
    format_: FormOption = Form.TEXT,
) -> None:
    """Divide a lost sum over the VAT rates: the VAT to take back. Exit 1 if the loss is not yet one."""
    with as_user_error(VatError):
        changes = sale_vat.bad_debt(parts=_parts(part), loss_ore=loss)
    why = sale_vat.loss_refusal(proof=proof.value if proof else None, is_disputed=disputed)
    answer: Answer = {
        "loss_ore": loss,
        **_changes(changes),
        "refused": say(why, language=language()) if why else None,
        "ground": "mervärdesskattelagen (2023:200) 8 kap. 16 §, 7 kap. 43-45 §§",
    }
    show(answer, as_=format_)
    if why:
        raise typer.Exit(1)


def recovery(
    *,
    part: Parts,
    loss: Kronor,
    paid: Kronor,
    before: OptionalKronor = None,
    format_: FormOption = Form.TEXT,
) -> None:
    """Tell the VAT to report again when something is paid on a written-off loss."""
    with as_user_error(VatError):
        changes = sale_vat.recovered(parts=_parts(part), loss_ore=loss, before_ore=before or 0, paid_ore=paid)
    ground = "mervärdesskattelagen (2023:200) 7 kap. 43 § 1 st."
    show(
        {
            "loss_ore": loss,
            "before_ore": before or 0,
            "paid_ore": paid,
            **_changes(changes),
            "ground": ground,
        },
        as_=format_,
    )


def discount(*, part: Parts, amount: Kronor, format_: FormOption = Form.TEXT) -> None:
    """Tell what a discount for payment before the due day takes from the VAT."""
    with as_user_error(VatError):
        changes = sale_vat.discount(parts=_parts(part), discount_ore=amount)
    answer: Answer = {
        "discount_ore": amount,
        **_changes(changes),
        "document": sentence("law.discount_document"),
        "ground": "mervärdesskattelagen (2023:200) 8 kap. 14 §, 17 kap. 22-23 §§",
    }
    show(answer, as_=format_)


def vat(
    *,
    net: Kronor,
    delivered: Day,
    goods: Annotated[Goods, typer.Option(help="What is sold.")] = Goods.FOOD,
    format_: FormOption = Form.TEXT,
) -> None:
    """Tell the VAT of a sale by the day of delivery."""
    sold = sale_vat.part_from_net(net_ore=net, kind=goods.value, delivered_on=delivered)
    answer: Answer = {
        "net_ore": net,
        "rate_bps": sold.rate_bps,
        "vat_ore": sold.gross_ore - net,
        "gross_ore": sold.gross_ore,
        "ground": law.table(f"vat_{goods.value}").statute,
    }
    show(answer, as_=format_)


def simplified(*, total: Kronor, on: OnDay = None, format_: FormOption = Form.TEXT) -> None:
    """Tell whether an invoice may have the simplified form."""
    day = on or today()
    answer: Answer = {
        "total_ore": total,
        "limit_ore": law.value("simplified_invoice_limit", day),
        "allowed": sale_vat.may_be_simplified(total_ore=total, on=day),
        "ground": law.table("simplified_invoice_limit").statute,
    }
    show(answer, as_=format_)


def rounding(*, exact: Kronor, format_: FormOption = Form.TEXT) -> None:
    """Round a sum to pay to whole kronor (öresavrundning)."""
    show(
        {"exact_ore": exact, "to_pay_ore": whole_kronor(exact), "ground": "lag (1970:1029) 2 §"}, as_=format_
    )


def credit(*, on: OnDay = None, format_: FormOption = Form.TEXT) -> None:
    """Tell the ceilings of a consumer credit."""
    limits = public_fees.credit_limits(on=on or today())
    answer: Answer = {
        "highest_rate_bps": limits.highest_rate_bps,
        "credit_purchase_free_ore": limits.credit_purchase_free_ore,
        "setup_fee_ore": limits.setup_fee_ore,
        "highest_cost_bps": limits.highest_cost_bps,
        "ground": "konsumentkreditlagen (2010:1846) 19 a-19 c §§",
    }
    show(answer, as_=format_)


def rate(*, policy_rate: Percent, on: OnDay = None, format_: FormOption = Form.TEXT) -> None:
    """Tell the reference rate that follows from Riksbanken's policy rate at the end of a half-year."""
    expected = law.expected_reference_rate_bps(policy_rate_bps=policy_rate, on=on or today())
    ground = law.table("reference_rate").statute
    show({"policy_rate_bps": policy_rate, "reference_rate_bps": expected, "ground": ground}, as_=format_)


def _parts(written: list[str]) -> tuple[VatPart, ...]:
    return tuple(
        VatPart(rate_bps=read_bps(rate), gross_ore=read_ore(gross)) for rate, gross in map(pair, written)
    )


def _changes(changes: tuple[VatChange, ...]) -> Answer:
    rows: list[Row] = [
        {"rate_bps": each.rate_bps, "gross_ore": each.gross_ore, "vat_ore": each.vat_ore} for each in changes
    ]
    return {"changes": rows, "vat_ore": sum(each.vat_ore for each in changes)}
