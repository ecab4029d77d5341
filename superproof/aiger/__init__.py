"""And-inverter graphs: AIGER files as circuits of levels."""

from superproof.aiger.levelled import circuit_of
from superproof.aiger.read import Aig, read_aiger, symbols
from superproof.aiger.refused_outputs import Adapted, adapted

__all__ = ["Adapted", "Aig", "adapted", "circuit_of", "read_aiger", "symbols"]
