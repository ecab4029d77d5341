"""Gates in one layer in closed form, between structured codes (ours) or, as in the counting of AS, random ones."""

from collections.abc import Iterator
from functools import partial
from math import ceil, log2, sqrt

import numpy as np

from constructions.construction import Construction, at_once, note_of
from constructions.errors import ConstructionError
from constructions.gate_channels import decode, excitation, light_influence, require_active_ands, widest_and
from constructions.kinds import GATES, ONE_LEVEL, TWO_ANDS, require_weights
from constructions.naive import naive_neurons
from constructions.policies import Sizes, ascend
from constructions.threshold import with_separating_threshold
from constructions.word_counts import reed_solomon_code, reed_solomon_rows, require_channels, require_input_words
from verify import Code, HadamardCode, Network, Problem, SparseCode
from verify.codes import ConstantWeightCode, RandomSignCode, ReedSolomonCode, require_size
from verify.gate_facts import all_ands, facts_of_group, needed

NAME, RANDOM_NAME = "structured_channels", "random_channels"
GROWTH = 1.06
"""Factor between neighbouring n on the way up in closed form."""


def structured_channels(
    problem: Problem, *, neurons: int, seed: int = 0, weight: int | None = None, bias_percent: int | None = None
) -> Network:
    """One ReLU layer: W = C A^T, bias -t n, with A = n rows of a Hadamard matrix and C the channel matrix.

    `weight` w is the number of neurons of an output's channel (default: `gate_weight`), `bias_percent` is 100 t
    (default: that of `excitation`).

    Guarantee: for all pairs of outputs the channels share at most d - 1 of their w neurons, for the least d with q**d
    >= m'. Whether every score reads F(y) for all admissible y, `verify.prove` says. Errors: ConstructionError when n is
    too small, with an n that would do, for a sparsity below an AND's fan-in, and beyond 2**33 weights; TypeError or
    ValueError for arguments out of range. Source: after AS, Fig. 5; codes after Kautz and Singleton; bias and analysis
    ours. Details: docs/methods.md.

    >>> from verify import TwoAnd
    >>> problem = TwoAnd.random_regular(64, 2, sparsity=2, seed=0)
    >>> structured_channels(problem, neurons=64).widths
    (64, 42)
    """
    ONE_LEVEL.require(NAME, problem, seed=seed, neurons=neurons)
    w = gate_weight(problem) if weight is None else require_size("weight", weight)
    _require_gates(problem)
    require_input_words(NAME, neurons, problem.inputs)
    require_weights(NAME, neurons, neurons)
    channels = public_channels(NAME, problem.outputs, neurons, w)
    code = HadamardCode(rows=neurons, columns=problem.inputs, seed=seed)
    return channel_network(NAME, problem, code, channels, seed, bias_percent)


def random_channels(
    problem: Problem, *, neurons: int, seed: int = 0, weight: int | None = None, bias_percent: int = 100
) -> Network:
    """One ReLU layer: W = C A^T, bias -t n, with random signs A and random output channels of weight w in C.

    Default w = 1.25 lg m'; `bias_percent` is 100 t. Width of x_0 and x_1: n = neurons.

    Guarantee: for all outputs i the score of i is the sum of x_1 over w public neurons and is read with one threshold.
    That it reads F_i(y) for all admissible y is not guaranteed: `verify.prove` decides. Errors: ConstructionError for
    another kind of problem, for a sparsity below 2, where there are fewer channels than outputs or words than features,
    and beyond 2**33 weights; TypeError or ValueError for arguments out of range. Source: after AS, Fig. 5; reading
    without a second layer and this analysis are ours (sketch). Details: docs/methods.md.

    >>> from verify import TwoAnd
    >>> problem = TwoAnd.random_regular(64, 2, sparsity=2, seed=0)
    >>> random_channels(problem, neurons=80).widths
    (80, 80)
    """
    TWO_ANDS.require(RANDOM_NAME, problem, seed=seed, neurons=neurons)
    require_size("bias_percent", bias_percent, 0)
    w = max(2, 5 * (problem.outputs - 1).bit_length() // 4) if weight is None else require_size("weight", weight)
    require_active_ands(RANDOM_NAME, problem)
    require_channels(RANDOM_NAME, neurons, w, problem.outputs)
    require_input_words(RANDOM_NAME, neurons, problem.inputs)
    require_weights(RANDOM_NAME, neurons, neurons)
    code = RandomSignCode(rows=neurons, columns=problem.inputs, seed=seed)
    channels = ConstantWeightCode(rows=neurons, columns=problem.outputs, weight=w, seed=seed)
    return channel_network(RANDOM_NAME, problem, code, channels, seed, bias_percent)


def channel_network(
    name: str, problem: Problem, code: Code, channels: SparseCode, seed: int, bias_percent: int | None
) -> Network:
    """W = C A^T between these codes, for the channel matrix C, with a threshold that is placed by scores."""
    found, neurons = excitation(problem, channels), code.rows
    rest = found.rest if bias_percent is None else require_size("bias_percent", bias_percent, 0)
    weights = decode(found.neurons, found.features, channels.rows, code, found.values)
    bias = np.full(channels.rows, -(neurons * rest // 100), dtype=np.int64)
    note = note_of(name, seed, neurons=neurons, weight=channels.weight, bias_percent=rest)
    network = Network([(weights, bias)], code, channels, threshold=0, construction=note)
    return with_separating_threshold(problem, network, seed)


def channel_weight(outputs: int) -> int:
    """The default w: lg m' rounded, and two more from 1024 outputs on, the best of the sizes tried.

    >>> [channel_weight(2**k) for k in (5, 8, 10, 12, 16)]
    [5, 8, 12, 14, 18]
    """
    bits = max(2, (outputs - 1).bit_length())
    return bits + 2 if bits >= 10 else bits


def gate_weight(problem: Problem) -> int:
    """The default w for a problem: `channel_weight` for ANDs; 4 more where there are other gates, which let a single
    feature through to their neighbours; twice as much and 2 where there is a XOR, half of whose channel is silent.

    >>> from verify import gate_problem
    >>> [gate_weight(gate_problem(3, 2, [(kind, 0, 1)])) for kind in ("and", "or", "xor")]
    [2, 6, 6]
    """
    groups, w = problem.gate_groups(), channel_weight(problem.outputs)
    if any(facts_of_group(group).parts for group in groups):
        return 2 * w + 2
    return w if all_ands(groups) else w + 4


def public_channels(what: str, outputs: int, neurons: int, weight: int) -> ReedSolomonCode:
    """The `reed_solomon_code` of the outputs; ConstructionError, about `what`, where there is none."""
    code = reed_solomon_code(outputs, neurons, weight)
    if code is not None:
        return code
    raise ConstructionError(
        f"{what} needs at least {reed_solomon_rows(outputs, weight)} neurons for {outputs} outputs with channels of "
        f"{weight}, not {neurons}"
    )


def closed_form_sizes(problem: Problem, factor: float = GROWTH) -> Iterator[int]:
    """Up by this factor from where closed forms begin to succeed at sparsity 2, n = 1.3 sqrt(m') lg m', below one
    neuron a gate."""
    n, most = max(2.0, 1.3 * sqrt(problem.outputs) * log2(max(2, problem.outputs))), naive_neurons(problem)
    while n < most:
        yield ceil(n)
        n = max(n + 1, n * factor)


def hubs_in_words(problem: Problem, neurons: int) -> str:
    """Where a feature has more influence than output channels of so many neurons bear, that may be why they fail."""
    most, q = max(problem.influence), max(2, widest_and(problem))
    bearable = light_influence(neurons, channel_weight(problem.outputs), q)
    if most <= bearable:
        return ""
    return f" (perhaps because one feature has influence {most}, where output channels bear about {bearable:.0f})"


def _require_gates(problem: Problem) -> None:
    for group in problem.gate_groups():
        facts = facts_of_group(group)
        needed("output channels", group.kind, facts.unit or facts.parts, ConstructionError)
    require_active_ands(NAME, problem)


def channel_sizes(problem: Problem, factor: float = GROWTH) -> Sizes:
    """The same where the channels of the default weight fit."""
    least = reed_solomon_rows(problem.outputs, gate_weight(problem))
    return ascend(n for n in closed_form_sizes(problem, factor) if n >= least)


STRUCTURED = Construction(
    "structured-channels",
    "one layer in closed form between public codes",
    GATES,
    at_once(structured_channels),
    channel_sizes,
    rule=_require_gates,
    seeds=3,
)
RANDOM = Construction(
    "random-channels",
    "one layer in closed form between random codes",
    TWO_ANDS,
    at_once(random_channels),
    lambda problem: ascend(closed_form_sizes(problem)),
    rule=partial(require_active_ands, RANDOM_NAME),
    seeds=3,
)
