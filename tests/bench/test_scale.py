"""The day that is played on more and more hosts."""

import pytest

from bench.scale import BEGINS, CORES, JOB, SPREAD, Costs, limits, play

WORKER_BOUND = Costs(worker=0.030, server=0.002, kept=50_000)


def hours(costs: Costs, *, letters: int, hosts: int) -> float:
    return play(costs, letters=letters, cores=hosts * CORES, server_cores=CORES) - BEGINS


def test_a_small_day_ends_soon_after_the_last_bank_data_is_there() -> None:
    assert hours(WORKER_BOUND, letters=1_000, hosts=1) == pytest.approx(SPREAD, abs=0.2)


def test_what_the_workers_cannot_do_in_time_goes_twice_as_fast_on_twice_the_hosts() -> None:
    one, two = (hours(WORKER_BOUND, letters=8_000_000, hosts=hosts) for hosts in (1, 2))

    assert one == pytest.approx(8_000_000 * 0.032 / CORES / 3600, rel=0.05)
    assert two == pytest.approx(one / 2, rel=0.05)


def test_hosts_help_no_more_when_the_primary_is_full() -> None:
    bound = Costs(worker=0.002, server=0.030, kept=50_000)

    assert hours(bound, letters=4_000_000, hosts=16) == pytest.approx(
        hours(bound, letters=4_000_000, hosts=4), rel=0.01
    )


def test_what_runs_out_first_is_told_in_open_cases() -> None:
    told = {figure.what: figure.amount for figure in limits(Costs(worker=0.030, server=0.003, kept=1e6))}

    assert list(told.values()) == pytest.approx([960.0, 9600.0, 2e12 / 1e6 / 17.5 / 1e6])


def test_a_day_with_less_than_one_job_is_one_job() -> None:
    assert hours(WORKER_BOUND, letters=1, hosts=1) == pytest.approx(JOB * 0.032 / 3600)
