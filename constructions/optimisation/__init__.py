"""Counterexample-guided weights: train on the active sets whose scores are worst, round, and decide in integers."""

from constructions.optimisation.kernels import hard_sets

__all__ = [
    "hard_sets",
]
