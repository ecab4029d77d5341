"""A verdict in words: of a proof first where it says nothing, then on which inputs; what an invalid one is about."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from superproof.facts import counterexample_fact, network_facts, proof_facts
from superproof.names import Names, why
from superproof.outcome import Outcome, reasoned, verdict_outcome
from superproof.vacuity import undecided, vacuity
from superproof.words import count, float_margin_sentence, grouped, margin_sentence, unit_of
from verify import Certificate, FloatNetwork, Invalid, Network, Problem, Proved, Refuted, Unknown, Verdict
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
    every = {1: "the 1 output", 2: "both outputs"}.get(problem.outputs, f"all {problem.outputs:,} outputs")
    done = f"{count(network.neurons, 'neuron')} {verb} {every} right on"
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


def told(
    names: Names,
    network: Network | FloatNetwork,
    verdict: Verdict,
    files: tuple[str, str] | None = None,
    doubt: str | None = None,
) -> Outcome:
    """Status, lines and facts of a verdict.

    `files` are those of problem and network, where there is a command to explain a wrong input; `doubt` says why a
    proof about floats does not cover machines.
    """
    problem, facts = names.problem, network_facts(names.problem, network)
    match verdict:
        case Proved(certificate, claim, assumptions):
            floats = isinstance(network, FloatNetwork)
            facts |= proof_facts(problem, network, certificate, claim, assumptions)
            lines = [f"proved: {proved_sentence(problem, network, certificate.inputs_covered)}"]
            lines += [f"claim: {claim}"] * floats + margin_lines(network, certificate)
            lines += [f"assumes: {assumption}" for assumption in assumptions]
            if floats:
                executed = "covered by the proof" if doubt is None else f"not covered: {doubt}"
                lines.append(f"as executed: {executed}")
                facts["executed"] = executed
            return verdict_outcome("proved", tuple(lines), facts)
        case Refuted(wrong):
            more = () if files is None else (why(names, *files, wrong),)
            return reasoned(
                "refuted", names.refutation(wrong), facts | {"counterexample": counterexample_fact(wrong)}, *more
            )
        case _:
            facts |= {"prover": verdict.certificate.prover} if verdict.certificate is not None else {}
            return reasoned("unknown", verdict.reason, facts)


def margin_lines(network: Network | FloatNetwork, certificate: Certificate) -> list[str]:
    """The margin of a proof in words; of floats only where it has one."""
    margin = certificate.margin
    if isinstance(network, Network):
        return [f"margin: {margin_sentence(network, margin)}"]
    return [] if margin is None else [f"margin: {float_margin_sentence(margin, unit_of(certificate))}"]


def not_valid(
    answer: Invalid | Unknown,
    certificate: "Certificate | TallyCertificate | ErrorCertificate",
    right: tuple[str, str],
    facts: Mapping[str, object],
) -> Outcome:
    """The outcome where a checker refused a certificate, for a problem and a network with the digests `right`, or came
    to no answer."""
    if isinstance(answer, Unknown):
        return reasoned("unknown", answer.reason, facts)
    stated = zip(("problem", "network"), right, (certificate.problem, certificate.network), strict=True)
    others = [kind for kind, own, named in stated if own != named]
    about = f"it is about another {' and '.join(others)} (superproof show FILE tells a file's digest)"
    return reasoned("invalid", answer.reason, facts, *([about] if others else []))
