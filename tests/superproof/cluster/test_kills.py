"""Whatever dies, certificates and the answers of checks come out, and they are the same."""

import pytest

pytest.importorskip("distributed")


def assert_nothing_is_lost(kills, seed, sleep):
    from benchmarks.cluster_kills import killed

    found = killed(kills, seed, sleep)
    deaths = ("worker killed", "hung", "scheduler killed", "client killed")
    assert sum(found[name] for name in deaths) == kills
    assert (found["wrong"], found["left"]) == (0, 0)
    assert min(found["proofs"], found["checks"], found["branch columns"], found["check columns"]) >= 1


@pytest.mark.slow
def test_a_few_deaths_change_nothing():
    """Of a worker, a client and a scheduler."""
    assert_nothing_is_lost(3, seed=12, sleep=0.2)


@pytest.mark.long
@pytest.mark.slow
def test_fifty_deaths_change_nothing():
    """Of workers, schedulers and clients: some twelve minutes."""
    assert_nothing_is_lost(50, seed=0, sleep=1.0)
