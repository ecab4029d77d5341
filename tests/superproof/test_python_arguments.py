"""Arguments in Python: in any order, as the command takes them, and what each door takes or names the remedy for."""

import inspect
import itertools

import pytest

import superproof as sp
import verify
import verify.provers
from superproof.errors import UsageError
from tests.superproof.test_python import CERTIFICATE, GRAPH, NETWORK, PROBLEM


@pytest.mark.parametrize("call", [sp.prove, sp.check, sp.explain, sp.counterexamples, sp.score, verify.sample])
def test_arguments_in_any_other_order_are_told_in_one_short_line(call):
    """No repr of a whole certificate, and no attribute that something else lacks."""
    arguments = (PROBLEM, NETWORK, *{sp.check: (CERTIFICATE,), sp.explain: ([0, 1],)}.get(call, ()))
    for order in itertools.permutations(arguments):
        if order != arguments:
            with pytest.raises(TypeError, match=r"(problem|network) must be .*, not the (\w+) ") as caught:
                call(*order)
            assert len(str(caught.value)) < 220
            assert "\n" not in str(caught.value)
    if call is sp.check:
        assert str(caught.value).endswith("the problem goes first, then the network, then the certificate")


IN_PYTHON_OTHERWISE = {
    "help": "help(sp.certify)", "json": "numbers", "out": "sp.report", "overwrite": "sp.report",
    "network": "construction", "cluster": "sp.on_cluster", "allow_vacuous": "the verdict says it",
}  # fmt: skip
"""Options of `superproof certify` that are no arguments of `sp.certify`, and what is there in their place."""


def test_certify_takes_in_python_whatever_its_command_takes():
    from superproof.arguments import grammar
    from superproof.build_request import Options

    command = next(action for action in grammar()._actions if action.dest == "command").choices["certify"]
    asked = {name for action in command._actions for name in action.option_strings if name.startswith("--")}
    names = {name.removeprefix("--").replace("-", "_") for name in asked}
    known = set(inspect.signature(sp.certify).parameters) | set(Options.__annotations__)
    assert names == (names & known) | set(IN_PYTHON_OTHERWISE)


def test_a_file_is_read_in_python_as_options_say(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("a,b,c\n1,2,3\n2,3,4\n")
    with pytest.raises(verify.DocumentError, match=r'say which two hold the nodes with columns=\("A", "B"\)'):
        sp.certify(path, construction="naive")
    for columns in ((2, 3), ("b", "c")):
        assert sp.certify(path, construction="naive", columns=columns).problem.pairs == ((0, 1), (1, 2))
    (tmp_path / "l.txt").write_text("a a\nb c\n")
    loops = {"header": False, "drop_self_loops": True, "format": "edgelist"}
    assert sp.build(tmp_path / "l.txt", construction="naive", **loops).outputs == 1


@pytest.mark.parametrize(
    ("asked", "options", "kind", "words"),
    [
        (GRAPH, {"header": True}, UsageError, "header goes with graph files, not with a Graph"),
        ("karate-club", {"header": True}, UsageError, "not with the data set karate-club"),
        ("no.csv", {"columns": "a,b"}, TypeError, "columns must be two names or numbers, such as"),
        ("no.csv", {"header": "yes"}, TypeError, "header must be True or False, not 'yes'"),
        (
            "no.csv",
            {"headr": True},
            TypeError,
            "there is no argument headr; did you mean header[?]",
        ),
        (GRAPH, {"channel": 3}, UsageError, "channel goes with construction output-channels or .* not with auto"),
    ],
)
def test_options_that_go_with_something_else_are_told_in_python(asked, options, kind, words):
    with pytest.raises(kind, match=words):
        sp.certify(asked, **options)


def test_what_one_door_takes_the_next_one_takes_or_names_the_remedy(tmp_path):
    """A file, a module, one number or a name, where it was forgotten that something else goes there."""
    problem = sp.TwoAnd(inputs=3, sparsity=2, pairs=((0, 1), (1, 2)))
    network = sp.build(problem, construction="naive")
    floats = sp.FloatNetwork([([[1, 1, 0], [0, 1, 1]], [-1, -1], True)], 0.5)
    for wrong in (network, floats):
        with pytest.raises(TypeError, match=r"problem must be a Problem, not the (Float)?Network"):
            verify.evaluate(wrong, {1, 2})
    assert verify.evaluate(problem, {1, 2}) == (1,)
    for door in (sp.prove, sp.score, sp.assert_computes, lambda *given: sp.explain(*given, [1]), sp.check):
        with pytest.raises(TypeError, match="load_problem reads a file"):
            door(*("ring.json", network, "c.json")[: 3 if door is sp.check else 2])
    with pytest.raises(TypeError, match="load_certificate reads a file"):
        sp.check(problem, network, "c.json")
    with pytest.raises(TypeError, match=r"active must be features, by number or name, such as \[0, 1\]"):
        sp.explain(problem, network, 5)
    for names in (["\u00c42"], [0]):
        with pytest.raises(UsageError, match=r"labels=labels, .* load_labelled_problem\(FILE\)"):
            sp.explain(problem, network, names, "nobody")
    labels = verify.Labels(features=("Ann", "Bob", "Eve"))
    with pytest.raises(UsageError) as caught:
        sp.explain(problem, network, ["Abe"], labels=labels)
    assert "load_labelled_problem" not in str(caught.value)
    path = tmp_path / "net.safetensors"
    verify.save_float_network(floats, path)
    assert sp.explain(problem, path, [0, 1]).reads == sp.explain(problem, floats, [0, 1]).reads


def test_a_torch_module_is_explained_as_it_is_proved():
    torch = pytest.importorskip("torch")
    problem = sp.TwoAnd(inputs=2, sparsity=2, pairs=((0, 1),))
    module = torch.nn.Sequential(torch.nn.Linear(2, 1))
    assert str(sp.explain(problem, module, [0])) == str(sp.explain(problem, sp.from_torch(module, 2), [0]))
    with pytest.raises(TypeError, match="count_wrong"):
        sp.counterexamples(problem, module)
