"""Find worst errors by branch and bound, of networks of any depth and at any sparsity: a proved bracket an output."""

import heapq
from fractions import Fraction
from itertools import count
from typing import final

import numpy as np

from verify.arrays import Longs, Reals
from verify.floats.network import FloatNetwork
from verify.progress import Deadline, Progress
from verify.reals.error_certificate import ErrorCertificate
from verify.reals.error_function import ExactErrors
from verify.reals.fixed import Fixed
from verify.reals.input_parts import Part, gathered, halves, whole
from verify.reals.problem import RealProblem
from verify.reals.relaxed import batch, bounds, cut, promising
from verify.statement.unknown import Unknown

CLOSE = 2.0**-10
"""An output is done when its bound is so close to an error that is reached, relative to it."""
LEAST = 2**16
"""A bound, over 2**value, that is not worth improving: some 2**-24 of the largest number in the network."""
MOST_PARTS = 100_000
"""Parts that are bounded where no time limit is given."""
SHARE = 0.45
"""Of the time; the check goes through about the same parts."""
Open = tuple[Part, int, int, int, int]
"""A part, output, sign, the feature to cut it at, and a bound over 2**value on sign E_output on it."""


def find_by_parts(
    problem: RealProblem, network: FloatNetwork, form: Fixed, deadline: Deadline, progress: Progress
) -> ErrorCertificate | Unknown:
    """Bounds on the error of every output, and inputs that show how close these are.

    Always the part is cut whose bound is furthest above what its output is known to reach. Ends when all bounds are
    within 2**-10 of what is reached, after 100,000 parts where there is no time limit, and else after a share of the
    time. Unknown where time ends before every output has a bound. `form` is what `fixed` makes of both.
    """
    search = _Search(form, network, deadline.share(SHARE))
    if not search.run(progress):
        return Unknown(deadline.reason("the search for the worst error"))
    exact = ExactErrors(problem, network)
    attained, at_most = [], []
    for output, (point, bound) in enumerate(zip(search.points, search.bounds(), strict=True)):
        values = {j: Fraction(value, 2**form.grid) for j, value in point.items()}
        attained.append(values)
        at_most.append(max(Fraction(bound) / Fraction(2) ** form.value, abs(exact.at(output, values))))
    return ErrorCertificate(problem.digest, network.digest, tuple(at_most), tuple(attained))


@final
class _Search:
    """The open parts, in `heap` the one first that is furthest above what is reached.

    `closed` bounds, for every output, the error on all parts that are closed; `reached` is, about, the error at
    `points`.
    """

    def __init__(self, form: Fixed, network: FloatNetwork, deadline: Deadline) -> None:
        outputs = network.outputs
        self.form, self.network, self.deadline = form, network, deadline
        self.heap: list[tuple[float, int, Open]] = []
        self.closed = [0] * outputs
        self.reached = [0.0] * outputs
        self.points: list[dict[int, int]] = [{} for _ in range(outputs)]
        self._numbers = count()

    def run(self, progress: Progress) -> bool:
        """Search to the end, of all or of time; False where time ends before every output has a bound."""
        step, done = batch(self.form), 0
        most = MOST_PARTS if self.deadline.remaining() is None else None
        new = [(whole(self.form), i, sign) for i in range(len(self.closed)) for sign in (1, -1)]
        while new:
            for start in range(0, len(new), step):
                progress(done, most or done + len(new) + len(self.heap))
                if self.deadline.passed() and done < 2 * len(self.closed):
                    return False
                self._bound(new[start : start + step])
                done += min(step, len(new) - start)
            new = [] if self.deadline.passed() or (most and done >= most) else self._cut(step // 2 + 1)
        return True

    def bounds(self) -> list[int]:
        """On the error of every output, over 2**value."""
        found = list(self.closed)
        for _, _, (_, output, _, _, bound) in self.heap:
            found[output] = max(found[output], bound)
        return found

    def _cut(self, most: int) -> list[tuple[Part, int, int]]:
        """The halves of the worst parts."""
        new: list[tuple[Part, int, int]] = []
        while self.heap and len(new) < 2 * most:
            part, output, sign, feature, bound = heapq.heappop(self.heap)[2]
            reached = self.reached[output]
            done = bound < LEAST or self._size(bound) <= reached + CLOSE * reached
            pieces = () if done else halves(self.form, part, feature)
            new.extend((piece, output, sign) for piece in pieces)
            if not pieces:
                self.closed[output] = max(self.closed[output], bound)
        return new

    def _size(self, bound: int) -> float:
        return float(Fraction(bound) / Fraction(2) ** self.form.value)

    def _bound(self, new: list[tuple[Part, int, int]]) -> None:
        """Bound these parts, look at the most promising input of each, and keep them open or close them."""
        parts = gathered(self.form, [part for part, _, _ in new])
        output, sign = (np.array([entry[k] for entry in new], dtype=np.int64) for k in (1, 2))
        found = bounds(self.form, parts, output, sign)
        inputs = promising(parts, found)
        errors = np.abs(self._errors(inputs, output))
        for place, error in enumerate(errors.tolist()):
            if error > self.reached[new[place][1]]:
                values = inputs[place]
                self.reached[new[place][1]] = error
                self.points[new[place][1]] = {int(j): int(values[j]) for j in np.flatnonzero(values)}
        for (part, i, by), feature, bound in zip(new, cut(parts, found), found.most.tolist(), strict=True):
            gap = self._size(bound) - self.reached[i]
            heapq.heappush(self.heap, (-gap, next(self._numbers), (part, i, by, feature, bound)))

    def _errors(self, inputs: Longs, output: Longs) -> Reals:
        """E_output of every input, about."""
        y, targets = inputs / 2.0**self.form.grid, self.form.targets
        state = y
        for layer in self.network.layers:
            state = state @ layer.weights.T + layer.bias
            state = np.where(layer.rectified, np.maximum(state, 0), state)
        inner = (targets.inner[output] * y[:, None]).sum(axis=2) + targets.inner_constant[output]
        bent = (targets.hinge[output] * np.maximum(inner, 0)).sum(axis=1) / 2.0**targets.inner_unit
        wanted = (targets.straight[output] * y).sum(axis=1) + targets.constant[output] + bent
        return np.asarray(state[np.arange(len(output)), output] - wanted / 2.0**targets.unit)
