"""Features that are real numbers: problems, their exact error functions, and how large an error can be.

A statement beside the Boolean one: |f_i(y) - t_i(y)| <= epsilon_i for every admissible y, where y has at most v entries
that are not 0 and each lies in the range of its feature.
"""

from verify.reals.additions import interference_bounds
from verify.reals.dyadic import number_words
from verify.reals.error_certificate import ErrorCertificate
from verify.reals.error_function import error_function, require_sizes, vertex_function
from verify.reals.problem import MOST_FEATURES, written
from verify.reals.supports import worst_on

__all__ = [
    "MOST_FEATURES",
    "ErrorCertificate",
    "error_function",
    "interference_bounds",
    "number_words",
    "require_sizes",
    "vertex_function",
    "worst_on",
    "written",
]
