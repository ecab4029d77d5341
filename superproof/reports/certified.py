"""Networks of earlier runs of certify, for the frontier."""

from pathlib import Path

from superproof.reports.figures.frontier import Landmark
from verify import load_certificate, load_network, load_problem, problem_digest
from verify.errors import DocumentError


def certified_landmark(folder: str) -> Landmark:
    """The network in a folder of results, named after the folder.

    Its certificate must be there and be bound to its problem and network; it is not checked again. Errors:
    DocumentError for a folder without one, or with one of another problem or network.
    """
    place = Path(folder)
    problem, network = load_problem(place / "problem.json"), load_network(place / "network.safetensors")
    certificate = load_certificate(place / "certificate.json")
    if (certificate.problem, certificate.network) != (problem_digest(problem), network.digest):
        raise DocumentError(place / "certificate.json", "is of another problem or network than the folder's")
    return Landmark(place.resolve().name, network.outputs, network.neurons)
