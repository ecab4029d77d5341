"""From outputs sorted by regime to the blocks of the compute layer, neurons shared out among them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import final

import numpy as np

from constructions.errors import ConstructionError
from constructions.regimes.block import Block
from constructions.regimes.split import oriented
from constructions.regimes.techniques import dedicated_block, input_block, mixed_block, output_block, single_block
from verify import Problem
from verify.arrays import Longs

Builder = Callable[[Problem, Longs, int, int, np.random.Generator], Block]


@final
@dataclass(frozen=True)
class Regime:
    """A technique: its name in words, what builds its block, and the fewest neurons a sub-block that it can do with."""

    technique: str
    build: Builder
    fewest: int


TECHNIQUES: Mapping[str, Regime] = MappingProxyType(
    {
        "LL": Regime("output channels", output_block, 1),
        "LH": Regime("channels in the heavy input's rows", mixed_block, 7),
        "HH": Regime("input channels", input_block, 7),
        "VH": Regime("dedicated blocks", dedicated_block, 1),
    }
)


def compute_blocks(
    problem: Problem, regimes: Mapping[str, Longs], neurons: int, k: int, seed: int, *, sparing: bool
) -> list[Block]:
    """One block a regime, with channels of k neurons, at most `neurons` together; the same for the same arguments.

    `sparing`: a regime of few outputs does not pay for any technique, so its outputs are alone in their neurons
    (`single_block`) wherever that takes no more neurons, and what its block would have taken goes to the others. All
    outputs are where `neurons` are as many; then x_1 is exact. Errors: ConstructionError with the least `neurons` that
    would do.

    >>> from verify import TwoAnd
    >>> problem = TwoAnd(6, 2, ((0, 1), (1, 2), (2, 3), (3, 4), (4, 5)))
    >>> regimes = {"LL": np.arange(4), "HH": np.arange(4, 5)}
    >>> [block.alone for block in compute_blocks(problem, regimes, 4, 2, 0, sparing=True)]
    [False, True]
    """
    least = least_for_blocks(problem, regimes, k, sparing=sparing)
    if neurons < least:
        raise ConstructionError(f"{layer_of(regimes, k)} needs at least {least} neurons, not {neurons}")
    shared, alone = dict(regimes), dict[str, Longs]()
    if sparing and problem.outputs <= neurons:
        shared, alone = alone, shared
    while True:
        left = neurons - sum(map(len, alone.values()))
        if left < least_for_blocks(problem, shared, k, sparing=False):
            wasteful = [_smallest(shared)]
        else:
            blocks = _blocks_of(problem, shared, left, k, np.random.default_rng(seed))
            wasteful = [block.regime for block in blocks if sparing and block.rows >= len(block.outputs)]
            if not wasteful:
                break
        alone |= {name: shared.pop(name) for name in wasteful}
    blocks += [single_block(problem, name, outputs, k) for name, outputs in alone.items()]
    return sorted(blocks, key=lambda block: list(regimes).index(block.regime))


def least_for_blocks(problem: Problem, regimes: Mapping[str, Longs], k: int, *, sparing: bool) -> int:
    """The least `neurons` that `compute_blocks` takes: k times the fewest that every regime needs a sub-block.

    `sparing`: the smallest regimes alone, as many of them as is best.

    >>> from verify import TwoAnd
    >>> problem, regimes = TwoAnd(3, 2, ((0, 1), (1, 2))), {"LL": np.arange(1), "HH": np.arange(1, 2)}
    >>> [least_for_blocks(problem, regimes, 4, sparing=sparing) for sparing in (False, True)]
    [32, 2]
    """
    if not sparing:
        return k * sum(_need(problem, name, outputs)[0] for name, outputs in regimes.items())
    shared, alone, least = dict(regimes), 0, problem.outputs
    while shared:
        least = min(least, alone + least_for_blocks(problem, shared, k, sparing=False))
        alone += len(shared.pop(_smallest(shared)))
    return least


def layer_of(regimes: Mapping[str, Longs], k: int) -> str:
    """What is built, in words."""
    return f"a compute layer of the regimes {', '.join(regimes)} with channels of {k}"


def _blocks_of(
    problem: Problem, regimes: Mapping[str, Longs], neurons: int, k: int, rng: np.random.Generator
) -> list[Block]:
    """Every regime has its fewest neurons, and the rest is shared out as the square roots of the numbers of outputs.

    Of every hub's outputs for VH. Outputs that share q neurons a sub-block disturb each other as their number over q,
    and the sum of that is smallest so.
    """
    needs = {name: _need(problem, name, outputs) for name, outputs in regimes.items()}
    spare, total = neurons // k - sum(fewest for fewest, _ in needs.values()), sum(load for _, load in needs.values())
    shares = {name: fewest + int(spare * load / total) for name, (fewest, load) in needs.items()}
    return [TECHNIQUES[name].build(problem, outputs, shares[name], k, rng) for name, outputs in regimes.items()]


def _smallest(regimes: Mapping[str, Longs]) -> str:
    return min(regimes, key=lambda name: len(regimes[name]))


def _need(problem: Problem, regime: str, outputs: Longs) -> tuple[int, float]:
    """The fewest neurons a sub-block, and the square root of the number of outputs; both summed over hubs for VH."""
    if regime != "VH":
        return TECHNIQUES[regime].fewest, len(outputs) ** 0.5
    counts = np.unique(oriented(problem, outputs)[0], return_counts=True)[1]
    return len(counts), float(np.sqrt(counts).sum())
