"""2-AND for graphs with hubs: every output by the technique of its regime, then one public code (after AS)."""

from dataclasses import asdict

from constructions.kinds import TWO_ANDS
from constructions.regimes.split import Thresholds
from constructions.regimes.two_layers import Design, two_layers
from verify import Network, Problem

NAME = "partitioned_channels"


def partitioned_channels(
    problem: Problem,
    *,
    neurons: int,
    seed: int = 0,
    light: int | None = None,
    heavy: int | None = None,
    design: Design | None = None,
) -> Network:
    """Two layers: disjoint blocks compute the outputs of the regimes, then all are re-encoded into one public code.

    Inputs are light up to influence `light` (default m'^(1/4)), very heavy above `heavy` (default sqrt(m')). Each
    regime has a block of its own (`output_block`, `mixed_block`, `input_block`, `dedicated_block`, or `single_block`
    where these do not pay).

    Guarantee: none by construction, `prove` (by enumeration) says; for n >= max(m, m') x_1 is exact for all admissible
    y: k at the neuron of each active output, 0 elsewhere. Errors: ConstructionError when n is too small for the
    techniques, with an n that would do; at sparsity 1; beyond 2**33 weights. Source: after AS, Figures 4 to 6; the rest
    is ours. Details: docs/methods.md.

    >>> from verify import TwoAnd
    >>> problem = TwoAnd(12, 2, tuple((0, j) for j in range(1, 11)) + ((10, 11),))
    >>> partitioned_channels(problem, neurons=80, design=Design(channel=4, weight=4)).widths
    (12, 11, 76)
    """
    TWO_ANDS.require(NAME, problem)
    return two_layers(problem, NAME, neurons, seed, design, asdict(Thresholds.of(problem.outputs, light, heavy)))


def output_channels(problem: Problem, *, neurons: int, seed: int = 0, design: Design | None = None) -> Network:
    """All outputs as if both inputs were light: output channels, re-encoded (see `partitioned_channels`).

    Guarantee: while n >= m, for all admissible y every neuron of the channel of each output that is 1 fires in x_1;
    whether others disturb the reading, `prove` decides. Meant for d <= m'^(1/4). Errors: ConstructionError when n is
    too small, with the least that would do, for another kind of problem, at sparsity 1, and beyond 2**33 weights.
    Source: after AS, Fig. 5; codes, decoders and this analysis are ours. Details: docs/methods.md.

    >>> from verify import TwoAnd
    >>> output_channels(TwoAnd(3, 2, ((0, 1), (1, 2))), neurons=80, design=Design(channel=4, weight=4)).widths
    (3, 8, 76)
    """
    return two_layers(problem, "output_channels", neurons, seed, design)


def input_channels(problem: Problem, *, neurons: int, seed: int = 0, design: Design | None = None) -> Network:
    """All outputs as if both inputs were heavy: where two input channels meet, re-encoded.

    Guarantee: as `output_channels`; at sparsity 2, and while inputs are no more than lines of the plane, x_1 holds for
    all gates the k neurons of the gate whose two inputs are active and no other, whatever the influences. Widths and
    bits: as `output_channels`, but x_1 at most k (q^2 + q + 1) for the largest plane of order q that fits. Errors: the
    same, with n at least 7 k. Source: after AS (high influence); planes after Singer; their use here and this analysis
    are ours.

    >>> from verify import TwoAnd
    >>> input_channels(TwoAnd(3, 2, ((0, 1), (1, 2))), neurons=80, design=Design(channel=4, weight=4)).widths
    (3, 6, 76)
    """
    return two_layers(problem, "input_channels", neurons, seed, design)


def mixed_channels(problem: Problem, *, neurons: int, seed: int = 0, design: Design | None = None) -> Network:
    """All outputs as if one input were heavy (the more influential one): channels in its rows, re-encoded.

    Guarantee: as `output_channels`; a light input excites no neuron that none of its heavy partners excites. Widths,
    bits and errors: as `input_channels`. Source: after AS, Fig. 6; planes and this analysis are ours.

    >>> from verify import TwoAnd
    >>> mixed_channels(TwoAnd(3, 2, ((0, 1), (1, 2))), neurons=80, design=Design(channel=4, weight=4)).widths
    (3, 8, 76)
    """
    return two_layers(problem, "mixed_channels", neurons, seed, design)


def dedicated_channels(problem: Problem, *, neurons: int, seed: int = 0, design: Design | None = None) -> Network:
    """All outputs in blocks of their more influential inputs, each with neurons of its own, re-encoded.

    Guarantee: as `output_channels`; no neuron of a block fires whose hub is not active. Widths, bits and errors: the
    same, x_1 at most k times the sum of the hubs' points, and n at least k times their number. Source: after AS
    (influence above sqrt(m')); weight v and this analysis are ours.

    >>> from verify import TwoAnd
    >>> dedicated_channels(TwoAnd(3, 2, ((0, 1), (1, 2))), neurons=80, design=Design(channel=4, weight=4)).widths
    (3, 8, 76)
    """
    return two_layers(problem, "dedicated_channels", neurons, seed, design)
