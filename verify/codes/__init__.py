"""Public codes: matrices that anybody can expand from a recipe that does not depend on the problem.

A code is a matrix with one column (a *word*) a feature. Feature vector y is carried by the matrix times y.
"""

from verify.codes.bare import BareCode
from verify.codes.base import MAX_SEED, MAX_SIZE, Code, SparseCode, expand, public_words, require_seed, require_size
from verify.codes.constant_weight import ConstantWeightCode
from verify.codes.hadamard import HadamardCode, walsh_hadamard
from verify.codes.identity import IdentityCode
from verify.codes.random_signs import RandomSignCode
from verify.codes.recipes import CODES, code_from_recipe
from verify.codes.reed_solomon import ReedSolomonCode, is_prime

__all__ = [
    "CODES",
    "MAX_SEED",
    "MAX_SIZE",
    "BareCode",
    "Code",
    "ConstantWeightCode",
    "HadamardCode",
    "IdentityCode",
    "RandomSignCode",
    "ReedSolomonCode",
    "SparseCode",
    "code_from_recipe",
    "expand",
    "is_prime",
    "public_words",
    "require_seed",
    "require_size",
    "walsh_hadamard",
]
