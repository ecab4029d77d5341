"""Counterexample-guided weights: train on the active sets whose scores are worst, round, and decide in integers."""
