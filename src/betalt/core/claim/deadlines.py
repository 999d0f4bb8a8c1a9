"""The time limits of Kronofogden, the courts and bankruptcy.

A limit that ends on a day off ends on the next business day (lag 1930:173 2 §).
"""

from datetime import date

from betalt import law
from betalt.values.days import add_days, add_months, next_business_day


def answer_by(*, served_on: date) -> date:
    """Find the last day that Kronofogden may give the debtor to answer (lag 1990:746 25 §, BF-11)."""
    return next_business_day(add_days(served_on, law.value("bf_answer_days_maximum", served_on)))


def hand_over_by(*, notice_sent_on: date) -> date:
    """Find the last day to ask that a disputed case goes to court (lag 1990:746 33-34 §§, BF-14, P33)."""
    return next_business_day(add_days(notice_sent_on, law.value("bf_handover_days", notice_sent_on)))


def reopening_by(*, decided_on: date) -> date:
    """Find the debtor's last day for återvinning of an utslag (lag 1990:746 53 §, BF-19, BF-20, P33)."""
    return next_business_day(add_months(decided_on, law.value("bf_reopening_months", decided_on)))


def appeal_by(*, decided_on: date) -> date:
    """Find the applicant's last day to appeal (lag 1990:746 55, 56 §§, BF-21)."""
    return next_business_day(add_days(decided_on, law.value("bf_appeal_days", decided_on)))


def bankruptcy_week_ends(*, served_on: date) -> date:
    """Find the last day to pay after a served bankruptcy demand (konkurslagen 2 kap. 9 §, P32)."""
    return next_business_day(add_days(served_on, law.value("bankruptcy_demand_days", served_on)))


def bankruptcy_petition_by(*, served_on: date) -> date:
    """Find the last day to petition on a served bankruptcy demand (konkurslagen 2 kap. 9 §, P32).

    The three weeks are counted from the end of the week as the statute has it, before any move to a business
    day: the careful reading for the creditor.
    """
    days = law.value("bankruptcy_demand_days", served_on) + law.value("bankruptcy_petition_days", served_on)
    return next_business_day(add_days(served_on, days))
