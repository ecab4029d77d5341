"""The search for hard sets against all sets, listed one by one."""

from concurrent.futures import ThreadPoolExecutor
from itertools import combinations

import numpy as np
import pytest

from constructions.optimisation.cases import FALSE, TRUE, cases_of
from constructions.optimisation.kernels import PAD
from constructions.optimisation.mining import ALL, Miner
from constructions.optimisation.screening import COLUMNS, MANY
from tests.verify.oracle import true_outputs
from verify import TwoAnd, random_gates
from verify.statement.gates import KINDS

LEAST = -(2**53)


class Instance:
    """A small random layer, its gates, and the score of every output on every admissible set."""

    def __init__(self, seed: int) -> None:
        rng = np.random.default_rng(seed)
        sparsity, gates = int(rng.integers(2, 6)), int(rng.integers(1, 5))
        features = int(rng.integers(max(4, sparsity), 10))
        kinds = ("and",) if seed % 2 else tuple(rng.permutation(sorted(KINDS))[: rng.integers(1, 4)].tolist())
        self.problem = random_gates(features, gates, kinds=kinds, fan_in=(2, 3), sparsity=sparsity, seed=seed)
        neurons, weight = 8, int(rng.integers(1, 5))
        words = [np.sort(rng.permutation(neurons)[:weight]) for _ in range(gates)]
        self.channels = np.array(words, dtype=np.int32)
        self.received, self.bias = rng.integers(-5, 9, (neurons, features)), rng.integers(-8, 3, neurons)
        self.scores = {
            (output, members): self._score(output, members)
            for output in range(gates)
            for size in range(sparsity + 1)
            for members in combinations(range(features), size)
        }

    def _score(self, output: int, members: tuple[int, ...]) -> int:
        words = self.channels[output]
        return sum(max(0, int(self.bias[e]) + sum(int(self.received[e, j]) for j in members)) for e in words)

    def of_side(self, side: int) -> dict[tuple[int, tuple[int, ...]], int]:
        return {
            (i, members): side * score
            for (i, members), score in self.scores.items()
            if (i in true_outputs(self.problem, members)) == (side == TRUE)
        }

    def miner(self, most: int = 10**6) -> Miner:
        cases = {side: cases_of(self.problem, side) for side in (FALSE, TRUE)}
        return Miner(self.channels, cases, most=most, branches=10**9)


@pytest.mark.parametrize("seed", range(40))
def test_extremes_in_integers_are_those_of_all_sets(seed):
    instance = Instance(seed)
    with ThreadPoolExecutor() as threads:
        for side in (FALSE, TRUE):
            found = instance.miner().extreme(threads, instance.received, instance.bias, side, LEAST)
            assert found == max(instance.of_side(side).values())


@pytest.mark.parametrize("seed", range(40))
@pytest.mark.parametrize("kind", [np.int64, np.float32])
def test_mining_without_limits_finds_every_hard_set_once_and_no_other(seed, kind):
    instance = Instance(seed)
    with ThreadPoolExecutor() as threads:
        for side in (FALSE, TRUE):
            values = instance.of_side(side)
            limit = max(values.values()) - 4
            mined = instance.miner().mine(
                threads, instance.received.astype(kind), instance.bias.astype(kind), side, limit
            )
            assert found_in(mined) == sorted(place for place, value in values.items() if value > limit)
            assert mined.complete
            assert mined.worst == max(values.values())


def test_mining_with_limits_finds_some_hard_sets_of_every_output_that_has_one_and_says_that_it_stopped():
    instance = Instance(3)
    values = instance.of_side(FALSE)
    limit = max(values.values()) - 8
    with ThreadPoolExecutor() as threads:
        mined = instance.miner(most=1).mine(threads, instance.received, instance.bias, FALSE, limit)
    hard = {place for place, value in values.items() if value > limit}
    assert set(found_in(mined)) < hard
    assert {output for output, _ in found_in(mined)} == {output for output, _ in hard}
    assert not mined.complete


def wide(blocks: int = ALL, features: int = 2 * COLUMNS + 40, bias: int = -9) -> tuple[Miner, np.ndarray, np.ndarray]:
    """A layer on more features than a block of columns has; its usual bias keeps most sets of the one output silent."""
    rng = np.random.default_rng(0)
    problem = TwoAnd(inputs=features, sparsity=2, pairs=((0, 1),))
    cases = {side: cases_of(problem, side) for side in (FALSE, TRUE)}
    miner = Miner(np.array([[0, 1, 2]], np.int32), cases, most=10**6, branches=10**9, blocks=blocks)
    return miner, rng.integers(-9, 10, (3, problem.inputs)), np.array([bias] * 3)


def test_screening_loses_no_hard_set_on_more_features_than_a_block_of_columns_has():
    miner, received, bias = wide()
    pairs = [pair for pair in combinations(range(received.shape[1]), 2) if pair != (0, 1)]
    scores = [int(np.maximum(received[:, list(pair)].sum(axis=1) + bias, 0).sum()) for pair in pairs]
    limit = max(scores) - 4
    with ThreadPoolExecutor() as threads:
        mined = miner.mine(threads, received, bias, FALSE, limit)
        assert miner.extreme(threads, received, bias, FALSE, LEAST) == max(scores)
    hard = [pair for pair, score in zip(pairs, scores, strict=True) if score > limit]
    assert found_in(mined) == [(0, pair) for pair in hard]
    assert mined.complete


def test_nothing_is_lost_where_most_features_can_matter():
    miner, received, bias = wide(features=(MANY + 2) * COLUMNS, bias=2)
    worst = 0
    for a in range(received.shape[1] - 1):
        others = received[:, max(2, a + 1) :]
        worst = max(worst, int(np.maximum(received[:, [a]] + others + bias[:, None], 0).sum(axis=0).max()))
    with ThreadPoolExecutor() as threads:
        assert miner.extreme(threads, received, bias, FALSE, 0) == worst


def test_mining_in_few_blocks_finds_hard_sets_and_says_that_there_may_be_more():
    miner, received, bias = wide(blocks=2)
    with ThreadPoolExecutor() as threads:
        some, every = (one.mine(threads, received, bias, FALSE, 2) for one in (miner, wide()[0]))
    assert set(found_in(some)) < set(found_in(every))
    assert len(some.outputs)
    assert (some.complete, every.complete) == (False, True)


def found_in(mined) -> list[tuple[int, tuple[int, ...]]]:
    sets = [tuple(sorted(j for j in members if j != PAD)) for members in mined.sets.tolist()]
    return sorted(zip(mined.outputs.tolist(), sets, strict=True))
