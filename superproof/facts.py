"""JSON values for the contract's keys (docs/formats.md)."""

from dataclasses import fields, is_dataclass
from fractions import Fraction

from superproof.comparison import Comparison, compare
from superproof.words import float_margin, unit_of
from verify import Certificate, Counterexample, FloatNetwork, Margin, Network, Problem
from verify.statement import count_sparse


def problem_facts(problem: Problem) -> dict[str, object]:
    """Sizes of the problem."""
    return {"inputs": problem.inputs, "outputs": problem.outputs, "sparsity": problem.sparsity}


def network_facts(
    problem: Problem, network: Network | FloatNetwork | None, comparison: Comparison | None = None
) -> dict[str, object]:
    """Sizes of the problem and of the network, where there is one, outputs per neuron m'/n, and the bounds beside them.

    >>> from verify import IdentityCode, TwoAnd
    >>> network = Network([([[1, 1]], [-1])], IdentityCode(2), IdentityCode(1), threshold=1)
    >>> network_facts(TwoAnd(inputs=2, sparsity=2, pairs=((0, 1),)), network)["outputs_per_neuron"]
    0.5
    """
    facts = problem_facts(problem)
    if network is not None:
        facts |= {"neurons": network.neurons, **ratio_facts(network)}
    if isinstance(network, FloatNetwork):
        facts |= {"rectified_neurons": network.rectified_neurons, "precision": network.precision}
    facts |= {} if network is None else reading_fact(network)
    comparison = comparison or compare(problem, network)
    return facts | {
        "parameter_bits": comparison.parameter_bits,
        "parameter_bits_entropy": comparison.entropy_bits,
        "parameter_bits_encoded": None if comparison.spent is None else comparison.spent.encoded,
        "parameter_bits_nonzeros": None if comparison.spent is None else comparison.spent.sparse,
        "audit": comparison.audit,
        "parameters": comparison.parameters,
        "function_bits_per_parameter": comparison.function_bits,
        "parameter_width": comparison.width,
        "bits_per_parameter": comparison.width,  # its name before, beside the other for one version
        "lower_bound_bits": comparison.bound_bits,
        "lower_bound_parameters": comparison.bound_parameters,
        "lower_bound_neurons": comparison.bound_neurons,
        "lower_bound_theorems": list(comparison.theorems),
    }


def ratio_facts(network: Network | FloatNetwork) -> dict[str, object]:
    """Outputs per neuron, and whether neurons are shared."""
    ratio = round(network.outputs / network.neurons, 6)
    # features_per_neuron: its name before, beside the other for one version
    return {
        "outputs_per_neuron": ratio, "superposition": network.outputs > network.neurons, "features_per_neuron": ratio,
    }  # fmt: skip


def reading_notes(network: Network | FloatNetwork) -> list[str] | None:
    """How a file of weights was read: what was taken on trust; None where the network is from no such file.

    >>> reading_notes(FloatNetwork([([[1.0]], [0.0], True)], [0.5], construction={"read": ["no bias of W: 0"]}))
    ['no bias of W: 0']
    """
    read = network.construction.get("read")
    return list(map(str, read)) if isinstance(read, list | tuple) else None


def reading_fact(network: Network | FloatNetwork) -> dict[str, object]:
    """The same as JSON values."""
    notes = reading_notes(network)
    return {} if notes is None else {"read_as": notes}


def coverage_facts(problem: Problem, inputs: int | None) -> dict[str, object]:
    """The inputs a proof covers, and for circuits how many inputs are as sparse, admissible or not.

    >>> from verify import Circuit
    >>> coverage_facts(Circuit.of(3, 2, [[("or", 0, 1), ("or", 0, 2), ("or", 1, 2), ("or", 0, 1, 2)]]), 1)
    {'inputs_covered': 1, 'sparse_inputs': 7}
    """
    covered: dict[str, object] = {"inputs_covered": inputs}
    return covered | {"sparse_inputs": count_sparse(problem)} if problem.is_circuit else covered


def proof_facts(
    problem: Problem,
    network: Network | FloatNetwork,
    certificate: Certificate,
    claim: str,
    assumptions: tuple[str, ...],
) -> dict[str, object]:
    """What a proof shows and what that rests on, once the checker has called it valid."""
    margin: object = margin_fact(certificate.margin)
    if isinstance(network, FloatNetwork) and certificate.margin is not None:
        margin = float_margin(certificate.margin, unit_of(certificate))
    proof = {"prover": certificate.prover, "claim": claim, "assumptions": list(assumptions), "margin": margin}
    return proof | coverage_facts(problem, certificate.inputs_covered)


def counterexample_fact(counterexample: Counterexample) -> dict[str, object]:
    """The active inputs, the wrong output, and what it reads against what it must be.

    Of a float network with the exact score as text beside decimals, and what numpy gets.
    """
    score, threshold = counterexample.score, counterexample.threshold
    exact = isinstance(score, Fraction)
    fact = {
        "active": list(counterexample.active),
        "output": counterexample.output,
        "expected": counterexample.expected,
        "score": float(score) if exact else score,
        "threshold": float(threshold) if exact else threshold,
    }
    return fact | {"exact_score": str(score), "run_score": counterexample.ran} if exact else fact


def record_of(value: object, *beside: str) -> object:
    """A record of records and tuples as JSON values, fractions as decimals; without the fields `beside`, which are no
    figures.

    >>> record_of((Margin(1, 0),)), record_of(Margin(1, 0), "largest_false")
    ([{'smallest_true': 1, 'largest_false': 0}], {'smallest_true': 1})
    """
    if isinstance(value, list | tuple):
        return [record_of(member) for member in value]
    if isinstance(value, Fraction):
        return float(value)
    if not is_dataclass(value):
        return value
    return {name: record_of(getattr(value, name)) for name in (f.name for f in fields(value)) if name not in beside}


def margin_fact(margin: Margin | None) -> list[int | None] | None:
    """[smallest true score, largest false score]."""
    return None if margin is None else [margin.smallest_true, margin.largest_false]
