"""The exact worst errors of trained toy models, asked of Z3 and cvc5 as well (QF_LRA), one support at a time.

    python -m benchmarks.real_toys_solvers --most 40

For every support of v features a solver says whether some output can be off by more than its worst error (Z3 is asked
output by output, which is faster, cvc5 about all at once), and for every output, on the support of the input that
reaches it, whether it can be off by as much. Networks, targets and ranges are written for the solvers here, in
fractions, and share no line with what found the errors. Supports that are left when a solver's time for a row is over
are not asked.
"""

import argparse
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
    "network", "v", "solver", "outputs whose worst error is exact", "supports", "no output worse",
    "outputs that reach it", "CPU s of the solver",
)  # fmt: skip


def _number(value: Fraction | float) -> Any:
    exact = Fraction(value)
    return z3.Q(exact.numerator, exact.denominator)


def _sum(terms: list[Any]) -> Any:
    return z3.Sum(terms) if len(terms) > 1 else terms[0]  # cvc5 takes no sum of one.


def _rectified(value: Any) -> Any:
    return z3.If(value > 0, value, z3.RealVal(0))


def _errors(
    problem: RealProblem, network: FloatNetwork, support: tuple[int, ...], outputs: list[int]
) -> tuple[list[Any], list[Any], list[Any]]:
    """Rules about the features of the support and all but the last layer, one rule for each of these outputs, and their
    errors."""
    y = {j: z3.Real(f"y{j}") for j in support}
    rules = [z3.And(y[j] >= _number(low), y[j] <= _number(high)) for j in support for low, high in [problem.ranges[j]]]
    state: dict[int, Any] = dict(y)
    for place, layer in enumerate(network.layers):
        rows = outputs if place + 1 == len(network.layers) else range(len(layer.bias))
        sums = {}
        for e in rows:
            terms = [_number(layer.weights[e, j]) * x for j, x in state.items() if layer.weights[e, j]]
            total = _sum([_number(layer.bias[e]), *terms])
            sums[e] = z3.Real(f"z{place}_{e}")
            rules.append(sums[e] == (_rectified(total) if layer.rectified[e] else total))
        state = sums
    hidden, last = rules[: -len(outputs)], rules[-len(outputs) :]
    return hidden, last, [state[i] - _wanted(problem.targets[i], y) for i in outputs]


def _wanted(target: Target, y: dict[int, Any]) -> Any:
    terms = [_number(c) * y[j] for j, c in target.terms if j in y]
    bent = [_number(c) * _rectified(_wanted(inner, y)) for c, inner in target.hinges]
    return _sum([_number(target.constant), *terms, *bent])


def _z3(rules: list[Any], milliseconds: int) -> str:
    solver = z3.SolverFor("QF_LRA")
    solver.set("timeout", milliseconds)
    solver.add(*rules)
    return str(solver.check())


def _cvc5(rules: list[Any], milliseconds: int) -> str:
    """The same script, which Z3 writes, and does not solve."""
    import cvc5

    script = z3.Solver()
    script.add(*rules)
    solver = cvc5.Solver(cvc5.TermManager())
    solver.setOption("tlimit-per", str(milliseconds))
    solver.setLogic("QF_LRA")
    parser = cvc5.InputParser(solver)
    parser.setStringInput(cvc5.InputLanguage.SMT_LIB_2_6, script.to_smt2(), "script")
    symbols, answer = parser.getSymbolManager(), "unknown"
    while not (command := parser.nextCommand()).isNull():
        said = command.invoke(solver, symbols).strip()
        answer = said if said in ("sat", "unsat") else answer
    return answer


SOLVERS, TOGETHER = {"z3": _z3, "cvc5": _cvc5}, ("cvc5",)


def rows(toy: Toy, given: argparse.Namespace) -> Iterator[tuple[str, ...]]:
    """One row a sparsity and solver."""
    network = trained(toy, given.seed)
    for v in given.sparsity:
        problem = toy.problem(v)
        found = worst_errors(problem, network)
        if not isinstance(found, WorstErrors):
            raise TypeError(f"without a time limit errors must be found, not {found.reason}")
        exact = sum(a == b for a, b in zip(found.reached, found.at_most, strict=True))
        for solver in given.solvers:
            told = _row(problem, network, found, solver, given)
            yield f"{toy.form}, {toy.features} in {toy.neurons}", str(v), solver, f"{exact} of {problem.outputs}", *told


def _row(
    problem: RealProblem, network: FloatNetwork, found: WorstErrors, solver: str, given: argparse.Namespace
) -> tuple[str, ...]:
    """What the solver says: supports, no output worse, outputs that reach, seconds."""
    ask, milliseconds, start = SOLVERS[solver], int(1000 * given.seconds), time.process_time()
    worse = {"unsat": 0, "sat": 0, "unknown": 0, "not asked": 0}
    supports = list(combinations(range(problem.features), problem.sparsity))
    for support in supports:
        if time.process_time() - start > given.row:
            worse["not asked"] += 1
            continue
        rules, last, errors = _errors(problem, network, support, list(range(problem.outputs)))
        beyond = [z3.Or(e > _number(b), -e > _number(b)) for e, b in zip(errors, found.at_most, strict=True)]
        alone = [[*rules, of_output, one] for of_output, one in zip(last, beyond, strict=True)]
        questions = [[*rules, *last, z3.Or(beyond)]] if solver in TOGETHER else alone
        told = {ask(question, milliseconds) for question in questions}
        worse["sat" if "sat" in told else "unknown" if "unknown" in told else "unsat"] += 1
    answers = {"sat": 0, "unsat": 0, "unknown": 0, "not asked": 0}
    for i, values in enumerate(found.certificate.attained):
        if time.process_time() - start > 2 * given.row:
            answers["not asked"] += 1
            continue
        rules, last, (error,) = _errors(problem, network, tuple(values), [i])
        bound = _number(found.at_most[i])
        answers[ask([*rules, *last, z3.Or(error >= bound, -error >= bound)], milliseconds)] += 1
    said = (", ".join(f"{count} {word}" for word, count in counts.items() if count) for counts in (worse, answers))
    return str(len(supports)), *said, f"{time.process_time() - start:.1f}"


def main() -> None:
    """Print the table."""
    parser = parser_of(__doc__)
    parser.add_argument("--seed", type=int, default=0, help="of training (%(default)s)")
    parser.add_argument("--most", type=int, default=40, help="leave out toys of more features (%(default)s)")
    parser.add_argument("--least", type=int, default=0, help="leave out toys of fewer features (%(default)s)")
    parser.add_argument("--sparsity", type=int, nargs="+", default=[1, 2], help="features that may be on (%(default)s)")
    parser.add_argument("--solvers", nargs="+", choices=SOLVERS, default=list(SOLVERS), help="(both)")
    parser.add_argument("--seconds", type=float, default=60.0, help="for a question (%(default)s)")
    parser.add_argument("--row", type=float, default=600.0, help="CPU seconds of a solver for a row (%(default)s)")
    given = parser.parse_args()
    print(table(HEAD, []))
    for toy in TOYS:
        if given.least <= toy.features <= given.most:
            for row in rows(toy, given):
                print("| " + " | ".join(row) + " |", flush=True)


if __name__ == "__main__":
    main()
