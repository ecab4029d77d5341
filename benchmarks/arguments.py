"""What the benchmarks' command lines share: help that is the module's own text, and problems by name or file."""

import argparse
import sys

from superproof.problem_source import read_source
from verify import DocumentError, Problem


def parser_of(text: str | None) -> argparse.ArgumentParser:
    """A parser whose `--help` shows the module's docstring as it stands."""
    return argparse.ArgumentParser(description=text, formatter_class=argparse.RawDescriptionHelpFormatter)


def problem_of(name: str, sparsity: int) -> Problem:
    """The problem of a data set's name, a graph file or a problem.json; ends with one sentence where there is none."""
    try:
        return read_source(name, sparsity).problem
    except DocumentError as error:
        sys.exit(str(error))
