"""The grammar of `superproof problem`. Standard library only."""

import argparse

from superproof import option_values as values
from superproof.option_groups import SPARSITY, Parser, add, common, reading

REAL_TARGETS = ("identity", "relu", "residual", "absolute")


def add_problem(commands: "argparse._SubParsersAction[Parser]") -> None:
    """Its kinds, with the options of each."""
    parser = add(commands, "problem", "write a problem: ANDs of a graph's edges, mixed gates, a permutation, a circuit")
    kinds = parser.add_subparsers(dest="kind", required=True, metavar="KIND", parser_class=Parser)

    random = [_pairs(kinds), _permutation(kinds), _gates(kinds)]
    for kind in random:
        kind.add_argument("--sparsity", metavar="V", type=values.a_count, required=True, help=SPARSITY)
        kind.add_argument(
            "--seed", metavar="S", type=values.a_seed, default=0, help="of the random graph, gates or permutation"
        )
        kind.add_argument(
            "-o", "--out", dest="output", metavar="FILE", required=True, help="the problem document to write"
        )
    for kind in (*random, _circuit(kinds), _real(kinds)):
        common(kind)


def _pairs(kinds: "argparse._SubParsersAction[Parser]") -> Parser:
    pairs = add(kinds, "and", "one feature a node, one AND an edge")
    source = pairs.add_mutually_exclusive_group(required=True)
    source.add_argument("--graph", metavar="FILE", help="a graph file, or the name of a networkx data set")
    source.add_argument(
        "--random-regular", metavar="M", type=values.a_count, help="a random regular graph on M features"
    )
    pairs.add_argument("--degree", metavar="D", type=values.a_count, help="with --random-regular: gates a feature")
    reading(pairs)
    return pairs


def _permutation(kinds: "argparse._SubParsersAction[Parser]") -> Parser:
    permutation = add(kinds, "permutation", "output images[j] repeats feature j")
    permutation.add_argument(
        "--size", "--features", metavar="M", type=values.a_count, required=True, help="number of features"
    )
    return permutation


def _gates(kinds: "argparse._SubParsersAction[Parser]") -> Parser:
    gates = add(kinds, "gates", "gates of several kinds and fan-ins: random ones, or those of an incidence file")
    gates.add_argument(
        "--incidence", metavar="FILE", help="a bipartite graph of features and gates, .gml .graphml or .gexf"
    )
    gates.add_argument(
        "--hypergraph", metavar="FILE", help="one hyperedge a line, each the AND of its nodes, or their copy"
    )
    gates.add_argument("--comments", choices=("yes", "no"), help="with --hypergraph: whether # and %% begin comments")
    gates.add_argument(
        "--features", "--size", metavar="M", type=values.a_count, help="number of features, used equally often"
    )
    gates.add_argument("--outputs", metavar="N", type=values.a_count, help="number of random gates")
    gates.add_argument(
        "--kinds",
        metavar="KIND,...",
        type=values.words,
        help="kinds, in turn (and,or,xor,andnot; also copy, atleast-2, ...)",
    )
    gates.add_argument("--fan-in", metavar="Q,...", type=values.counts, help="inputs of an and, or an or, in turn (2)")
    return gates


def _circuit(kinds: "argparse._SubParsersAction[Parser]") -> Parser:
    circuit = add(kinds, "circuit", "the levels of gates of an and-inverter graph")
    circuit.add_argument("--aiger", metavar="FILE", required=True, help="an AIGER file, .aag or .aig, without latches")
    circuit.add_argument(
        "--every-input", action="store_true", help="refuse unless every sparse input keeps every level as sparse"
    )
    circuit.add_argument(
        "--negate-outputs", action="store_true", help="read the negation of outputs that are 1 when all inputs are 0"
    )
    circuit.add_argument("--drop-constant-outputs", action="store_true", help="leave out outputs that are constant")
    circuit.add_argument(
        "--sparsity", metavar="V", type=values.a_count, required=True, help=f"{SPARSITY}, on every level"
    )
    circuit.add_argument(
        "-o", "--out", dest="output", metavar="FILE", required=True, help="the problem document to write"
    )
    return circuit


def _real(kinds: "argparse._SubParsersAction[Parser]") -> Parser:
    real = add(kinds, "real", "features that are real numbers, and a piecewise linear target for every output")
    asked = real.add_mutually_exclusive_group(required=True)
    asked.add_argument("--target", choices=REAL_TARGETS, help="of every feature: y, max(0, y), y + max(0, y) or |y|")
    asked.add_argument(
        "--formula", metavar="TEXT", action="append", help="the target of the next output, as 'max(y0, y1) - 0.5'"
    )
    asked.add_argument(
        "--formulas", metavar="FILE", help="a formula a line: numbers, y0, y1, ..., + - *, max min abs relu"
    )
    asked.add_argument("--gates", metavar="problem.json", help="gates of this Boolean problem, to be read softly")
    real.add_argument(
        "--features", "--size", metavar="M", type=values.a_count, help="number of features (those that formulas name)"
    )
    real.add_argument(
        "--low", metavar="X", type=values.a_dyadic, help="least value of a feature (-1; 0 for identity, gates)"
    )
    real.add_argument("--high", metavar="X", type=values.a_dyadic, help="largest value of a feature (1)")
    real.add_argument(
        "--range", dest="ranges", metavar="J=LOW:HIGH", type=values.a_range, action="append", help="of feature J alone"
    )
    real.add_argument(
        "--corners", action="store_true", help="features are 0 or at an end of their range (Boolean: 0 to 1)"
    )
    real.add_argument(
        "--sparsity", metavar="V", type=values.a_count, help="most features that are not 0 (needed but for --gates)"
    )
    real.add_argument("-o", "--out", dest="output", metavar="FILE", required=True, help="the document to write")
    return real
