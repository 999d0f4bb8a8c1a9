"""Whether the balances of a SIE file agree with its vouchers; what does not is noted, never refused."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from betalt.adapters.sie.model import Balance, Finding, SieVoucher, Year, reason

_OPENING, _CLOSING = "#IB", frozenset({"#UB", "#RES"})


def differences(
    *, balances: Sequence[Balance], vouchers: Iterable[SieVoucher], year: Year | None
) -> Iterator[Finding]:
    """Compare each account's closing balance of the file's year with opening balance and vouchers.

    An opening balance as a whole that is not zero usually holds the result of the year before.
    """
    own = [balance for balance in balances if balance.year == 0]
    opening = {balance.account: balance.ore for balance in own if balance.label == _OPENING}
    if sum(opening.values()):
        yield Finding(line=0, why=reason("opening_unbalanced", off_ore=sum(opening.values())))
    closing = {balance.account: balance for balance in own if balance.label in _CLOSING}
    moved = _moved(vouchers, year)
    if not closing or not moved:
        return
    for account in sorted({*opening, *closing, *moved}):
        counted = opening.get(account, 0) + moved.get(account, 0)
        stated = closing[account].ore if account in closing else 0
        if counted != stated:
            line = closing[account].line if account in closing else 0
            why = reason("closing_differs", account=account[:20], stated_ore=stated, counted_ore=counted)
            yield Finding(line=line, why=why)


def _moved(vouchers: Iterable[SieVoucher], year: Year | None) -> dict[str, int]:
    moved: defaultdict[str, int] = defaultdict(int)
    for voucher in vouchers:
        if year is None or year.first <= voucher.on <= year.last:
            for row in voucher.rows:
                moved[row.account] += row.ore
    return moved
