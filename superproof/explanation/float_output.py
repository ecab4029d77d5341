"""Why an output of a float network reads what it reads on one input, in exact fractions."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import final

import numpy as np

from superproof.explanation.asked import features_asked, output_asked
from superproof.explanation.summands import FloatNeuron, ToldFloats, six_digits, summands
from superproof.explanation.told import ToldOutput, Words
from superproof.names import Names
from verify import FloatNetwork, evaluate, require_fit
from verify.floats import Exact, ExactNetwork, Pointwise
from verify.statement import is_admissible


@final
@dataclass(frozen=True, repr=False)
class FloatExplanation(ToldFloats, ToldOutput):
    """One output on one input: score = bias + the sum of `adds` over `neurons`, and 0 where that is negative if
    `rectified`. `run` is the score that numpy gets, `without` the score as each active feature is switched off, and
    `wrong` are all outputs that are wrong on this input; str() gives all of it in words."""

    active: tuple[int, ...]
    output: int
    expected: int
    reads: int
    score: Fraction
    threshold: Fraction
    run: float
    admissible: bool
    bias: Fraction
    rectified: bool
    firing: tuple[int, ...]
    neurons: tuple[FloatNeuron, ...]
    without: tuple[tuple[int, Fraction], ...]
    wrong: tuple[int, ...]
    names: Names = field(repr=False, compare=False)
    network: FloatNetwork = field(repr=False, compare=False)

    def told(self) -> Words:
        """Decimals are rounded."""
        side = "above" if self.network.strict else "at or above"
        score = f"{six_digits(self.score)} (one {side} {six_digits(self.threshold)} reads 1)"
        said = [f"{self._reading(self.reads, score)}.", f"{self._not_zero()}.", *_changes(self), *self._others_wrong()]
        return said, self._header(), self._rows()

    @property
    def right(self) -> bool:
        """Whether it reads what it must."""
        return self.reads == self.expected


def explain_floats(
    names: Names, network: FloatNetwork, active: Iterable[int | str], output: int | str | None = None
) -> FloatExplanation:
    """Why output `output` reads what it reads when exactly the features `active` are 1; as `explain`, in fractions.

    >>> from verify import TwoAnd
    >>> network = FloatNetwork([([[1.0, 1.0]], [-0.5], True)], 0.25)
    >>> found = explain_floats(Names(TwoAnd(inputs=2, sparsity=2, pairs=((0, 1),)), ("0", "1")), network, [1])
    >>> found.score, found.expected, [neuron.adds for neuron in found.neurons]
    (Fraction(1, 2), 0, [Fraction(1, 1)])
    """
    problem = names.problem
    require_fit(problem, network)
    features = features_asked(names, active)
    exact = ExactNetwork(network)
    unit = Fraction(2) ** exact.exponent
    excess = exact.excess([features])[:, 0]
    truth = np.zeros(problem.outputs, dtype=np.bool_)
    truth[list(evaluate(problem, features))] = True
    wrong = np.flatnonzero(exact.reads([features])[:, 0] != truth)
    if output is None:
        output = int(wrong[0] if len(wrong) else np.argmin(np.abs(excess)))
    output = output_asked(names, output)
    states, last = exact.states([features]), network.layers[-1]
    levels = [[Fraction(int(j in features)) for j in range(network.inputs)]]
    levels += [_values(state, layer.exponent) for state, layer in zip(states, exact.layers, strict=True)]
    one = slice(output, output + 1)
    fewer = [[k for k in features if k != j] for j in features]
    lower = exact.scores(fewer, one)[0] if fewer else []
    return FloatExplanation(
        active=features,
        output=output,
        expected=int(truth[output]),
        reads=int(exact.reads([features])[output, 0]),
        score=int(exact.scores([features], one)[0, 0]) * unit,
        threshold=Fraction(float(network.thresholds[output])),
        run=Pointwise(network).run(features, output),
        admissible=is_admissible(problem, features),
        bias=Fraction(float(last.bias[output])),
        rectified=bool(last.rectified[output]),
        firing=tuple(int(np.count_nonzero(state[:, 0])) for state in states[:-1]),
        neurons=summands(network, levels, output),
        without=tuple((j, int(score) * unit) for j, score in zip(features, lower, strict=True)),
        wrong=tuple(wrong.tolist()),
        names=names,
        network=network,
    )


def _values(state: Exact, exponent: int) -> list[Fraction]:
    return [int(value) * Fraction(2) ** exponent for value in state[:, 0]]


def _changes(found: FloatExplanation) -> list[str]:
    """The score without each feature, how far the threshold is, and what a machine gets."""
    names, network = found.names, found.network

    def reads(score: Fraction) -> int:
        return int(score > found.threshold if network.strict else score >= found.threshold)

    said = []
    for j, score in found.without:
        said.append(f"without {names.feature(j)} the score is {six_digits(score)}, which reads {reads(score)}")
    distance = six_digits(abs(found.score - found.threshold))
    where = "above" if found.score > found.threshold else "below"
    said.append(f"the score is {distance} {where} the threshold, before anything is rounded")
    run = Fraction(found.run)
    agrees = "reads the same" if reads(run) == found.reads else f"reads {reads(run)}, unlike exact arithmetic"
    said.append(f"run by numpy, the score is {six_digits(run)}, which {agrees}")
    if found.rectified:
        said.append("the score itself is rectified: it is 0 where the sum is negative")
    return said
