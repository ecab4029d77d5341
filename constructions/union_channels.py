"""Gates, or copies, in two layers that end in exact words: what is computed is held again, without interference."""

from collections.abc import Iterator
from functools import partial
from math import ceil, log2, sqrt

from constructions.circuits.level_task import Level
from constructions.construction import Construction, note_of
from constructions.decorrelation import least_dimension
from constructions.errors import ConstructionError, NotFoundError
from constructions.gate_channels import require_active_ands
from constructions.kinds import GATES, ONE_LEVEL, PERMUTATIONS, require_neurons, require_trainable
from constructions.naive import naive, naive_neurons
from constructions.neural_permutation import sizes_from
from constructions.policies import ascend
from constructions.threshold import middle
from constructions.union_layers import union_network
from constructions.word_counts import least_field, next_prime, reed_solomon_code
from verify import HadamardCode, IdentityCode, Network, Problem, ReedSolomonCode
from verify.contracts import Wrong, ands_level, most_active_outputs, obstacle, targets_of, wrong_values
from verify.progress import Progress, silent

NAME, COPIES_NAME = "union_channels", "reencoded_permutation"
STEPS = 400
GROWTH = 1.06
"""Factor between the numbers of neurons that are tried for words that can be read."""
Words = tuple[ReedSolomonCode, Wrong]


def union_channels(
    problem: Problem, *, neurons: int, seed: int = 0, steps: int = STEPS, progress: Progress | None = None
) -> Network:
    """Two layers: x_1 = ReLU(t - W x_0) is 0 exactly on the neurons that x_2 = ReLU(1 - x_1) sets to 1.

    Guarantee: for all admissible y x_2 is the union of the words of the active outputs but for k additional and r
    missing neurons, and the score of output i is at least w - r if it is 1, and at most k, and one for every output
    that is 1, if not. Decided in integers here, and proved by `prove_by_contracts`, at any sparsity. Errors:
    ConstructionError for xor, for larger ANDs at a sparsity above 2, for a sparsity below an AND's fan-in, beyond 4096
    features, and when words do not fit; NotFoundError when no exact network was found. Source: after AS (compute, then
    re-encode); the rest is ours. Details: docs/methods.md.

    >>> from verify import TwoAnd
    >>> union_channels(TwoAnd.random_regular(256, 2, sparsity=2, seed=0), neurons=140).widths
    (140, 138, 138)
    """
    require_threshold_gates(problem)
    return exact_union(NAME, problem, neurons, seed, steps, progress)


def reencoded_permutation(
    problem: Problem, *, neurons: int, seed: int = 0, steps: int = STEPS, progress: Progress | None = None
) -> Network:
    """Two layers: x_1 = ReLU(t - W x_0) is 0 exactly on the neurons that x_2 = ReLU(1 - x_1) sets to 1.

    `union_channels` for copies: output i has the public word of v + 1 neurons of a Reed-Solomon code, so that no
    interference is left in x_2.

    Guarantee: for all admissible y, x_2 is the union (maximum) of the words of the active outputs; hence the score of
    output i is v + 1 if it is 1, and at most v otherwise. Decided in integers in closed form here, and proved so by
    `prove_by_contracts`, at any v. Errors: ConstructionError when the words do not fit, beyond 4096 features,
    NotFoundError when no exact network was found. Source: after AS; codes after Kautz and Singleton; the clipping is
    ours. Details: docs/methods.md.

    >>> from verify import Permutation
    >>> problem = Permutation.random(64, sparsity=2, seed=0)
    >>> reencoded_permutation(problem, neurons=52).widths
    (52, 51, 51)
    """
    PERMUTATIONS.require(COPIES_NAME, problem, neurons=neurons)
    m, w = problem.inputs, problem.sparsity + 1
    least = w * least_field(problem.outputs, 2, w)
    if neurons < m <= least:
        raise ConstructionError(
            f"{COPIES_NAME} needs at least {m} neurons, one a feature, not {neurons}: words take more"
        )
    require_neurons(COPIES_NAME, neurons, min(m, least), f" for words of {w}")
    return exact_union(COPIES_NAME, problem, neurons, seed, steps, progress)


def exact_union(
    name: str, problem: Problem, neurons: int, seed: int, steps: int, progress: Progress | None = None
) -> Network:
    """`union_channels`, which says so under the name of a construction that is one of its cases."""
    ONE_LEVEL.require(name, problem, seed=seed, neurons=neurons, steps=steps)
    if neurons >= naive_neurons(problem):
        return naive(problem)
    if problem.inputs > neurons:
        require_trainable(name, problem)
    code, wrong = readable_words(name, problem, neurons)
    exact = problem.inputs <= neurons
    before = IdentityCode(problem.inputs) if exact else HadamardCode(neurons, problem.inputs, seed)
    task = Level(targets_of(problem.gate_groups(), code, problem.inputs), before, problem.sparsity)
    # What an output that is 0 scores at most, and the threshold half way up to one that is 1.
    false = most_active_outputs(problem) + wrong.additional
    threshold = middle(code.weight - wrong.missing, false)
    note = note_of(name, seed, neurons=neurons, steps=steps)
    network = union_network(task, code, threshold, steps, note, progress or silent)
    if network is None:
        raise NotFoundError(
            f"{name} found no exact network with {neurons} neurons and seed {seed} in {steps} steps; "
            f"try {ceil(GROWTH * neurons)}"
        )
    return network


def require_threshold_gates(problem: Problem) -> None:
    """ConstructionError for circuits, gates that no threshold unit is, or that no admissible input makes 1."""
    ONE_LEVEL.require(NAME, problem)
    require_active_ands(NAME, problem)
    groups = problem.gate_groups()
    reason = obstacle(groups, ands_level(groups), problem.sparsity)
    if reason is not None:
        raise ConstructionError(f"{NAME} takes what contracts prove: {reason}")


def readable_words(name: str, problem: Problem, neurons: int) -> Words:
    """The lightest words on at most so many neurons that are read in spite of wrong neurons, and how many these are.

    Words of w ones over F_q, of which two share one at most, take w q neurons. An output that is 1 scores w less the
    missing neurons, one that is 0 at most the additional ones, and one for every output that is 1. Errors:
    ConstructionError, about the construction `name`, with a number that would do.

    >>> from verify import Permutation
    >>> code, wrong = readable_words("doc", Permutation.random(1024, sparsity=2, seed=0), 260)
    >>> code.rows, code.weight, wrong
    (249, 3, Wrong(additional=0, missing=0))
    """
    found = _readable(problem, neurons)
    if found is not None:
        return found
    least = next_readable(problem, neurons + 1)
    raise ConstructionError(
        f"{name} finds no words to read on {neurons} neurons; the next number tried that does is {least}"
    )


def next_readable(problem: Problem, neurons: int) -> int:
    """The first number from `neurons` on, in steps of 6 percent, with words that can be read; one an output at most.

    >>> from verify import Permutation
    >>> next_readable(Permutation.random(1024, sparsity=2, seed=0), 90)
    112
    """
    most, n = naive_neurons(problem), neurons
    while n < most and _readable(problem, n) is None:
        n = max(n + 1, int(n * GROWTH))
    return min(n, most)


def _readable(problem: Problem, neurons: int) -> Words | None:
    """For one number of neurons; None where no words do."""
    groups, active = problem.gate_groups(), most_active_outputs(problem)
    weight = active + 1
    while (code := reed_solomon_code(problem.outputs, neurons, weight, degree=2)) is not None:
        wrong = wrong_values(groups, code, targets_of(groups, code, problem.inputs), problem.sparsity)
        needed = active + wrong.additional + wrong.missing + 1
        if needed <= weight:
            return code, wrong
        weight = needed  # Heavier words on as many neurons have no fewer wrong ones, as a rule.
    return None


def _sizes(problem: Problem) -> Iterator[int]:
    """Up from where exact unions begin to exist for light inputs, where words can be read, below one neuron a gate."""
    n = 2.2 * sqrt(problem.outputs * log2(max(2, problem.outputs)))
    while (size := next_readable(problem, ceil(n))) < naive_neurons(problem):
        yield size
        n = max(n + 1, size * GROWTH)


def expected_reencoded_neurons(problem: Problem) -> int:
    """Where networks of `reencoded_permutation` begin to exist, by a heuristic for large sizes (ours), m at most.

    >>> from verify import Permutation
    >>> expected_reencoded_neurons(Permutation.random(1024, sparsity=2, seed=0))
    267
    """
    m, v = problem.inputs, problem.sparsity
    q = least_field(problem.outputs, 2, v + 1)
    while (v + 1) * q <= m:
        if m * least_dimension(1 / q, v) <= (v + 1) * q:
            return (v + 1) * q
        q = next_prime(q + 1)
    return m


UNION = Construction(
    "union-channels",
    "two layers that end in exact public words",
    GATES,
    union_channels,
    lambda problem: ascend(_sizes(problem)),
    rule=require_threshold_gates,
    prover="contracts",
)
REENCODED = Construction(
    "reencoded-permutation",
    "two layers that end in exact public words",
    PERMUTATIONS,
    reencoded_permutation,
    lambda problem: sizes_from(problem, expected_reencoded_neurons(problem)),
    rule=partial(require_trainable, COPIES_NAME),
    prover="auto",
)
