"""From outputs sorted by regime to the blocks of the compute layer, neurons shared out among them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import final

import numpy as np

from constructions.errors import ConstructionError
from constructions.regimes.block import Block
from constructions.regimes.dedicated_block import dedicated_block
from constructions.regimes.input_block import input_block
from constructions.regimes.mixed_block import mixed_block
from constructions.regimes.output_block import output_block
from constructions.regimes.single_block import single_block
from constructions.regimes.split import oriented
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


def blocks_of(
    problem: Problem, regimes: Mapping[str, Longs], neurons: int, k: int, rng: np.random.Generator
) -> list[Block]:
    """One block a regime, with channels of k neurons, at most `neurons` together.

    Every regime has its fewest neurons, and what is left is shared out in proportion to the square roots of their
    outputs (of every hub's outputs for VH): outputs that share q neurons a sub-block disturb each other as their number
    over q, and the sum of that is smallest so. Errors: ConstructionError with the least `neurons` that would do.

    >>> from verify import TwoAnd
    >>> problem = TwoAnd(3, 2, ((0, 1), (1, 2)))
    >>> [block.regime for block in blocks_of(problem, {"LL": np.arange(2)}, 8, 2, np.random.default_rng(0))]
    ['LL']
    """
    needs = {name: _need(problem, name, outputs) for name, outputs in regimes.items()}
    points, least = neurons // k, sum(fewest for fewest, _ in needs.values())
    if points < least:
        raise _too_few(regimes, k, k * least, neurons)
    total = sum(load for _, load in needs.values())
    shares = {name: fewest + int((points - least) * load / total) for name, (fewest, load) in needs.items()}
    return [TECHNIQUES[name].build(problem, outputs, shares[name], k, rng) for name, outputs in regimes.items()]


def sparing_blocks(problem: Problem, regimes: Mapping[str, Longs], neurons: int, k: int, seed: int) -> list[Block]:
    """One block a regime as in `blocks_of`, but one neuron an output wherever that takes no more neurons.

    A regime of few outputs does not pay for any technique: its outputs are alone in their neurons (`single_block`), and
    what its block would have taken is shared out among the others. So all outputs are where `neurons` are as many as
    outputs; then x_1 is exact. Errors: ConstructionError where techniques need more neurons than there are.

    >>> from verify import TwoAnd
    >>> problem = TwoAnd(6, 2, ((0, 1), (1, 2), (2, 3), (3, 4), (4, 5)))
    >>> [block.alone for block in sparing_blocks(problem, {"LL": np.arange(4), "HH": np.arange(4, 5)}, 4, 2, 0)]
    [False, True]
    """
    if problem.outputs <= neurons:
        return [single_block(problem, name, outputs, k) for name, outputs in regimes.items()]
    shared, alone = dict(regimes), dict[str, Longs]()
    while True:
        left = neurons - sum(len(outputs) for outputs in alone.values())
        try:
            blocks = blocks_of(problem, shared, left, k, np.random.default_rng(seed))
        except ConstructionError:
            if len(shared) == 1:
                raise _too_few(regimes, k, least_sparing(problem, regimes, k), neurons) from None
            wasteful = [_smallest(shared)]
        else:
            wasteful = [block.regime for block in blocks if block.rows >= len(block.outputs)]
        if not wasteful:
            blocks += [single_block(problem, name, outputs, k) for name, outputs in alone.items()]
            return sorted(blocks, key=lambda block: list(regimes).index(block.regime))
        alone.update((name, shared.pop(name)) for name in wasteful)


def least_for_blocks(problem: Problem, regimes: Mapping[str, Longs], k: int) -> int:
    """The least `neurons` that `blocks_of` takes: k times the fewest that every regime needs a sub-block.

    >>> from verify import TwoAnd
    >>> least_for_blocks(TwoAnd(3, 2, ((0, 1), (1, 2))), {"LL": np.arange(1), "HH": np.arange(1, 2)}, 4)
    32
    """
    return k * sum(_need(problem, name, outputs)[0] for name, outputs in regimes.items())


def least_sparing(problem: Problem, regimes: Mapping[str, Longs], k: int) -> int:
    """The least `neurons` that `sparing_blocks` takes: the smallest regimes alone, as many of them as is best.

    >>> from verify import TwoAnd
    >>> least_sparing(TwoAnd(6, 2, ((0, 1), (1, 2), (2, 3), (3, 4))), {"LL": np.arange(3), "HH": np.arange(3, 4)}, 2)
    3
    """
    shared, alone, least = dict(regimes), 0, problem.outputs
    while shared:
        least = min(least, alone + least_for_blocks(problem, shared, k))
        alone += len(shared.pop(_smallest(shared)))
    return least


def _smallest(regimes: Mapping[str, Longs]) -> str:
    return min(regimes, key=lambda name: len(regimes[name]))


def _too_few(regimes: Mapping[str, Longs], k: int, least: int, neurons: int) -> ConstructionError:
    return ConstructionError(
        f"a compute layer of the regimes {', '.join(regimes)} with channels of {k} needs at least {least} neurons, "
        f"not {neurons}"
    )


def _need(problem: Problem, regime: str, outputs: Longs) -> tuple[int, float]:
    """The fewest neurons a sub-block, and the square root of the number of outputs; both summed over hubs for VH."""
    if regime != "VH":
        return TECHNIQUES[regime].fewest, len(outputs) ** 0.5
    counts = np.unique(oriented(problem, outputs)[0], return_counts=True)[1]
    return len(counts), float(np.sqrt(counts).sum())
