"""The exact worst errors of trained toy models, asked of Z3 as well (QF_LRA), one support at a time.

    python -m benchmarks.real_toys_z3 --most 40

For every support of v features Z3 says whether some output can be off by more than its worst error, and for every
output, on the support of the input that reaches it, whether it can be off by as much. Networks, targets and ranges are
written for Z3 here, in fractions, and share no line with what found the errors.
"""

import time
from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations
from typing import Any

import z3

from benchmarks.arguments import parser_of
from benchmarks.real_toys import TOYS, Toy, trained
from benchmarks.timing import table
from verify import FloatNetwork, RealProblem, Target, WorstErrors, worst_errors

HEAD = (
    "network",
    "v",
    "outputs whose worst error is exact",
    "supports",
    "no output worse",
    "outputs that reach it",
    "CPU s",
)


def _number(value: Fraction | float) -> Any:
    exact = Fraction(value)
    return z3.Q(exact.numerator, exact.denominator)


def _rectified(value: Any) -> Any:
    return z3.If(value > 0, value, z3.RealVal(0))


def _errors(
    problem: RealProblem, network: FloatNetwork, support: tuple[int, ...], outputs: list[int]
) -> tuple[list[Any], list[Any]]:
    """Rules about the features of the support, and the errors of these outputs."""
    y = {j: z3.Real(f"y{j}") for j in support}
    rules = [z3.And(y[j] >= _number(low), y[j] <= _number(high)) for j in support for low, high in [problem.ranges[j]]]
    state: dict[int, Any] = dict(y)
    for place, layer in enumerate(network.layers):
        rows = outputs if place + 1 == len(network.layers) else range(len(layer.bias))
        sums = {}
        for e in rows:
            terms = [_number(layer.weights[e, j]) * x for j, x in state.items() if layer.weights[e, j]]
            total = z3.Sum([_number(layer.bias[e]), *terms])
            sums[e] = z3.Real(f"z{place}_{e}")
            rules.append(sums[e] == (_rectified(total) if layer.rectified[e] else total))
        state = sums
    return rules, [state[i] - _wanted(problem.targets[i], y) for i in outputs]


def _wanted(target: Target, y: dict[int, Any]) -> Any:
    terms = [_number(c) * y[j] for j, c in target.terms if j in y]
    bent = [_number(c) * _rectified(_wanted(inner, y)) for c, inner in target.hinges]
    return z3.Sum([_number(target.constant), *terms, *bent])


def _answer(rules: list[Any], milliseconds: int) -> str:
    solver = z3.SolverFor("QF_LRA")
    solver.set("timeout", milliseconds)
    solver.add(*rules)
    return str(solver.check())


def rows(toy: Toy, sparsities: list[int], seed: int, milliseconds: int) -> Iterator[tuple[str, ...]]:
    """One row a sparsity."""
    network = trained(toy, seed)
    for v in sparsities:
        problem, start = toy.problem(v), time.process_time()
        found = worst_errors(problem, network)
        if not isinstance(found, WorstErrors):
            raise TypeError(f"without a time limit errors must be found, not {found.reason}")
        every = list(range(problem.outputs))
        worse = {"unsat": 0, "sat": 0, "unknown": 0}
        for support in combinations(range(problem.features), v):
            rules, errors = _errors(problem, network, support, every)
            beyond = [z3.Or(e > _number(b), -e > _number(b)) for e, b in zip(errors, found.at_most, strict=True)]
            worse[_answer([*rules, z3.Or(beyond)], milliseconds)] += 1
        reached = 0
        for i, values in enumerate(found.certificate.attained):
            rules, (error,) = _errors(problem, network, tuple(values), [i])
            bound = _number(found.at_most[i])
            reached += _answer([*rules, z3.Or(error >= bound, -error >= bound)], milliseconds) == "sat"
        exact = sum(a == b for a, b in zip(found.reached, found.at_most, strict=True))
        told = ", ".join(f"{count} {word}" for word, count in worse.items() if count)
        name, took = f"{toy.form}, {toy.features} in {toy.neurons}", f"{time.process_time() - start:.1f}"
        yield name, str(v), f"{exact} of {problem.outputs}", str(sum(worse.values())), told, str(reached), took


def main() -> None:
    """Print the table."""
    parser = parser_of(__doc__)
    parser.add_argument("--seed", type=int, default=0, help="of training (%(default)s)")
    parser.add_argument("--most", type=int, default=40, help="leave out toys of more features (%(default)s)")
    parser.add_argument("--sparsity", type=int, nargs="+", default=[1, 2], help="features that may be on (%(default)s)")
    parser.add_argument("--seconds", type=float, default=60.0, help="for a question to Z3 (%(default)s)")
    given = parser.parse_args()
    print(table(HEAD, []))
    for toy in TOYS:
        if toy.features <= given.most:
            for row in rows(toy, given.sparsity, given.seed, int(1000 * given.seconds)):
                print("| " + " | ".join(row) + " |", flush=True)


if __name__ == "__main__":
    main()
