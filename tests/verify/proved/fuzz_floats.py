"""Mutations of networks of floats, of margins and claims: what the proved checker calls Valid must be true.

    python -m tests.verify.proved.fuzz_floats 10000 [SEED]

A network is drawn and proved by enumerate; then one thing is changed, weights by one unit in the last place or by much,
and digests are put right as a forger would, or not. Exact rational arithmetic says what is true of the changed
documents, and that machines are covered is tried with sums in random orders.
"""

import sys
from collections import Counter
from dataclasses import replace
from fractions import Fraction
from itertools import combinations

import numpy as np

from verify import Certificate, FloatNetwork, Margin, Problem, Proved, Valid, gate_problem, prove
from verify.arrays import Reals
from verify.floats import precision_named
from verify.proved import check_proved
from verify.statement.digest import problem_digest
from verify.statement.on_inputs import evaluate

EACH = 6
"""Mutations of one certificate."""
KINDS = {"and": 2, "or": 2, "andnot": 2, "copy": 1, "xor": 2}
Triple = tuple[Problem, FloatNetwork, Certificate]


def run(count: int, seed: int = 0) -> Counter[str]:
    """How many mutated triples were right and wrong, and how they were judged; raises on a false Valid."""
    rng, found = np.random.default_rng(seed), Counter[str]()
    for k in range(count):
        if k % EACH == 0:
            triple = proved(rng)
            answer = check_proved(*triple)
            found[f"unchanged: {type(answer).__name__}"] += 1
        problem, network, certificate = mutated(rng, *triple)
        answer = check_proved(problem, network, certificate)
        right = truth(problem, network, certificate)
        if isinstance(answer, Valid) and not (right and machines_agree(rng, problem, network, certificate)):
            raise AssertionError(f"seed {seed}, {k}: {problem}, {network}, {certificate} was {answer}")
        found["right" if right else "wrong"] += 1
        found[type(answer).__name__] += 1
    return found


def proved(rng: np.random.Generator) -> Triple:
    """A small problem, a network that computes it, and its certificate."""
    while True:
        problem, network = drawn(rng)
        verdict = prove(problem, network, prover="enumerate")
        if isinstance(verdict, Proved):
            return problem, network, verdict.certificate


def drawn(rng: np.random.Generator) -> tuple[Problem, FloatNetwork]:
    """A neuron or two a gate with noise on all weights, in one to three layers."""
    m, precision = int(rng.integers(2, 6)), str(rng.choice(["float16", "bfloat16", "float32", "float64"]))
    drawn_gates = {}
    for _ in range(int(rng.integers(1, 4))):
        kind = str(rng.choice(list(KINDS)))
        inputs = rng.choice(m, KINDS[kind], replace=False).tolist()
        drawn_gates[kind, frozenset(inputs)] = inputs
    gates = [(kind, inputs) for (kind, _), inputs in drawn_gates.items()]
    problem = gate_problem(inputs=m, sparsity=int(rng.integers(1, min(m, 3) + 1)), gates=[(k, *i) for k, i in gates])
    first, bias, last = [], [], np.zeros((len(gates), 2 * len(gates)))
    for output, (kind, inputs) in enumerate(gates):
        weights = np.zeros(m)
        weights[inputs] = (1, -1) if kind == "andnot" else 1
        first += [weights, weights]
        bias += [-1.0 if kind == "and" else 0.0, -1.0]
        last[output, 2 * output : 2 * output + 2] = (1, {"xor": -2, "or": -1}.get(kind, 0))
    noise, size = float(rng.choice([0, 0, 1e-3, 0.02])), 2.0 ** int(rng.choice([0, 0, 3, -6]))
    noisy = [np.array(a) + noise * rng.normal(size=np.shape(a)) for a in (first, bias, last, np.zeros(len(gates)))]
    layers = [(noisy[0] * size, noisy[1] * size, True), (noisy[2], noisy[3] * size, bool(rng.random() < 0.3))]
    if rng.random() < 0.3:  # A stream between them.
        width = 2 * len(gates)
        layers.insert(1, (np.eye(width) + noise * rng.normal(size=(width, width)), np.zeros(width), False))
    theta = size * rng.choice([0.25, 0.5, 0.75, 1.0], size=len(gates))
    stored = [(as_stored(w, precision), as_stored(b, precision), r) for w, b, r in layers]
    return problem, FloatNetwork(stored, as_stored(theta, precision), precision, bool(rng.random() < 0.5))


def as_stored(values: Reals, precision: str) -> Reals:
    """The values cut to numbers of the format."""
    known = precision_named(precision)
    mantissas, exponents = np.frexp(np.asarray(values, dtype=np.float64))
    last = np.maximum(exponents - known.digits, known.least + 1 - known.digits)
    cut: Reals = np.ldexp(np.trunc(np.ldexp(mantissas, exponents - last)), last)
    return cut


def mutated(rng: np.random.Generator, problem: Problem, network: FloatNetwork, certificate: Certificate) -> Triple:
    """One thing changed, and mostly the digests put right."""
    layers = [[layer.weights.copy(), layer.bias.copy(), layer.rectified.copy()] for layer in network.layers]
    theta, strict, what = network.thresholds.copy(), network.strict, int(rng.integers(8))
    if what < 3:
        _change(rng, layers[int(rng.integers(len(layers)))][what % 2], network.precision)
    elif what == 3:
        _change(rng, theta, network.precision)
    elif what == 4:
        strict = not strict
    elif what == 5:
        mask = layers[int(rng.integers(len(layers)))][2]
        mask[int(rng.integers(len(mask)))] ^= True
    elif what == 6:
        claims = ["exact", "executed"] if rng.random() < 0.5 else ["exact"]
        certificate = replace(certificate, evidence=dict(certificate.evidence) | {"claims": claims})
    elif certificate.margin is not None:
        step, sides = int(rng.choice([-(2**50), -1, 1, 2**20, 2**62])), certificate.margin
        changed = [None if side is None else side + step for side in (sides.smallest_true, sides.largest_false)]
        certificate = replace(certificate, margin=Margin(*changed))
    network = FloatNetwork([tuple(layer) for layer in layers], theta, network.precision, strict)
    if rng.random() < 0.9:
        certificate = replace(certificate, problem=problem_digest(problem), network=network.digest)
    return problem, network, certificate


def _change(rng: np.random.Generator, array: Reals, precision: str) -> None:
    place = tuple(int(rng.integers(size)) for size in array.shape)
    old, unit = float(array[place]), 2.0 ** (1 - precision_named(precision).digits)
    new = rng.choice([old * (1 + unit), old * (1 - unit), -old, 0.0, old / 2, old + 1.0, unit])
    array[place] = as_stored(np.array(new), precision)


def truth(problem: Problem, network: FloatNetwork, certificate: Certificate) -> bool:
    """Whether all that the certificate says of exact arithmetic holds, in fractions, input by input."""
    if (certificate.problem, certificate.network) != (problem_digest(problem), network.digest):
        return False
    unit, margin = 2 ** int(str(certificate.evidence["unit"])), certificate.margin
    assert margin is not None
    for active in inputs_of(problem):
        ones = evaluate(problem, active)
        for output, (score, theta) in enumerate(zip(network.scores(active), network.thresholds, strict=True)):
            excess = score - Fraction(float(theta))
            if (excess > 0 if network.strict else excess >= 0) != (output in ones):
                return False
            side = margin.smallest_true if output in ones else margin.largest_false
            if side is None or (excess * unit < side if output in ones else excess * unit > side):
                return False
    return True


def inputs_of(problem: Problem) -> list[tuple[int, ...]]:
    """All sparse inputs."""
    return [s for k in range(problem.sparsity + 1) for s in combinations(range(problem.inputs), k)]


def machines_agree(rng: np.random.Generator, problem: Problem, network: FloatNetwork, certificate: Certificate) -> bool:
    """Where the certificate covers machines: whether sums one by one, in a random order each, read the same."""
    if "executed" not in list(certificate.evidence["claims"]):
        return True
    real = np.float64 if network.precision == "float64" else np.float32
    for active in inputs_of(problem):
        x = np.zeros(problem.inputs, dtype=real)
        x[list(active)] = 1
        for layer in network.layers:
            z = np.array(
                [_added(rng, real, w * x, b) for w, b in zip(layer.weights.astype(real), layer.bias, strict=True)]
            )
            x = np.where(layer.rectified & (z < 0), real(0), z)
        read = x > network.thresholds.astype(real) if network.strict else x >= network.thresholds.astype(real)
        if set(np.flatnonzero(read).tolist()) != set(evaluate(problem, active)):
            return False
    return True


def _added(rng: np.random.Generator, real: type[np.floating], products: Reals, bias: float) -> np.floating:
    terms, total = rng.permutation(np.append(products, real(bias))), real(0)
    for term in terms:
        total = real(total + term)
    return total


if __name__ == "__main__":
    print(dict(sorted(run(*map(int, sys.argv[1:])).items())))
