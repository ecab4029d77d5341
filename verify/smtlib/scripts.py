"""One SMT-LIB 2 script (logic QF_LIA) an output and a side: satisfiable iff the output is wrong there.

Side "true" asks for an admissible y with F_i(y) = 1 and score < theta, side "false" for one with F_i(y) = 0 and score
>= theta. Output i is right on every admissible input iff both scripts are unsatisfiable. The text is a function of
problem and network alone, so that a checker can write it again and compare.

Float networks are taken as well, in integers at a common power of two; their scores are the last layer.

For a circuit all gates of all levels are Booleans of their own, and each level's activity is bounded (`level_lines`).
Of dense weights, those of floats, neurons are h = max(0, p).
Details: docs/methods.md.
"""

from collections.abc import Callable, Iterator
from typing import final

import numpy as np

from verify.codes.base import Code, SparseCode
from verify.smtlib.readings import LayerRows, Reading, Row, first_layer, later_layer, rows_of
from verify.smtlib.terms import affine, boolean_formula, gate_formula, numeral, term
from verify.statement.fit import Subject
from verify.statement.network import Network
from verify.statement.problem import Problem
from verify.statement.received import received

SIDES = ("true", "false")
RAISED, LOWERED = 1, 2  # which directions of a neuron's value matter to the script, as bits


@final
class Scripts:
    """All scripts of one question. Memory: the weights as Python integers; meant for up to some hundred outputs.

    >>> from verify import IdentityCode, Network, TwoAnd
    >>> network = Network([([[1, 1]], [-1])], IdentityCode(2), IdentityCode(1), threshold=1)
    >>> print(Scripts(TwoAnd(inputs=2, sparsity=2, pairs=((0, 1),)), network).text(0, "true"))
    (set-logic QF_LIA)
    (declare-const y0 Int)
    (assert (<= 0 y0 1))
    (declare-const y1 Int)
    (assert (<= 0 y1 1))
    (assert (<= (+ y0 y1) 2))
    (assert (and (= y0 1) (= y1 1)))
    (define-fun p1_0 () Int (+ y0 y1 (- 1)))
    (declare-const h1_0 Int)
    (assert (>= h1_0 0))
    (assert (>= h1_0 p1_0))
    (assert (< h1_0 1))
    (check-sat)
    <BLANKLINE>
    """

    def __init__(self, problem: Problem, network: Subject, look: Callable[[], None] = lambda: None) -> None:
        self._problem, self._look = problem, look
        self._reading = _reading_of(network, problem.sparsity, look)
        self._layers = self._reading.layers
        self._shallow = sum(len(layer.linear) < len(layer.rows) for layer in self._layers) == 1
        self._levels = list(level_lines(problem, problem.sparsity)) if problem.is_circuit else []

    def text(self, output: int, side: str, *, as_max: bool = True) -> str:
        """The script for one output and one of `SIDES`."""
        self._look()
        needs = self._needs(output, side)
        features = self._features(output, needs[0])
        lines = ["(set-logic QF_LIA)"]
        for j in features:
            lines += [f"(declare-const y{j} Int)", f"(assert (<= 0 y{j} 1))"]
        lines.append(f"(assert (<= {affine([(1, f'y{j}') for j in features])} {self._problem.sparsity}))")
        lines += self._truth(output, side == "true")
        for number in range(len(self._layers)):
            lines += self._neurons(number, needs, set(features), as_max and self._reading.dense)
        word = self._reading.word(output)
        score = affine([(weight, f"h{len(self._layers)}_{e}") for e, weight in word if needs[-1].get(e)])
        below, above = ("<=", ">") if self._reading.strict else ("<", ">=")
        sign, theta = below if side == "true" else above, self._reading.threshold(output)
        return "\n".join([*lines, f"(assert ({sign} {score} {numeral(theta)}))", "(check-sat)", ""])

    def _truth(self, output: int, wanted: bool) -> list[str]:
        """Lines that state F_i(y) = `wanted`, and for circuits that y is admissible on every level."""
        if not self._problem.is_circuit:
            return [f"(assert {gate_formula(self._problem.gate(output), wanted)})"]
        name = f"c{len(self._problem.levels)}_{output}"
        return [*self._levels, f"(assert {name})" if wanted else f"(assert (not {name}))"]

    def _needs(self, output: int, side: str) -> list[dict[int, int]]:
        """For every layer the neurons that matter, with the directions in which their value must be bounded."""
        upwards, downwards = (RAISED, LOWERED) if side == "false" else (LOWERED, RAISED)
        word, off = self._reading.word(output), self._layers[-1].is_off
        needs = [{e: upwards if weight > 0 else downwards for e, weight in word if not off(e)}]
        for layer, before in zip(reversed(self._layers[1:]), reversed(self._layers[:-1]), strict=True):
            found: dict[int, int] = {}
            for e, directions in needs[0].items():
                flipped = (directions >> 1) | ((directions & 1) << 1)  # as it is through a negative weight
                for k, weight in layer.rows[e]:
                    if not before.is_off(k):
                        found[k] = found.get(k, 0) | (directions if weight > 0 else flipped)
            needs.insert(0, found)
        return needs

    def _features(self, output: int, first: dict[int, int]) -> list[int]:
        """The features that the script mentions, ascending."""
        if self._levels:  # Whether an input is admissible may depend on every feature.
            return list(range(self._problem.inputs))
        seen = set(self._problem.gate(output).inputs)
        for e in first:
            seen.update(j for j, _ in self._layers[0].rows[e])
        return sorted(seen)

    def _neurons(self, number: int, needs: list[dict[int, int]], features: set[int], as_max: bool) -> Iterator[str]:
        """Definitions and constraints of the neurons of one layer that matter."""
        layer = self._layers[number]
        for e, directions in sorted(needs[number].items()):
            if number == 0:
                sources = [(weight, f"y{j}") for j, weight in layer.rows[e]]
            else:
                sources = [(weight, f"h{number}_{k}") for k, weight in layer.rows[e] if k in needs[number - 1]]
            p, h = f"p{number + 1}_{e}", f"h{number + 1}_{e}"
            if layer.is_plain(e):
                yield f"(define-fun {h} () Int {affine(sources, layer.bias[e])})"
                continue
            yield f"(define-fun {p} () Int {affine(sources, layer.bias[e])})"
            if as_max:
                yield f"(define-fun {h} () Int (ite (>= {p} 0) {p} 0))"
                continue
            yield f"(declare-const {h} Int)"
            if directions & LOWERED:
                yield f"(assert (>= {h} 0))"
                yield f"(assert (>= {h} {p}))"
            if directions & RAISED:
                yield f"(assert (or (<= {h} 0) (<= {h} {p})))"
                if number == 0 and self._shallow:
                    yield self._cut(layer, e, features)

    def _cut(self, layer: LayerRows, e: int, features: set[int]) -> str:
        """Fact 3 for a neuron of the only rectified layer; in deeper ones cuts cost more than they save (measured)."""
        v, bias = self._problem.sparsity, layer.bias[e]
        idle = max(0, bias)
        weights = dict(layer.rows[e])
        terms = [(max(0, v * weights.get(j, 0) + bias) - idle, f"y{j}") for j in sorted(features)]
        return f"(assert (<= {term(v, f'h1_{e}')} {affine(terms, v * idle)}))"


def level_lines(problem: Problem, sparsity: int) -> Iterator[str]:
    """Definitions c1_0, c1_1, ..., cL_i of all gates, each level followed by the condition on its activity.

    Every admissible y has exactly one extension, because each line defines a new name or restricts defined ones.
    """
    before = [f"(= y{j} 1)" for j in range(problem.widths[0])]
    for number, level in enumerate(problem.levels, start=1):
        names = [f"c{number}_{i}" for i in range(len(level))]
        for name, gate in zip(names, level, strict=True):
            yield f"(declare-const {name} Bool)"
            yield f"(assert (= {name} {boolean_formula(gate, before)}))"
        ones = " ".join(f"(ite {name} 1 0)" for name in names)
        yield f"(assert (<= (+ 0 {ones}) {sparsity}))"
        before = names


def _reading_of(network: object, sparsity: int, look: Callable[[], None]) -> Reading:
    """The network as scripts see it; `look` is called often. Errors: TypeError for what is no network.

    Complexity: the sizes of the weight matrices, and n_1 * m for G.
    """
    if not isinstance(network, Network):
        from verify.smtlib.float_reading import float_reading

        return float_reading(network, sparsity, look)
    first, *later = network.layers
    entries = rows_of(received(first.weights, network.input_code, look), look)
    layers = [first_layer(entries, first.bias.tolist(), sparsity)]
    for layer in later:
        layers.append(later_layer(rows_of(layer.weights, look), layer.bias.tolist(), layers[-1]))
    return Reading(tuple(layers), lambda output: _word(network.output_code, output), lambda _: network.threshold)


def _word(code: Code, output: int) -> Row:
    """The entries of an output's word that are not 0, as (neuron, weight)."""
    if isinstance(code, SparseCode):
        return [(e, 1) for e in code.supports(output, output + 1)[0].tolist()]
    word = code.block(output, output + 1)[:, 0]
    return [(e, int(word[e])) for e in np.flatnonzero(word).tolist()]
