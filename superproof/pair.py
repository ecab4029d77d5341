"""Two documents that belong together: a problem and a network that can be asked about it."""

from verify import Network, Problem, load_network, load_problem, require_fit
from verify.errors import DocumentError


def load_pair(problem_path: str, network_path: str) -> tuple[Problem, Network]:
    """Both documents. Errors: DocumentError for either file, or when the network does not fit the problem."""
    problem, network = load_problem(problem_path), load_network(network_path)
    try:
        require_fit(problem, network)
    except ValueError as error:
        raise DocumentError(network_path, f"does not fit {problem_path}: {error}") from error
    return problem, network
