"""Compute layer and re-encoding layer put together, for any sorting of the outputs into regimes."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from types import MappingProxyType
from typing import final

import numpy as np

from constructions.construction import note_of
from constructions.errors import ConstructionError
from constructions.gate_channels import require_active_ands
from constructions.kinds import TWO_ANDS, require_weights
from constructions.regimes.block import Block
from constructions.regimes.fitting import fitted
from constructions.regimes.layers import compute_layer, input_code, least_public, public_code, reencoding_layer
from constructions.regimes.partition import compute_blocks, layer_of, least_for_blocks
from constructions.regimes.split import Thresholds, split
from constructions.threshold import with_separating_threshold
from constructions.word_counts import sign_rows
from verify import Network, Problem
from verify.arrays import Longs
from verify.codes import require_seed, require_size
from verify.errors import shown

REGIME_OF: Mapping[str, str | None] = MappingProxyType(
    {
        "partitioned_channels": None,
        "output_channels": "LL",
        "mixed_channels": "LH",
        "input_channels": "HH",
        "dedicated_channels": "VH",
    }
)
"""Name of a construction -> the regime it puts all outputs in; None where influences decide."""


@final
@dataclass(frozen=True)
class Design:
    """The numbers that all regimes share.

    `channel` is k, the neurons of an output in the compute layer, `weight` w those of its public word.
    `slack_percent`: with superposed inputs a neuron fires from (rest + slack) on, in units of one feature.
    `noise_percent`: a neuron of the second layer fires from this share of what one output gives it on.
    """

    channel: int = 8
    weight: int = 12
    slack_percent: int = 20
    noise_percent: int = 25

    @classmethod
    def of(cls, outputs: int) -> "Design":
        """The default for m' outputs, the best of those tried: k = lg m' - 2 and w = lg m' + 2, at least 4.

        >>> Design.of(1024)
        Design(channel=8, weight=12, slack_percent=20, noise_percent=25)
        """
        bits = max(1, (outputs - 1).bit_length())
        return cls(channel=max(4, bits - 2), weight=max(4, bits + 2))

    @classmethod
    def tight(cls, sparsity: int, channel: int = 10) -> "Design":
        """What needs fewest neurons where the second layer is fitted: long channels, and words of 2v neurons.

        Up to v words share at most v neurons with another one, half of it. With it real graphs of 254 to 2742 outputs
        were proved at sparsity 2 with 0.35 to 0.48 neurons an output.

        >>> Design.tight(2)
        Design(channel=10, weight=4, slack_percent=20, noise_percent=25)
        """
        return cls(channel=channel, weight=max(2, 2 * sparsity))

    def __post_init__(self) -> None:
        require_size("channel", self.channel)
        require_size("weight", self.weight, 2)
        for name in ("slack_percent", "noise_percent"):
            require_size(name, getattr(self, name), 0, 99)


def two_layers(
    problem: Problem,
    name: str,
    neurons: int,
    seed: int,
    design: Design | None,
    thresholds: Mapping[str, int] = MappingProxyType({}),
) -> Network:
    """The network of the construction `name` with at most `neurons` neurons a layer.

    Where influences decide on the regimes, by these `thresholds`, blocks that take more neurons than they have outputs
    are left out (`compute_blocks`), and where the closed form of the second layer reads some hard input wrongly, its
    weights are fitted to those inputs (`fitted`).
    """
    TWO_ANDS.require(name, problem)
    if design is not None and not isinstance(design, Design):
        raise TypeError(f"design must be a Design, not {shown(design)}")
    require_size("neurons", neurons)
    seed = require_seed(seed)
    require_active_ands(name, problem)
    design = design or Design.of(problem.outputs)
    arguments = {"neurons": neurons, **thresholds, **asdict(design)}
    note = note_of(name, seed, **arguments)
    _require_neurons(name, problem, arguments)
    require_weights(name, neurons, neurons)
    public = public_code(problem.outputs, neurons, design.weight)
    blocks = blocks_from_note(problem, note)
    code = input_code(problem.inputs, neurons, seed)
    weights, bias, fires = compute_layer(blocks, code, design.slack_percent)
    second, signal = reencoding_layer(blocks, public)
    floor = -int(design.noise_percent * fires * signal / 100)
    layers = [(weights, bias), (second, np.full(public.rows, floor, dtype=np.int64))]
    network = with_separating_threshold(problem, Network(layers, code, public, threshold=0, construction=note), seed)
    return network if REGIME_OF[name] else fitted(problem, network, fires * design.channel, seed)


def _require_neurons(name: str, problem: Problem, arguments: Mapping[str, int]) -> None:
    """ConstructionError with the largest n that any rule asks for, so that it is told once and will do."""
    regimes, k, neurons = _regimes(problem, name, arguments), arguments["channel"], arguments["neurons"]
    needs = {
        f"different words for {problem.inputs} features": sign_rows(problem.inputs),
        layer_of(regimes, k): least_for_blocks(problem, regimes, k, sparing=REGIME_OF[name] is None),
        f"a public output code of {problem.outputs} words": least_public(problem.outputs, arguments["weight"]),
    }
    rule = max(needs, key=needs.__getitem__)
    if neurons < needs[rule]:
        raise ConstructionError(f"{name} needs at least {needs[rule]} neurons, for {rule}, not {neurons}")


def blocks_from_note(problem: Problem, note: Mapping[str, object]) -> list[Block]:
    """The blocks of a network's compute layer, from the note on its construction.

    Errors: KeyError or TypeError where the note is not one of this module's.

    >>> from constructions.regimes import input_channels
    >>> from verify import TwoAnd
    >>> network = input_channels(TwoAnd(3, 2, ((0, 1), (1, 2))), neurons=80, design=Design(channel=4, weight=4))
    >>> [block.regime for block in blocks_from_note(TwoAnd(3, 2, ((0, 1), (1, 2))), network.construction)]
    ['HH']
    """
    name, arguments, seed = note["name"], note["arguments"], note["seed"]
    if not (isinstance(name, str) and isinstance(arguments, Mapping) and isinstance(seed, int)):
        raise TypeError(f"a note must have a name, arguments and a seed, not {note!r}")
    regimes, sparing = _regimes(problem, name, arguments), REGIME_OF[name] is None
    return compute_blocks(problem, regimes, arguments["neurons"], arguments["channel"], seed, sparing=sparing)


def _regimes(problem: Problem, name: str, arguments: Mapping[str, int]) -> Mapping[str, Longs]:
    regime = REGIME_OF[name]
    if regime is None:
        return split(problem, Thresholds(arguments["light"], arguments["heavy"]))
    return {regime: np.arange(problem.outputs)}
