"""Numbers one can rely on: enclosures, logarithms, counts and least numbers, from integer arithmetic alone."""

from bounds.arithmetic.count import Count
from bounds.arithmetic.enclosure import Enclosure
from bounds.arithmetic.factorial import lg_factorial
from bounds.arithmetic.logarithm import lg, lg_e, ln2, pi
from bounds.arithmetic.search import least_where

__all__ = ["Count", "Enclosure", "least_where", "lg", "lg_e", "lg_factorial", "ln2", "pi"]
