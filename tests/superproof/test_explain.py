import json
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from constructions import naive
from superproof.errors import UsageError
from superproof.explanation import explain
from superproof.explanation.trace import trace_rows
from superproof.names import feature_numbers, output_number
from superproof.problem_source import read_source
from superproof.real_names import RealNames
from verify import (
    BareCode,
    Circuit,
    IdentityCode,
    Network,
    TwoAnd,
    activations,
    evaluate,
    gate_problem,
    outputs,
    save_network,
    save_problem,
    score,
    scores,
)
from verify.documents import Labels

PROBLEMS = (
    TwoAnd(inputs=4, sparsity=2, pairs=((0, 1), (1, 2), (2, 3))),
    gate_problem(4, 3, [("or", 0, 1), ("xor", 1, 2), ("andnot", 3, 0)]),
    Circuit.of(4, 2, [[("or", 0, 1), ("copy", 2)], [("and", 0, 1), ("copy", 0), ("or", 0, 1)]]),
)


@st.composite
def questions(draw):
    problem = draw(st.sampled_from(PROBLEMS))
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    widths = [3, *draw(st.lists(st.integers(1, 4), min_size=1, max_size=3))]
    layers = [(rng.integers(-4, 5, (b, a)), rng.integers(-3, 4, b)) for a, b in pairwise(widths)]
    codes = BareCode(rng.integers(-2, 3, (3, 4))), BareCode(rng.integers(-2, 3, (widths[-1], 3)))
    network = Network(layers, *codes, threshold=int(rng.integers(-5, 20)))
    return problem, network, draw(st.sets(st.integers(0, 3)))


@given(questions(), st.none() | st.integers(0, 2))
@settings(deadline=None)
def test_every_number_is_that_of_the_forward_pass(question, output):
    problem, network, active = question
    found = explain(problem, network, active, output)
    assert found.score == sum(neuron.adds for neuron in found.neurons) == scores(network, active)[found.output]
    assert found.reads == int(found.output in outputs(network, active))
    assert found.expected == int(found.output in evaluate(problem, active))
    assert set(found.wrong) == set(outputs(network, active)) ^ set(evaluate(problem, active))
    for neuron in found.neurons:
        assert neuron.received == neuron.bias + sum(part.adds for part in neuron.parts)
        assert neuron.adds == neuron.weight * max(neuron.received, 0)
    assert found.without == tuple((j, score(network, active - {j}, found.output)) for j in sorted(active))
    if output is None and found.wrong:
        assert found.output == min(found.wrong)


@given(questions())
@settings(deadline=None)
def test_a_neuron_of_a_deeper_network_is_named_by_the_features_it_answers_to(question):
    problem, network, active = question
    parts = [part for neuron in explain(problem, network, active).neurons for part in neuron.parts]
    if len(network.layers) == 1:
        assert all(part.needs == part.heeds == () for part in parts)
        return
    for part in parts:
        now, *others = (activations(network, active - {j})[-2][part.source] for j in (None, *sorted(active)))
        by = dict(zip(sorted(active), others, strict=True))
        assert now > 0
        assert part.needs == tuple(j for j in by if by[j] == 0)
        assert part.heeds == tuple(j for j in by if by[j] not in (0, now))


def test_neurons_of_the_layer_before_are_told_by_what_they_need():
    problem = Circuit.of(2, 2, [[("and", 0, 1), ("copy", 1)], [("or", 0, 1)]])
    layers = [([[1, 1], [0, 1], [0, 0]], [-1, 0, 1]), ([[1, 1, 1]], [-1])]
    network = Network(layers, IdentityCode(2), IdentityCode(1), threshold=1)
    (row,) = trace_rows(explain(problem, network, {0, 1}, labels=Labels(("Ann", "Bob"))))
    of = "neuron {} of layer 1 ({}) +1".format
    assert row[3] == ", ".join([of(0, "needs Ann and Bob"), of(1, "needs Bob"), of(2, "whatever is active")])


def test_neurons_that_stay_silent_are_shown_where_none_fires(superproof, proved, triangle):
    run = superproof("explain", triangle, "network.safetensors", "--active", "Ann", "--output", 0)
    assert "Ann +1" in run.out


@given(questions(), st.integers(-50, 80))
@settings(deadline=None)
def test_the_thresholds_told_are_those_with_which_all_outputs_are_right(question, threshold):
    problem, network, active = question
    found = explain(problem, network, active)
    right = set(np.flatnonzero(scores(network, active) >= threshold)) == set(evaluate(problem, active))
    above = found.false_to is None or threshold > found.false_to
    below = found.true_from is None or threshold <= found.true_from
    assert right == (above and below)
    assert found.separable or not right


def test_the_neurons_shared_with_an_active_gate_are_named():
    problem = TwoAnd(inputs=3, sparsity=2, pairs=((0, 1), (1, 2)))
    network = Network([([[1, 1, 1], [0, 1, 1]], [-1, -1])], IdentityCode(3), BareCode([[1, 1], [0, 1]]), threshold=1)
    found = explain(problem, network, {0, 2}, 0)
    assert [(neuron.neuron, neuron.shared) for neuron in found.neurons] == [(0, (1,))]


@pytest.mark.parametrize(("active", "output"), [({4}, 0), ({0}, 3), ({-1}, None)])
def test_what_does_not_exist_is_refused(active, output):
    network = Network([([[1, 1, 1, 1]], [0])], IdentityCode(4), BareCode([[1, 1, 1]]), threshold=1)
    with pytest.raises(ValueError, match="numbered from 0"):
        explain(PROBLEMS[0], network, active, output)


def test_names_go_before_numbers_and_commas_in_names_are_kept():
    labels = ("1", "Smith, J", "Ann")
    assert feature_numbers("--active", "1", labels) == (0,)
    assert feature_numbers("--active", "Smith, J", labels) == (1,)
    assert feature_numbers("--active", '"Smith, J", Ann', labels) == (1, 2)
    assert feature_numbers("--active", "Ann,#0", labels) == feature_numbers("--active", "feature 1,Ann", labels)
    assert feature_numbers("--active", "Ann,0", ("Bob", "Ann")) == (0, 1)
    assert feature_numbers("--active", "", labels) == ()
    assert (
        feature_numbers("--active", r"a\nb", ("x", "a\nb"))
        == feature_numbers("--active", "a\nb", ("x", "a\nb"))
        == (1,)
    )
    for text, word in (
        ("Smith, K", "in double quotes: '\"Smith, J\"'"),
        ("An", "did you mean 'Ann'"), ("Amn", "did you mean 'Ann'"), ("Mnn", r"is neither$"),
        ("7", "0 to 2"), ("Ann,#2", "twice"), ("Ann,", "''"), ('"Ann', "no list"),
        ("Ann,0", "no feature is called 0, though names are numbers here, such as '1': #0 is the feature with"),
    ):  # fmt: skip
        with pytest.raises(UsageError, match=word):
            feature_numbers("--active", text, labels)


def test_outputs_are_found_by_name_by_number_and_as_messages_write_them(triangle):
    names = read_source(str(triangle), None).names
    assert names.gate(0) == "Ann AND Bob"
    for i, name in enumerate(names.outputs):
        for text in (name, f'"{name}"', str(i), f"#{i}", f"output {i}", names.output(i), names.gate(i)):
            assert output_number("--output", text, names) == i
    assert [feature_numbers("--active", names.feature(j), names.labels) for j in range(3)] == [(0,), (1,), (2,)]
    two = ", ".join(f'"{name}"' for name in names.outputs[:2])
    for refused in (
        lambda: output_number("--output", two, names),
        lambda: RealNames(Labels(names.labels, names.outputs)).output_number("--output", two, len(names.outputs)),
    ):
        with pytest.raises(UsageError, match="--output"):
            refused()


def test_the_command_explains_by_names(superproof, proved, triangle):
    run = superproof("explain", triangle, "network.safetensors", "--active", "Ann,Cyd")
    assert (run.status, run.err) == (0, "")
    assert run.out.startswith("with only Ann and Cyd active, output 1 (Ann--Cyd) reads 1, score 1 against threshold 1")
    assert all(len(line) <= 80 for line in run.out.splitlines()[2:])
    record = superproof("explain", triangle, "network.safetensors", "--active", "Ann", "--output", 0, "--json").record
    assert record["active_names"] == ["Ann"]
    assert record["right"] is True
    assert record["explanation"]["score"] == 0
    assert json.dumps(record["explanation"])


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--active", "Anne"), "did you mean 'Ann'?"),
        (("--active", "bob"), "did you mean 'Bob'?"),
        (
            ("--active", "Ann", "--output", "9"),
            "--output takes names of outputs or their numbers, 0 to 2, and '9' is neither",
        ),
    ],
)
def test_unknown_names_are_refused_in_one_sentence(superproof, proved, triangle, options, words):
    run = superproof("explain", triangle, "network.safetensors", *options)
    assert run.status == 2
    assert words in run.complaint


def test_without_names_a_refutation_names_the_gate_and_explain_means_the_same_output(superproof, tmp_path):
    problem = gate_problem(4, 2, [("or", 2, 3), ("and", 0, 1), ("xor", 0, 2)])
    save_problem(problem, tmp_path / "p.json")
    save_network(naive(problem).with_threshold(2), tmp_path / "n.safetensors")
    run = superproof("prove", "p.json", "n.safetensors")
    assert "with only feature 0 active, output 2 (feature 0 XOR feature 2) reads 0 (score 1" in run.out
    named = json.loads(superproof("prove", "p.json", "n.safetensors", "--json").out)["counterexample"]
    assert (
        json.loads(superproof("explain", "p.json", "n.safetensors", "--active", "0", "--json").out)["counterexample"]
        == named
    )


def test_active_features_may_be_given_one_by_one(superproof, tmp_path):
    problem = gate_problem(3, 2, [("and", 0, 2)])
    save_problem(problem, tmp_path / "p.json")
    save_network(naive(problem), tmp_path / "n.safetensors")
    command = ("explain", "p.json", "n.safetensors", "--active", "0", "--active", "2")
    assert superproof(*command).out == superproof(*command[:3], "--active", "0,2").out
