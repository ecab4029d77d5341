"""What a network does in each regime of its problem: outputs, neurons, spurious neurons, interference."""

from dataclasses import dataclass
from typing import final

import numpy as np

from constructions.errors import ConstructionError
from constructions.kinds import TWO_ANDS
from constructions.regimes.partition import TECHNIQUES
from constructions.regimes.split import Thresholds, split
from constructions.regimes.two_layers import REGIME_OF, blocks_from_note
from verify import Network, Problem, SparseCode
from verify.arrays import Longs

ALONE = "one neuron an output"
PAIRS = 4096
"""Gates at most that a regime is measured on; beyond, as many at equal distances."""
BLOCK = 512


@final
@dataclass(frozen=True)
class RegimeFacts:
    """One regime of one network, measured with exactly the two inputs of an output active, on up to `PAIRS` outputs.

    `neurons` of the first layer that the regime's channels use. `spurious`: R, the neurons that fire outside the
    channels of the outputs that are 1, on average and at most. `loudest_spurious`: the most that one of them yields;
    `own`: what a neuron of a true channel yields, at least and on average, in the same unit.
    """

    regime: str
    technique: str
    outputs: int
    neurons: int
    mean_spurious: float
    most_spurious: int
    loudest_spurious: int
    least_own: int
    mean_own: float

    @property
    def interference_percent(self) -> float:
        """The loudest spurious neuron in percent of the weakest of a true channel, at least 1."""
        return 100 * self.loudest_spurious / max(1, self.least_own)


def regimes(
    problem: Problem, network: Network, *, light: int | None = None, heavy: int | None = None
) -> tuple[RegimeFacts, ...]:
    """The facts of every regime that has outputs: of the compute layer's blocks, or of public channels in one layer.

    Networks of this package are taken apart by rebuilding their blocks from the note on their construction; networks
    with one layer and a sparse output code by the thresholds `light` (default m'^(1/4)) and `heavy` (default sqrt(m')),
    with their public channels.
    Errors: ConstructionError for any other network or kind of problem, and for thresholds where the network was built
    with its own; TypeError or ValueError for thresholds that are none.
    Complexity: outputs * (n_0 n_1) multiplications, with at most `PAIRS` outputs of a regime.

    >>> from verify import TwoAnd
    >>> from constructions.regimes import Design, input_channels
    >>> problem = TwoAnd(3, 2, ((0, 1), (0, 2), (1, 2)))
    >>> network = input_channels(problem, neurons=80, design=Design(channel=4, weight=4))
    >>> facts = regimes(problem, network)[0]
    >>> facts.technique, facts.outputs, facts.neurons, facts.most_spurious
    ('input channels', 3, 10, 0)
    """
    TWO_ANDS.require("regimes", problem)
    parts = _parts(problem, network, light, heavy)
    channels = np.empty((problem.outputs, parts[0].channels.shape[1]), dtype=np.int64)
    for part in parts:
        channels[part.outputs] = part.channels
    return tuple(_facts(problem, network, channels, part) for part in parts)


@final
@dataclass(frozen=True, eq=False)
class _Part:
    regime: str
    technique: str
    outputs: Longs
    channels: Longs


def _parts(problem: Problem, network: Network, light: int | None, heavy: int | None) -> list[_Part]:
    """The regimes with the channels of their outputs, numbered through the first layer."""
    name = network.construction.get("name")
    if name in REGIME_OF:
        if light is not None or heavy is not None:
            raise ConstructionError(
                f"regimes takes light and heavy for networks of one layer only, not {light} and {heavy} for a network "
                f"of {name}, which was built with its own"
            )
        parts, start = [], 0
        for block in blocks_from_note(problem, network.construction):
            technique = ALONE if block.alone else TECHNIQUES[block.regime].technique
            parts.append(_Part(block.regime, technique, block.outputs, start + block.channels))
            start += block.rows
        return parts
    if len(network.layers) == 1 and isinstance(network.output_code, SparseCode):
        words = network.output_code.supports(0, problem.outputs)
        regimes = split(problem, Thresholds.of(problem.outputs, light, heavy))
        technique = ALONE if words.shape[1] == 1 else "public channels"
        return [_Part(name, technique, outputs, words[outputs]) for name, outputs in regimes.items()]
    raise ConstructionError(
        "regimes takes networks of constructions.regimes, or one layer with a sparse output code, "
        f"not {network.construction.get('name', 'a network without a note')!r} with {len(network.layers)} layers"
    )


def _facts(problem: Problem, network: Network, channels: Longs, part: _Part) -> RegimeFacts:
    """Measure the regime on its own outputs' pairs; a pair makes no other output 1."""
    chosen = part.outputs[np.linspace(0, len(part.outputs) - 1, min(PAIRS, len(part.outputs))).astype(np.int64)]
    pairs, bias = np.array(problem.pairs, dtype=np.int64), network.layers[0].bias[:, None]
    spurious, loudest, yields = [], [], []
    for start in range(0, len(chosen), BLOCK):
        outputs = chosen[start : start + BLOCK]
        state = np.maximum(_received(network, pairs[outputs]) + bias, 0)
        places = channels[outputs].T, np.arange(len(outputs))
        yields.append(state[places])
        state[places] = 0
        spurious.append(np.count_nonzero(state, axis=0))
        loudest.append(int(state.max()))
    counts, own = np.concatenate(spurious), np.concatenate(yields, axis=1)
    return RegimeFacts(
        part.regime,
        part.technique,
        len(part.outputs),
        len(np.unique(part.channels)),
        float(counts.mean()),
        int(counts.max()),
        max(loudest),
        int(own.min()),
        int(own.sum()) / own.size,
    )


def _received(network: Network, pairs: Longs) -> Longs:
    """W_1 (A_a + A_b) for every row (a, b) of `pairs`: shape (neurons, pairs)."""
    features, places = np.unique(pairs, return_inverse=True)
    words = np.concatenate([network.input_code.block(j, j + 1) for j in features.tolist()], axis=1).astype(np.int64)
    places = places.reshape(pairs.shape)
    x, weights = words[:, places[:, 0]] + words[:, places[:, 1]], network.layers[0].weights
    most = len(x) * int(abs(x).max()) * max(int(weights.max()), -int(weights.min()))
    if most < 2**53:  # Floating point is exact here, and many times as fast.
        return np.asarray(weights.astype(np.float64) @ x.astype(np.float64)).astype(np.int64)
    return np.asarray(weights.astype(np.int64) @ x)
