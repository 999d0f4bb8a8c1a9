"""Who may do what: the table from role to rights."""

import pytest

from betalt.core.access import RIGHTS, Right, Role, may, may_give, who_may


def test_every_role_sees_and_the_owner_may_everything():
    assert all(may(role=role, right=Right.SEE) for role in Role)
    assert RIGHTS[Role.OWNER] == frozenset(Right)


@pytest.mark.parametrize("right", Right)
def test_a_reader_changes_nothing(right):
    assert may(role=Role.READ_ONLY, right=right) is (right is Right.SEE)


def test_who_works_does_not_release_money_or_law_steps():
    for role in (Role.BOOKKEEPER, Role.CASE_WORKER, Role.BUREAU_ADMIN):
        assert not may(role=role, right=Right.MONEY_OUT)
        assert not may(role=role, right=Right.APPROVE_LAW_STEPS)


def test_who_may_is_told_in_the_order_of_the_roles():
    assert who_may(right=Right.MONEY_OUT) == (Role.OWNER, Role.APPROVER)


@pytest.mark.parametrize("other", Role)
def test_only_an_owner_makes_and_unmakes_owners(other):
    assert may_give(role=Role.OWNER, other=other)
    assert may_give(role=Role.BUREAU_ADMIN, other=other) is (other is not Role.OWNER)
    assert not may_give(role=Role.CASE_WORKER, other=other)
