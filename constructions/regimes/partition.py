"""From outputs sorted by regime to the blocks of the compute layer, neurons shared out among them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import final

import numpy as np
import numpy.typing as npt

from constructions.errors import ConstructionError
from constructions.regimes.block import Block
from constructions.regimes.dedicated_block import dedicated_block
from constructions.regimes.input_block import input_block
from constructions.regimes.mixed_block import mixed_block
from constructions.regimes.output_block import output_block
from constructions.regimes.split import oriented
from verify import TwoAnd

IndexArray = npt.NDArray[np.int64]
Builder = Callable[[TwoAnd, IndexArray, int, int, np.random.Generator], Block]


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
    problem: TwoAnd, regimes: Mapping[str, IndexArray], neurons: int, k: int, rng: np.random.Generator
) -> list[Block]:
    """One block a regime, with channels of k neurons, at most `neurons` together.

    Every regime has its fewest neurons, and what is left is shared out in proportion to the square roots of their
    outputs (of every hub's outputs for VH): outputs that share q neurons a sub-block disturb each other as their number
    over q, and the sum of that is smallest so. Errors: ConstructionError with the least `neurons` that would do.

    >>> problem = TwoAnd(3, 2, ((0, 1), (1, 2)))
    >>> [block.regime for block in blocks_of(problem, {"LL": np.arange(2)}, 8, 2, np.random.default_rng(0))]
    ['LL']
    """
    needs = {name: _need(problem, name, outputs) for name, outputs in regimes.items()}
    points, least = neurons // k, sum(fewest for fewest, _ in needs.values())
    if points < least:
        raise ConstructionError(
            f"a compute layer of the regimes {', '.join(regimes)} with channels of {k} needs at least {k * least} "
            f"neurons, not {neurons}"
        )
    total = sum(load for _, load in needs.values())
    shares = {name: fewest + int((points - least) * load / total) for name, (fewest, load) in needs.items()}
    return [TECHNIQUES[name].build(problem, outputs, shares[name], k, rng) for name, outputs in regimes.items()]


def _need(problem: TwoAnd, regime: str, outputs: IndexArray) -> tuple[int, float]:
    """The fewest neurons a sub-block, and the square root of the number of outputs; both summed over hubs for VH."""
    if regime != "VH":
        return TECHNIQUES[regime].fewest, len(outputs) ** 0.5
    counts = np.unique(oriented(problem, outputs)[0], return_counts=True)[1]
    return len(counts), float(np.sqrt(counts).sum())
