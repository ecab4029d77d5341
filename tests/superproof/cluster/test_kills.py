"""Whatever dies, the certificate comes out, and it is the same."""

import pytest

pytest.importorskip("distributed")


@pytest.mark.long
@pytest.mark.slow
def test_a_dozen_deaths_change_nothing():
    """Of workers, schedulers and clients, by `benchmarks.cluster_kills`."""
    from benchmarks.cluster_kills import killed

    found = killed(12, seed=1)
    deaths = ("worker killed", "hung", "scheduler killed", "client killed")
    assert sum(found[name] for name in deaths) == 12
    assert (found["wrong"], found["left"]) == (0, 0)
    assert found["proofs"] >= 1
