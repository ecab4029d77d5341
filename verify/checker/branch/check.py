"""Check a branch certificate: recompute every bound of the tree, and see that all cases are covered and closed."""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import numpy.typing as npt

from verify.checker.branch.margin import floors_of, margin_complaint
from verify.checker.branch.received import Received
from verify.checker.branch.terms import Nodes, channel_of
from verify.checker.branch.tree import Case, EvidenceError, Tree, cases_of
from verify.checker.result import Answer, Invalid, Valid
from verify.progress import Deadline, Progress
from verify.statement.certificate import Certificate
from verify.statement.network import Network
from verify.statement.problem import Problem
from verify.statement.verdict import Unknown

MEMORY = 6 * 2**30
Longs = npt.NDArray[np.int64]


def check_branching(
    problem: Problem,
    network: Network,
    certificate: Certificate,
    deadline: Deadline,
    progress: Progress,
    *,
    sample: int | None = None,
    seed: int | None = None,
    memory: int = MEMORY,
) -> Answer:
    """Valid iff the certificate's tree covers all admissible inputs of every output and each of its bounds is right.

    Why that is a proof. An admissible input falls into one case of an output, and there, step by step, either into the
    child of the first branched-on feature that is active on it, or into the rest of the node: members T and at most s
    free features R, none of them settled. With s slots (empty ones for fewer features) s times the score on T + R is
    at most the sum of the slots' terms (side 1) and at least that (side -1), see `terms`: max(0, x) is convex, and at
    least x and at least 0. So a node whose s worst terms sum below s * threshold, or above s * (threshold - 1) on
    side -1, settles its rest, because scores are integers.

    Every bound must be exactly the recomputed sum, terms below the certificate's floor counting as the floor: nothing
    else is accepted, not even a weaker truth. With `sample` only that many random outputs are looked at, drawn by the
    operating system unless a `seed` is given; the answer is then Unknown or Invalid, never Valid.

    Cost: about 2 * (channel weight) * m 16-bit operations of numpy a node, on all cores. Memory: `memory` bytes for G
    at most, and about 16 * (channel weight) bytes a node.
    """
    try:
        cases = cases_of(problem)
        tree, floors = Tree(certificate, cases, problem), floors_of(certificate, network.threshold)
        outputs = _sampled(problem.outputs, sample, seed)
        nodes = _recomputed(problem, network, tree, floors, cases, outputs, deadline, progress, memory)
        if nodes is None:
            return Unknown(deadline.reason("the check"))
        _compare(nodes, tree, cases, network.threshold)
        complaint = margin_complaint(problem, network, certificate, tree, cases)
    except EvidenceError as error:
        return Invalid(str(error))
    if complaint is not None:
        return Invalid(complaint)
    if sample is not None:
        looked_at = f"{len(outputs)} of {problem.outputs} outputs were checked and hold"
        return Unknown(f"{looked_at}; a sample is no check of all")
    margin = "with the stated margin" if certificate.margin is not None else "with a margin at least as stated"
    return Valid(f"every output is right on every admissible input, {margin}")


def _sampled(outputs: int, sample: int | None, seed: int | None) -> Longs:
    if sample is None or sample >= outputs:
        return np.arange(outputs)
    return np.sort(np.random.default_rng(seed).choice(outputs, size=sample, replace=False))


def _recomputed(
    problem: Problem, network: Network, tree: Tree, floors: tuple[int, int], cases: Sequence[Case], outputs: Longs,
    deadline: Deadline, progress: Progress, memory: int,
) -> Nodes | None:  # fmt: skip
    """The nodes of the chosen outputs with all their terms taken into account; None when time is up."""
    if len(network.layers) != 1:
        raise EvidenceError(f"a branch certificate is about one ReLU layer, not {len(network.layers)}")
    channel = channel_of(network.output_code, outputs)
    if channel is None:
        raise EvidenceError("a branch certificate is about reading codes without negative entries")
    kind = _integer_type(problem, network, channel.heaviest)
    used, inverse = np.unique(channel.rows, return_inverse=True)
    local = type(channel)(inverse.reshape(channel.rows.shape), channel.weights)
    received = Received(network, used, kind, memory)
    output_of_case = np.array([case.output for case in cases], dtype=np.int64)
    output = output_of_case[tree.case]
    chosen = np.flatnonzero(np.isin(output, outputs))
    side = np.array([-1 if case.true else 1 for case in cases], dtype=np.int64)[tree.case[chosen]]
    bias = network.layers[0].bias[used].astype(np.int64)
    floor = np.where(side > 0, floors[1], floors[0])
    nodes = Nodes(tree, chosen, np.searchsorted(outputs, output[chosen]), side, floor, local, bias)
    progress(0, len(received))
    nodes.add_members(received)
    for number in range(len(received)):
        if not _scan_block(nodes, *received.block(number), deadline):
            return None
        progress(number + 1, len(received))
    return nodes


def _scan_block(nodes: Nodes, first: int, block: npt.NDArray[np.integer], deadline: Deadline) -> bool:
    """Take one block of columns into account for all nodes, on all cores; False when time is up."""

    def unless_late(batch: Callable[[], None]) -> None:
        if not deadline.passed():
            batch()

    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:

        def run(batches: Sequence[Callable[[], None]]) -> bool:
            for _ in pool.map(unless_late, batches):
                continue
            return not deadline.passed()

        return nodes.scan(block, first, run)


def _integer_type(problem: Problem, network: Network, heaviest: int) -> np.dtype[np.signedinteger]:
    """The integer type that holds every term, sum of terms and scaled limit, by a bound in Python integers."""
    layer, v = network.layers[0], problem.sparsity
    largest = max(abs(int(layer.weights.min())), abs(int(layer.weights.max())))
    # In 64 bits where they hold the sum whatever the weights are, because Python's integers take much longer.
    fits = largest * layer.weights.shape[1] < 2**62
    rows = (np.abs(row.astype(np.int64)).sum() if fits else sum(map(abs, row.tolist())) for row in layer.weights)
    weight = max(int(row) for row in rows)
    bias = max(map(abs, layer.bias.tolist()))
    entry = weight * network.input_code.largest_entry
    worst = v * max(max(heaviest, 1) * max(2 * v * entry + bias, 1), abs(network.threshold) + 1)
    if worst >= 2**62:
        raise EvidenceError(f"a branch certificate is about scaled scores below 2**62, but these may reach {worst}")
    return np.dtype(np.int32 if worst < 2**31 else np.int64)


def _compare(nodes: Nodes, tree: Tree, cases: Sequence[Case], threshold: int) -> None:
    """EvidenceError unless every node has the bound stated for it, and closes."""
    found = nodes.side * nodes.bounds()
    stated = tree.bounds[nodes.number]
    different = np.flatnonzero(found != stated)
    if len(different):
        x = different[0]
        raise EvidenceError(f"the bound of node {nodes.number[x]} must be {found[x]}, not {stated[x]}")
    limit = np.where(nodes.side > 0, threshold, 1 - threshold) * np.maximum(nodes.slots, 1)
    open_ = np.flatnonzero(nodes.side * found >= limit)
    if len(open_):
        x = open_[0]
        output = cases[int(tree.case[nodes.number[x]])].output
        raise EvidenceError(f"node {nodes.number[x]} of output {output} is not settled by its bound {found[x]}")
