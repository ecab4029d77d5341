"""`superproof problem`: write a problem document."""

import argparse

from superproof.activity import COUNTED, require_every_input, require_some_input
from superproof.aiger import circuit_of, read_aiger
from superproof.errors import UsageError
from superproof.incidence import features_of, incidence_problem, read_incidence
from superproof.outcome import DONE, Outcome
from superproof.sources import graph_problem, read_graph_or_data_set
from superproof.terminal import Terminal
from superproof.words import count
from verify import Permutation, Problem, TwoAnd, count_admissible, random_gates, save_problem
from verify.statement.inputs import count_sparse, more_sparse_than

KINDS = ("and", "or", "xor", "andnot")
"""Kinds of random gates, in turn, where none are asked for."""


def run(arguments: argparse.Namespace, terminal: Terminal) -> Outcome:
    """Exit status 0 when the document is written."""
    if arguments.kind == "circuit":
        return _circuit(arguments)
    if arguments.kind == "permutation":
        problem: Problem = _permutation(arguments)
    else:
        problem = _gates(arguments) if arguments.kind == "gates" else _pairs(arguments, terminal)
    save_problem(problem, arguments.output)
    sizes = f"{count(problem.inputs, 'feature')}, {count(problem.outputs, 'output')}, sparsity {problem.sparsity}"
    return Outcome(DONE, (f"{arguments.output}: {sizes}",))


def _circuit(arguments: argparse.Namespace) -> Outcome:
    """The circuit of an AIGER file, and how many inputs are admissible where they are few enough to count."""
    graph = read_aiger(arguments.aiger)
    _require_sparsity(arguments, len(graph.inputs))
    circuit = circuit_of(graph, sparsity=arguments.sparsity, name=arguments.aiger)
    require_some_input(circuit, arguments.aiger)
    if arguments.every_input:
        require_every_input(circuit, arguments.aiger)
    save_problem(circuit, arguments.output)
    gates = sum(map(len, circuit.levels))
    sizes = f"{count(circuit.inputs, 'feature')}, {count(circuit.outputs, 'output')}, sparsity {circuit.sparsity}"
    lines = [f"{arguments.output}: {sizes}, {count(gates, 'gate')} and copies on {count(len(circuit.levels), 'level')}"]
    if not more_sparse_than(circuit, COUNTED):
        sparse = count(count_sparse(circuit), "input")
        lines.append(f"{count_admissible(circuit):,} of {sparse} so sparse keep every level as sparse")
    return Outcome(DONE, tuple(lines))


def _permutation(arguments: argparse.Namespace) -> Problem:
    _require_sparsity(arguments, arguments.size)
    return Permutation.random(arguments.size, sparsity=arguments.sparsity, seed=arguments.seed)


def _gates(arguments: argparse.Namespace) -> Problem:
    random = ("features", "outputs", "kinds", "fan_in")
    if arguments.incidence is not None:
        given = [name for name in random if getattr(arguments, name) is not None]
        if given:
            raise UsageError(f"--{given[0].replace('_', '-')} goes with random gates, not with --incidence")
        graph = read_incidence(arguments.incidence)
        _require_sparsity(arguments, features_of(graph))
        return incidence_problem(arguments.incidence, graph, arguments.sparsity)
    if arguments.features is None or arguments.outputs is None:
        raise UsageError("problem gates needs --features M and --outputs N, or --incidence FILE")
    _require_sparsity(arguments, arguments.features)
    try:
        return random_gates(
            arguments.features, arguments.outputs, kinds=arguments.kinds or KINDS, fan_in=arguments.fan_in or (2,),
            sparsity=arguments.sparsity, seed=arguments.seed,
        )  # fmt: skip
    except ValueError as error:
        raise UsageError(f"problem gates: {error}") from error


def _pairs(arguments: argparse.Namespace, terminal: Terminal) -> Problem:
    if arguments.graph is not None:
        if arguments.degree is not None:
            raise UsageError("--degree goes with --random-regular, not with --graph")
        graph = read_graph_or_data_set(arguments.graph)
        for note in graph.notes:
            terminal.say(note)
        return graph_problem(graph, arguments.sparsity)
    features, degree = arguments.random_regular, arguments.degree
    if degree is None:
        raise UsageError("--random-regular needs --degree, the number of gates a feature")
    _require_sparsity(arguments, features)
    try:
        return TwoAnd.random_regular(features, degree, sparsity=arguments.sparsity, seed=arguments.seed)
    except ValueError as error:
        raise UsageError(f"--random-regular {features} --degree {degree}: {error}") from error


def _require_sparsity(arguments: argparse.Namespace, features: int) -> None:
    if arguments.sparsity > features:
        raise UsageError(f"--sparsity must be at most the number of features, {features}, not {arguments.sparsity}")
