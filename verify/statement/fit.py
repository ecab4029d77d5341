"""Whether a network can be asked about a problem at all."""

from typing import Protocol

from verify.statement.problem import Problem


class Subject(Protocol):
    """What problems are asked about: a network of integers or of floats."""

    @property
    def inputs(self) -> int:
        """m, the number of features."""

    @property
    def outputs(self) -> int:
        """m', the number of outputs."""

    @property
    def digest(self) -> str:
        """SHA-256 of everything the statement depends on."""


def require_fit(problem: Problem, network: Subject) -> None:
    """ValueError unless the network takes as many features and gives as many outputs as the problem has.

    >>> from verify import IdentityCode, Network, TwoAnd
    >>> network = Network([([[1, 1]], [-1])], IdentityCode(2), IdentityCode(1), threshold=1)
    >>> require_fit(TwoAnd(inputs=2, sparsity=2, pairs=((0, 1),)), network)
    """
    have, want = (network.inputs, network.outputs), (problem.inputs, problem.outputs)
    if have != want:
        own, needed = ("{} features and {} outputs".format(*sizes) for sizes in (have, want))
        raise ValueError(f"the network has {own}, but the problem has {needed}")
