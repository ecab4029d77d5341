"""The grammar of the command line (design.md section 5, a contract). Standard library only."""

import argparse
from collections.abc import Sequence
from fractions import Fraction

from superproof import __version__
from superproof import option_values as values
from superproof.formats.options import GRAPH_FORMAT
from superproof.option_groups import (
    Parser,
    add,
    construction,
    forms,
    json_option,
    pair,
    prover,
    quiet,
    reading,
    vacuous,
)
from superproof.port_options import add_ports

REAL_TARGETS = ("identity", "relu", "residual", "absolute")
SHELLS = ("bash", "zsh", "fish", "tcsh", "powershell")
SPARSITY = "largest number of active features"
DESCRIPTION = """\
Build networks that compute in superposition, prove them right on every sparse
input, and compare them with the smallest network that could exist.
"""
EPILOG = """\
PROBLEM is a problem.json, a graph file (edge lists and tables, GML, GraphML,
GEXF, Pajek, Matrix Market, DIMACS, METIS, graph6, node-link JSON, adjacency
lists and matrices, numpy and scipy arrays; packed by gzip, bzip2, xz or zip),
or the name of a data set of networkx (les-miserables, karate-club,
davis-southern-women, florentine-families). A file that is read may be -, standard
input. Numbers take k, M and G. More: superproof help TOPIC.

exit status: 0 proved, valid or done; 3 refuted or invalid certificate;
4 unknown; 5 unusable document; 2 wrong usage
"""


def parse(argv: Sequence[str]) -> argparse.Namespace:
    """The options of one command; `command` names it. Errors: SystemExit(2) after one line on standard error."""
    return grammar().parse_args(argv)


def grammar() -> argparse.ArgumentParser:
    """The parser of all commands."""
    parser = Parser(
        prog="superproof",
        description=DESCRIPTION,
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"superproof {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND", parser_class=Parser)
    _problem(commands)
    _build(commands)
    _prove(commands)
    _check(commands)
    _sample(commands)
    _score(commands)
    _worst(commands)
    _explain(commands)
    _show(commands)
    _proved(commands)
    _bounds(commands)
    _capacity(commands)
    _certify(commands)
    add_ports(commands)
    _help(commands)
    return parser


def _problem(commands: "argparse._SubParsersAction[Parser]") -> None:
    parser = add(commands, "problem", "write a problem: ANDs of a graph's edges, mixed gates, a permutation, a circuit")
    kinds = parser.add_subparsers(dest="kind", required=True, metavar="KIND", parser_class=Parser)

    pairs = add(kinds, "and", "one feature a node, one AND an edge")
    source = pairs.add_mutually_exclusive_group(required=True)
    source.add_argument("--graph", metavar="FILE", help="a graph file, or the name of a networkx data set")
    source.add_argument(
        "--random-regular", metavar="M", type=values.a_count, help="a random regular graph on M features"
    )
    pairs.add_argument("--degree", metavar="D", type=values.a_count, help="with --random-regular: gates a feature")
    reading(pairs)

    permutation = add(kinds, "permutation", "output images[j] repeats feature j")
    permutation.add_argument(
        "--size", "--features", metavar="M", type=values.a_count, required=True, help="number of features"
    )

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
    real = _real(kinds)
    for kind in (pairs, permutation, gates):
        kind.add_argument("--sparsity", metavar="V", type=values.a_count, required=True, help=SPARSITY)
        kind.add_argument(
            "--seed", metavar="S", type=values.a_seed, default=0, help="of the random graph, gates or permutation"
        )
        kind.add_argument(
            "-o", "--out", dest="output", metavar="FILE", required=True, help="the problem document to write"
        )
    for kind in (pairs, permutation, gates, circuit, real):
        json_option(kind)


def _real(kinds: "argparse._SubParsersAction[Parser]") -> Parser:
    real = add(kinds, "real", "features that are real numbers, each with an output of its own")
    real.add_argument("--target", choices=REAL_TARGETS, required=True, help="y, max(0, y), y + max(0, y) or |y|")
    real.add_argument("--features", "--size", metavar="M", type=values.a_count, required=True)
    real.add_argument("--low", metavar="X", type=values.a_dyadic, help="least value of a feature (0 for identity, -1)")
    real.add_argument("--high", metavar="X", type=values.a_dyadic, help="largest value of a feature (1)")
    real.add_argument(
        "--sparsity", metavar="V", type=values.a_count, required=True, help="most features that are not 0"
    )
    real.add_argument("-o", "--out", dest="output", metavar="FILE", required=True, help="the document to write")
    return real


def _build(commands: "argparse._SubParsersAction[Parser]") -> None:
    parser = add(commands, "build", "build a network that computes a problem in superposition")
    parser.add_argument("problem", metavar="problem.json")
    construction(parser)
    parser.add_argument("-o", "--out", dest="output", metavar="FILE", required=True, help="the network file to write")
    parser.add_argument(
        "--keep-imperfect", action="store_true", help="where none is right, write the one that came nearest; status 4"
    )
    json_option(parser)
    vacuous(parser)
    quiet(parser)


def _prove(commands: "argparse._SubParsersAction[Parser]") -> None:
    parser = add(commands, "prove", "prove a network right on every admissible input, or find one where it is wrong")
    pair(parser)
    prover(parser)
    parser.add_argument("--certificate", metavar="FILE", help="where to write the certificate of a proof")
    parser.add_argument(
        "--claim",
        choices=("exact", "executed"),
        help="of a float network: right in exact arithmetic (the default), or also however a machine adds",
    )
    parser.add_argument(
        "--no-check", dest="check", action="store_false", help="do not check the proof: then it is unknown, status 4"
    )
    parser.add_argument(
        "--counterexamples",
        metavar="K",
        type=values.a_number_or_all,
        default=0,
        help="where it is refuted, go through all inputs: K that are wrong, or all; counts and margins by output",
    )
    branch = parser.add_argument_group("branch", "for the prover branch, which they choose where --prover is auto")
    branch.add_argument(
        "--memory", metavar="BYTES", type=values.a_size, help="limit on its matrices, like 500M or 3G (3G)"
    )
    branch.add_argument("--checkpoint", metavar="FILE", help="keep finished outputs there, and go on from there")
    branch.add_argument("--exact-margin", action="store_true", help="the margin itself where bounds on it are cheaper")
    json_option(parser)
    vacuous(parser)
    quiet(parser)


def _check(commands: "argparse._SubParsersAction[Parser]") -> None:
    parser = add(commands, "check", "check a certificate from the files alone")
    pair(parser)
    parser.add_argument("certificate", metavar="certificate.json")
    parser.add_argument(
        "--sample", metavar="K", type=values.a_count, help="look at K random outputs only (branch); never says valid"
    )
    parser.add_argument("--timeout", metavar="SECONDS", type=values.seconds, help="answer unknown after this time")
    parser.add_argument(
        "--memory", metavar="BYTES", type=values.a_size, help="answer unknown where it takes more, like 3G"
    )
    parser.add_argument("--proved", action="store_true", help="by the program proved in Coq (superproof proved build)")
    json_option(parser)
    quiet(parser)


def _proved(commands: "argparse._SubParsersAction[Parser]") -> None:
    parser = add(
        commands, "proved", "build the checker that is proved in Coq (check --proved), or write a network as a theorem"
    )
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION", parser_class=Parser)
    build = add(actions, "build", "compile its proofs and build it (Debian: apt install coq ocaml-nox make)")
    json_option(build)
    theorem = add(actions, "theorem", "write a certified network as a theorem that Coq's kernel checks alone")
    pair(theorem)
    theorem.add_argument("certificate", metavar="certificate.json")
    theorem.add_argument(
        "-o", "--out", dest="output", metavar="FILE.v", required=True, help="the file for Coq to write"
    )
    json_option(theorem)


def _sample(commands: "argparse._SubParsersAction[Parser]") -> None:
    parser = add(commands, "sample", "try random inputs; gives a confidence bound and never says proved")
    pair(parser)
    parser.add_argument(
        "--samples", metavar="K", type=values.a_count, default=100_000, help="inputs to try (%(default)s)"
    )
    parser.add_argument("--seed", metavar="S", type=values.a_seed, default=0, help="of the random inputs (%(default)s)")
    parser.add_argument("--timeout", metavar="SECONDS", type=values.seconds, help="draw no more inputs after this time")
    json_option(parser)
    quiet(parser)


def _score(commands: "argparse._SubParsersAction[Parser]") -> None:
    parser = add(commands, "score", "how many inputs a network gets wrong: proved, exactly or in a bracket")
    pair(parser)
    parser.add_argument(
        "-o", "--out", dest="output", metavar="FILE", help="where to write a certificate of the figures"
    )
    parser.add_argument("--timeout", metavar="SECONDS", type=values.seconds, help="stop there, with a proved bracket")
    json_option(parser)
    quiet(parser)


def _worst(commands: "argparse._SubParsersAction[Parser]") -> None:
    parser = add(commands, "worst", "how wrong a network on real features can be, proved output by output")
    pair(parser)
    parser.add_argument("-o", "--out", dest="output", metavar="FILE", help="where to write the certificate")
    parser.add_argument("--report", metavar="FILE", help="where to write a page with pictures and all outputs, as HTML")
    parser.add_argument(
        "--at-most", metavar="X", type=values.a_dyadic, help="prove that no error is larger, or find one that is"
    )
    parser.add_argument(
        "--claim",
        choices=("exact", "executed"),
        default="exact",
        help="what --at-most is about: exact arithmetic (the default), or also however a machine adds",
    )
    parser.add_argument("--timeout", metavar="SECONDS", type=values.seconds, help="answer unknown after this time")
    json_option(parser)
    quiet(parser)


def _explain(commands: "argparse._SubParsersAction[Parser]") -> None:
    parser = add(commands, "explain", "why an output reads what it reads on one input, neuron by neuron")
    parser.add_argument("problem", metavar="PROBLEM", help="problem.json, a graph file, or a networkx data set's name")
    parser.add_argument("network", metavar="network.safetensors")
    parser.add_argument(
        "--active", metavar="A,B", required=True, help="the active features, by name or number; '' for none"
    )
    parser.add_argument("--output", metavar="O", help="the number of an output (the one that is most wrong)")
    reading(parser)
    json_option(parser)


def _show(commands: "argparse._SubParsersAction[Parser]") -> None:
    parser = add(commands, "show", "what is in a file: a problem, a graph, a network or a certificate")
    parser.add_argument("file", metavar="FILE", help="any document, a graph file, or a networkx data set's name")
    reading(parser)
    json_option(parser)


def _bounds(commands: "argparse._SubParsersAction[Parser]") -> None:
    parser = add(commands, "bounds", "the counting lower bounds of a problem, and a network beside them")
    parser.add_argument("problem", metavar="PROBLEM", help="problem.json, a graph file, or a networkx data set's name")
    parser.add_argument("network", metavar="network.safetensors", nargs="?")
    parser.add_argument(
        "--bits",
        metavar="B",
        type=values.a_count,
        help="bits of a parameter (the network's own width; 8 without a network)",
    )
    parser.add_argument(
        "--layers", metavar="L", type=values.a_count, help="layers (the network's own; 1 without a network)"
    )
    parser.add_argument(
        "--encode", action="store_true", help="entropy code the parameters however many (default: up to 2 million)"
    )
    parser.add_argument(
        "--beside", metavar="FOLDER", nargs="+", default=[], help="results of certify to draw in the frontier (html)"
    )
    reading(parser, format_=GRAPH_FORMAT)
    forms(parser)


def _capacity(commands: "argparse._SubParsersAction[Parser]") -> None:
    parser = add(commands, "capacity", "how many features so many parameters can compute at most")
    parser.add_argument("--parameters", metavar="P", type=values.an_amount, help="a whole number, like 124e6 or 124M")
    parser.add_argument(
        "--bits",
        metavar="B",
        type=values.a_width,
        default=Fraction(16),
        help="bits of a parameter, such as 1.58 (%(default)s)",
    )
    forms(parser)


def _certify(commands: "argparse._SubParsersAction[Parser]") -> None:
    parser = add(commands, "certify", "build, prove, check, sample, compare and report, in one go")
    parser.add_argument("problem", metavar="PROBLEM", help="problem.json, a graph file, or a networkx data set's name")
    parser.add_argument(
        "--sparsity", metavar="V", type=values.a_count, help=f"{SPARSITY} (the document's own; 2 for a graph)"
    )
    construction(parser)
    reading(parser)
    parser.add_argument("-o", "--out", metavar="DIR", help="folder for the files (superproof-out/NAME)")
    parser.add_argument("--overwrite", action="store_true", help="though DIR holds results of another problem")
    prover(parser)
    json_option(parser)
    vacuous(parser)
    quiet(parser)


def _help(commands: "argparse._SubParsersAction[Parser]") -> None:
    parser = add(commands, "help", "a short page on a topic: problems, graphs, verdicts, margin, json, ...")
    parser.add_argument("topic", metavar="TOPIC", nargs="?", help="without one: the list")
    parser = add(commands, "completion", "a script for your shell that completes commands, options and files")
    parser.add_argument("shell", metavar="SHELL", choices=SHELLS, help=", ".join(SHELLS))
