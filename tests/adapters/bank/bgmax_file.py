"""Makes BgMax files for the tests, by the manual's tables, with sums that hold unless a test breaks them."""

from dataclasses import dataclass, field


def start(*, mark="P", stamp="20260310120000000001"):
    return f"01{'BGMAX':<20}01{stamp}{mark}"


def payment(
    ore, reference="", *, code="2", serial="", payer="3783511", channel="2", image="0", tk="20", deduction=""
):
    placed = f"{reference:>25}" if code == "2" else f"{reference:<25}"
    return f"{tk}{payer:0>10}{placed}{ore:018d}{code}{channel}{serial:>12}{image}{deduction}"


def deduction(ore, reference="", **fields):
    return payment(ore, reference, tk="21", code="3", deduction="0", **fields)


def extra(reference, *, ore=0, code="2", tk="22", **fields):
    return payment(ore, reference, tk=tk, code=code, **fields)


@dataclass
class Section:
    """The records of one payee, closed by a deposit that equals them."""

    records: list[str] = field(default_factory=list)
    payee: str = "9912346"
    currency: str = "SEK"
    day: str = "20260310"
    serial: str = "00074"

    def lines(self):
        own = [record for record in self.records if record[:2] in {"20", "21"}]
        total = sum(int(record[37:55]) * (1 if record.startswith("20") else -1) for record in own)
        account = f"{'0' * 19}5841{'10098232':0>12}"
        yield f"05{self.payee:0>10}{'':10}{self.currency}"
        yield from self.records
        yield f"15{account}{self.day}{self.serial}{total:018d}{self.currency}{len(own):08d}"


def whole(*sections, head=None, end="\r\n"):
    body = [line for section in sections for line in section.lines()]
    counts = [sum(line[:2] in codes for line in body) for codes in (("20",), ("21",), ("22", "23"), ("15",))]
    tail = "70" + "".join(f"{count:08d}" for count in counts)
    return end.join(line.ljust(80) for line in (head or start(), *body, tail)) + end
