"""What a proof says in words, first where it says nothing, then on which inputs; and what an invalid one is about."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from superproof.outcome import Outcome, verdict_outcome
from superproof.vacuity import undecided, vacuity
from superproof.words import count, grouped
from verify import Certificate, FloatNetwork, Network, Problem
from verify.statement import count_sparse

if TYPE_CHECKING:
    from verify.floats import TallyCertificate
    from verify.reals import ErrorCertificate


def proved_sentence(problem: Problem, network: Network | FloatNetwork, inputs: int) -> str:
    """The claim of a proof, and that it is none about superposition where no neuron is shared.

    >>> from constructions import naive
    >>> from verify import TwoAnd
    >>> problem = TwoAnd(inputs=2, sparsity=2, pairs=((0, 1),))
    >>> proved_sentence(problem, naive(problem), 4).partition("; ")[2]
    'no superposition: at least one neuron an output'
    """
    alone = "" if problem.outputs > network.neurons else "; no superposition: at least one neuron an output"
    verb = "computes" if network.neurons == 1 else "compute"
    done = f"{count(network.neurons, 'neuron')} {verb} {_all(problem.outputs)} right on"
    sparse = f"with at most {problem.sparsity} of {count(problem.inputs, 'feature')} active"
    reason = vacuity(problem)
    empty = "" if reason is None else f"vacuous, because {reason}: "
    alone += undecided(problem) if reason is None else ""
    if problem.is_circuit and inputs < count_sparse(problem):
        many = "input that makes" if inputs == 1 else "inputs that make"
        gates = count(problem.sparsity, "gate")
        return (
            f"{empty}{done} the {inputs:,} {many} at most {gates} of every level active, of the "
            f"{count(count_sparse(problem), 'input')} {sparse}{alone}"
        )
    levels = ", and as few on every level" if problem.is_circuit else ""
    return f"{empty}{done} every input {sparse}{levels} ({count(inputs, 'input')}){alone}"


def admissible_words(problem: Problem, inputs: int, noun: str) -> str:
    """The number of admissible inputs; for a circuit that excludes some, of how many that are as sparse.

    >>> from verify import Circuit
    >>> circuit = Circuit.of(3, 2, [[("or", 0, 1), ("or", 0, 2), ("or", 1, 2), ("or", 0, 1, 2)]])
    >>> admissible_words(circuit, 1, "input")
    '1 input, of 7 so sparse: the others make more than 2 gates of some level active'
    """
    if not problem.is_circuit or inputs == count_sparse(problem):
        return count(inputs, noun)
    others = "the other makes" if count_sparse(problem) == inputs + 1 else "the others make"
    return (
        f"{count(inputs, noun)}, of {grouped(count_sparse(problem))} so sparse: {others} more than {problem.sparsity} "
        "gates of some level active"
    )


def _all(outputs: int) -> str:
    return {1: "the 1 output", 2: "both outputs"}.get(outputs, f"all {outputs:,} outputs")


def invalid(
    reason: str,
    certificate: "Certificate | TallyCertificate | ErrorCertificate",
    right: tuple[str, str],
    facts: Mapping[str, object],
) -> Outcome:
    """The outcome for a refused certificate: `right` are the digests of the problem and the network that it was for."""
    stated = certificate.problem, certificate.network
    kinds = ("problem", "network")
    others = [kind for kind, own, named in zip(kinds, right, stated, strict=True) if own != named]
    lines = [f"invalid: {reason}"]
    if others:
        lines.append(f"it is about another {' and '.join(others)} (superproof show FILE tells a file's digest)")
    return verdict_outcome("invalid", tuple(lines), {**facts, "reason": reason})
