"""2-AND with random codes on both sides, as in the counting of AS: +-1 input words, random constant-weight channels."""

import numpy as np

from constructions.channels import channel_entries, decode
from constructions.errors import ConstructionError
from constructions.limits import require_weights
from constructions.threshold import with_separating_threshold
from verify import ConstantWeightCode, Network, RandomSignCode, TwoAnd

BIAS_PERCENT = 100


def random_channels(
    problem: TwoAnd, *, neurons: int, seed: int = 0, weight: int | None = None, bias_percent: int = BIAS_PERCENT
) -> Network:
    """One ReLU layer: W = C A^T, bias -t n, with random signs A and random output channels of weight w in C.

    Default w = 1.25 lg m'. Width of x_0 and x_1: n = neurons. Guarantee: none by construction; with probability tending
    to 1 it is right on a fixed input for n = c sqrt(v m' log m') and influence at most eps n / w (our analysis).
    Measured at influence 2, v = 2: n about 900 for m' = 1024, twice that of `structured_channels`.
    Errors: ConstructionError when a channel does not fit, or beyond 2**33 weights.
    Source: after AS, Fig. 5; this analysis is ours.

    >>> problem = TwoAnd.random_regular(64, 2, sparsity=2, seed=0)
    >>> random_channels(problem, neurons=80).widths
    (80, 80)
    """
    w = max(2, 5 * (problem.outputs - 1).bit_length() // 4) if weight is None else weight
    if w > neurons:
        raise ConstructionError(f"random_channels needs at least {w} neurons for channels of {w}, not {neurons}")
    require_weights("random_channels", neurons, neurons)
    code = RandomSignCode(rows=neurons, columns=problem.inputs, seed=seed)
    channels = ConstantWeightCode(rows=neurons, columns=problem.outputs, weight=w, seed=seed)
    weights = decode(*channel_entries(problem, channels), neurons, code)
    bias = np.full(neurons, -(neurons * bias_percent // 100), dtype=np.int64)
    arguments = {"neurons": neurons, "weight": w, "bias_percent": bias_percent}
    note = {"name": "random_channels", "arguments": arguments, "seed": seed}
    network = Network([(weights, bias)], code, channels, threshold=0, construction=note)
    return with_separating_threshold(problem, network, seed)
