"""One output at a time for CP-SAT and HiGHS: is there an admissible input on which it is wrong?

Variables: y_j in {0, 1} with at most v ones, x_e = b_e + sum_j G(e, j) y_j and z_e = max(0, x_e) for the neurons e of
the output's channel. Two questions an output: score >= threshold with not all gate inputs active, and score < threshold
with all of them active. Both are infeasible iff the output is right.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from verify import Network, Problem
from verify.codes.base import expand

Longs = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Question:
    """Numbers of one question; `low`, `high` bound x_e over inputs with at most v ones."""

    received: Longs
    bias: Longs
    weights: Longs
    low: Longs
    high: Longs
    pair: tuple[int, int]
    true: bool
    threshold: int
    sparsity: int


def questions(problem: Problem, network: Network, output: int, received: Longs, reading: Longs) -> list[Question]:
    rows = np.flatnonzero(reading[:, output])
    g, bias = received[rows], network.layers[0].bias[rows].astype(np.int64)
    ordered = np.sort(g, axis=1)
    low = bias + np.minimum(ordered[:, : problem.sparsity], 0).sum(axis=1)
    high = bias + np.maximum(ordered[:, -problem.sparsity :], 0).sum(axis=1)
    pair, weights = problem.pairs[output], reading[rows, output]
    common = (g, bias, weights, low, high, (int(pair[0]), int(pair[1])))
    return [Question(*common, true, network.threshold, problem.sparsity) for true in (False, True)]


def matrices(network: Network) -> tuple[Longs, Longs]:
    """G and the reading matrix, dense."""
    code = expand(network.input_code).astype(np.int64)
    return network.layers[0].weights.astype(np.int64) @ code, expand(network.output_code).astype(np.int64)


def by_cp_sat(question: Question, seconds: float) -> bool | None:
    """True when infeasible, False when feasible, None when the time ended."""
    from ortools.sat.python import cp_model

    model, q = cp_model.CpModel(), question
    y = [model.new_bool_var("") for _ in range(q.received.shape[1])]
    model.add(sum(y) <= q.sparsity)
    z = []
    for row, bias, low, high in zip(q.received.tolist(), q.bias.tolist(), q.low.tolist(), q.high.tolist(), strict=True):
        x = model.new_int_var(low, high, "")
        model.add(x == bias + cp_model.LinearExpr.weighted_sum(y, row))
        z.append(model.new_int_var(0, max(0, high), ""))
        model.add_max_equality(z[-1], [x, 0])
    score = cp_model.LinearExpr.weighted_sum(z, q.weights.tolist())
    ones = y[q.pair[0]] + y[q.pair[1]]
    model.add(ones == 2 if q.true else ones <= 1)
    model.add(score <= q.threshold - 1 if q.true else score >= q.threshold)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers, solver.parameters.max_time_in_seconds = 1, seconds
    return _answer(solver.solve(model), cp_model.INFEASIBLE, (cp_model.FEASIBLE, cp_model.OPTIMAL))


def by_highs(question: Question, seconds: float) -> bool | None:
    """As `by_cp_sat`, as a mixed integer program with the tightest big-M per neuron."""
    import highspy

    model, q = highspy.Highs(), question
    model.setOptionValue("output_flag", False)
    model.setOptionValue("threads", 1)
    model.setOptionValue("time_limit", seconds)
    y = [model.addBinary() for _ in range(q.received.shape[1])]
    model.addConstr(model.qsum(y) <= q.sparsity)
    terms = []
    for k, row in enumerate(q.received.tolist()):
        low, high = int(q.low[k]), int(q.high[k])
        x = model.qsum(g * variable for g, variable in zip(row, y, strict=True) if g) + int(q.bias[k])
        z = model.addVariable(lb=0, ub=max(0, high))
        model.addConstr(z >= x)
        if not q.true:
            on = model.addBinary()
            model.addConstr(z <= x - low * (1 - on))
            model.addConstr(z <= max(0, high) * on)
        terms.append(int(q.weights[k]) * z)
    ones, score = y[q.pair[0]] + y[q.pair[1]], model.qsum(terms)
    model.addConstr(ones >= 2 if q.true else ones <= 1)
    model.addConstr(score <= q.threshold - 1 if q.true else score >= q.threshold)
    model.run()
    found, status = model.getModelStatus(), highspy.HighsModelStatus
    return _answer(found, status.kInfeasible, (status.kOptimal,))


def _answer(status: object, infeasible: object, feasible: tuple[object, ...]) -> bool | None:
    return True if status == infeasible else False if status in feasible else None


Solver = Callable[[Question, float], bool | None]
SOLVERS: dict[str, Solver] = {"CP-SAT": by_cp_sat, "HiGHS": by_highs}
