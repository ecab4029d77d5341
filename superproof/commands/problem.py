"""`superproof problem`: write a problem document."""

import argparse
from dataclasses import asdict

from superproof.admitted import COUNTED, require_every_input, require_some_input
from superproof.aiger import adapted, circuit_of, read_aiger, symbols
from superproof.errors import as_usage
from superproof.facts import problem_facts
from superproof.formats.options import ReadOptions
from superproof.gate_files import hypergraph_problem, incidence_problem, read_hypergraph, read_incidence
from superproof.graphs import clean_name
from superproof.outcome import DONE, Outcome
from superproof.problem_source import graph_problem, labels_worth_writing, read_graph_or_data_set
from superproof.terminal import Terminal
from superproof.usage import require_sparsity
from superproof.words import count, grouped, sizes
from verify import Permutation, Problem, TwoAnd, count_admissible, random_gates, save_problem
from verify.documents import Labels
from verify.statement import count_sparse, more_sparse_than

KINDS = ("and", "or", "xor", "andnot")
"""Kinds of random gates, in turn, where none are asked for."""


def run(arguments: argparse.Namespace, terminal: Terminal) -> Outcome:
    """Exit status 0 when the document is written."""
    if arguments.kind == "circuit":
        return _circuit(arguments, terminal)
    if arguments.kind == "real":
        from superproof.real_problems import write_real_problem

        return write_real_problem(arguments)
    labels, facts = Labels(), dict[str, object]()
    if arguments.kind == "permutation":
        problem: Problem = Permutation.random(arguments.size, sparsity=arguments.sparsity, seed=arguments.seed)
    elif arguments.kind == "gates":
        problem, labels, facts = _gates(arguments, terminal)
    elif arguments.graph is not None:
        graph = read_graph_or_data_set(arguments.graph, ReadOptions.of(arguments))
        terminal.note(graph.read.sentence)
        for note in graph.notes:
            terminal.say(note)
        problem = graph_problem(graph, arguments.sparsity)
        labels, facts = labels_worth_writing(graph.labels, graph.outputs), {"read": asdict(graph.read)}
    else:
        features, degree = arguments.random_regular, arguments.degree
        with as_usage(f"--random-regular {features} --degree {degree}: "):
            problem = TwoAnd.random_regular(features, degree, sparsity=arguments.sparsity, seed=arguments.seed)
    save_problem(problem, arguments.output, labels)
    line = f"{arguments.output}: {sizes(problem.inputs, problem.outputs, problem.sparsity)}"
    return Outcome(DONE, (line,), facts=problem_facts(problem) | facts)


def _circuit(arguments: argparse.Namespace, terminal: Terminal) -> Outcome:
    """The circuit of an AIGER file, and how many inputs are admissible where they are few enough to count."""
    graph = read_aiger(arguments.aiger)
    if graph.inputs:
        require_sparsity(arguments.sparsity, len(graph.inputs))
    found = adapted(
        graph, arguments.aiger, negate=arguments.negate_outputs, drop_constant=arguments.drop_constant_outputs
    )
    for note in found.notes:
        terminal.say(f"{clean_name(arguments.aiger)}: {note}")
    graph = found.graph
    circuit = circuit_of(graph, sparsity=arguments.sparsity, name=arguments.aiger)
    require_some_input(circuit, arguments.aiger)
    if arguments.every_input:
        require_every_input(circuit, arguments.aiger)
    save_problem(circuit, arguments.output, symbols(graph))
    gates = sum(map(len, circuit.levels))
    size = sizes(circuit.inputs, circuit.outputs, circuit.sparsity)
    lines = [f"{arguments.output}: {size}, {count(gates, 'gate')} and copies on {count(len(circuit.levels), 'level')}"]
    if not more_sparse_than(circuit, COUNTED):
        sparse = count(count_sparse(circuit), "input")
        lines.append(f"{grouped(count_admissible(circuit))} of {sparse} so sparse keep every level as sparse")
    read = {
        "file": clean_name(arguments.aiger), "format": "AIGER", "inputs": len(graph.inputs),
        "outputs": len(graph.outputs) + len(found.dropped), "gates": len(graph.gates),
        "outputs_negated": found.negated, "outputs_dropped": found.dropped, "notes": found.notes,
    }  # fmt: skip
    return Outcome(DONE, tuple(lines), facts=problem_facts(circuit) | {"read": read})


def _gates(arguments: argparse.Namespace, terminal: Terminal) -> tuple[Problem, Labels, dict[str, object]]:
    """The gates of a file with their names, and how it was read; or random ones."""
    if arguments.incidence is not None:
        graph, form = read_incidence(arguments.incidence)
        problem, labels = incidence_problem(arguments.incidence, graph, arguments.sparsity)
        held = {"features": problem.inputs, "gates": problem.outputs, "edges": graph.number_of_edges()}
        read = {"file": clean_name(arguments.incidence), "format": form, **held, "notes": []}
        said = f"{count(problem.inputs, 'feature')}, {count(problem.outputs, 'gate')}"
        terminal.note(f"{read['file']}: read as {form}: {said}")
        return problem, labels, {"read": read}
    if arguments.hypergraph is not None:
        asked = None if arguments.comments is None else arguments.comments == "yes"
        found = read_hypergraph(arguments.hypergraph, asked)
        for note in found.notes:
            terminal.say(note)
        problem, labels = hypergraph_problem(found, arguments.sparsity)
        held = {"nodes": len(found.names), "hyperedges": found.lines, "outputs": len(found.edges)}
        read = {"file": clean_name(arguments.hypergraph), "format": "hypergraph", **held, "notes": found.notes}
        return problem, labels, {"read": read}
    with as_usage("problem gates: "):
        problem = random_gates(
            arguments.features, arguments.outputs, kinds=arguments.kinds or KINDS, fan_in=arguments.fan_in or (2,),
            sparsity=arguments.sparsity, seed=arguments.seed,
        )  # fmt: skip
    return problem, Labels(), {}
