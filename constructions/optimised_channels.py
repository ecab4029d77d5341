"""Gates with weights trained on counterexamples, in floats or on a grid of few levels: the fewest bits (ours)."""

from collections.abc import Sequence
from functools import partial
from math import comb, lgamma, log, perm, sqrt
from typing import TYPE_CHECKING

from constructions.construction import Construction, Cost, note_of
from constructions.errors import ConstructionError, NotFoundError
from constructions.gate_channels import require_active_ands
from constructions.kinds import GATES, ONE_LEVEL, require_weights
from constructions.naive import naive_neurons
from constructions.policies import Sizes, halve, narrow
from constructions.word_counts import constant_weight_rows, require_channels, require_input_words
from verify import Network, Problem
from verify.codes import require_size
from verify.gate_facts import all_ands, facts_of_group, needed
from verify.progress import Progress, silent
from verify.statement import kind_of

if TYPE_CHECKING:
    from constructions.optimisation.task import Task

STEPS, COARSE_STEPS, ROUNDS = 300, 400, 200
NAME, COARSE_NAME = "optimised_channels", "coarse_channels"
RUNGS = (1.6, 1.3, 1.1, 1.0, 0.95, 0.9, 0.86)
"""n / sqrt(lg|F|) at sparsity 2, from what always succeeded to what rarely does; doubled for every sparsity beyond."""
COARSE_RUNGS = (2.6, 2.2, 2.0, 1.8, 1.7, 1.6, 1.5, 1.4, 1.3, 1.2, 1.1, 1.0)
"""The same for few levels, from what succeeded with 2 to what may with many."""


def optimised_channels(
    problem: Problem,
    *,
    neurons: int,
    seed: int = 0,
    weight: int | None = None,
    steps: int = STEPS,
    progress: Progress | None = None,
) -> Network:
    """One ReLU layer between public codes, its weights trained against the inputs on which they are worst.

    Takes gates of all kinds, mixed. A is n rows of a Hadamard matrix (the identity if n >= m), every output reads
    `weight` random neurons (default: `default_weight`). Training mines the worst sets of every output, and takes up to
    `steps` steps of Adam on the squared hinges of all sets met; W and b are rounded to as few bits as are exact.

    Guarantee: for all admissible y and all outputs i, the score of i reads F_i(y), decided in integers when it was
    rounded. Errors: NotFoundError when none was found in `steps` steps;
    ConstructionError for a broken rule. Source: ours; channels after AS, Fig. 5. Widths, cost, and how small n
    may be: docs/methods.md.

    >>> from verify import TwoAnd
    >>> problem = TwoAnd.random_regular(64, 2, sparsity=2, seed=0)
    >>> optimised_channels(problem, neurons=40).widths
    (40, 40)
    """
    ONE_LEVEL.require(NAME, problem, seed=seed, neurons=neurons, steps=steps)
    task = requested_task(NAME, problem, neurons, seed, weight, default_weight(problem))
    # Compilers are heavy: they are loaded when there is something to train.
    from constructions.optimisation.run import trained_network
    from constructions.optimisation.training import FIRST, rounds

    more = max(likely_neurons(problem), neurons + max(1, neurons // 8))
    advice = advice_on(problem, f"or {more} neurons (an estimate)")
    return trained_network(NAME, task, steps, rounds(task, steps, FIRST), progress or silent, advice)


def coarse_channels(
    problem: Problem,
    *,
    neurons: int,
    seed: int = 0,
    levels: int = 2,
    weight: int | None = None,
    steps: int = COARSE_STEPS,
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
    GATES.require(COARSE_NAME, problem, seed=seed, neurons=neurons, steps=steps, rounds=rounds)
    require_size("levels", levels, 2, 255)
    task = requested_task(COARSE_NAME, problem, neurons, seed, weight, default_weight(problem))
    # Compilers are heavy: they are loaded when there is something to train.
    from constructions.optimisation.coarse import coarse_layer

    exact, nearest = coarse_layer(task, levels, steps, rounds, seed, progress or silent)
    w = task.output_code.weight
    note = note_of(COARSE_NAME, seed, neurons=neurons, levels=levels, weight=w, steps=steps, rounds=rounds)
    if exact is not None:
        return exact.network(note)
    raise NotFoundError(
        f"{COARSE_NAME} found no exact network with {neurons} neurons, {levels} levels, channels of {w} and seed "
        f"{seed} in {steps} steps and {rounds} rounds; "
        + advice_on(problem, f"{neurons + max(1, neurons // 8)} neurons, more levels"),
        nearest.network(note | {"exact": False}),
    )


def requested_task(name: str, problem: Problem, neurons: int, seed: int, weight: int | None, usual: int) -> "Task":
    """What the construction `name` is to train, with channels of `usual` neurons where no weight is asked for.

    Errors: ConstructionError where one layer with so many neurons cannot be trained between such codes; TypeError or
    ValueError for a weight that is none.
    """
    w = min(neurons, usual) if weight is None else require_size("weight", weight)
    require_weights(name, neurons, min(neurons, problem.inputs))
    require_active_ands(name, problem)
    require_channels(name, neurons, usual if weight is None and problem.outputs > 1 else w, problem.outputs)
    if neurons < problem.inputs:
        require_input_words(name, neurons, problem.inputs)
    from constructions.optimisation.task import task_of

    return task_of(problem, neurons, w, seed)


def advice_on(problem: Problem, ways: str) -> str:
    """What to try where training failed."""
    return f"try another seed, {ways}, or naive, which needs {naive_neurons(problem)}"


def default_weight(problem: Problem) -> int:
    """The default w, the best of the sizes tried: 6 up to 300 outputs, 8 beyond, 10 where there is a XOR.

    >>> from verify import TwoAnd, gate_problem
    >>> two_and = TwoAnd.random_regular(1024, 2, sparsity=2, seed=0)
    >>> xor = gate_problem(2, 2, [("xor", 0, 1)])
    >>> default_weight(two_and), default_weight(xor)
    (8, 10)
    """
    if any(facts_of_group(group).parts for group in problem.gate_groups()):
        return 10
    return 6 if problem.outputs <= 300 else 8


def counting_bits(problem: Problem) -> float:
    """lg|F| when every output keeps its kind and fan-in, and its inputs are free, as a float.

    The sum over kinds and fan-ins q of lg N (N-1) ... (N-k+1) for k outputs, N = C(m, q), or m (m-1) for andnot. A
    guide for choosing n; `bounds.lower_bound` gives it exactly.

    >>> from verify import gate_problem
    >>> round(counting_bits(gate_problem(3, 2, [("xor", 0, 1), ("andnot", 1, 2)])), 3) # lg(3 * 6)
    4.17
    """
    bits = 0.0
    for group in problem.gate_groups():
        outputs, fan_in = group.inputs.shape
        gates = (perm if kind_of(group.kind).ordered else comb)(problem.inputs, fan_in)
        bits += (lgamma(gates + 1) - lgamma(gates - outputs + 1)) / log(2)
    return bits


def neurons_at(problem: Problem, kappa: float) -> int:
    """n = kappa sqrt(lg|F|), rounded up.

    >>> from verify import TwoAnd
    >>> neurons_at(TwoAnd.random_regular(1024, 2, sparsity=2, seed=0), 1.1)
    154
    """
    return max(1, -int(-kappa * sqrt(counting_bits(problem)) // 1))


def likely_neurons(problem: Problem) -> int:
    """The n with which training is likely to succeed: an estimate, not a bound.

    The first rung; twice as many for every sparsity beyond 2, and where there are other gates (measured: 1.3 to 2.1
    times at m' = 256). Never fewer than have as many different channels as outputs.

    >>> from verify import TwoAnd
    >>> likely_neurons(TwoAnd.random_regular(64, 2, sparsity=2, seed=0))
    43
    """
    other = not all_ands(problem.gate_groups())
    kappa = RUNGS[0] * 2.0 ** (max(2, problem.sparsity) - 2) * (2 if other else 1)
    return max(neurons_at(problem, kappa), constant_weight_rows(problem.outputs, default_weight(problem)))


def predicted_seconds(problem: Problem, neurons: int) -> float:
    """What a full training takes on two cores of the 2020s, roughly: a unit of work that depends on sizes alone.

    >>> from verify import TwoAnd
    >>> round(predicted_seconds(TwoAnd.random_regular(1024, 2, sparsity=2, seed=0), 132), 1)
    6.0
    """
    m, w, cases = problem.inputs, min(neurons, default_weight(problem)), 0
    for group in problem.gate_groups():
        of_side = needed("training", group.kind, facts_of_group(group).cases, ConstructionError)
        cases += len(group.outputs) * (len(of_side(True)) + len(of_side(False)))
    hard_sets = 5.0 ** (problem.sparsity - 2) * (1.5e-6 + 0.6e-9 * m) * w * cases / 2
    products = 1e-10 * neurons * min(neurons, m) * m
    return STEPS * (1e-3 + hard_sets + products)


def rungs(problem: Problem, kappas: Sequence[float] = RUNGS) -> list[int]:
    """The n that the search goes down by, from what always succeeded to what rarely does."""
    total = sum(
        len(group.outputs) * needed("training", group.kind, facts_of_group(group).difficulty, ConstructionError)
        for group in problem.gate_groups()
    )
    mean = total / problem.outputs
    return [neurons_at(problem, kappa * mean * 2.0 ** (problem.sparsity - 2)) for kappa in kappas]


def trained_sizes(problem: Problem, kappas: Sequence[float] = RUNGS) -> Sizes:
    """Down the rungs below one neuron a gate, and then half way; up where the first one fails."""
    steps = rungs(problem, kappas)

    def between(failed: int, good: int) -> int:
        return next((n for n in steps if failed < n < good), halve(failed, good))

    return narrow(steps[0], naive_neurons(problem), climb=1.2, close=64, between=between)


OPTIMISED = Construction(
    "optimised-channels",
    "one layer, trained on the inputs that it gets wrong",
    GATES,
    optimised_channels,
    trained_sizes,
    rule=partial(require_active_ands, NAME),
    seeds=3,
    cost=Cost(predicted_seconds, share=0.4),
)
COARSE = Construction(
    "coarse-channels",
    "one layer of few levels, trained on a grid and then moved weight by weight",
    GATES,
    coarse_channels,
    partial(trained_sizes, kappas=COARSE_RUNGS),
    rule=partial(require_active_ands, COARSE_NAME),
    seeds=2,
    # A round of moves takes about as much as a step with mining.
    cost=Cost(lambda problem, n: (COARSE_STEPS + 4 * ROUNDS) / STEPS * predicted_seconds(problem, n), share=0.5),
    options=("levels",),
)
