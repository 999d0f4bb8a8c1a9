"""Real files of Swedish bookkeeping programs, where they are at hand: they balance, and the damaged ones are named."""

from pathlib import Path

import pytest

from betalt.adapters.sie.reader import read_sie

SAMPLES = Path(__file__).parents[4] / "shared" / "samples" / "sie"
pytestmark = pytest.mark.skipif(not SAMPLES.exists(), reason="../shared/samples/sie is not here")

# file, type, accounts, balances, vouchers
CONTENTS = [
    ("kapell_budget.si", 2, 1, 12, 0),
    ("type1_BL0001.SE", 1, 117, 134, 0),
    ("type1_fortnox.se", 1, 145, 202, 0),
    ("type1_visma_compact.se", 1, 301, 158, 0),
    ("type2_fortnox.se", 2, 145, 737, 0),
    ("type3_fortnox.se", 3, 145, 740, 0),
    ("type4E_SIE_exempelfil.se", 4, 540, 173, 26),
    ("type4E_XE.SE", 4, 373, 298, 64),
    ("type4E_edison.se", 4, 299, 137, 81),
    ("type4E_fortnox.se", 4, 145, 740, 194),
    ("type4E_kapell.se", 4, 108, 171, 231),
    ("type4E_live2011.se", 4, 85, 163, 3),
    ("type4E_magenta.se", 4, 136, 215, 19),
    ("type4E_mamut.SE", 4, 412, 50, 168),
    ("type4E_underdim_bad_encoding.SE", 4, 530, 223, 295),
    ("type4E_visma_compact_ksumma.se", 4, 301, 158, 286),
    ("type4I_BokOrder.si", 4, 594, 0, 1),
    ("type4I_FAKT.SI", 4, 3, 0, 1),
    ("type4I_LON_lonekorning.SI", 4, 0, 0, 1),
    ("type4I_edison.si", 4, 299, 0, 81),
    ("type4I_exempelbolaget.si", 4, 10, 0, 13),
    ("type4I_kapell.si", 4, 2, 0, 1),
    ("type4I_magenta.se", 4, 136, 0, 19),
]
REFUSED = {"type4E_XE.SE": [(1356, "sie.voucher_unbalanced", "200")]}
CHECKSUMS = {"type1_visma_compact.se": 909685525, "type4E_visma_compact_ksumma.se": 2215893042}
# The result of the year before is not carried over; XE's books are broken throughout.
OPENING = {
    "type1_fortnox.se": "7666300",
    "type2_fortnox.se": "7666300",
    "type3_fortnox.se": "7666300",
    "type4E_fortnox.se": "7666300",
    "type4E_SIE_exempelfil.se": "6353292",
    "type4E_XE.SE": "-1520971954",
    "type4E_kapell.se": "-20",
    "type4E_live2011.se": "-49360142",
}
NOTED = {
    "type4E_kapell.se": [(425, "sie.closing_differs")],
    "type4E_underdim_bad_encoding.SE": [(6, "sie.other_encoding"), (6, "sie.letters_lost")],
}


def test_every_sample_is_in_the_table() -> None:
    assert sorted(path.name for path in SAMPLES.iterdir()) == sorted(row[0] for row in CONTENTS)


@pytest.mark.parametrize(("name", "kind", "accounts", "balances", "vouchers"), CONTENTS)
def test_a_real_file_is_read_and_balances(
    name: str, kind: int, accounts: int, balances: int, vouchers: int
) -> None:
    file = read_sie((SAMPLES / name).read_bytes())

    assert (file.type, len(file.accounts), len(file.balances), len(file.vouchers)) == (
        kind,
        accounts,
        balances,
        vouchers,
    )
    assert {voucher.off_ore for voucher in file.vouchers} <= {0}
    assert file.checksum == CHECKSUMS.get(name)
    assert [
        (found.line, found.why.code, dict(found.why.params)["off_ore"]) for found in file.refused
    ] == REFUSED.get(name, [])
    opening = [note for note in file.notes if note.why.code == "sie.opening_unbalanced"]
    assert [dict(note.why.params)["off_ore"] for note in opening] == (
        [OPENING[name]] if name in OPENING else []
    )
    others = [(note.line, note.why.code) for note in file.notes if note not in opening]
    assert others == NOTED.get(name, [])
