"""The levels of a circuit as Booleans, with the activity condition on every level."""

from collections.abc import Iterator

from verify.smtlib.terms import boolean_formula
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
            yield f"(assert (= {name} {boolean_formula(gate, before)}))"
        ones = " ".join(f"(ite {name} 1 0)" for name in names)
        yield f"(assert (<= (+ 0 {ones}) {sparsity}))"
        before = names
