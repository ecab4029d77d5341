"""Numbers one can rely on: enclosures, logarithms and counts from integer arithmetic alone."""

from bounds.arithmetic.count import Count
from bounds.arithmetic.enclosure import Enclosure
from bounds.arithmetic.factorial import lg_factorial
from bounds.arithmetic.logarithm import lg, lg_e, ln2, pi

__all__ = ["Count", "Enclosure", "lg", "lg_e", "lg_factorial", "ln2", "pi"]
