"""Gates with weights trained for the widest gap between true and false scores: the fewest neurons known (ours)."""

from functools import partial

from constructions.construction import Construction, Cost
from constructions.gate_channels import require_active_ands
from constructions.kinds import GATES, ONE_LEVEL
from constructions.optimised_channels import advice_on, requested_task, trained_sizes
from constructions.trained_channels import STEPS as TRAINED
from constructions.trained_channels import predicted_seconds
from verify import Network, Problem
from verify.progress import Progress, silent

STEPS = 2000
NAME = "gap_channels"
RUNGS = (1.0, 0.92, 0.88, 0.86, 0.84)
"""n / sqrt(lg|F|) that a search tries for ANDs at sparsity 2."""


def gap_channels(
    problem: Problem,
    *,
    neurons: int,
    seed: int = 0,
    weight: int | None = None,
    steps: int = STEPS,
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
    ONE_LEVEL.require(NAME, problem, seed=seed, neurons=neurons, steps=steps)
    task = requested_task(NAME, problem, neurons, seed, weight, channel_weight(neurons))
    # Compilers are heavy: they are loaded when there is something to train.
    from constructions.optimisation.gap import GapTraining
    from constructions.optimisation.run import trained_network

    advice = advice_on(problem, f"more steps, or {neurons + max(1, neurons // 16)} neurons")
    return trained_network(NAME, task, steps, [GapTraining(task, steps)], progress or silent, advice)


def channel_weight(neurons: int) -> int:
    """The default w: a quarter of the neurons, from 6 to 12, the best of the sizes tried.

    >>> channel_weight(24), channel_weight(36), channel_weight(124)
    (6, 9, 12)
    """
    return max(6, min(12, neurons // 4))


GAP = Construction(
    "gap-channels",
    "one layer, trained for the widest gap between true and false scores",
    GATES,
    gap_channels,
    partial(trained_sizes, kappas=RUNGS),
    rule=partial(require_active_ands, NAME),
    cost=Cost(lambda problem, n: STEPS / TRAINED * predicted_seconds(problem, n), share=0.6),
)
