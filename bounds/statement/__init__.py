"""What a bound is: a formula, a value, a direction, hypotheses, a source and a tag saying whose it is."""

from bounds.statement.bound import Bound, Direction, Source, Tag
from bounds.statement.formula import Expansion, Formula

__all__ = ["Bound", "Direction", "Expansion", "Formula", "Source", "Tag"]
