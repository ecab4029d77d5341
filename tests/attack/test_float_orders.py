"""The attack on claims about machines finds nothing at the bound, and something at half of it."""

import numpy as np

from benchmarks.float_orders import Attack


def test_no_run_contradicts_a_proof_and_some_do_at_half_of_the_bound():
    attack = Attack(np.random.default_rng(0))
    for number in range(6):
        attack.try_one(number, libraries=False)
    assert attack.networks >= 5
    assert attack.proved == attack.networks
    assert attack.proved_at_half < attack.networks
    assert not attack.wrong.total()
    assert attack.wrong_at_half.total()
