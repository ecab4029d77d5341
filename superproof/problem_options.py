"""The grammar of `superproof problem`. Standard library only."""

from superproof import option_values as values
from superproof.option_groups import SPARSITY, Commands, Parser, add, choice, flag, out, seed, value

REAL_TARGETS = ("identity", "relu", "residual", "absolute")


def add_problem(commands: Commands) -> None:
    """Its kinds, with the options of each."""
    parser = add(commands, "problem", "write a problem: ANDs of a graph's edges, mixed gates, a permutation, a circuit")
    kinds = parser.add_subparsers(dest="kind", required=True, metavar="KIND", parser_class=Parser)

    pairs = _pairs(kinds)
    permutation = add(kinds, "permutation", "output images[j] repeats feature j")
    permutation.add_argument(
        "--size", "--features", metavar="M", type=values.a_count, required=True, help="number of features"
    )
    random = [pairs, permutation, _gates(kinds)]
    for kind in random:
        value(kind, "--sparsity", "V", SPARSITY, values.a_count, required=True)
        seed(kind, "of the random graph, gates or permutation")
        out(kind, "the problem document to write")
    for kind in (*random, _circuit(kinds), _real(kinds)):
        kind.common()


def _pairs(kinds: Commands) -> Parser:
    pairs = add(kinds, "and", "one feature a node, one AND an edge")
    source = pairs.add_mutually_exclusive_group(required=True)
    value(source, "--graph", "FILE", "a graph file, or the name of a networkx data set")
    value(source, "--random-regular", "M", "a random regular graph on M features", values.a_count)
    value(pairs, "--degree", "D", "with --random-regular: gates a feature", values.a_count)
    pairs.reading()
    return pairs


def _gates(kinds: Commands) -> Parser:
    gates = add(kinds, "gates", "gates of several kinds and fan-ins: random ones, or those of an incidence file")
    value(gates, "--incidence", "FILE", "a bipartite graph of features and gates, .gml .graphml or .gexf")
    value(gates, "--hypergraph", "FILE", "one hyperedge a line, each the AND of its nodes, or their copy")
    choice(gates, "--comments", "with --hypergraph: whether # and %% begin comments", ("yes", "no"))
    gates.add_argument(
        "--features", "--size", metavar="M", type=values.a_count, help="number of features, used equally often"
    )
    value(gates, "--outputs", "N", "number of random gates", values.a_count)
    value(gates, "--kinds", "KIND,...", "kinds, in turn (and,or,xor,andnot; also copy, atleast-2, ...)", values.words)
    value(gates, "--fan-in", "Q,...", "inputs of an and, or an or, in turn (2)", values.counts)
    return gates


def _circuit(kinds: Commands) -> Parser:
    circuit = add(kinds, "circuit", "the levels of gates of an and-inverter graph")
    value(circuit, "--aiger", "FILE", "an AIGER file, .aag or .aig, without latches", required=True)
    flag(circuit, "--every-input", "refuse unless every sparse input keeps every level as sparse")
    flag(circuit, "--negate-outputs", "read the negation of outputs that are 1 when all inputs are 0")
    flag(circuit, "--drop-constant-outputs", "leave out outputs that are constant")
    value(circuit, "--sparsity", "V", f"{SPARSITY}, on every level", values.a_count, required=True)
    out(circuit, "the problem document to write")
    return circuit


def _real(kinds: Commands) -> Parser:
    real = add(kinds, "real", "features that are real numbers, and a piecewise linear target for every output")
    asked = real.add_mutually_exclusive_group(required=True)
    choice(asked, "--target", "of every feature: y, max(0, y), y + max(0, y) or |y|", REAL_TARGETS)
    value(asked, "--formula", "TEXT", "the target of the next output, as 'max(y0, y1) - 0.5'", action="append")
    value(asked, "--formulas", "FILE", "a formula a line: numbers, y0, y1, ..., + - *, max min abs relu")
    value(asked, "--gates", "problem.json", "gates of this Boolean problem, to be read softly")
    real.add_argument(
        "--features", "--size", metavar="M", type=values.a_count, help="number of features (those that formulas name)"
    )
    value(real, "--low", "X", "least value of a feature (-1; 0 for identity, gates)", values.a_dyadic)
    value(real, "--high", "X", "largest value of a feature (1)", values.a_dyadic)
    value(real, "--range", "J=LOW:HIGH", "of feature J alone", values.a_range, dest="ranges", action="append")
    flag(real, "--corners", "features are 0 or at an end of their range (Boolean: 0 to 1)")
    value(real, "--sparsity", "V", "most features that are not 0 (needed but for --gates)", values.a_count)
    out(real, "the document to write")
    return real
