"""The page of rules: how ids are found, and that the page in the repository is the one that would be written."""

from pathlib import Path

from tools import rules_page


def test_a_function_carries_the_rules_of_its_docstring(tmp_path: Path) -> None:
    folder = tmp_path / "betalt"
    folder.mkdir()
    (folder / "some.py").write_text(
        '"""Module of C5."""\n\n\nclass A:\n    """No rule."""\n\n    def b(self):\n        """Do (INT-7, FEE-9)."""\n',
        encoding="utf-8",
    )

    assert dict(rules_page.carried(folder)) == {
        "C5": ["betalt.some"],
        "INT-7": ["betalt.some.A.b"],
        "FEE-9": ["betalt.some.A.b"],
    }


def test_the_page_is_up_to_date() -> None:
    written = rules_page.PAGE.read_text(encoding="utf-8")
    assert written == rules_page.page(), "run python tools/rules_page.py"


def test_every_worked_case_is_tested() -> None:
    tests = rules_page.named(rules_page.ROOT / "tests")
    assert [case for case in rules_page.CASES if not tests[case]] == []
