"""Gates with weights of one to eight bits: the fewest parameter bits of all constructions here (ours)."""

from functools import partial

from constructions.construction import Construction, Cost, note_of
from constructions.errors import NotFoundError
from constructions.gate_channels import require_active_ands
from constructions.kinds import GATES
from constructions.optimised_channels import STEPS as TRAINED
from constructions.optimised_channels import advice_on, default_weight, predicted_seconds, requested_task, trained_sizes
from verify import Network, Problem
from verify.codes import require_size
from verify.progress import Progress, silent

NAME = "coarse_channels"
STEPS, ROUNDS = 400, 200
LEVELS, MOST_LEVELS = 2, 255
RUNGS = (2.6, 2.2, 2.0, 1.8, 1.7, 1.6, 1.5, 1.4, 1.3, 1.2, 1.1, 1.0)
"""n / sqrt(lg|F|) at sparsity 2, from what succeeded with 2 levels to what may with many."""


def coarse_channels(
    problem: Problem,
    *,
    neurons: int,
    seed: int = 0,
    levels: int = LEVELS,
    weight: int | None = None,
    steps: int = STEPS,
    rounds: int = ROUNDS,
    progress: Progress | None = None,
) -> Network:
    """One ReLU layer between public codes whose weights take few values: 2 levels are -1 and 1, one bit a weight.

    An odd number of `levels` are the integers about 0 (3: -1, 0, 1), an even one the odd integers (4: -3, -1, 1, 3);
    biases are integers. Codes and start are those of `optimised_channels`. Up to `steps` steps of straight-through
    training, then up to `rounds` rounds in which every weight takes the step that lowers the squared excess over all
    hard sets met.

    Guarantee: every weight is a level, and for all admissible y and outputs i the score of i reads F_i(y), decided in
    integers. Measured: `docs/law.md`, "Few bits". Widths and errors: those of `optimised_channels`. Source: ours;
    straight-through estimator after Bengio et al. (arXiv 1308.3432).

    >>> from verify import TwoAnd
    >>> network = coarse_channels(TwoAnd.random_regular(24, 2, sparsity=2, seed=0), neurons=40)
    >>> sorted(set(network.layers[0].weights.ravel().tolist()))
    [-1, 1]
    """
    GATES.require(NAME, problem, seed=seed, neurons=neurons, steps=steps, rounds=rounds)
    require_size("levels", levels, 2, MOST_LEVELS)
    task = requested_task(NAME, problem, neurons, seed, weight, default_weight(problem))
    # Compilers are heavy: they are loaded when there is something to train.
    from constructions.optimisation.coarse import coarse_layer

    exact, nearest = coarse_layer(task, levels, steps, rounds, seed, progress or silent)
    w = task.output_code.weight
    note = note_of(NAME, seed, neurons=neurons, levels=levels, weight=w, steps=steps, rounds=rounds)
    if exact is not None:
        return exact.network(note)
    raise NotFoundError(
        f"{NAME} found no exact network with {neurons} neurons, {levels} levels, channels of {w} and seed {seed} in "
        f"{steps} steps and {rounds} rounds; "
        + advice_on(problem, f"{neurons + max(1, neurons // 8)} neurons, more levels"),
        nearest.network(note | {"exact": False}),
    )


COARSE = Construction(
    "coarse-channels",
    "one layer of few levels, trained on a grid and then moved weight by weight",
    GATES,
    coarse_channels,
    partial(trained_sizes, kappas=RUNGS),
    rule=partial(require_active_ands, NAME),
    seeds=2,
    # A round of moves takes about as much as a step with mining.
    cost=Cost(lambda problem, n: (STEPS + 4 * ROUNDS) / TRAINED * predicted_seconds(problem, n), share=0.5),
    options=("levels",),
)
