"""Gates with weights trained so that silent neurons learn too, or for the widest gap: the fewest neurons (ours)."""

from functools import partial
from math import log2

from constructions.construction import Construction, Cost
from constructions.gate_channels import require_active_ands
from constructions.kinds import GATES, ONE_LEVEL
from constructions.optimised_channels import advice_on, default_weight, requested_task, trained_sizes
from verify import Network, Problem
from verify.progress import Progress, silent

STEPS, GAP_STEPS = 200, 2000
NAME, GAP_NAME = "trained_channels", "gap_channels"
WEIGHT = 8
HUB = 4.0
"""d w / n, the channels that a feature of influence d has in a neuron, from which on it is a hub to training."""
RUNGS, GAP_RUNGS = (1.2, 1.0, 0.92, 0.86, 0.82), (1.0, 0.92, 0.88, 0.86, 0.84)
"""n / sqrt(lg|F|) that a search tries for ANDs at sparsity 2."""


def trained_channels(
    problem: Problem,
    *,
    neurons: int,
    seed: int = 0,
    weight: int | None = None,
    steps: int = STEPS,
    progress: Progress | None = None,
) -> Network:
    """One ReLU layer between public codes, trained as `optimised_channels` is, but so that it is not caught early.

    A neuron that a true set leaves silent passes on all of the gradient, there a tenth of it (`docs/law.md`, "Where
    training ends, and why"); here, too, where a hub's channels fill the layer (`HUB`).

    Guarantee: for all admissible y and all outputs i, the score of i reads F_i(y), decided in integers when it was
    rounded; what counts is the proof. Width of x_0 and x_1: n = neurons (x_0: m if n >= m). Errors: NotFoundError when
    no exact network was found in `steps` steps and two shorter rounds after them; others as `optimised_channels`.
    Source: ours. Details: docs/methods.md.

    >>> from verify import TwoAnd
    >>> problem = TwoAnd.random_regular(64, 2, sparsity=2, seed=0)
    >>> trained_channels(problem, neurons=30).widths
    (30, 30)
    """
    ONE_LEVEL.require(NAME, problem, seed=seed, neurons=neurons, steps=steps)
    task = requested_task(NAME, problem, neurons, seed, weight, max(WEIGHT, default_weight(problem)))
    # Compilers are heavy: they are loaded when there is something to train.
    from constructions.optimisation.run import trained_network
    from constructions.optimisation.training import HUBS, WAKING, rounds

    method = HUBS if hub_load(problem, neurons, task.output_code.weight) > HUB else WAKING
    advice = advice_on(problem, f"more steps, or {neurons + max(1, neurons // 8)} neurons")
    return trained_network(NAME, task, steps, rounds(task, steps, method), progress or silent, advice)


def gap_channels(
    problem: Problem,
    *,
    neurons: int,
    seed: int = 0,
    weight: int | None = None,
    steps: int = GAP_STEPS,
    progress: Progress | None = None,
) -> Network:
    """One ReLU layer between public codes, trained for the widest gap between true and false scores.

    `trained_channels` asks that no set be on the wrong side of the threshold; this climbs one number, the least true
    minus the largest false score, in ten times as many steps (`optimisation.gap`; measured: `docs/law.md`).

    Guarantee, widths, complexity a step and memory: those of `trained_channels`. Errors: NotFoundError when no exact
    network was found in `steps` steps; others as `optimised_channels`. Source: ours.

    >>> from verify import TwoAnd
    >>> problem = TwoAnd.random_regular(64, 2, sparsity=2, seed=0)
    >>> gap_channels(problem, neurons=24).widths
    (24, 24)
    """
    ONE_LEVEL.require(GAP_NAME, problem, seed=seed, neurons=neurons, steps=steps)
    task = requested_task(GAP_NAME, problem, neurons, seed, weight, gap_weight(neurons))
    # Compilers are heavy: they are loaded when there is something to train.
    from constructions.optimisation.gap import GapTraining
    from constructions.optimisation.run import trained_network

    advice = advice_on(problem, f"more steps, or {neurons + max(1, neurons // 16)} neurons")
    return trained_network(GAP_NAME, task, steps, [GapTraining(task, steps)], progress or silent, advice)


def gap_weight(neurons: int) -> int:
    """The default w: a quarter of the neurons, from 6 to 12, the best of the sizes tried.

    >>> gap_weight(24), gap_weight(36), gap_weight(124)
    (6, 9, 12)
    """
    return max(6, min(12, neurons // 4))


def hub_load(problem: Problem, neurons: int, weight: int) -> float:
    """How many channels the most influential feature has in a neuron.

    >>> import networkx as nx
    >>> from verify import TwoAnd
    >>> hub_load(TwoAnd.from_graph(nx.star_graph(1024), sparsity=2), 128, 8)
    64.0
    """
    return max(problem.influence) * weight / neurons


def predicted_seconds(problem: Problem, neurons: int) -> float:
    """What a full training takes on one core of the 2020s, roughly: a unit of work that depends on sizes alone.

    >>> from verify import TwoAnd
    >>> round(predicted_seconds(TwoAnd.random_regular(1024, 2, sparsity=2, seed=0), 132), 1)
    5.0
    """
    n, m, outputs = neurons, problem.inputs, problem.outputs
    w = max(WEIGHT, min(n, default_weight(problem)))
    start = 5e-11 * n * n * (n + m)
    products = 1.5e-9 * n * m * log2(max(2, m))
    sets = 40e-9 * w * 50 * outputs
    mining = 5.0 ** (problem.sparsity - 2) * outputs * (2.5e-9 * m + 40e-6) / 8
    return start + STEPS * (1e-3 + products + sets + mining)


TRAINED = Construction(
    "trained-channels",
    "one layer, trained on the inputs that it gets wrong, silent neurons as well",
    GATES,
    trained_channels,
    partial(trained_sizes, kappas=RUNGS),
    rule=partial(require_active_ands, NAME),
    cost=Cost(predicted_seconds, share=0.5),
)
GAP = Construction(
    "gap-channels",
    "one layer, trained for the widest gap between true and false scores",
    GATES,
    gap_channels,
    partial(trained_sizes, kappas=GAP_RUNGS),
    rule=partial(require_active_ands, GAP_NAME),
    cost=Cost(lambda problem, n: GAP_STEPS / STEPS * predicted_seconds(problem, n), share=0.6),
)
