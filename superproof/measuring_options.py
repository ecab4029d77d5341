"""The grammar of the commands that measure: sample, score, worst, bounds and capacity. Standard library only."""

from fractions import Fraction

from superproof import option_values as values
from superproof.formats.options import GRAPH_FORMAT
from superproof.option_groups import Commands, add, choice, flag, out, seed, timeout, value


def add_measuring(commands: Commands) -> None:
    """Samples and counts of a network."""
    parser = add(commands, "sample", "try random inputs; gives a confidence bound and never says proved")
    parser.pair()
    value(parser, "--samples", "K", "inputs to try (%(default)s)", values.a_count, default=100_000)
    seed(parser, "of the random inputs (%(default)s)")
    timeout(parser, "draw no more inputs after this time")
    parser.common()

    parser = add(commands, "score", "how many inputs a network gets wrong, or how wrong it is on real features: proved")
    parser.pair()
    out(parser, "where to write a certificate of the figures", required=False)
    value(parser, "--report", "FILE", "where to write a page with a picture and all outputs, as HTML")
    timeout(parser, "stop there, with a proved bracket")
    parser.cluster()
    parser.common()

    parser = add(commands, "worst", "how wrong a network on real features can be, proved output by output")
    parser.pair()
    out(parser, "where to write the certificate", required=False)
    value(parser, "--report", "FILE", "where to write a page with pictures and all outputs, as HTML")
    value(parser, "--table", "FILE", "where to write every output with its errors, as CSV")
    value(parser, "--at-most", "X", "prove that no error is larger, or find one that is", values.a_dyadic)
    about = "what --at-most is about: exact arithmetic (the default), or also however a machine adds"
    choice(parser, "--claim", about, ("exact", "executed"), default="exact")
    timeout(parser)
    parser.common()


def add_bounds(commands: Commands) -> None:
    """What no network can do."""
    parser = add(commands, "bounds", "the counting lower bounds of a problem, and a network beside them")
    parser.any_problem()
    parser.add_argument("network", metavar="network.safetensors", nargs="?")
    value(parser, "--bits", "B", "bits of a parameter (the network's own width; 8 without a network)", values.a_count)
    value(parser, "--layers", "L", "layers (the network's own; 1 without a network)", values.a_count)
    flag(parser, "--encode", "entropy code the parameters however many (default: up to 2 million)")
    value(parser, "--beside", "FOLDER", "results of certify to draw in the frontier (html)", nargs="+", default=[])
    parser.own_sparsity()
    parser.reading(format_=GRAPH_FORMAT)
    parser.forms()

    parser = add(commands, "capacity", "how many features so many parameters can compute at most")
    value(parser, "--parameters", "P", "a whole number, like 124e6 or 124M", values.an_amount)
    value(
        parser, "--bits", "B", "bits of a parameter, such as 1.58 (%(default)s)", values.a_width, default=Fraction(16)
    )
    parser.forms()
