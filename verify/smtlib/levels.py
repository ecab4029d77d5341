"""The levels of a circuit as Booleans, with the activity condition on every level."""

from collections.abc import Iterator

from verify.statement.gates import Gate
from verify.statement.problem import Problem


def level_lines(problem: Problem, sparsity: int) -> Iterator[str]:
    """Definitions c1_0, c1_1, ..., cL_i of all gates, each level followed by the condition on its activity.

    Every admissible y has exactly one extension, because each line defines a new name or restricts defined ones.
    """
    before = [f"(= y{j} 1)" for j in range(problem.widths[0])]
    for number, level in enumerate(problem.levels, start=1):
        names = [f"c{number}_{i}" for i in range(len(level))]
        for name, gate in zip(names, level, strict=True):
            yield f"(declare-const {name} Bool)"
            yield f"(assert (= {name} {formula(gate, before)}))"
        ones = " ".join(f"(ite {name} 1 0)" for name in names)
        yield f"(assert (<= (+ 0 {ones}) {sparsity}))"
        before = names


def formula(gate: Gate, names: list[str]) -> str:
    """The gate over the Boolean terms `names` of its inputs.

    >>> formula(Gate("andnot", (1, 0)), ["a", "b"])
    '(and b (not a))'
    """
    terms = [names[j] for j in gate.inputs]
    match gate.kind:
        case "and" | "or" | "xor":
            return f"({gate.kind} {' '.join(terms)})"
        case "andnot":
            return f"(and {terms[0]} (not {terms[1]}))"
        case "copy":
            return terms[0]
    raise ValueError(f"a gate must have a kind that SMT-LIB scripts know, not {gate.kind!r}")
