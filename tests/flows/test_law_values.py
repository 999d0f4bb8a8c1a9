"""An operator enters a published value; the tables know it at once, and nothing else is accepted."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from betalt import law
from betalt.core.claim.claim import claim
from betalt.core.claim.facts import Facts, Invoice
from betalt.flows.law_values import NewValue, ValueRefused, enter_value, know_operator_values
from betalt.law.check import check_tables

ON = date(2026, 12, 30)


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[dict[str, str]]:
    yield {"BETALT_LAW_DIR": str(tmp_path / "law")}
    law.use_additions(folder=None)


def new(
    *,
    table: str = "reference_rate",
    from_on: date = date(2027, 1, 1),
    text: str = "2.00",
    source: str = "riksbank.se",
    checked_by: str = "Anna",
) -> NewValue:
    return NewValue(table=table, from_on=from_on, text=text, source=source, checked_by=checked_by)


def test_the_next_reference_rate_is_known_for_its_half_year(machine: dict[str, str]) -> None:
    entered = enter_value(new=new(), environment=machine, on=ON)

    assert entered.known_until == date(2027, 6, 30)
    assert law.reference_rate_known_until() == date(2027, 6, 30)
    assert law.reference_rate_bps(date(2027, 6, 30)) == 200
    assert law.table("reference_rate").dated(date(2027, 1, 1)).checked_by == "Anna"
    with pytest.raises(law.LawUnknown):
        law.reference_rate_bps(date(2027, 7, 1))


def test_a_second_half_year_follows_the_first(machine: dict[str, str]) -> None:
    enter_value(new=new(), environment=machine, on=ON)
    enter_value(
        new=new(from_on=date(2027, 7, 1), text="2.50", source='"SFS" 2027:1 \\'), environment=machine, on=ON
    )

    assert [law.reference_rate_bps(date(2027, month, 1)) for month in (6, 7)] == [200, 250]
    assert law.table("reference_rate").values[-1].source == '"SFS" 2027:1 \\'
    assert [finding for finding in check_tables(on=ON) if not finding.soon] == []


def test_a_claim_that_was_refused_is_computed_after_the_rate_came(machine: dict[str, str]) -> None:
    invoice = Invoice(id="A", amount_ore=10_000_00, invoiced_on=date(2026, 11, 1), due_on=date(2026, 12, 1))
    facts = Facts(debtor_kind="consumer", invoices=(invoice,))
    with pytest.raises(law.LawUnknown):
        claim(facts, on=date(2027, 1, 10))

    enter_value(new=new(text="3.00"), environment=machine, on=ON)

    # 30 days at 10 % and 10 days at 11 %
    assert claim(facts, on=date(2027, 1, 10)).interest == 82_19 + 30_14


def test_any_table_takes_a_later_value(machine: dict[str, str]) -> None:
    raised = new(table="fee_enforcement", from_on=date(2027, 2, 1), text="700.00")
    enter_value(new=raised, environment=machine, on=ON)

    assert [law.fee_ore("enforcement", date(2027, month, 1)) for month in (1, 2)] == [600_00, 700_00]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"from_on": date(2027, 7, 1)}, "the next value begins on 2027-01-01, not on 2027-07-01"),
        ({"from_on": date(2026, 7, 1)}, "the next value begins on 2027-01-01"),
        ({"text": "2"}, None),
        ({"text": "2.25"}, "half points"),
        ({"text": "two"}, "not a percentage"),
        ({"source": " "}, "where the value was read"),
        ({"checked_by": ""}, "who compared it"),
        ({"table": "nonsense"}, "no law table 'nonsense'"),
        ({"table": "fee_reminder", "text": "70"}, "not a sum"),
        ({"table": "fee_reminder", "text": "70.00", "from_on": date(2013, 3, 16)}, "after 2013-03-16"),
        ({"table": "retention_years", "text": "x"}, "retention_years"),
    ],
)
def test_what_does_not_fit_is_refused_in_one_line(
    machine: dict[str, str], wrong: dict[str, object], said: str | None
) -> None:
    given = new(**wrong)  # type: ignore[arg-type]
    if said is None:
        assert enter_value(new=given, environment=machine, on=ON).value.value == 200
        return
    with pytest.raises(ValueRefused, match=said) as refusal:
        enter_value(new=given, environment=machine, on=ON)

    assert "\n" not in str(refusal.value)
    assert not Path(machine["BETALT_LAW_DIR"]).exists()


def test_a_release_that_knows_better_is_told_apart(machine: dict[str, str]) -> None:
    folder = Path(machine["BETALT_LAW_DIR"])
    folder.mkdir()
    (folder / "reference_rate.toml").write_text(
        "known_until = 2026-12-31\n[[values]]\nfrom = 2026-07-01\nvalue = '2.50'\n"
        "source = 'riksbank.se'\nconfidence = 'P'\nchecked = 2026-07-01\n",
        encoding="utf-8",
    )
    know_operator_values(environment=machine)

    assert law.reference_rate_bps(date(2026, 7, 1)) == 200
    assert [finding.reason.code for finding in check_tables(on=date(2026, 8, 1))] == ["law.check_clash"]


def test_the_folder_lies_in_the_home_unless_it_is_named(tmp_path: Path) -> None:
    (tmp_path / "law").mkdir()
    with pytest.raises(ValueRefused, match="absolute"):
        know_operator_values(environment={"BETALT_LAW_DIR": "here"})

    entered = enter_value(new=new(), environment={"BETALT_HOME": str(tmp_path)}, on=ON)
    law.use_additions(folder=None)

    assert entered.file == tmp_path / "law" / "reference_rate.toml"
