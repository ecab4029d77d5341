"""Float networks against exact rational arithmetic: verdicts, counts, margins, certificates and forgeries.

    python -m benchmarks.float_differential --networks 100000 --seed 1

Small random networks of one to five layers in all four formats, with layers of linear neurons among them: half of them
computed right but for noise, with thresholds at scores, between them, or anywhere. All scores are taken by their
definition, in Python integers over a power of two. A verdict must be theirs, by enumeration or bounds in turn, and with
a proof the margin it states; a proof that covers machines must hold when float arithmetic adds in a random order. Of
every fourth network all figures of the count are compared. For every second one a certificate is forged: of other
networks, with more claimed, with other slopes, counts with a figure changed. None may be valid where what it says is
not so. Every disagreement is printed; the last lines count.
"""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from benchmarks.arguments import parser_of
from benchmarks.float_forgeries import forged_proof, forged_tally
from benchmarks.float_subjects import Subject
from verify import (
    Counterexample,
    Problem,
    Proved,
    Refuted,
    Unknown,
    Valid,
    Verdict,
    check,
    count_wrong,
    evaluate,
    prove,
)
from verify.checker.floats.counts import check_tally
from verify.floats.tally import Tally
from verify.statement.certificate import Certificate

BINARY: dict[str, Any] = {"float64": np.float64}
UNSCALED = "no scale keeps the sums of bounds"
"""What bounds say of a few networks whose numbers differ too much in size."""


def main() -> None:
    parser = parser_of(__doc__)
    parser.add_argument("--networks", type=int, default=1000, metavar="N", help="how many (%(default)s)")
    parser.add_argument("--seed", type=int, default=0, metavar="S")
    arguments = parser.parse_args()
    seen, wrong = Counter[str](), 0
    others: dict[Problem, Certificate] = {}
    for number in range(arguments.networks):
        draw = random.Random(f"{arguments.seed}/{number}")
        subject = Subject.drawn(draw)
        for complaint in disagreements(subject, draw, seen, others):
            wrong += 1
            print(f"seed {arguments.seed}, network {number}: {complaint}", flush=True)
    print(f"{arguments.networks} networks, {wrong} disagreements")
    print(", ".join(f"{name} {count}" for name, count in sorted(seen.items())))


def disagreements(
    subject: Subject, draw: random.Random, seen: Counter[str], others: dict[Problem, Certificate]
) -> Iterator[str]:
    """Whatever of the product is against the definition."""
    problem, network, cells = subject.problem, subject.network, subject.wrong()
    prover = draw.choice(("enumerate", "branch"))
    claim = draw.choice(("exact", "executed"))
    verdict = prove(problem, network, prover=prover, claim=claim)
    depth = "" if prover == "enumerate" else " (two layers)" if len(network.layers) == 2 else " (other depths)"
    seen[f"{type(verdict).__name__.lower()} by {prover}{depth}, {claim}"] += 1
    complaint = _of_verdict(subject, verdict, cells, claim, draw)
    if complaint:
        yield f"{prover}, {claim}: {complaint}"
    if draw.random() < 0.25:
        seen["counts"] += 1
        counted = count_wrong(problem, network)
        if isinstance(counted, Unknown) or not _is_right(subject, counted.tally, cells):
            yield f"the count is {counted}, but {sorted(cells)} are wrong"
        else:
            seen["forged counts"] += 1
            forged = replace(counted.certificate, tally=forged_tally(counted.tally, draw))
            if isinstance(check_tally(problem, network, forged), Valid):
                yield f"a forged count is valid: {forged}"
    certificate = verdict.certificate if isinstance(verdict, Proved) else others.get(problem)
    if isinstance(verdict, Proved):
        others[problem] = verdict.certificate
    if certificate is not None and draw.random() < 0.5:
        seen["forged proofs"] += 1
        stated_by = forged_proof(certificate, problem, network, draw)
        answer = check(problem, network, stated_by)
        if isinstance(answer, Valid):
            seen["forged proofs that hold"] += 1
            complaint = _of_verdict(subject, Proved(stated_by, answer.claim, ()), cells, "exact", draw)
            if complaint:
                yield f"a forged proof: {complaint}"


def _of_verdict(
    subject: Subject, verdict: Verdict, cells: set[tuple[tuple[int, ...], int]], claim: str, draw: random.Random
) -> str | None:
    match verdict:
        case Refuted(counterexample):
            if (counterexample.active, counterexample.output) in cells:
                return None
            by_run = claim == "executed" and _ran_wrong(subject, counterexample)
            return None if by_run else f"refuted by {counterexample}, which is right"
        case Unknown(reason) if reason.startswith(UNSCALED):
            return None
        case Unknown(reason):
            return None if claim == "executed" and not cells else f"unknown: {reason}"
        case Proved(certificate, words):
            if cells:
                return f"proved, but {sorted(cells)} are wrong"
            if claim == "executed" and "as executed" not in words:
                return f"proved for machines, in these words: {words}"
            if "as executed" in words and not _runs_right(subject, np.random.default_rng(draw.getrandbits(64))):
                return "proved for machines, but a machine is wrong"
            return _of_margin(subject, certificate)


def _of_margin(subject: Subject, certificate: Certificate) -> str | None:
    if certificate.margin is None:
        return None
    unit = int(str(certificate.evidence["unit"]))
    ends = [subject.sides(subject.excess, i) for i in range(subject.problem.outputs)]
    true, false = min((t for t, _ in ends if t is not None), default=None), max(f for _, f in ends if f is not None)
    stated = certificate.margin
    if true is not None and (stated.smallest_true or 0) << subject.places > true << unit:
        return f"the margin {stated} is too large: {true} in units of 2**-{subject.places}"
    if (stated.largest_false or 0) << subject.places < false << unit:
        return f"the margin {stated} is too large: {false} in units of 2**-{subject.places}"
    return None


def _is_right(subject: Subject, tally: Tally, cells: set[tuple[tuple[int, ...], int]]) -> bool:
    harm = Counter(active for active, _ in cells)
    by_size = Counter(len(active) for active in harm)
    sizes = tuple(by_size[k] for k in range(subject.problem.sparsity + 1))
    pairs = tuple(sum(1 for _, i in cells if i == output) for output in range(subject.problem.outputs))
    most = max(harm.values(), default=0)
    first = next((active for active in subject.inputs if active in harm), None)
    worst = next((active for active in subject.inputs if most and harm[active] == most), None)
    if (tally.wrong, tally.pairs, tally.harm, tally.smallest, tally.most_harmful) != (sizes, pairs, most, first, worst):
        return False
    for i in range(subject.problem.outputs):
        for value, ends in zip(
            subject.sides(subject.scores, i), (tally.smallest_true[i], tally.largest_false[i]), strict=True
        ):
            if (value is None) != (ends is None):
                return False
            if value is not None and ends is not None:
                low, high = (end << subject.places for end in ends)
                if not low <= value << 64 <= high:
                    return False
    return True


def _ran_wrong(subject: Subject, found: Counterexample) -> bool:
    """Whether the score of numpy, which it is said to be, reads wrong."""
    kind, theta = BINARY.get(subject.network.precision, np.float32), float(subject.network.thresholds[found.output])
    x = np.zeros(subject.problem.inputs, dtype=kind)
    x[list(found.active)] = 1
    with np.errstate(all="ignore"):
        for layer in subject.network.layers:
            z = np.matmul(layer.weights.astype(kind), x) + layer.bias.astype(kind)
            x = np.where(layer.rectified, np.maximum(z, 0), z).astype(kind)
    score = float(x[found.output])
    return (score > theta if subject.network.strict else score >= theta) != (
        found.output in evaluate(subject.problem, found.active)
    )


def _runs_right(subject: Subject, rng: np.random.Generator) -> bool:
    """Whether all inputs come out right, one addition after the other in a random order."""
    network, kind = subject.network, BINARY.get(subject.network.precision, np.float32)
    x = np.zeros((len(subject.inputs), subject.problem.inputs), dtype=kind)
    for row, active in enumerate(subject.inputs):
        x[row, list(active)] = 1
    for layer in network.layers:
        terms = x[:, None, :] * layer.weights.astype(kind)
        bias = np.broadcast_to(layer.bias.astype(kind)[None, :, None], (*terms.shape[:2], 1))
        terms = np.concatenate([terms, bias], axis=2)
        z = np.zeros(terms.shape[:2], dtype=kind)
        for column in rng.permutation(terms.shape[2]).tolist():
            z = z + terms[:, :, column]
        x = np.where(layer.rectified, np.maximum(z, 0), z)
    read = x > network.thresholds if network.strict else x >= network.thresholds
    return all(set(np.flatnonzero(row).tolist()) == ones for row, ones in zip(read, subject.ones, strict=True))


if __name__ == "__main__":
    main()
