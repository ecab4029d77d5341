"""Circuits composed, and compiled to one network with every level held in superposition."""

from constructions.circuits.compositions import in_series, side_by_side, without_xor
from constructions.circuits.families import sorting_levels, twin_chain
from constructions.circuits.network import circuit_network, level_code

__all__ = ["circuit_network", "in_series", "level_code", "side_by_side", "sorting_levels", "twin_chain", "without_xor"]
