"""The statement that a network is wrong, as a VNN-LIB file for verifiers of others.

A verifier that answers `unsat` has proved the network right, for the file asks for more than Boolean inputs: its inputs
are the real points of {0 <= x <= 1, sum of x <= v}. The corners of that set are the Boolean inputs with at most v
active features, and no others, so for what is convex in x, such as the score of one ReLU layer that is read with no
negative weight, a largest value over the set is attained at a Boolean input: `sat` on an output that must be 0 then
means a wrong input too. Source: ours, on the corners of a hypersimplex. Details: docs/methods.md.
"""

import os
from collections.abc import Iterator
from fractions import Fraction
from itertools import product

from verify import FloatNetwork, Gate, Network, Problem
from verify.documents import write_text
from verify.errors import DocumentError

MOST = 100_000
"""Cases that a file may have: of every output those of its gate's inputs."""


def save_vnnlib(
    problem: Problem, network: Network | FloatNetwork, path: str | os.PathLike[str], *, boolean: bool = False
) -> None:
    """Write the file; `boolean` with every input 0 or 1, which some verifiers read, and then `sat` is a wrong input.

    But for a score on its threshold, which is on both sides here. Errors: DocumentError for circuits of several levels,
    for too many cases, or a bad place.
    """
    if problem.is_circuit:
        raise DocumentError(path, "cannot be written: VNN-LIB has no word for the activity of a circuit's levels")
    cases = sum(2 ** len(gate.inputs) for gate in problem.levels[0])
    if cases > MOST:
        raise DocumentError(path, f"cannot be written: at most {MOST} cases of gates may be told apart, not {cases}")
    write_text(path, "\n".join(_lines(problem, network, boolean)) + "\n")


def _lines(problem: Problem, network: Network | FloatNetwork, boolean: bool) -> Iterator[str]:
    features, outputs = range(problem.inputs), range(problem.outputs)
    yield f"; An input with at most {problem.sparsity} of {problem.inputs} features active on which an output is wrong."
    yield f"; network {network.digest}"
    point = "try the point" if boolean else "try the point, which need not be Boolean"
    yield f"; unsat: the network is right. sat: {point} (superproof's docs/import.md)."
    yield from (f"(declare-const X_{j} Real)" for j in features)
    yield from (f"(declare-const Y_{i} Real)" for i in outputs)
    for j in features:
        yield f"(assert (>= X_{j} 0.0))"
        yield f"(assert (<= X_{j} 1.0))"
    yield f"(assert (<= (+ {' '.join(f'X_{j}' for j in features)}) {problem.sparsity}.0))"
    yield "(assert (or"
    for output, (gate, cut) in enumerate(zip(problem.levels[0], _cuts(network), strict=True)):
        yield from (f"  {case}" for case in _cases(gate, output, cut, problem.sparsity))
    yield "))"
    if boolean:
        yield from (f"(assert (or (and (<= X_{j} 0.0)) (and (>= X_{j} 1.0))))" for j in features)


def _cases(gate: Gate, output: int, cut: Fraction, sparsity: int) -> Iterator[str]:
    """For all values of a gate's inputs: they have these values, and the score is on the wrong side of the cut."""
    for values in product((0, 1), repeat=len(gate.inputs)):
        if sum(values) > sparsity:
            continue
        given = dict(zip(gate.inputs, values, strict=True))
        fixed = " ".join(f"(<= X_{j} {value}.0) (>= X_{j} {value}.0)" for j, value in given.items())
        active = {j for j, value in given.items() if value}
        wrong = "<=" if gate.value(active) else ">="
        yield f"(and {fixed} ({wrong} Y_{output} {_decimal(cut)}))"


def _cuts(network: Network | FloatNetwork) -> list[Fraction]:
    """Where scores change sides: for integer scores between two integers, else the threshold, itself on both sides."""
    if isinstance(network, Network):
        return [network.threshold - Fraction(1, 2)] * network.outputs
    return [Fraction(threshold) for threshold in network.thresholds.tolist()]


def _decimal(value: Fraction) -> str:
    """A dyadic number in decimal digits, exactly.

    >>> _decimal(Fraction(-5, 8)), _decimal(Fraction(3))
    ('-0.625', '3.0')
    """
    digits = max(1, value.denominator.bit_length() - 1)
    scaled = abs(value.numerator) * 10**digits // value.denominator
    text = str(scaled).rjust(digits + 1, "0")
    return f"{'-' if value < 0 else ''}{text[:-digits]}.{text[-digits:]}"
