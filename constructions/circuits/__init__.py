"""Circuits compiled to one network, every level held in superposition."""

from constructions.circuits.network import circuit_network, level_code

__all__ = ["circuit_network", "level_code"]
