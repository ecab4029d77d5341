"""Random small problems and networks through every prover and the checker: all verdicts must be true.

Both go through files that the product did not write, and the truth is worked out from the same numbers in Python
integers. Proofs must be accepted by `check`, also after they were saved and loaded; margins and numbers of inputs must
be exact; counterexamples must be wrong by the definition.
"""

from typing import Any

import verify
from benchmarks.attack import doors
from benchmarks.attack.doors import Said
from benchmarks.attack.draw_networks import network
from benchmarks.attack.draw_problems import problem
from benchmarks.attack.plain import Document, PlainNetwork, network_bytes, problem_bytes
from benchmarks.attack.trial import Trial
from benchmarks.attack.truth import Machine, Truth, ones_on, truth

SELDOM = {"smt": 0.06}
"""Provers that take long are asked on so few of the cases."""


def attack(trial: Trial) -> None:
    document = problem(trial.random)
    judge_pair(trial, document, network(trial.random, document))


def judge_pair(trial: Trial, document: Document, plain: PlainNetwork) -> None:
    """Hold all that is said about a problem and a network against the truth."""
    trial.write("problem.json", problem_bytes(document))
    try:
        trial.write("network.safetensors", network_bytes(plain))
        asked, answering = doors.load(trial.folder)
    except (OverflowError, *doors.REFUSALS) as error:
        trial.count("refused by the loader")
        if "2**63" not in str(error) and "64 bits" not in str(error):
            trial.find(f"a document that is as it should be is refused: {error}")
        return
    known = truth(document, plain)
    trial.count("right networks" if known.right else "wrong networks")
    for prover in (*doors.PROVERS, "auto"):
        if trial.random.random() >= SELDOM.get(prover, 1.0):
            continue
        said = doors.prove(asked, answering, prover)
        trial.count(f"{prover}: {said.word}")
        complaint = complaint_about(said, document, plain, known)
        if prover in (doors.COMPLETE, "auto") and said.word == "unknown" and not _is_huge(plain):
            complaint = complaint or f"does not know: {said.reason}"
        if complaint:
            trial.find(f"{prover} {complaint}")
        if said.certificate is not None:
            _judge_certificate(trial, asked, answering, said, known)


def _is_huge(plain: PlainNetwork) -> bool:
    """Whether numbers are so large that bounds on scores may come near 2**63, where a prover may decline."""
    numbers = [plain.threshold, *(n for weights, bias in plain.layers for row in (bias, *weights) for n in row)]
    return max(map(abs, numbers)) >= 2**29


def complaint_about(said: Said, document: Document, plain: PlainNetwork, known: Truth) -> str | None:
    """What is untrue of a verdict, or None."""
    if said.word == "proved" and known.wrong:
        return f"proves a network that is wrong on {known.wrong}"
    if said.word != "refuted":
        return None
    if known.right:
        return f"refutes a network that is right: {said.reason}"
    ones = ones_on(document, said.active)
    if ones is None or len(said.active) > document["sparsity"]:
        return f"refutes by an input that is not admissible: {said.active}"
    score = Machine(plain).scores(said.active)[said.output]
    if (score >= plain.threshold) == (said.output in ones):
        return f"refutes by output {said.output} on {said.active}, where it is right"
    return None


def _judge_certificate(trial: Trial, asked: Any, answering: Any, said: Said, known: Truth) -> None:
    path = trial.folder / "certificate.json"
    verify.save_certificate(said.certificate, path)
    for certificate in (said.certificate, verify.load_certificate(path)):
        answer = doors.check(asked, answering, certificate)
        trial.count(f"check of {certificate.prover}: {answer.word}")
        if answer.word != "valid" and (certificate.prover, answer.word) != ("smt", "unknown"):
            trial.find(f"check does not accept a proof by {certificate.prover}: {answer.word}, {answer.reason}")
        complaint = untrue_statement(certificate, known) if known.right else "is accepted, but the network is wrong"
        if complaint:
            trial.find(f"a certificate of {certificate.prover} {complaint}")


def untrue_statement(certificate: Any, known: Truth) -> str | None:
    """What a certificate that was accepted says that is not true, or None."""
    if certificate.inputs_covered != known.inputs:
        return f"covers {certificate.inputs_covered} inputs, but there are {known.inputs}"
    margin = certificate.margin
    if margin is not None and (margin.smallest_true, margin.largest_false) != (
        known.smallest_true,
        known.largest_false,
    ):
        return f"states {margin}, but it is {known.smallest_true}, {known.largest_false}"
    true, false = (certificate.evidence.get(name) for name in ("true_at_least", "false_at_most"))
    if true is not None and known.smallest_true is not None and true > known.smallest_true:
        return f"says that true scores are at least {true}, but one is {known.smallest_true}"
    if false is not None and known.largest_false is not None and false < known.largest_false:
        return f"says that false scores are at most {false}, but one is {known.largest_false}"
    return None
