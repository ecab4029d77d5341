"""The facts of a document, for `superproof show`."""

import sys
from collections import Counter
from fractions import Fraction

from bounds import parameter_bits
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


def shown_problem(source: Source) -> dict[str, object]:
    """Sizes, gates by kind, influence, and the first names."""
    problem = source.problem
    kinds = Counter(gate.kind for level in problem.levels for gate in level)
    facts: dict[str, object] = {
        "document": "problem",
        "form": problem.form,
        "inputs": problem.inputs,
        "features": problem.inputs,  # its name before, beside the other for one version
        "outputs": problem.outputs,
        "sparsity": problem.sparsity,
        "levels": len(problem.levels),
        "gates": dict(kinds),
        "digest": problem_digest(problem),
        "first_features": list(source.labels[:FIRST]),
        "first_outputs": [source.names.output(i) for i in range(min(FIRST, problem.outputs))],
    }
    if not problem.is_circuit:
        facts["largest_influence"] = max(problem.influence)
    return facts


def shown_real_problem(problem: RealProblem, labels: Labels) -> dict[str, object]:
    """Sizes, ranges, the first targets, and the first names where there are some."""
    low, high = min(low for low, _ in problem.ranges), max(high for _, high in problem.ranges)
    return {
        "document": "problem about real features",
        "inputs": problem.features,
        "features": problem.features,  # its name before, beside the other for one version
        "outputs": problem.outputs,
        "sparsity": problem.sparsity,
        "smallest_value": str(low),
        "largest_value": str(high),
        "values": "ends of the ranges only" if problem.corners else "all between the ends of the ranges",
        "digest": problem.digest,
        "first_targets": list(map(RealNames(labels).target, problem.targets[:FIRST])),
        **{f"first_{key}": names[:FIRST] for key, names in labels.document().items()},
    }


def shown_error_certificate(certificate: ErrorCertificate) -> dict[str, object]:
    """What it claims, of what; whether that holds is for `superproof check` to say."""
    bound = max(certificate.at_most, default=Fraction(0))
    return {
        "document": "certificate about errors",
        "claim": "on every admissible input the error of every output is at most at_most",
        "checked": CHECKED,
        "outputs": len(certificate.at_most),
        "largest_bound": float(bound) if bound < sys.float_info.max else number_words(bound),
        "problem": certificate.problem,
        "network": certificate.network,
    }


def shown_network(network: Network) -> dict[str, object]:
    """Widths, codes, threshold, what it stores, and how it was made."""
    return {
        "document": "network",
        "inputs": network.inputs,
        "widths": list(network.widths),
        "outputs": network.outputs,
        "neurons": network.neurons,
        **_ratio(network),
        "weight_types": [str(layer.weights.dtype) for layer in network.layers],
        "input_code": network.input_code.recipe(),
        "output_code": network.output_code.recipe(),
        "threshold": network.threshold,
        "parameter_bits": parameter_bits(network, encode=False).stored,
        "digest": network.digest,
        "construction": dict(network.construction),
    }


def _ratio(network: Network | FloatNetwork) -> dict[str, object]:
    """Outputs per neuron, under both names, as all commands say it."""
    ratio = round(network.outputs / network.neurons, 6)
    return {"outputs_per_neuron": ratio, "superposition": ratio > 1, "features_per_neuron": ratio}


def shown_float_network(network: FloatNetwork) -> dict[str, object]:
    """Widths, neurons, formats, what it stores, and how it was made."""
    thresholds = sorted(set(network.thresholds.tolist()))
    return {
        "document": "float network",
        "inputs": network.inputs,
        "widths": list(network.widths),
        "outputs": network.outputs,
        "neurons": network.neurons,
        "rectified_neurons": network.rectified_neurons,
        **_ratio(network),
        "precision": network.precision,
        "reading": reading_words(network),
        "thresholds": thresholds if len(thresholds) <= FIRST else f"{len(thresholds)} different ones",
        "parameters": network.parameters,
        "parameter_bits": network.parameter_bits,
        "digest": network.digest,
        "construction": dict(network.construction),
    }


def shown_tensors(found: Found) -> dict[str, object]:
    """Names, types and sizes of the tensors in a file of another tool, and how they become a network."""
    sizes = {name: f"{kind} {list(getattr(array, 'shape', ()))}" for name, (kind, array) in found.items()}
    return {
        "document": "weights",
        "tensors": sizes,
        "to_read_them": "superproof import FILE --problem problem.json -o NETWORK, or the file where NETWORK goes",
    }


def shown_certificate(certificate: Certificate) -> dict[str, object]:
    """What it claims of what, by which prover; whether that holds is for `superproof check` to say."""
    margin = certificate.margin
    return {
        "document": "certificate",
        "claim": "the network computes the problem at this sparsity",
        "checked": CHECKED,
        "prover": certificate.prover,
        "sparsity": certificate.sparsity,
        "inputs_covered": certificate.inputs_covered,
        "margin": None if margin is None else [margin.smallest_true, margin.largest_false],
        "assumptions": list(certificate.assumptions),
        "problem": certificate.problem,
        "network": certificate.network,
        "arrays": {name: int(array.size) for name, array in certificate.arrays.items()},
    }


def shown_tally(certificate: TallyCertificate) -> dict[str, object]:
    """What it counts; whether that holds is for `superproof check` to say."""
    tally = certificate.tally
    return {
        "document": "certificate about counts",
        "claim": "these many inputs are wrong, in exact arithmetic",
        "checked": CHECKED,
        "sparsity": certificate.sparsity,
        "tried": list(tally.tried),
        "admissible": list(tally.admissible),
        "wrong": list(tally.wrong),
        "right_on_machines": list(tally.sure),
        "outputs_with_wrong_inputs": sum(pairs > 0 for pairs in tally.pairs),
        "smallest_wrong_input": None if tally.smallest is None else list(tally.smallest),
        "problem": certificate.problem,
        "network": certificate.network,
    }
