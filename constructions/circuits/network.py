"""A circuit as one network: every level a superposed code, cleaned by thresholds before the next one reads it."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import pairwise
from typing import Literal, get_args

import numpy as np

from constructions.circuits.codes import NotSeparatedError, circuit_codes
from constructions.circuits.compositions import without_xor
from constructions.circuits.every_input import require_activity
from constructions.circuits.level_task import Level, between, complement, levels_of
from constructions.circuits.trained import require_sample, separating_weights
from constructions.construction import Construction, note_of
from constructions.errors import ConstructionError, NotFoundError
from constructions.kinds import CIRCUITS, require_weights
from constructions.policies import Sizes, ascend
from constructions.threshold import middle
from verify import Network, Problem, SparseCode
from verify.arrays import Integers, Longs
from verify.codes import require_size
from verify.contracts import largest_overlap
from verify.errors import shown
from verify.gate_facts import facts_of_group, needed
from verify.progress import Progress, silent

Layers = list[tuple[Integers, Longs]]
Weights = Literal["trained", "union"]
NAME = "circuit_network"
SEARCH = {"trained": (1.4, 1.06), "union": (3.0, 1.12)}
"""n / (sqrt(m') lg m') where the search for n begins, and by how much it grows."""
LARGEST, LARGEST_SPARSITY = 8192, 3
"""Features and sparsity up to which the search for n tries trained weights: beyond, they take long or rarely do."""


def circuit_network(
    circuit: Problem,
    *,
    neurons: int | Literal["auto"] = "auto",
    weight: int | None = None,
    weights: Weights = "trained",
    every_input: bool = False,
    progress: Progress | None = None,
) -> Network:
    """One network of 2 L + 1 ReLU layers for a circuit of L levels of copy, or, and, andnot.

    Level l is two layers: threshold units on words of features, then ReLU(1 - x), which makes exact zeros and ones
    (docs/layers.md). "auto" tries the `sizes`. `every_input` refuses circuits that may exclude a sparse input.

    Guarantee: for all y with at most v active features on every level, every neuron is the threshold unit that
    `verify.contracts.targets` says. Errors: ConstructionError for xor (see `without_xor`), for sparsity below an AND's
    fan-in, for a broken activity bound (`every_input`), and when n is too small, with one that would do. Source: after
    AS, Fig. 2-5; the rest is ours. Details: docs/methods.md.

    >>> from verify import Circuit
    >>> circuit = Circuit.of(4, 2, [[("and", 0, 1), ("or", 0, 1), ("and", 2, 3), ("or", 2, 3)], [("or", 0, 2)]])
    >>> circuit_network(circuit).widths
    (4, 4, 4, 1, 1, 1)
    """
    if neurons != "auto":
        require_size("neurons", neurons)
    if weight is not None:
        require_size("weight", weight, 2)
    if weights not in get_args(Weights):
        raise ValueError(f"weights must be trained or union, not {shown(weights)}")
    _require_gates(circuit)
    if every_input:
        require_activity(circuit)
    if neurons == "auto":
        return _first_that_does(circuit, 0, weight, weights, progress or silent)[1]
    try:
        return _network(circuit, neurons, weight, weights, progress or silent)
    except NotSeparatedError as error:
        least, _ = _first_that_does(circuit, neurons, weight, weights, progress or silent)
        raise ConstructionError(f"{NAME}: {error}; the smallest number tried that would do is {least}") from None


def sizes(circuit: Problem, weight: int | None = None, weights: Weights = "trained", failed: int = 0) -> Iterator[int]:
    """The n that are tried, above `failed`, up to one neuron a feature, without those whose codes failed already.

    >>> from verify import Circuit
    >>> list(sizes(Circuit.of(4, 1, [[("copy", j) for j in (1, 0, 3, 2)]])))
    [4]
    """
    widest = max(circuit.widths)
    weights = _weights_at(circuit, weights)
    start, growth = SEARCH[weights]
    n = max(failed + 1, round(start * widest**0.5 * np.log2(max(2, widest))))

    def codes(neurons: int) -> tuple[SparseCode, ...] | None:
        with suppress(NotSeparatedError):
            return circuit_codes(circuit.widths, neurons, weight, packed=weights == "trained")
        return None

    while n < widest:
        if codes(n) != codes(failed):
            yield n
            failed = n
        n = max(n + 1, int(n * growth))
    yield widest


def _first_that_does(
    circuit: Problem, failed: int, weight: int | None, weights: Weights, progress: Progress
) -> tuple[int, Network]:
    """The smallest n tried above `failed` that does, and its network."""
    widest = max(circuit.widths)
    for n in sizes(circuit, weight, weights, failed):
        progress(n, widest)
        with suppress(NotSeparatedError):
            return n, _network(circuit, n, weight, _weights_at(circuit, weights), progress)
    raise NotSeparatedError(f"one neuron a feature, {widest}, does not do")


def _weights_at(circuit: Problem, weights: Weights) -> Weights:
    """Trained weights only where a search for n tries them."""
    return weights if max(circuit.widths) <= LARGEST and circuit.sparsity <= LARGEST_SPARSITY else "union"


def _network(circuit: Problem, neurons: int, weight: int | None, weights: Weights, progress: Progress) -> Network:
    codes = circuit_codes(circuit.widths, neurons, weight, packed=weights == "trained")
    return network_on(circuit, codes, {"neurons": neurons, "weight": weight, "weights": weights}, weights, progress)


def network_on(
    circuit: Problem,
    codes: Sequence[SparseCode],
    arguments: dict[str, object],
    weights: Weights = "union",
    progress: Progress = silent,
) -> Network:
    """The network of `circuit_network` with given codes of levels 0, ..., L; `arguments` are noted.

    Errors: NotSeparatedError where the codes are too crowded for the circuit.
    """
    for before, after in pairwise(codes):
        require_weights(NAME, after.rows, before.rows)
    if weights == "trained":
        # Behind it, wrong values are counted by activity for trained weights, which bear more of them so.
        with suppress(NotSeparatedError):
            return network_on(circuit, codes, arguments, "union", progress)
    levels = list(levels_of(circuit, codes, by_activity=weights == "trained"))
    wrong, overlap = levels[-1][1], largest_overlap(codes[-1])
    active = range(len(wrong)) if weights == "trained" else [circuit.sparsity] * len(wrong)
    false = max(i * overlap + one.additional for i, one in zip(active, wrong, strict=True))
    true = codes[-1].weight - max(one.missing for one in wrong)
    if false >= true:
        raise NotSeparatedError(
            f"words of {codes[-1].weight} ones cannot be read: an output that is 0 may score {false}, one that is 1 "
            f"{true}"
        )
    if weights == "trained":
        for level, _ in reversed(levels):  # Wrong and shared values make later levels harder than the first.
            require_sample(level)
    layers: Layers = []
    for level, _ in levels:
        progress(level.number - 1, len(levels))
        layers += layers_of(level, separating_weights(level, trained=weights == "trained"))
    layers.append(complement(codes[-1].rows))
    progress(len(levels), len(levels))
    note = note_of(NAME, 0, **arguments, hidden_codes=[code.recipe() for code in codes[1:-1]])
    return Network(layers, codes[0], codes[-1], middle(true, false), note)


def layers_of(level: Level[SparseCode], weights: Integers) -> Layers:
    """The two layers of one level: threshold units over the values before, or over their complement."""
    bias = 1 - between(*level.separated(weights))
    if level.complemented:
        weights, bias = -weights, bias + weights.sum(axis=1, dtype=np.int64)
    return [(weights, bias), complement(level.targets.neurons)]


def _require_gates(circuit: Problem) -> None:
    """ConstructionError for gates that no threshold unit is, or that no admissible input makes 1."""
    for number, groups in enumerate(circuit.level_groups, start=1):
        for group in groups:
            facts = facts_of_group(group)
            if facts.unit is None and facts.parts is not None:
                raise ConstructionError(
                    f"{NAME} takes gates that are thresholds of their inputs, but level {number} has {group.kind}: "
                    "without_xor writes it as two levels"
                )
            needed(NAME, group.kind, facts.unit, ConstructionError)
            if facts.least is not None and facts.least > circuit.sparsity:
                raise ConstructionError(
                    f"{NAME} needs a sparsity of at least {facts.least}, for the {group.kind.upper()} of "
                    f"{group.inputs.shape[1]} on level {number} to be active at all, not {circuit.sparsity}"
                )


def _compiled(
    circuit: Problem, *, neurons: int, seed: int, progress: Progress | None, look_further: bool = True
) -> Network:
    """The network of the circuit without xor; where so many neurons do not do, the message says how many would.

    Without `look_further`, as in a search that tries more anyway, it does not.
    """
    del seed  # Nothing is drawn.
    plain = without_xor(circuit)
    if look_further:
        return circuit_network(plain, neurons=neurons, progress=progress)
    try:
        return _network(plain, neurons, None, _weights_at(plain, "trained"), progress or silent)
    except NotSeparatedError as error:
        raise NotFoundError(f"{NAME}: {error}") from None


def _sizes(circuit: Problem) -> Sizes:
    plain = without_xor(circuit)
    _require_gates(plain)
    return ascend(sizes(plain))


def _about_xor(circuit: Problem) -> str | None:
    before, after = len(circuit.levels), len(without_xor(circuit).levels)
    if before == after:
        return None
    return (
        f"xor is no threshold of its inputs: the network computes every level that has one as two, {after} instead "
        f"of {before} in all, and is to be proved against the circuit as it is"
    )


CIRCUIT = Construction(
    "circuit-network",
    "two layers a level, every level a public code that is cleaned before the next one",
    CIRCUITS,
    _compiled,
    _sizes,
    rule=lambda circuit: _require_gates(without_xor(circuit)),
    prover="auto",
    exact=True,
    variants=lambda circuit, neurons: ({"look_further": False},),
    remark=_about_xor,
)
