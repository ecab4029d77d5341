"""The audit: what a network spends on its problem, in bits, beside the counting bound.

Needs numpy and `verify`, so `bounds` itself does not import it; `bounds.parameter_bits` does on first use.
"""

from bounds.audit.parameter_bits import ParameterBits, parameter_bits, parameters, stored_width
from bounds.audit.respected import SLACK, Audit, audit

__all__ = ["SLACK", "Audit", "ParameterBits", "audit", "parameter_bits", "parameters", "stored_width"]
