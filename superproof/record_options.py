"""The grammar of `superproof records`. Standard library only."""

import argparse
from typing import Any

from superproof import option_values as values
from superproof.option_groups import SPARSITY, Parser, add, cluster, common


def add_records(commands: "argparse._SubParsersAction[Parser]") -> None:
    """The table, and what is done with it."""
    parser = add(commands, "records", "the best proved networks by family of problems: list, check again, beat")
    _shared(parser, first=True)
    actions = parser.add_subparsers(dest="action", metavar="ACTION", parser_class=Parser)
    listed = add(actions, "list", "the table, which is printed without an action too")
    verify = add(actions, "verify", "count every figure and check every proof again, from the files")
    verify.add_argument("--rebuild", action="store_true", help="build networks that are too large to be kept")
    verify.add_argument("--timeout", metavar="SECONDS", type=values.seconds, help="answer unknown after this time")
    problem = add(actions, "problem", "write the problem of a family, to build a challenger for")
    problem.add_argument("-o", "--out", dest="output", metavar="FILE", required=True, help="the document to write")
    beat = add(actions, "beat", "prove a challenger, and put it in the place of what it beats")
    beat.add_argument("network", metavar="network.safetensors")
    beat.add_argument("--made-by", metavar="TEXT", help="how it was made (the network's own note)")
    beat.add_argument("--timeout", metavar="SECONDS", type=values.seconds, help="answer unknown after this time")
    cluster(verify)
    cluster(beat)
    for action in (listed, verify, problem, beat):
        _shared(action, first=False)


def _shared(parser: argparse.ArgumentParser, *, first: bool) -> None:
    """Which records, and where; what is said before the action holds for it too."""
    options: dict[str, Any] = {} if first else {"default": argparse.SUPPRESS}
    for option, metavar, kind, words in (
        ("--family", "NAME", str, "records of this family"),
        ("--size", "M", values.a_count, "with so many outputs"),
        ("--sparsity", "V", values.a_count, f"{SPARSITY}: the family's own for problem and beat"),
        ("--seed", "S", values.a_seed, "of a random family (0 for problem and beat)"),
        ("--folder", "DIR", str, "where the records are (records here, or in the checkout)"),
    ):
        parser.add_argument(option, metavar=metavar, type=kind, help=words, **options)
    common(parser, **options)
