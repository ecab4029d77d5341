"""Counting a class the slow way: write down every function as a truth table and count the different ones.

This is the oracle the formulas are held against; it knows nothing of them.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import reduce
from itertools import chain, combinations, permutations, product
from operator import and_, or_

from bounds.classes.circuits import Circuits, Layers
from bounds.classes.function_class import FunctionClass
from bounds.classes.gate_supply import GateClass
from bounds.classes.gates import GATE_TABLES, FreeGates, LabelledTwoAnd, QAnd, TwoInputGate, UnlabelledTwoAnd
from bounds.classes.mixed import MixedGates
from bounds.classes.permutations import Permutations
from bounds.classes.truth_tables import Table, circuit_tables, count_different, feature_tables
from bounds.errors import UnknownClassError, require_at_least


def count_functions(function_class: FunctionClass, sparsity: int, limit: int = 2_000_000) -> int:
    """Count the different functions of a class on the inputs with at most `sparsity` active features.

    Every member of a class of this package is formed as a tuple of truth tables of sum_{i<=v} C(m, i) entries, and
    equal tuples are counted once. At most `limit` members are formed: about 2 s and 300 MB at two millions. Errors:
    TooLargeError where the class has, by its own count, more members than `limit`; QuantityError where the sparsity is
    negative. Source: ours.

    >>> count_functions(LabelledTwoAnd(4, 2), sparsity=2), count_functions(LabelledTwoAnd(4, 2), sparsity=1)
    (30, 1)
    """
    require_at_least("sparsity", sparsity, 0)
    return count_different(_members(function_class, sparsity), limit, function_class)


def _members(function_class: FunctionClass, sparsity: int) -> Iterator[tuple[Table, ...]]:
    match function_class:
        case Permutations(size=size):
            return permutations(feature_tables(size, sparsity)[0])
        case UnlabelledTwoAnd(outputs=outputs):
            return combinations(_gates(function_class, sparsity), outputs)
        case GateClass(outputs=outputs, distinct=distinct):
            gates = _gates(function_class, sparsity)
            return permutations(gates, outputs) if distinct else product(gates, repeat=outputs)
        case MixedGates(inputs=m, shapes=shapes):
            features, everywhere = feature_tables(m, sparsity)
            placed = (permutations(_of_shape(*shape[:2], features, everywhere), shape[2]) for shape in shapes)
            return (tuple(chain.from_iterable(parts)) for parts in product(*placed))
        case Circuits(widths=widths):
            return circuit_tables(feature_tables(widths[0], sparsity)[0], widths[1:])
        case Layers(of=Permutations(size=size), count=count):
            return _repeated_permutations(feature_tables(size, sparsity)[0], count)
        case Layers():
            return _members(function_class.unrolled(), sparsity)
    raise UnknownClassError(f"only classes of this package can be enumerated, not {type(function_class).__name__}")


def _gates(function_class: GateClass, sparsity: int) -> list[Table]:
    """Tables of all gates that an output may take."""
    features, everywhere = feature_tables(function_class.inputs, sparsity)
    match function_class:
        case LabelledTwoAnd() | UnlabelledTwoAnd():
            return _ands(features, 2)
        case QAnd(fan_in=fan_in):
            return _ands(features, fan_in)
        case TwoInputGate(gate=gate):
            return _placements(gate, features, everywhere)
        case FreeGates():
            return [table for gate in GATE_TABLES for table in _placements(gate, features, everywhere)]
    raise UnknownClassError(f"only classes of this package can be enumerated, not {type(function_class).__name__}")


def _ands(features: Iterable[Table], fan_in: int) -> list[Table]:
    return [reduce(and_, chosen) for chosen in combinations(features, fan_in)]


def _of_shape(kind: str, fan_in: int, features: Sequence[Table], everywhere: Table) -> list[Table]:
    """Tables of one kind of gate on all sets of inputs."""
    from verify.gate_facts import facts_of

    least = facts_of(kind, fan_in).least
    if least is None:
        return _placements(kind, features, everywhere)
    return [reduce(or_, _ands(chosen, least)) for chosen in combinations(features, fan_in)]


def _placements(gate: str, features: Sequence[Table], everywhere: Table) -> list[Table]:
    """Tables of one gate on all pairs of features, on ordered pairs where the order matters."""
    rest, left, right, both = GATE_TABLES[gate]
    pairs = list(combinations(features, 2))
    if left != right:
        pairs += [(y, x) for x, y in pairs]
    return [
        ((everywhere & ~(x | y)) * rest) | ((x & ~y) * left) | ((y & ~x) * right) | ((x & y) * both) for x, y in pairs
    ]


def _repeated_permutations(features: Sequence[Table], count: int) -> Iterator[tuple[Table, ...]]:
    for arranged in permutations(features):
        if count == 1:
            yield arranged
        else:
            yield from _repeated_permutations(arranged, count - 1)
