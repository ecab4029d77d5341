"""How the constructions with a re-encoding layer are searched: sizes, and several designs at each of them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from math import ceil, log2, sqrt
from types import MappingProxyType

from constructions.construction import Build, Construction, Variant, at_once
from constructions.errors import ConstructionError
from constructions.gate_channels import require_active_ands
from constructions.kinds import TWO_ANDS
from constructions.policies import Sizes, halve, narrow
from constructions.regimes.filled import POINTS, all_hubs, filled_channels
from constructions.regimes.partitioned_channels import (
    dedicated_channels,
    input_channels,
    mixed_channels,
    output_channels,
    partitioned_channels,
)
from constructions.regimes.two_layers import Design
from verify import Network, Problem

START = 1.2
"""Where the search begins: n = START sqrt(m') lg m'."""
GROWTH = 1.25
CHANNELS = (0, 2)
"""What is added to the default channel length, in the order tried at every n, where nothing is fitted."""
TIGHT = (10, 6)
"""Channel lengths in the order tried at every n, where the second layer is fitted."""
TWO_LAYERS: Mapping[str, Callable[..., Network]] = MappingProxyType(
    {
        "output-channels": output_channels,
        "mixed-channels": mixed_channels,
        "input-channels": input_channels,
        "dedicated-channels": dedicated_channels,
        "partitioned-channels": partitioned_channels,
    }
)
"""Name -> construction with a re-encoding layer."""


def two_layer_sizes(problem: Problem, most: int | None = None) -> Sizes:
    """Up from n = 1.2 sqrt(m') lg m' by a quarter until a network is proved, then halving the gap to what failed.

    All lie below `most`; by default one neuron an output, for which partitioned channels are right by construction, is
    the last to be tried.
    """

    def between(failed: int, good: int) -> int:
        return halve(max(failed, int(good / GROWTH)), good) if failed else int(good / GROWTH)

    start = ceil(START * sqrt(problem.outputs) * log2(max(2, problem.outputs)))
    limit = max(problem.inputs, problem.outputs) + 1 if most is None else most
    return narrow(start, limit, climb=GROWTH, close=16, between=between)


def _lengths(problem: Problem, neurons: int) -> Sequence[Variant]:
    """The default design, and one of longer channels."""
    del neurons
    start = Design.of(problem.outputs)
    return [{"design": replace(start, channel=start.channel + more)} for more in CHANNELS]


def _designs(problem: Problem, neurons: int) -> Sequence[Variant]:
    """Designs for a fitted second layer, before them the one that fills the layer where all inputs are hubs, and the
    default."""
    filling = (max(1, neurons // POINTS),) if all_hubs(problem) else ()
    designs = [Design.tight(problem.sparsity, channel) for channel in (*filling, *TIGHT)]
    return [{"design": design} for design in (*designs, Design.of(problem.outputs))]


def _build(name: str) -> Build:
    """The function of this name, its design given whole or by numbers; without any, layers of hubs are filled."""

    def build(
        problem: Problem,
        *,
        neurons: int,
        seed: int,
        design: Design | None = None,
        channel: int | None = None,
        word_weight: int | None = None,
        **thresholds: int,
    ) -> Network:
        free = name == "partitioned-channels" and not (design or channel or word_weight or thresholds)
        if free and all_hubs(problem):
            return filled_channels(problem, neurons=neurons, seed=seed)
        if word_weight is not None and word_weight > neurons:
            raise ConstructionError(f"word_weight must be at most the number of neurons, {neurons}, not {word_weight}")
        usual = design or Design.of(problem.outputs)
        chosen = replace(usual, channel=channel or usual.channel, weight=word_weight or usual.weight)
        return TWO_LAYERS[name](problem, neurons=neurons, seed=seed, design=chosen, **thresholds)

    return at_once(build)


def _construction(name: str, idea: str) -> Construction:
    return Construction(
        name,
        idea,
        TWO_ANDS,
        _build(name),
        two_layer_sizes,
        rule=partial(require_active_ands, name.replace("-", "_")),
        variants=_lengths,
        options=("channel", "word_weight"),
    )


OUTPUT = _construction("output-channels", "two layers, as if all inputs were light")
MIXED = _construction("mixed-channels", "two layers, as if one input of every output were heavy")
INPUT = _construction("input-channels", "two layers, as if all inputs were heavy")
DEDICATED = _construction("dedicated-channels", "two layers, a block of its own for every heavy input")
PARTITIONED = replace(
    _construction("partitioned-channels", "two layers, every output as its inputs' influences ask, the second fitted"),
    variants=_designs,
    options=("light", "heavy", "channel", "word_weight"),
)
