"""The cases of every gate: disjoint, complete, of settled truth, and the same for the prover and the checker."""

from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.verify.gate_problems import problems
from tests.verify.oracle import admissible, true_outputs
from verify import gate_problem
from verify.checker.branch.tree import cases_of as cases_of_gate
from verify.provers.branch.cases import cases_of


@dataclass(frozen=True)
class Case:
    """Inputs on which `active` are active and the rest of `settled` is not; `true`: the output must be 1 on them."""

    output: int
    active: tuple[int, ...]
    settled: tuple[int, ...]
    true: bool


def checked_cases(problem) -> list[Case]:
    """Those of the checker."""
    found = []
    for output in range(problem.outputs):
        gate = problem.gate(output)
        for places, settled, true in cases_of_gate(gate, problem.sparsity):
            found.append(Case(output, tuple(gate.inputs[k] for k in places), gate.inputs[:settled], true))
    return found


def rows(problem) -> list[Case]:
    """Those of the prover."""
    cases = cases_of(problem)
    return [
        Case(
            int(cases.output[x]),
            tuple(j for j in cases.active[x].tolist() if j >= 0),
            tuple(j for j in cases.settled[x].tolist() if j >= 0),
            bool(cases.true[x]),
        )
        for x in range(len(cases))
    ]


wide = problems(most_features=8, most_active=8, kinds=("and", "or"))


@settings(deadline=None)
@given(st.one_of(problems(), wide))
def test_prover_and_checker_have_the_same_cases_in_the_same_order(problem):
    assert rows(problem) == checked_cases(problem)
    assert cases_of(problem).slots.tolist() == [problem.sparsity - len(case.active) for case in checked_cases(problem)]


@settings(deadline=None)
@given(st.one_of(problems(), wide))
def test_every_admissible_input_falls_into_exactly_one_case_of_every_output_and_the_case_knows_the_truth(problem):
    cases = checked_cases(problem)
    for active in admissible(problem.inputs, problem.sparsity):
        ones = true_outputs(problem, active)
        met = [case for case in cases if set(case.settled) & set(active) == set(case.active)]
        assert [case.output for case in met] == list(range(problem.outputs))
        assert [case.true for case in met] == [output in ones for output in range(problem.outputs)]


@settings(deadline=None)
@given(st.one_of(problems(), wide))
def test_active_features_are_settled_and_fit_the_sparsity(problem):
    for case in checked_cases(problem):
        assert set(case.active) <= set(case.settled) <= set(problem.gate(case.output).inputs)
        assert len(case.active) <= problem.sparsity


def test_a_wide_gate_has_few_cases():
    for sparsity in (3, 50):
        problem = gate_problem(60, sparsity, [("and", *range(50)), ("or", *range(50))])
        assert len(cases_of(problem)) <= 2 * 51
