"""From a problem, or a name and sizes, to the function class it was drawn from."""

from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from bounds.classes.function_class import FunctionClass
from bounds.classes.gates import GATE_TABLES, FreeGates, LabelledTwoAnd, QAnd, TwoInputGate, UnlabelledTwoAnd
from bounds.classes.mixed import MixedGates
from bounds.classes.permutations import Permutations
from bounds.errors import UnknownClassError

if TYPE_CHECKING:
    from verify import Problem


def class_of(problem: "Problem") -> FunctionClass:
    """Give the class of all functions that might have been asked instead of this one, at the same sizes.

    ANDs of two are read as labelled 2-AND with distinct pairs. Other gates of one kind are read as the class of that
    kind (`QAnd`, `TwoInputGate`), mixed ones as `MixedGates`, where every output keeps its kind and fan-in. The bounds
    then are about the class: most of its functions need that many bits, not this one in particular. Errors:
    UnknownClassError for a circuit; SparsityTooSmallError where the problem's sparsity cannot tell two functions of the
    class apart.

    >>> from verify import Permutation
    >>> class_of(Permutation((2, 0, 1), sparsity=2))
    Permutations(size=3)
    """
    found: FunctionClass
    if problem.is_circuit:
        raise UnknownClassError("functions of circuits are not counted: the bound is of gates and of permutations")
    if problem.is_permutation:
        found = Permutations(problem.outputs)
    elif problem.is_two_and:
        found = LabelledTwoAnd(problem.inputs, problem.outputs)
    else:
        found = _of_gates(problem)
    found.require_sparsity(problem.sparsity)
    return found


def _of_gates(problem: "Problem") -> FunctionClass:
    shapes = Counter((gate.kind, len(gate.inputs)) for gate in problem.gates)
    match list(shapes):
        case [("and", fan_in)]:
            return QAnd(problem.inputs, problem.outputs, fan_in)
        case [("or" | "xor" | "andnot" as kind, 2)]:
            return TwoInputGate(problem.inputs, problem.outputs, kind)
    return MixedGates(problem.inputs, tuple((kind, fan_in, count) for (kind, fan_in), count in sorted(shapes.items())))


def named_class(name: str, inputs: int, outputs: int, fan_in: int = 2) -> FunctionClass:
    """Give a class by its short name, as a command line would.

    Names: `2-and`, `2-and-repeating`, `2-and-unlabelled`, `q-and`, `permutation`, `free-gates`, and the
    two-input gates or, xor, nand, nor, xnor, andnot, ornot (also written and-not and or-not). Errors: UnknownClassError
    with the names there are and the value.

    >>> named_class("2-and", 5, 4)
    LabelledTwoAnd(inputs=5, outputs=4, distinct=True)
    """
    classes: dict[str, Callable[[], FunctionClass]] = {
        "2-and": lambda: LabelledTwoAnd(inputs, outputs),
        "2-and-repeating": lambda: LabelledTwoAnd(inputs, outputs, distinct=False),
        "2-and-unlabelled": lambda: UnlabelledTwoAnd(inputs, outputs),
        "q-and": lambda: QAnd(inputs, outputs, fan_in),
        "permutation": lambda: Permutations(outputs),
        "free-gates": lambda: FreeGates(inputs, outputs),
        **{gate: partial(TwoInputGate, inputs, outputs, gate) for gate in GATE_TABLES if gate != "and"},
    }
    if (known := name.replace("-not", "not")) not in classes:
        raise UnknownClassError(f"a function class must be one of {', '.join(classes)}, not {name!r}")
    return classes[known]()
