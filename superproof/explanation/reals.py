"""Why a network is off on one input of real numbers: which neurons fire, what each adds to an output, exactly."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from math import isfinite, lcm
from typing import final

import numpy as np

from superproof.explanation.summands import FloatNeuron, ToldFloats, six_digits, summands
from superproof.explanation.told import NAMED, Words
from superproof.real_names import UNNAMED, RealNames
from verify import FloatNetwork, RealProblem, Target
from verify.documents import Labels
from verify.errors import shown
from verify.floats import ExactNetwork
from verify.reals import require_sizes


@final
@dataclass(frozen=True, repr=False)
class RealExplanation(ToldFloats):
    """One output on one input: value = bias + the sum of `adds` over `neurons`, and 0 where that is negative if
    `rectified`; error = value - wanted. `without` is the error as each feature is set to 0, `firing` the neurons of
    each hidden layer that are not 0, and `others` are the other outputs that are off by most, (output, error)."""

    input: tuple[tuple[int, Fraction], ...]
    output: int
    target: Target
    value: Fraction
    wanted: Fraction
    error: Fraction
    admissible: bool
    bias: Fraction
    rectified: bool
    firing: tuple[int, ...]
    neurons: tuple[FloatNeuron, ...]
    without: tuple[tuple[int, Fraction], ...]
    others: tuple[tuple[int, Fraction], ...]
    names: RealNames = field(repr=False, compare=False)
    network: FloatNetwork = field(repr=False, compare=False)

    def told(self) -> Words:
        """Decimals are rounded."""
        admissible = "" if self.admissible else " (not an admissible input of the problem)"
        value, wanted, error = map(six_digits, (self.value, self.wanted, abs(self.error)))
        first = (
            f"at {self.names.point(self.input)}{admissible}, {self.names.output(self.output)} is {value} and must be "
            f"{wanted} ({self.names.target(self.target)}): off by {error}."
        )
        return [first, f"{self._not_zero()}.", *_changes(self)], self._header(), self._rows()


def explain_reals(
    problem: RealProblem, network: object, values: object, output: object = None, labels: Labels = UNNAMED
) -> RealExplanation:
    """Why output `output` is off by so much where features have `values`, and are 0 elsewhere; the worst one if None.

    Values are taken exactly. With `labels` features and outputs may be given by name, and are told so. Errors:
    TypeError and ValueError for other objects, features and outputs than the problem has, and networks of other sizes;
    UsageError for a name that none has.

    >>> from verify import autoencoder
    >>> network = FloatNetwork([([[1.0, -1.0]], [0.0], False), ([[1.0], [-1.0]], [0.0, 0.0], True)], 0.5)
    >>> found = explain_reals(autoencoder(2, 2), network, {0: Fraction(1), 1: Fraction(1, 2)})
    >>> found.output, found.value, found.error, [neuron.adds for neuron in found.neurons]
    (0, Fraction(1, 2), Fraction(-1, 2), [Fraction(1, 2)])
    """
    if not isinstance(network, FloatNetwork) or not isinstance(values, Mapping):
        raise TypeError("an explanation of an error must be of a FloatNetwork and values by feature, {feature: value}")
    require_sizes(problem, network.layers)
    exact, names = ExactNetwork(network), RealNames(labels)
    names.require_all(problem)
    if isinstance(output, str):
        output = names.output_number("output", output, problem.outputs)
    numbers = [names.feature_number("active", j, problem.features) if isinstance(j, str) else j for j in values]
    if len(set(numbers)) < len(numbers):
        raise ValueError("every feature must have one value, but one is there by its number and its name")
    given = sorted(zip(numbers, values.values(), strict=True))
    alive = {j: x for j, value in given if (x := _exact(j, value))}
    for noun, of, size in (
        ("feature", alive, problem.features),
        ("output", () if output is None else (output,), problem.outputs),
    ):
        for number in of:
            if type(number) is not int or not 0 <= number < size:
                raise ValueError(f"{noun}s are numbered from 0 to {size - 1}, and {shown(number)} is none of them")
    levels = _levels(exact, network.inputs, alive)
    errors = [value - target(alive) for value, target in zip(levels[-1], problem.targets, strict=True)]
    ranked = sorted(range(problem.outputs), key=lambda i: (-abs(errors[i]), i))
    chosen = output if isinstance(output, int) else ranked[0]
    target, last = problem.targets[chosen], network.layers[-1]
    fewer = [(j, {k: value for k, value in alive.items() if k != j}) for j in alive]
    return RealExplanation(
        input=tuple(alive.items()),
        output=chosen,
        target=target,
        value=levels[-1][chosen],
        wanted=target(alive),
        error=errors[chosen],
        admissible=problem.admits(alive),
        bias=Fraction(float(last.bias[chosen])),
        rectified=bool(last.rectified[chosen]),
        firing=tuple(sum(map(bool, level)) for level in levels[1:-1]),
        neurons=summands(network, levels, chosen),
        without=tuple((j, _levels(exact, network.inputs, less)[-1][chosen] - target(less)) for j, less in fewer),
        others=tuple((i, errors[i]) for i in ranked if i != chosen)[:NAMED],
        names=names,
        network=network,
    )


def _exact(number: int, value: object) -> Fraction:
    if not isinstance(value, int | float | Fraction) or (isinstance(value, float) and not isfinite(value)):
        raise ValueError(f"y{number} must be a finite number, not {shown(value)}")
    return Fraction(value)


def _levels(exact: ExactNetwork, inputs: int, alive: Mapping[int, Fraction]) -> list[list[Fraction]]:
    """The input, and what every layer answers to it."""
    whole = lcm(*(value.denominator for value in alive.values()))
    state = np.zeros(inputs, dtype=object)
    for j, value in alive.items():
        state[j] = value.numerator * (whole // value.denominator)
    levels = [[Fraction(int(number), whole) for number in state]]
    for layer in exact.layers:
        sums = layer.weights @ state + layer.bias * whole
        state = np.where(layer.rectified, np.maximum(sums, 0), sums)
        unit = Fraction(2) ** layer.exponent / whole
        levels.append([int(number) * unit for number in state])
    return levels


def _changes(found: RealExplanation) -> list[str]:
    """The error without each feature, and which outputs are off besides."""
    said = [f"with {found.names.feature(j)} = 0 it is off by {six_digits(abs(error))}" for j, error in found.without]
    if found.rectified:
        said.append("the output itself is rectified: it is 0 where the sum is negative")
    if found.others:
        others = (f"{found.names.output(i)} by {six_digits(abs(error))}" for i, error in found.others)
        said.append(f"off besides: {', '.join(others)}")
    return said
