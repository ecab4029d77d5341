"""The statement "this network computes F on every sparse input", provers that nobody trusts, and the checker.

>>> from verify import IdentityCode, Network, TwoAnd, prove
>>> problem = TwoAnd(inputs=2, sparsity=2, pairs=((0, 1),))
>>> network = Network([([[1, 1]], [-1])], IdentityCode(2), IdentityCode(1), threshold=1)
>>> prove(problem, network).certificate.margin
Margin(smallest_true=1, largest_false=0)
"""

from verify.lazy import door

__getattr__, __dir__, __all__ = door(__name__, __file__)
