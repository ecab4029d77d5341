"""Whether a network can be asked about a problem at all."""

from verify.statement.network import Network
from verify.statement.problem import Problem


def require_fit(problem: Problem, network: Network) -> None:
    """ValueError unless the codes have one word a feature and one word an output.

    >>> from verify import IdentityCode, TwoAnd
    >>> network = Network([([[1, 1]], [-1])], IdentityCode(2), IdentityCode(1), threshold=1)
    >>> require_fit(TwoAnd(inputs=2, sparsity=2, pairs=((0, 1),)), network)
    """
    if network.inputs != problem.inputs:
        raise ValueError(f"the network carries {network.inputs} features, but the problem has {problem.inputs} inputs")
    if network.outputs != problem.outputs:
        raise ValueError(f"the network reads {network.outputs} outputs, but the problem has {problem.outputs}")
