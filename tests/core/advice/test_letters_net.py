"""What each kind of letter brings in, less what it costs."""

from datetime import date

from betalt import law
from betalt.core.advice.letters_net import ChargedFees, SentLetters, nets

ON = date(2026, 3, 2)


def test_fees_that_were_paid_less_what_paper_costs() -> None:
    rows = nets(
        letters=[
            SentLetters(kind="note", channel="email", count=10),
            SentLetters(kind="reminder", channel="email", count=6),
            SentLetters(kind="reminder", channel="post", count=4),
            SentLetters(kind="demand", channel="post", count=3),
        ],
        fees=[
            ChargedFees(letter="reminder", kind="reminder", on=ON, count=8, paid=5),
            ChargedFees(letter="demand", kind="demand", on=ON, count=3, paid=2),
            ChargedFees(letter="demand", kind="late_compensation", on=ON, count=1, paid=1),
        ],
        paper_cost_ore=25_00,
    )

    assert law.fee_ore("reminder", ON) == 60_00  # FEE-1
    assert [(x.kind, x.count, x.charged_ore, x.paid_ore, x.cost_ore, x.net_ore) for x in rows] == [
        ("note", 10, 0, 0, 0, 0),
        ("reminder", 10, 480_00, 300_00, 100_00, 200_00),
        ("demand", 3, 3 * 180_00 + 450_00, 2 * 180_00 + 450_00, 75_00, 735_00),
    ]


def test_a_kind_that_never_left_is_not_listed() -> None:
    assert nets(letters=[], fees=[], paper_cost_ore=25_00) == ()
