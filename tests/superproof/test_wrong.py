"""Counting wrong inputs, against the plain forward pass one input at a time."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from superproof.explanation import counterexamples
from tests.superproof.test_explain import questions
from verify import Refuted, evaluate, prove, scores
from verify.statement.on_inputs import is_admissible


@given(questions(), st.none() | st.integers(1, 5))
@settings(deadline=None)
def test_counts_and_margins_are_those_of_the_forward_pass(question, most):
    problem, network, _ = question
    found = counterexamples(problem, network, most=most)
    every = [active for k in range(problem.sparsity + 1) for active in combinations(range(problem.inputs), k)]
    every.sort(key=lambda active: (len(active), active[::-1]))
    every = [active for active in every if is_admissible(problem, active)]
    truths = [set(evaluate(problem, active)) for active in every]
    values = [scores(network, active) for active in every]
    reads = [{i for i, score in enumerate(row) if score >= network.threshold} for row in values]
    wrong = [active for active, true, read in zip(every, truths, reads, strict=True) if true != read]
    assert (found.inputs, found.wrong_inputs, found.cut_short) == (len(every), len(wrong), None)
    assert [example.active for example in found.examples] == (wrong if most is None else wrong[:most])
    assert sorted(part.output for part in found.outputs) == list(range(problem.outputs))
    for part in found.outputs:
        i = part.output
        assert part.additional == sum(i in read - true for true, read in zip(truths, reads, strict=True))
        assert part.missing == sum(i in true - read for true, read in zip(truths, reads, strict=True))
        of_true = [row[i] for row, true in zip(values, truths, strict=True) if i in true]
        of_false = [row[i] for row, true in zip(values, truths, strict=True) if i not in true]
        assert part.smallest_true == min(of_true, default=None)
        assert part.largest_false == max(of_false, default=None)
    assert isinstance(prove(problem, network, prover="enumerate"), Refuted) == bool(wrong)
    assert all(len(line) <= 80 for line in str(found).splitlines()[2:])


@pytest.mark.parametrize("end", ["time", "ctrl-c"])
def test_a_count_that_is_ended_says_so_and_keeps_what_it_has(proved_pair, end):
    def interrupting(done: int, total: int) -> None:
        if done:
            raise KeyboardInterrupt

    problem, network = proved_pair
    options = {"timeout": 1e-9} if end == "time" else {"progress": interrupting}
    found = counterexamples(problem, network.with_threshold(2), **options)
    assert found.cut_short in ("the time limit of 1e-09 seconds is over", "it was interrupted")
    assert found.inputs == (0 if end == "time" else 1), "the empty input is a block of its own"


@pytest.fixture
def proved_pair(proved):
    from verify import load_network, load_problem

    return load_problem(proved / "problem.json"), load_network(proved / "network.safetensors")


def test_prove_lists_them_by_names(superproof, proved, proved_pair):
    from verify import save_network

    save_network(proved_pair[1].with_threshold(2), proved / "wrong.safetensors")
    run = superproof("prove", "problem.json", "wrong.safetensors", "--counterexamples", 2, "--quiet")
    assert run.status == 3
    assert "wrong on 3 of 7 inputs with at most 2 active, at 3 of 3 outputs" in run.out
    assert "Ann and Bob" in run.out
    assert run.out.count(" and ") == 3
    assert "and 1 more wrong input (--counterexamples all shows every one)" in run.out
    assert "most=" not in run.out
    wrong = superproof("prove", "problem.json", "wrong.safetensors", "--counterexamples", "all", "--json").record[
        "wrong"
    ]
    assert (wrong["inputs"], wrong["wrong_inputs"], len(wrong["examples"]), len(wrong["outputs"])) == (7, 3, 3, 3)
    run = superproof("prove", "problem.json", "network.safetensors", "--counterexamples", 2, "--quiet")
    assert (run.status, "wrong on" in run.out) == (0, False)


def test_python_is_told_in_pythons_words(proved_pair):
    problem, network = proved_pair
    said = str(counterexamples(problem, network.with_threshold(2), most=2))
    assert "and 1 more wrong input (most=None shows every one)" in said
    assert "--" not in said
