"""From contracts to the statement: the slices are the network's layers, and what one hands on the next one takes."""

from collections.abc import Sequence
from itertools import pairwise

from verify.certifying import NotTakenError
from verify.codes import code_from_recipe
from verify.codes.base import Code, SparseCode
from verify.contracts.active_outputs import most_active_outputs
from verify.contracts.contract import COMPLEMENT, UNION, WORDS, Contract, Slice, contract_of
from verify.contracts.levels import threshold_levels
from verify.contracts.ranges import Look, largest_overlap
from verify.contracts.wrong import NONE
from verify.progress import Progress, silent
from verify.statement.network import Network
from verify.statement.problem import Problem


def compose(
    problem: Problem,
    network: Network,
    hidden: Sequence[Code],
    report: Progress = silent,
    *,
    by_activity: bool = False,
    look: Look = lambda: None,
) -> tuple[Contract, ...]:
    """The contracts of all levels (`threshold_levels`), in order: together they are the statement.

    The codes of levels 1, ..., L - 1 are `hidden`. With `by_activity` wrong and shared values are counted for every
    number of active features, which bears more of them but is for circuits only.

    Guarantee: contracts only if for all admissible y and all outputs i the score of i reads F_i(y). `report` is
    told the levels done; what `look` raises, which is called for every level and feature, ends the work. Errors:
    NotTakenError where there are no contracts. Complexity: for every level neurons * features * weight of the code.
    Details: docs/methods.md.
    """
    slices = slices_of(problem, network, hidden)
    if by_activity and not problem.is_circuit:
        raise NotTakenError(
            "wrong values are counted by activity for circuits only: other problems may have any number of outputs"
        )
    nothing = (NONE,) * (problem.sparsity + 1)
    found: list[Contract] = []
    for level, part in zip(threshold_levels(problem), slices, strict=True):
        report(len(found), len(slices))
        look()
        before = found[-1].after if found else nothing
        found.append(contract_of(level, part, problem.sparsity, before, by_activity=by_activity, look=look))
    code, after = slices[-1].after, found[-1].after
    active = range(problem.sparsity + 1) if by_activity else [most_active_outputs(problem)] * len(after)
    false = max(i * largest_overlap(code) + wrong.additional for i, wrong in zip(active, after, strict=True))
    true = code.weight - max(wrong.missing for wrong in after)
    if not false < network.threshold <= true:
        raise NotTakenError(
            f"the reading threshold must be from {false + 1}, above outputs that are 0, to {true}, the score of "
            f"an output that is 1, but is {network.threshold}"
        )
    return tuple(found)


def slices_of(problem: Problem, network: Network, hidden: Sequence[Code]) -> tuple[Slice, ...]:
    """The network, of 2 L or 2 L + 1 layers, cut into one slice a level; NotTakenError where it cannot be."""
    levels = threshold_levels(problem)
    depth, widths = len(levels), (problem.inputs, *map(len, levels))
    inverted = len(network.layers) == 2 * depth
    if not inverted and len(network.layers) != 2 * depth + 1:
        raise NotTakenError(
            f"contracts take {2 * depth} or {2 * depth + 1} layers for {depth} level{'s' if depth > 1 else ''} "
            f"(one with xor counts as two), but the network has {len(network.layers)}"
        )
    if len(hidden) != depth - 1:
        raise NotTakenError(f"contracts need a code for each of the {depth - 1} hidden levels, not {len(hidden)}")
    codes = [network.input_code, *hidden, network.output_code]
    slices = []
    for number, (before, after) in enumerate(pairwise(codes), start=1):
        layers = network.layers[2 * number - 2 : 2 * number + (number == depth)]
        if not isinstance(after, SparseCode) or not (isinstance(before, SparseCode) or number == 1):
            raise NotTakenError("contracts take codes of zeros and ones in which all words have the same weight")
        if (before.columns, after.columns) != widths[number - 1 : number + 1]:
            raise NotTakenError(f"the codes around level {number} must have {widths[number - 1 : number + 1]} words")
        if layers[0].weights.shape != (after.rows, before.rows):
            raise NotTakenError(
                f"the first layer of level {number} must be {after.rows} x {before.rows}, as its codes are"
            )
        handed = WORDS if number == 1 else UNION if inverted else COMPLEMENT
        slices.append(Slice(number, layers, before, after, handed, inverted))
    return tuple(slices)


def noted_codes(network: Network) -> tuple[Code, ...]:
    """The codes of the hidden levels from the construction's note; NotTakenError where something is wrong with it."""
    arguments = network.construction.get("arguments")
    recipes = arguments.get("hidden_codes") if isinstance(arguments, dict) else None
    if not isinstance(recipes, list):
        raise NotTakenError(
            "contracts need the codes of the hidden levels, which the network's construction does not note"
        )
    try:
        return tuple(code_from_recipe(recipe) for recipe in recipes)
    except (TypeError, ValueError) as error:
        raise NotTakenError(f"a hidden code that the construction notes is unusable: {error}") from None
