"""A network as a theorem: the file that Coq's kernel checks alone."""

from verify import Certificate, DocumentError, Network, Problem
from verify.documents import write_text
from verify.proved import COVERED, theorem
from verify.provers import PROVERS, NotTakenError


def save_theorem(problem: Problem, network: Network, certificate: Certificate, path: str, origin: str) -> None:
    """Write "this network computes this problem" as a Coq file. Errors: DocumentError about `origin` where none can be.

    Guarantee: where coqc accepts the file, the network computes the problem on every admissible input; documents of
    both are in it, and their digests are lemmas.
    """
    try:
        text = "".join(theorem(problem, network, certificate))
    except ValueError as error:
        raise DocumentError(origin, f"makes no theorem: {error}") from error
    write_text(path, text)


def prover_for_coq(problem: Problem, network: Network) -> str:
    """The cheapest prover whose certificates become theorems; NotTakenError with why none of them takes this."""
    obstacles = {name: PROVERS[name].obstacle(problem, network) for name in COVERED}
    able = [name for name, obstacle in obstacles.items() if obstacle is None]
    if not able:
        raise NotTakenError("; ".join(f"{name}: {obstacle}" for name, obstacle in obstacles.items()))
    return min(able, key=lambda name: _cost(name, problem, network))


def _cost(name: str, problem: Problem, network: Network) -> float:
    cost = PROVERS[name].cost
    return float("inf") if cost is None else cost(problem, network)
