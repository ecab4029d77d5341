"""Function classes as values: what a network could have been asked to compute, and how many there are."""

from bounds.classes.circuits import Circuits, Layers
from bounds.classes.function_class import FunctionClass
from bounds.classes.gates import FreeGates, LabelledTwoAnd, QAnd, TwoInputGate, UnlabelledTwoAnd
from bounds.classes.mixed import MixedGates
from bounds.classes.of_problem import class_of, named_class
from bounds.classes.permutations import Permutations
from bounds.classes.truth_table_count import count_functions

__all__ = [
    "Circuits",
    "FreeGates",
    "FunctionClass",
    "LabelledTwoAnd",
    "Layers",
    "MixedGates",
    "Permutations",
    "QAnd",
    "TwoInputGate",
    "UnlabelledTwoAnd",
    "class_of",
    "count_functions",
    "named_class",
]
