"""Circuits composed, and compiled to one network with every level held in superposition."""

from constructions.circuits.codes import level_code
from constructions.circuits.compositions import in_series, side_by_side, without_xor
from constructions.circuits.families import copy_chain, sorting_levels, twin_chain
from constructions.circuits.network import circuit_network

__all__ = [
    "circuit_network",
    "copy_chain",
    "in_series",
    "level_code",
    "side_by_side",
    "sorting_levels",
    "twin_chain",
    "without_xor",
]
