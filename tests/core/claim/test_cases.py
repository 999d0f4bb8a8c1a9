"""The worked examples of the law digest, and the rules of the contract one by one."""

from typing import Any

import pytest

from tests.core.claim.written import answered, cases, expected


@pytest.mark.parametrize("case", cases("cases.toml"))
def test_worked_example(case: dict[str, Any]) -> None:
    wanted, found = expected(case, answered(case))

    assert found == wanted


@pytest.mark.parametrize("case", cases("rules.toml"))
def test_rule_of_the_contract(case: dict[str, Any]) -> None:
    wanted, found = expected(case, answered(case))

    assert found == wanted
