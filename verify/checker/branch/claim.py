"""What a branch certificate claims: how far scores stay from the threshold, and inputs that show it is no further."""

from verify.checker.budget import RefusedError
from verify.errors import shown
from verify.statement.certificate import Margin
from verify.statement.forward import score
from verify.statement.network import Network
from verify.statement.problem import Problem


def limits_of(problem: Problem, network: Network, margin: Margin | None, attained: object) -> dict[int, int]:
    """side * score must stay below the limit of the side, 1 where an output must be 0 and -1 where it must be 1.

    The limits are those of the threshold, or of the stated margin, whose inputs attain it; a side that the margin says
    is never met has none. Errors: RefusedError.
    """
    threshold = network.threshold
    if margin is None:
        if attained is not None:
            raise RefusedError(f"attained must be null where no margin is stated, not {shown(attained)}")
        return {1: threshold, -1: 1 - threshold}
    if not isinstance(attained, list) or len(attained) != 2:
        raise RefusedError(f"attained must hold an input for either side of the margin, not {shown(attained)}")
    true, false = margin.smallest_true, margin.largest_false
    if (true is not None and true < threshold) or (false is not None and false >= threshold):
        raise RefusedError(f"both sides of {margin} must be on their own side of the threshold {threshold}")
    for place, value, must_be in zip(attained, (true, false), (True, False), strict=True):
        if (value, place) != (None, None):
            _require_attained(problem, network, place, value, must_be)
    sides = ((1, None if false is None else false + 1), (-1, None if true is None else 1 - true))
    return {side: limit for side, limit in sides if limit is not None}


def _require_attained(problem: Problem, network: Network, place: object, value: int | None, must_be: bool) -> None:
    """RefusedError unless `place` = [output, active features] is an admissible input on which the output scores it."""
    name = f"the input that attains {value}"
    if value is None or not isinstance(place, list) or len(place) != 2 or not isinstance(place[1], list):
        raise RefusedError(f"{name} must be given as an output and active features, not {shown(place)}")
    output, active = place
    if any(type(number) is not int for number in (output, *active)):
        raise RefusedError(f"{name} must be given by integers, not {shown(place)}")
    if not 0 <= output < problem.outputs or not all(0 <= j < problem.inputs for j in active):
        raise RefusedError(f"{name} names an output or a feature that does not exist: {shown(place)}")
    if len(active) > problem.sparsity or sorted(set(active)) != active:
        raise RefusedError(
            f"{name} must have at most {problem.sparsity} active features, ascending, not {shown(active)}"
        )
    if problem.levels[0][output].value(active) is not must_be or score(network, active, output) != value:
        raise RefusedError(f"output {output} does not attain {value} on active features {shown(active)}")
