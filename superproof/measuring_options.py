"""The grammar of the commands that measure: sample, score, worst, bounds and capacity. Standard library only."""

import argparse
from fractions import Fraction

from superproof import option_values as values
from superproof.formats.options import GRAPH_FORMAT
from superproof.option_groups import Parser, add, cluster, common, forms, own_sparsity, pair, reading


def add_measuring(commands: "argparse._SubParsersAction[Parser]") -> None:
    """Samples and counts of a network, and the commands about bounds."""
    _sample(commands)
    _score(commands)
    _worst(commands)


def add_bounds(commands: "argparse._SubParsersAction[Parser]") -> None:
    """What no network can do."""
    _bounds(commands)
    _capacity(commands)


def _sample(commands: "argparse._SubParsersAction[Parser]") -> None:
    parser = add(commands, "sample", "try random inputs; gives a confidence bound and never says proved")
    pair(parser)
    parser.add_argument(
        "--samples", metavar="K", type=values.a_count, default=100_000, help="inputs to try (%(default)s)"
    )
    parser.add_argument("--seed", metavar="S", type=values.a_seed, default=0, help="of the random inputs (%(default)s)")
    parser.add_argument("--timeout", metavar="SECONDS", type=values.seconds, help="draw no more inputs after this time")
    common(parser)


def _score(commands: "argparse._SubParsersAction[Parser]") -> None:
    parser = add(commands, "score", "how many inputs a network gets wrong, or how wrong it is on real features: proved")
    pair(parser)
    parser.add_argument(
        "-o", "--out", dest="output", metavar="FILE", help="where to write a certificate of the figures"
    )
    parser.add_argument(
        "--report", metavar="FILE", help="where to write a page with a picture and all outputs, as HTML"
    )
    parser.add_argument("--timeout", metavar="SECONDS", type=values.seconds, help="stop there, with a proved bracket")
    cluster(parser)
    common(parser)


def _worst(commands: "argparse._SubParsersAction[Parser]") -> None:
    parser = add(commands, "worst", "how wrong a network on real features can be, proved output by output")
    pair(parser)
    parser.add_argument("-o", "--out", dest="output", metavar="FILE", help="where to write the certificate")
    parser.add_argument("--report", metavar="FILE", help="where to write a page with pictures and all outputs, as HTML")
    parser.add_argument("--table", metavar="FILE", help="where to write every output with its errors, as CSV")
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
    common(parser)


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
    own_sparsity(parser)
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
