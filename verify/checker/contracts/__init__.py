"""The checker of contracts: derives every contract by code of its own, and shares only the statement with the prover.

It takes levels of copy, or and AND, so that three roles say all a neuron has to do (`roles`): it must be 1 iff a
feature is active that makes it 1 alone, or two features each of which is an input of an AND of two. Source: ours.
"""

from verify.checker.contracts.check import check_contracts

__all__ = ["check_contracts"]
