"""The facts of a document, for `superproof show`."""

import sys
from collections import Counter
from collections.abc import Mapping
from fractions import Fraction
from functools import singledispatch

from bounds import parameter_bits
from superproof.facts import ratio_facts
from superproof.imports.weights import Found
from superproof.problem_source import Source
from superproof.real_names import RealNames
from superproof.tally_words import reading_words
from verify import Certificate, FloatNetwork, Network, RealProblem, problem_digest
from verify.documents import Labels
from verify.floats import TallyCertificate
from verify.reals import ErrorCertificate, number_words

FIRST = 5
"""Names and gates shown at most."""
CHECKED = "not here: superproof check does"


@singledispatch
def facts_shown(document: object) -> dict[str, object]:
    """What a document holds; whether what it claims holds is for `superproof check` to say. Errors: TypeError."""
    raise TypeError(f"a {type(document).__name__} is no document")


@facts_shown.register
def _problem(source: Source) -> dict[str, object]:
    """Sizes, gates by kind, influence, and the first names."""
    problem = source.problem
    kinds = Counter(gate.kind for level in problem.levels for gate in level)
    facts: dict[str, object] = {
        "document": "problem",
        "form": problem.form,
        "inputs": problem.inputs,
        "features": problem.inputs,  # its name before, beside the other for one version
        **_own(problem, "outputs", "sparsity"),
        "levels": len(problem.levels),
        "gates": dict(kinds),
        "digest": problem_digest(problem),
        "first_features": list(source.labels[:FIRST]),
        "first_outputs": [source.names.output(i) for i in range(min(FIRST, problem.outputs))],
    }
    if not problem.is_circuit:
        facts["largest_influence"] = max(problem.influence)
    return facts


def real_problem_shown(problem: RealProblem, labels: Labels) -> dict[str, object]:
    """Sizes, ranges, the first targets, and the first names where there are some."""
    low, high = min(low for low, _ in problem.ranges), max(high for _, high in problem.ranges)
    return {
        "document": "problem about real features",
        "inputs": problem.features,
        **_own(problem, "features", "outputs", "sparsity"),  # features: its name before, for one version
        "smallest_value": str(low),
        "largest_value": str(high),
        "values": "ends of the ranges only" if problem.corners else "all between the ends of the ranges",
        "digest": problem.digest,
        "first_targets": list(map(RealNames(labels).target, problem.targets[:FIRST])),
        **{f"first_{key}": names[:FIRST] for key, names in labels.document().items()},
    }


@facts_shown.register
def _error_certificate(certificate: ErrorCertificate) -> dict[str, object]:
    bound = max(certificate.at_most, default=Fraction(0))
    return {
        "document": "certificate about errors",
        "claim": "on every admissible input the error of every output is at most at_most",
        "checked": CHECKED,
        "outputs": len(certificate.at_most),
        "largest_bound": float(bound) if bound < sys.float_info.max else number_words(bound),
        **_own(certificate, "problem", "network"),
    }


@facts_shown.register
def _network(network: Network) -> dict[str, object]:
    """Widths, codes, threshold, what it stores, and how it was made."""
    return {
        "document": "network",
        **_own(network, "inputs", "widths", "outputs", "neurons"),
        **ratio_facts(network),
        "weight_types": [str(layer.weights.dtype) for layer in network.layers],
        "input_code": network.input_code.recipe(),
        "output_code": network.output_code.recipe(),
        "threshold": network.threshold,
        "parameter_bits": parameter_bits(network, encode=False).stored,
        "digest": network.digest,
        "construction": dict(network.construction),
    }


@facts_shown.register
def _float_network(network: FloatNetwork) -> dict[str, object]:
    """Widths, neurons, formats, what it stores, and how it was made."""
    thresholds = sorted(set(network.thresholds.tolist()))
    return {
        "document": "float network",
        **_own(network, "inputs", "widths", "outputs", "neurons", "rectified_neurons"),
        **ratio_facts(network),
        "precision": network.precision,
        "reading": reading_words(network),
        "thresholds": thresholds if len(thresholds) <= FIRST else f"{len(thresholds)} different ones",
        **_own(network, "parameters", "parameter_bits", "digest"),
        "construction": dict(network.construction),
    }


@facts_shown.register(Mapping)
def _tensors(found: Found) -> dict[str, object]:
    """Names, types and sizes of the tensors in a file of another tool, and how they become a network."""
    sizes = {name: f"{kind} {list(getattr(array, 'shape', ()))}" for name, (kind, array) in found.items()}
    return {
        "document": "weights",
        "tensors": sizes,
        "to_read_them": "superproof import FILE --problem problem.json -o NETWORK, or the file where NETWORK goes",
    }


@facts_shown.register
def _certificate(certificate: Certificate) -> dict[str, object]:
    """What it claims of what, by which prover."""
    margin = certificate.margin
    return {
        "document": "certificate",
        "claim": "the network computes the problem at this sparsity",
        "checked": CHECKED,
        **_own(certificate, "prover", "sparsity", "inputs_covered"),
        "margin": None if margin is None else [margin.smallest_true, margin.largest_false],
        **_own(certificate, "assumptions", "problem", "network"),
        "arrays": {name: int(array.size) for name, array in certificate.arrays.items()},
    }


@facts_shown.register
def _tally(certificate: TallyCertificate) -> dict[str, object]:
    tally = certificate.tally
    return {
        "document": "certificate about counts",
        "claim": "these many inputs are wrong, in exact arithmetic",
        "checked": CHECKED,
        "sparsity": certificate.sparsity,
        **_own(tally, "tried", "admissible", "wrong"),
        "right_on_machines": list(tally.sure),
        "outputs_with_wrong_inputs": sum(pairs > 0 for pairs in tally.pairs),
        "smallest_wrong_input": None if tally.smallest is None else list(tally.smallest),
        **_own(certificate, "problem", "network"),
    }


def _own(thing: object, *names: str) -> dict[str, object]:
    """What it has under these names; lists for tuples."""
    found = ((name, getattr(thing, name)) for name in names)
    return {name: list(value) if isinstance(value, tuple) else value for name, value in found}
