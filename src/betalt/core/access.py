"""Who may do what: one table from role to rights."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Role(StrEnum):
    """What a user is at one creditor."""

    OWNER = "owner"
    BOOKKEEPER = "bookkeeper"
    CASE_WORKER = "case_worker"
    APPROVER = "approver"
    READ_ONLY = "read_only"
    BUREAU_ADMIN = "bureau_admin"


class Right(StrEnum):
    """Something that one may do at a creditor."""

    SEE = "see"
    SEE_PERSONAL_NUMBERS = "see_personal_numbers"
    WORK_CASES = "work_cases"  # pause, dispute, plan, notes, addresses, send now
    IMPORT_FILES = "import_files"  # invoices and bank files
    MONEY_IN = "money_in"  # record, place and credit
    MONEY_OUT = "money_out"  # approve refunds, forgive, stop collecting
    APPROVE_LETTERS = "approve_letters"  # inkassokrav and letters over the limit
    APPROVE_LAW_STEPS = "approve_law_steps"  # Kronofogden, court, enforcement
    CHANGE_PROCEDURES = "change_procedures"
    CHANGE_SETTINGS = "change_settings"
    MANAGE_USERS = "manage_users"
    SEE_AUDIT = "see_audit"
    EXPORT = "export"


_SEES = frozenset({Right.SEE})
_WORKS = _SEES | {Right.SEE_PERSONAL_NUMBERS, Right.WORK_CASES, Right.IMPORT_FILES, Right.EXPORT}
_APPROVES = _SEES | {Right.MONEY_OUT, Right.APPROVE_LETTERS, Right.APPROVE_LAW_STEPS, Right.EXPORT}
_LEADS = frozenset({Right.CHANGE_PROCEDURES, Right.CHANGE_SETTINGS, Right.MANAGE_USERS, Right.SEE_AUDIT})

# The bureau's own lead works and arranges, but the creditor's money and law steps are the creditor's to release.
RIGHTS: Mapping[Role, frozenset[Right]] = {
    Role.OWNER: frozenset(Right),
    Role.BOOKKEEPER: _WORKS | {Right.MONEY_IN},
    Role.CASE_WORKER: _WORKS,
    Role.APPROVER: _APPROVES,
    Role.READ_ONLY: _SEES,
    Role.BUREAU_ADMIN: _WORKS | _LEADS | {Right.MONEY_IN, Right.APPROVE_LETTERS},
}


# Who works for another's company: to demand payment there is to collect for others, which takes a licence (INK-3).
FOR_OTHERS: frozenset[Role] = frozenset({Role.BUREAU_ADMIN})


def may(*, role: Role, right: Right) -> bool:
    """Tell whether a role has a right."""
    return right in RIGHTS[role]


def may_give(*, role: Role, other: Role) -> bool:
    """Tell whether somebody with a role may give or take another role: only an owner makes and unmakes owners."""
    return may(role=role, right=Right.MANAGE_USERS) and (role is Role.OWNER or other is not Role.OWNER)


def who_may(*, right: Right) -> tuple[Role, ...]:
    """List the roles that have a right, in the order of the table."""
    return tuple(role for role, rights in RIGHTS.items() if right in rights)
