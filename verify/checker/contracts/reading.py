"""That the reading threshold separates the scores of outputs that are 1 from those of outputs that are 0."""

from collections import Counter
from collections.abc import Sequence
from math import comb

from verify.checker.budget import RefusedError
from verify.checker.contracts.wrong import Wrong
from verify.statement.network import Network
from verify.statement.problem import Problem


def require_reading(network: Network, weight: int, shared: Sequence[int], wrong: Sequence[Wrong]) -> None:
    """RefusedError unless the threshold lies above all scores of outputs that are 0 and not above those that are 1.

    An output that is 1 scores its word's `weight` ones but for missing ones. One that is 0 scores additional ones, and
    those that its word shares with words of outputs that are 1: shared[n] beside wrong[n], case by case.
    """
    at_least = weight - max(case.missing for case in wrong)
    at_most = max(common + case.additional for common, case in zip(shared, wrong, strict=True))
    if not at_most < network.threshold <= at_least:
        raise RefusedError(
            f"the reading threshold must be above {at_most}, which outputs that are 0 may score, and at most "
            f"{at_least}, which outputs that are 1 score, but is {network.threshold}"
        )


def most_ones(problem: Problem) -> int:
    """No admissible input makes more outputs 1 than this.

    On a circuit's admissible inputs no level has more than v. Elsewhere, group the gates by kind and number of inputs:
    an `and` that is 1 is counted by all of its q inputs, an `andnot` by its first, any other gate by at least one. So a
    group has at most so many ones as the v features with most gates of it count, over q for `and`; it has no more ones
    than gates; and v features are the inputs of C(v, q) ANDs, each as often as it occurs.
    """
    if problem.is_circuit:
        return problem.sparsity
    v = problem.sparsity
    groups: dict[tuple[str, int], list[tuple[int, ...]]] = {}
    for gate in map(problem.gate, range(problem.outputs)):
        groups.setdefault((gate.kind, len(gate.inputs)), []).append(gate.inputs)
    total = 0
    for (kind, size), mine in groups.items():
        counters = Counter(j for inputs in mine for j in (inputs[:1] if kind == "andnot" else inputs))
        counted = sum(times for _, times in counters.most_common(v))
        if kind == "and":
            same = max(Counter(frozenset(inputs) for inputs in mine).values())
            total += min(counted // size, comb(v, size) * same)
        else:
            total += min(counted, len(mine))
    return min(total, problem.outputs)
