"""Why a network reads what it reads on one input: which neurons fire, what they add, and what would have to change."""

from superproof.explanation.explain import explain
from superproof.explanation.float_output import FloatExplanation
from superproof.explanation.trace import Explanation, Neuron, Part
from superproof.explanation.wrong import Wrong, WrongOutput, counterexamples

__all__ = ["Explanation", "FloatExplanation", "Neuron", "Part", "Wrong", "WrongOutput", "counterexamples", "explain"]
