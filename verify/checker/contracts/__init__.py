"""The checker of contracts: derives every contract by code of its own, and shares only the statement with the prover.

It takes levels of copy, or, andnot and AND, so that four roles say all a neuron has to do (`roles`): it must be 1 iff
the points of the active features sum to 2: two for a feature that makes it 1 alone, one for an input of an AND of two,
and two less for one that only ever turns gates off. What neurons do wrong by that is counted (`wrong`). Source: ours.
"""

from verify.checker.checkers import Checker
from verify.checker.contracts.check import check_contracts
from verify.checker.needs import of_contracts

CHECKER = Checker(check_contracts, of_contracts)
