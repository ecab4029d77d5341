"""Exact scores of many inputs at once, compiled: for provers, and for constructions that look at hard inputs.

Nothing here is trusted: the checker computes its own scores.
"""
