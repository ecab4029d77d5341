"""A circuit as one network: every level a superposed code, cleaned by thresholds before the next one reads it."""

from collections.abc import Sequence
from typing import Literal

import numpy as np
import numpy.typing as npt

from constructions.circuits.activity import require_activity
from constructions.circuits.union import union_weights
from constructions.errors import ConstructionError
from constructions.limits import require_weights
from verify import Circuit, IdentityCode, Network, ReedSolomonCode, SparseCode
from verify.codes.base import require_size
from verify.codes.reed_solomon import is_prime
from verify.contracts.ranges import FAR, largest_overlap, ranges_of, shared_values
from verify.contracts.targets import Targets, targets_of
from verify.contracts.wrong import NONE, Wrong, obstacle, wrong_values
from verify.progress import Progress, silent
from verify.provers.contracts import noted_codes

IntArray = npt.NDArray[np.int64]
Layers = list[tuple[npt.NDArray[np.integer], IntArray]]
NAME = "circuit_network"
GROWTH = 1.12
WEIGHT = 20


def circuit_network(
    circuit: Circuit,
    *,
    neurons: int | Literal["auto"] = "auto",
    weight: int | None = None,
    every_input: bool = False,
    progress: Progress | None = None,
) -> Network:
    """One network of 2 L + 1 ReLU layers for a circuit of L levels of copy, or, and, andnot.

    Every level of more than `neurons` features is carried by Reed-Solomon words of `weight` ones on w q <= neurons
    rows (q a prime), smaller levels by one neuron a feature. Level l is two layers. In the first, neuron e sums the
    *union* of the words of the features that it is about: W(e, f) is 1 (K = 2: 1 for an input of AND, 2 for one of copy
    or or, and for the first input of andnot) wherever a word of such a feature has a one in row f, else as much below 0
    where a word of the second input of an andnot has one, else 0; its bias puts 0 between the sums that must give 0 and
    those that must give 1. The second layer is ReLU(1 - x), one weight a neuron: the sum is an integer, so that
    what comes out is exactly 0 or 1 and no error is handed on. Levels read the complement 1 - c; a last ReLU(1 - x)
    turns it round.

    Guarantee: for all y with at most v active features on every level, every neuron of every level is the threshold
    unit that `verify.contracts.targets` says, whatever the other levels do: the biases exist only if the sums are
    separated, which is decided in exact integers. The contracts then prove the whole network (`prove_by_contracts`)
    for circuits of copy, or, andnot and ANDs of two, and for larger ANDs where v = 2 and their level has no andnot.

    n = `neurons`; for chains of ANDs of influence 2 at v = 2, n = 5.2 sqrt(m') lg m' sufficed at m' = 4096 and 16384
    (measured: benchmarks/layers.py); copies and ors need more, and andnot behind level 1 a neuron a feature there.
    Bits: weights 0..K (-K..K with andnot), one or two bits each, with the sign of a layer; the hidden codes are public.
    With `every_input` a circuit is refused unless all sparse inputs are known to be admissible.
    "auto" tries n from 3 sqrt(m') lg m' up by 12 percent until the levels are separated.
    Complexity: for every level neurons * features * weight. Errors: ConstructionError for xor (see `without_xor`), for
    sparsity below an AND's fan-in, for levels that may break the activity bound (only with `every_input`), and when n
    is too small, with the smallest n tried that would do; TypeError or ValueError for sizes out of range.
    Source: after AS, Fig. 2-5 (decompress, threshold, compress; channels); union decoding, the exact threshold of two
    layers and the analysis are ours.

    >>> circuit = Circuit.of(4, 2, [[("and", 0, 1), ("or", 0, 1), ("and", 2, 3), ("or", 2, 3)], [("or", 0, 2)]])
    >>> circuit_network(circuit).widths
    (4, 4, 4, 1, 1, 1)
    """
    if neurons != "auto":
        require_size("neurons", neurons)
    if weight is not None:
        require_size("weight", weight, 2)
    _require_gates(circuit)
    if every_input:
        require_activity(circuit)
    if neurons != "auto":
        return _built(circuit, neurons, weight, progress or silent)
    found = _first_that_does(circuit, 0, weight, progress or silent)
    return found[1]


def _built(circuit: Circuit, neurons: int, weight: int | None, progress: Progress) -> Network:
    try:
        return _network(circuit, neurons, weight, progress)
    except NotSeparatedError as error:
        least, _ = _first_that_does(circuit, neurons + 1, weight, progress)
        raise ConstructionError(f"{NAME}: {error}; the smallest number tried that would do is {least}") from None


def _first_that_does(circuit: Circuit, above: int, weight: int | None, progress: Progress) -> tuple[int, Network]:
    widest = max(circuit.widths)
    n = max(above, round(3 * widest**0.5 * np.log2(max(2, widest))))
    while n < widest:
        try:
            return n, _network(circuit, n, weight, progress)
        except NotSeparatedError:
            n = max(n + 1, int(n * GROWTH))
    return widest, _network(circuit, widest, weight, progress)


class NotSeparatedError(Exception):
    """The sums of some neurons of a level do not tell what they must."""


def _network(circuit: Circuit, neurons: int, weight: int | None, progress: Progress) -> Network:
    codes = [level_code(width, neurons, weight) for width in circuit.widths]
    return network_on(circuit, codes, {"neurons": neurons, "weight": weight}, progress)


def network_on(
    circuit: Circuit, codes: Sequence[SparseCode], arguments: dict[str, object], progress: Progress = silent
) -> Network:
    """The network of `circuit_network` with given codes of levels 0, ..., L; `arguments` are noted.

    Errors: NotSeparatedError where the codes are too crowded for the circuit.
    """
    layers: Layers = []
    wrong = NONE
    for number, groups in enumerate(circuit.level_groups, start=1):
        progress(number - 1, len(circuit.levels))
        before, after = codes[number - 1], codes[number]
        require_weights(NAME, after.rows, before.rows)
        targets = targets_of(groups, after, before.columns)
        layers += _level(number, targets, before, circuit.sparsity, wrong, complemented=number > 1)
        counted = obstacle(groups, targets.level, circuit.sparsity) is None
        guess = Wrong(after.weight // 4, after.weight // 4)
        wrong = wrong_values(groups, after, targets, circuit.sparsity) if counted else guess
    layers.append(_complement(codes[-1].rows))
    progress(len(circuit.levels), len(circuit.levels))
    reading = codes[-1]
    false, true = circuit.sparsity * largest_overlap(reading) + wrong.additional, reading.weight - wrong.missing
    if false >= true:
        raise NotSeparatedError(
            f"words of {reading.weight} ones cannot be read with {wrong.additional} additional neurons and "
            f"{wrong.missing} missing ones"
        )
    hidden = [code.recipe() for code in codes[1:-1]]
    note = {"name": NAME, "arguments": {**arguments, "hidden_codes": hidden}, "seed": 0}
    return Network(layers, codes[0], reading, (false + 1 + true) // 2, note)


def cut_behind(circuit: Circuit, network: Network, level: int) -> tuple[Circuit, Network]:
    """The first `level` levels of a circuit, and the part of its network of `circuit_network` that computes them.

    The network is read in the code of that level, with a threshold in the middle of a word. Errors: ValueError for a
    level that does not exist, or a network that does not note its hidden codes.

    >>> circuit = Circuit.of(3, 2, [[("or", 0, 1), ("copy", 2)], [("and", 0, 1)]])
    >>> part, cut = cut_behind(circuit, circuit_network(circuit), 1)
    >>> part.outputs, cut.widths
    (2, (3, 2, 2, 2))
    """
    if not 1 <= level <= len(circuit.levels):
        raise ValueError(f"level must be from 1 to {len(circuit.levels)}, not {level}")
    part = Circuit(circuit.inputs, circuit.sparsity, circuit.levels[:level])
    if level == len(circuit.levels):
        return part, network
    hidden = noted_codes(network)
    code = None if isinstance(hidden, str) or len(hidden) < level else hidden[level - 1]
    if not isinstance(code, SparseCode):
        raise ValueError(f"the network must note its hidden codes, as {NAME} does, but has none for level {level}")
    layers = [(layer.weights, layer.bias) for layer in network.layers[: 2 * level]]
    layers.append(_complement(code.rows))
    return part, Network(layers, network.input_code, code, (code.weight + 1) // 2)


def _level(
    number: int, targets: Targets, before: SparseCode, sparsity: int, wrong: Wrong, *, complemented: bool
) -> Layers:
    """The two layers of one level: threshold units over the values before, or over their complement."""
    weights = union_weights(targets, before)
    lost = wrong.missing + (shared_values(before, sparsity) if complemented else 0)
    most, least = ranges_of(weights, before, targets, sparsity).separated(wrong.additional, lost)
    clash = np.flatnonzero(most >= least)
    if len(clash):
        raise NotSeparatedError(
            f"{before.rows} and {targets.neurons} neurons around level {number} do not separate the sums of "
            f"{len(clash)} neurons: {clash[0]} receives {most[clash[0]]} where it must be 0, {least[clash[0]]} where 1"
        )
    bias = -most - np.where(least == FAR, 0, (least - most - 1) // 2)
    if not complemented:
        return [(weights, bias), _complement(targets.neurons)]
    return [(-weights, bias + weights.sum(axis=1, dtype=np.int64)), _complement(targets.neurons)]


def _complement(size: int) -> tuple[npt.NDArray[np.integer], IntArray]:
    """x -> ReLU(1 - x): 1 where x is 0, and 0 where it is 1 or more."""
    weights = np.zeros((size, size), dtype=np.int8)
    np.fill_diagonal(weights, -1)
    return weights, np.ones(size, dtype=np.int64)


def level_code(width: int, neurons: int, weight: int | None = None) -> SparseCode:
    """The public code of a level: Reed-Solomon words on at most `neurons` rows, or a neuron a feature if they suffice.

    `weight` is by default 20. Errors: NotSeparatedError when no code of this weight has as many words.

    >>> level_code(4096, 4000).rows, level_code(100, 4000)
    (3980, IdentityCode(size=100))
    """
    if width <= neurons:
        return IdentityCode(width)
    w = WEIGHT if weight is None else weight
    for q in range(neurons // w, max(2, w) - 1, -1):
        if is_prime(q) and q**w >= width:
            degree = next(d for d in range(1, w + 1) if q**d >= width)
            return ReedSolomonCode(field=q, blocks=w, degree=degree, columns=width)
    least = next(q for q in range(max(2, w), 2 * w + 3) if is_prime(q) and q**w >= width)
    raise NotSeparatedError(f"words of {w} ones take {w * least} neurons, more than {neurons}")


def _require_gates(circuit: Circuit) -> None:
    """ConstructionError for gates that no threshold unit is, or that no admissible input makes 1."""
    for number, groups in enumerate(circuit.level_groups, start=1):
        for group in groups:
            if group.kind == "xor":
                raise ConstructionError(
                    f"{NAME} takes gates that are thresholds of their inputs, but level {number} has xor: "
                    "without_xor writes it as two levels"
                )
            fan_in = group.inputs.shape[1]
            if group.kind == "and" and fan_in > circuit.sparsity:
                raise ConstructionError(
                    f"{NAME} needs a sparsity of at least {fan_in}, for the AND of {fan_in} on level {number} to be "
                    f"active at all, not {circuit.sparsity}"
                )
