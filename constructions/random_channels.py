"""2-AND with random codes on both sides, as in the counting of AS: +-1 input words, random constant-weight channels."""

from functools import partial

from constructions.construction import Construction, at_once
from constructions.gate_channels import require_active_ands
from constructions.kinds import TWO_ANDS
from constructions.limits import require_weights
from constructions.policies import ascend
from constructions.structured_channels import channel_network, closed_form_sizes
from constructions.word_counts import require_channels, require_input_words
from verify import ConstantWeightCode, Network, Problem, RandomSignCode
from verify.codes import require_size

NAME = "random_channels"
BIAS_PERCENT = 100


def random_channels(
    problem: Problem, *, neurons: int, seed: int = 0, weight: int | None = None, bias_percent: int = BIAS_PERCENT
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
    TWO_ANDS.require(NAME, problem, seed=seed, neurons=neurons)
    require_size("bias_percent", bias_percent, 0)
    w = max(2, 5 * (problem.outputs - 1).bit_length() // 4) if weight is None else require_size("weight", weight)
    require_active_ands(NAME, problem)
    require_channels(NAME, neurons, w, problem.outputs)
    require_input_words(NAME, neurons, problem.inputs)
    require_weights(NAME, neurons, neurons)
    code = RandomSignCode(rows=neurons, columns=problem.inputs, seed=seed)
    channels = ConstantWeightCode(rows=neurons, columns=problem.outputs, weight=w, seed=seed)
    return channel_network(NAME, problem, code, channels, seed, bias_percent)


RANDOM = Construction(
    "random-channels",
    "one layer in closed form between random codes",
    TWO_ANDS,
    at_once(random_channels),
    lambda problem: ascend(closed_form_sizes(problem)),
    rule=partial(require_active_ands, NAME),
    seeds=3,
)
