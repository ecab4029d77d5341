"""Why bounds close little of trained networks: how far the bound of a node is from the largest score there.

    python -m benchmarks.float_gaps [--sizes 64-3-64 64-3-96+96 ...] [--nodes 40]

Sizes are those of `benchmarks.float_bounds`. For random outputs, nodes with no, one, ... active features are drawn (of
those with one every second has an input of the gate), with slopes searched as the prover does. *Gap* is how far the
bound is above the largest score of the node, which is looked for among all its inputs or 20,000 of them, over the
margin, how far that is below the threshold: where it is less than 1, the node is closed. *Left* is the share of pairs,
in nodes with two slots, that the bound leaves to be tried. Medians.
"""

from itertools import combinations
from math import comb
from statistics import median

import numpy as np

from benchmarks.arguments import parser_of
from benchmarks.float_bounds import subject
from benchmarks.timing import table
from verify import Problem
from verify.arrays import Longs
from verify.floats.bound_tree import Node, TreeBounds, bounds_of, ends
from verify.provers.floats.slopes import SlopeSearch

SIZES = ("64-3-64", "64-3-96+96")
MOST, FAR = 20_000, 2**44
HEADER = ("m-v-n", "active", "of the gate", "slots", "closed", "gap", "left")


def main() -> None:
    parser = parser_of(__doc__)
    parser.add_argument("--sizes", nargs="+", default=SIZES, metavar="M-V-N")
    parser.add_argument("--nodes", type=int, default=40, metavar="K", help="of every kind (%(default)s)")
    arguments = parser.parse_args()
    rows = []
    for size in arguments.sizes:
        problem, make = subject(size)
        bounds = bounds_of(problem, make())
        for active in range(problem.sparsity - 1):
            for of_gate in (False, True)[: 1 + (active > 0)]:
                rows.append((size, *row(problem, bounds, active, of_gate=of_gate, nodes=arguments.nodes)))
                print(rows[-1], flush=True)
    print(table(HEADER, rows))


def row(problem: Problem, bounds: TreeBounds, active: int, *, of_gate: bool, nodes: int) -> tuple[object, ...]:
    """Nodes with so many active features, one of them of the gate or none."""
    rng, slots = np.random.default_rng(active), problem.sparsity - active
    gaps, left = [], []
    for _ in range(nodes):
        output = int(rng.integers(problem.outputs))
        pair = list(problem.pairs[output])
        others = np.setdiff1d(np.arange(problem.inputs), pair)
        chosen = pair[:of_gate] + rng.choice(others, active - of_gate, replace=False).tolist()
        filling = np.arange(problem.inputs, problem.inputs + slots)
        free = np.concatenate([np.setdiff1d(others, chosen), filling])
        state = bounds.first.bias + bounds.first.words[chosen].sum(axis=0)
        node = Node(bounds.outputs[output][0], tuple(chosen), state, free, slots)
        _, slopes = SlopeSearch(bounds).choose(node)
        terms, goal = bounds.terms(node.side, node.active, state, free, slopes)
        ordered = -np.sort(-terms)
        last = ends(ordered, slots, float(goal))
        pairs = float((last - np.arange(1, len(last) + 1)).sum())
        left.append(pairs / comb(len(free), 2) if slots == 2 else float("nan"))
        # A unit of terms, in units of sums.
        moved = node.side._replace(limit=node.side.limit + FAR)
        unit = FAR * slots / (bounds.terms(moved, node.active, state, free, slopes)[1] - goal)
        above = (float(ordered[:slots].sum()) - goal) / slots * unit
        sets = _sets(free, slots, rng)
        largest = max(float(bounds.sums(node.side, state, some).max()) for some in np.array_split(sets, 20))
        margin = node.side.limit - largest
        gaps.append((above + margin) / margin)
    closed = sum(gap < 1 for gap in gaps) / nodes
    share = f"{median(left):.0%}" if slots == 2 else ""
    return active, "one" if of_gate else "none", slots, f"{closed:.0%}", f"{median(gaps):.1f}", share


def _sets(free: Longs, slots: int, rng: np.random.Generator) -> Longs:
    """All sets of so many features, or MOST random ones."""
    if comb(len(free), slots) <= MOST:
        return np.array([*combinations(free.tolist(), slots)])
    return np.array([rng.choice(free, slots, replace=False) for _ in range(MOST)])


if __name__ == "__main__":
    main()
