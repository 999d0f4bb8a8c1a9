"""The page of trust: what the campaigns found is written into its section and leaves the others as they are."""

from pathlib import Path

import pytest

from tools import trust, trust_page

ROW = {"flow": "pay", "points": "12", "killed": "12", "survived": "11", "unknown": "2", "faults": "1"}
TOLD = """<testsuites><testsuite>
<testcase name="a"><properties>
{properties}
</properties></testcase><testcase name="b"/></testsuite></testsuites>"""


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(trust_page, "PAGE", tmp_path / "trust.md")
    return tmp_path / "trust.md"


def test_what_the_tests_recorded_is_read(tmp_path: Path) -> None:
    file = tmp_path / "told.xml"
    file.write_text(
        TOLD.format(properties="".join(f'<property name="{k}" value="{v}"/>' for k, v in ROW.items()))
    )

    assert trust.read_rows(file) == [ROW]


def test_sums_stand_above_the_rows_and_a_later_row_of_a_flow_holds() -> None:
    said = trust.table([ROW, {**ROW, "flow": "hold"}, {**ROW, "survived": "12", "faults": "0"}])

    assert said.startswith(
        "**2 scenes, killed at 24 of 24 points: 23 survived, 4 with a letter that a person is asked about, 1 faults.**"
    )
    assert said.splitlines()[4:] == ["| hold | 12 | 12 | 11 | 2 | 1 |", "| pay | 12 | 12 | 12 | 2 | 0 |"]


def test_a_part_of_the_campaign_renews_its_own_rows(page: Path) -> None:
    trust_page.write_section("Fuzzed", "100 inputs")
    trust_page.write_section(trust.TITLE, trust.TEXT + trust.table([ROW]))

    assert trust._known_rows() == [ROW]
    assert "100 inputs" in trust_page.read_section("Fuzzed")
    assert trust_page.read_section("Hosts") == ""


def test_an_unknown_campaign_is_answered_with_the_campaigns(capsys: pytest.CaptureFixture[str]) -> None:
    assert trust.main(["falts"]) == 2
    assert "tools.trust faults" in capsys.readouterr().out
