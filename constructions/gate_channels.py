"""Output channels for every kind of gate: how strongly an input excites or inhibits the neurons of its outputs.

All outputs are read with one threshold and all neurons have one bias, so kinds are told apart by the weights alone.
After AS, Fig. 5 for the AND of two; AND of mixed fan-ins after Haenni, Mendel, Vaintrob and Chan (theory: more
inputs); the other kinds, one scale for all and the decoding are ours. Details: docs/methods.md.
"""

from dataclasses import dataclass
from math import lcm
from typing import final

import numpy as np

from constructions.errors import ConstructionError
from verify import Code, HadamardCode, Problem, SparseCode
from verify.arrays import Integers, Longs
from verify.codes import expand
from verify.gate_facts import facts_of, facts_of_group, largest_least, needed

LEAK_PERCENT = 18
"""By how much of an input's weight the widest AND fires with one input missing: best for 2-AND (measured)."""
REST_PERCENT = 20
"""How much of U the bias takes where no output is an AND: only interference has to be kept below it."""
WORD_ROWS = 128


@final
@dataclass(frozen=True, eq=False)
class Excitation:
    """The matrix C, neurons x features, as sorted entries (neuron, feature, value), and its scale.

    `unit` is U, the weight of a feature that alone makes an output 1; the bias that goes with it is -`rest` / 100.
    """

    neurons: Longs
    features: Longs
    values: Longs
    unit: int
    rest: int


def excitation(problem: Problem, code: SparseCode, leak_percent: int = LEAK_PERCENT) -> Excitation:
    """The channels of all gates, in words of the output code: at most w entries a wire.

    Where outputs that share a neuron want different weights for one feature, it gets the largest weight that excites
    plus the largest that inhibits. For 2-AND alone U = 2, entries are 1, and the bias is -0.82.
    Errors: ConstructionError for channels of one neuron where there is a XOR.

    >>> from verify import ReedSolomonCode, gate_problem
    >>> found = excitation(gate_problem(2, 2, [("andnot", 1, 0)]), ReedSolomonCode(3, 2, 1, 1))
    >>> [a.tolist() for a in (found.neurons, found.features, found.values)]
    [[0, 0, 3, 3], [0, 1, 0, 1], [-1, 1, -1, 1]]
    """
    unit, rest = scale_of(problem, leak_percent)
    words = code.supports(0, problem.outputs)
    half = words.shape[1] // 2
    places, values = [], []

    def wire(neurons: Longs, features: Longs, value: int) -> None:
        places.append((neurons * problem.inputs + features[:, None]).ravel())
        values.append(np.full(neurons.size, value, dtype=np.int64))

    for group in problem.gate_groups():
        channel, columns = words[group.outputs], group.inputs.T
        facts = facts_of_group(group)
        if facts.parts is None:
            signs, _ = needed("output channels", group.kind, facts.unit, ConstructionError)
            for sign, features in zip(signs, columns, strict=True):
                wire(channel, features, sign * unit // (facts.least or 1))
            continue
        if half == 0:
            raise ConstructionError("a xor needs channels of at least 2 neurons, one for either half, not 1")
        strength = round((200 * unit - rest) / 100)
        for (kind, order), part in zip(facts.parts, (channel[:, :half], channel[:, half : 2 * half]), strict=True):
            signs, _ = needed("output channels", kind, facts_of(kind, len(order)).unit, ConstructionError)
            for sign, place in zip(signs, order, strict=True):
                wire(part, columns[place], sign * strength)
    return _joined(np.concatenate(places), np.concatenate(values), problem.inputs, unit, rest)


def _joined(places: Longs, values: Longs, features: int, unit: int, rest: int) -> Excitation:
    """One entry a place: the largest positive value plus the least negative one."""
    found, where = np.unique(places, return_inverse=True)
    exciting, inhibiting = np.zeros(len(found), dtype=np.int64), np.zeros(len(found), dtype=np.int64)
    np.maximum.at(exciting, where, values)
    np.minimum.at(inhibiting, where, values)
    total = exciting + inhibiting
    neurons, columns = np.divmod(found[total != 0], features)
    return Excitation(neurons, columns, total[total != 0], unit, rest)


def scale_of(problem: Problem, leak_percent: int = LEAK_PERCENT) -> tuple[int, int]:
    """(U, bias in percent): U is the least common multiple of the ANDs' fan-ins, so that U / q is an integer.

    With K the widest AND the bias is -(K - 1 - 0.18) U / K; with none it is -0.2 U.

    >>> from verify import gate_problem
    >>> [scale_of(gate_problem(3, 2, [(kind, 0, 1), ("or", 1, 2)])) for kind in ("and", "or")]
    [(2, 82), (1, 20)]
    """
    unit, widest = lcm(*(facts_of_group(group).least or 1 for group in problem.gate_groups())), widest_and(problem)
    return unit, (100 * (widest - 1) - leak_percent) * unit // widest if widest > 1 else REST_PERCENT * unit


def light_influence(neurons: int, weight: int, fan_in: int) -> float:
    """(n/w)**((q-1)/q): up to this influence d, channels of w of n neurons serve the AND of q.

    q active features, each with d channels, meet by chance in n (d w / n)**q neurons, which is at most w up to here.
    Beyond it features should own neurons themselves (input channels). Source: ours, after AS's m'**(1/4) for q = 2.

    >>> round(light_influence(neurons=1100, weight=11, fan_in=2), 6)
    10.0
    """
    return float((neurons / weight) ** ((fan_in - 1) / fan_in))


def widest_and(problem: Problem) -> int:
    """The most active inputs that a gate needs to be 1: the largest fan-in of an AND; 1 where there is none.

    >>> from verify import gate_problem
    >>> widest_and(gate_problem(5, 2, [("and", 0, 1, 2), ("or", 0, 1, 2, 3)]))
    3
    """
    return largest_least(problem.gate_groups())


def require_active_ands(name: str, problem: Problem) -> None:
    """ConstructionError where an AND has more inputs than may be active, so that it would be 0 for ever."""
    widest = widest_and(problem)
    if widest > problem.sparsity:
        raise ConstructionError(
            f"{name} needs a sparsity of at least {widest}, for a gate to be active at all, not {problem.sparsity}"
        )


def readers(words: Longs, rows: int) -> tuple[Longs, Longs]:
    """The outputs that read neuron 0, ascending, then those of neuron 1, ...; and where each neuron's begin and end.

    `words` (outputs, w) are the neurons that every output reads, of `rows` in all.

    >>> [found.tolist() for found in readers(np.array([[1, 2], [0, 2]]), 3)]
    [[1, 0, 0, 1], [0, 1, 2, 4]]
    """
    order = np.argsort(words, axis=None, kind="stable")
    return order // words.shape[1], np.searchsorted(words.ravel()[order], np.arange(rows + 1))


def decode(neurons: Longs, features: Longs, rows: int, code: Code, values: Longs | None = None) -> Integers:
    """W = C A^T for the matrix C with ones, or `values`, at (neurons, features), sorted by neuron, and input code A.

    A^T is the orthogonal projection back to features (up to a factor) when A is a tight frame, so W A is C plus
    interference of variance about (ones a row / n)(1 - n / m). Exact integers: shape (rows, rows of the code).
    Complexity: rows * N log2 N additions for a Hadamard code of order N, ones of C times n otherwise.

    >>> from verify import IdentityCode
    >>> decode(np.array([0, 0, 1]), np.array([0, 1, 2]), 2, IdentityCode(3)).tolist()
    [[1, 1, 0], [0, 0, 1]]
    """
    bounds = np.searchsorted(neurons, np.arange(rows + 1))
    values = np.ones(len(features), dtype=np.int64) if values is None else values
    if isinstance(code, HadamardCode):
        return _decode_by_fast_transform(features, values, bounds, code)
    return _decode_by_rows(features, values, bounds, code)


def _decode_by_rows(features: Longs, values: Longs, bounds: Longs, code: Code) -> Integers:
    """C A^T, `WORD_ROWS` rows of A at a time. Memory beside W: A as bytes, and `WORD_ROWS` * m integers."""
    # Its module loads the kernels' compiler.
    from verify.scoring import RowMatrix

    matrix = RowMatrix(code.columns, bounds, features.astype(np.int32), values.astype(np.int32), all_ones=False)
    largest = int(np.diff(bounds).max()) * int(np.abs(values).max(initial=0)) * code.largest_entry
    kind: type[np.signedinteger] = np.int16 if largest < 2**15 else np.int32
    words, nothing = expand(code), np.zeros(matrix.rows, dtype=kind)
    result = np.empty((matrix.rows, code.rows), dtype=np.int32)
    for start in range(0, code.rows, WORD_ROWS):
        block = np.ascontiguousarray(words[start : start + WORD_ROWS].T.astype(kind))
        result[:, start : start + WORD_ROWS] = matrix.apply(block, nothing)
    return result


def _decode_by_fast_transform(features: Longs, values: Longs, bounds: Longs, code: HadamardCode) -> Integers:
    """Row e of W is the Walsh-Hadamard transform of row e of C, read at the chosen row numbers."""
    # Its module loads the kernels' compiler.
    from verify.scoring import transform_rows

    rows = len(bounds) - 1
    result = np.empty((rows, code.rows), dtype=np.int32)
    step = max(16, 2**18 // code.order)
    for start in range(0, rows, step):
        stop = min(start + step, rows)
        block = np.zeros((stop - start, code.order), dtype=np.int32)
        lengths = np.diff(bounds[start : stop + 1])
        here = slice(bounds[start], bounds[stop])
        block[np.repeat(np.arange(stop - start), lengths), features[here]] = values[here]
        transform_rows(block)
        result[start:stop] = block[:, code.row_numbers]
    return result
