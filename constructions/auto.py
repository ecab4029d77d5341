"""The network of whoever has no wish to choose; on a large problem what is sure first, then what a forecast affords."""

from dataclasses import replace
from typing import Literal

from constructions.attempts import Listener, rounded_up
from constructions.circuits.network import CIRCUIT
from constructions.construction import Construction, Cost
from constructions.errors import NotFoundError
from constructions.gate_channels import widest_and
from constructions.kinds import ANY, CIRCUITS, LARGEST, PERMUTATIONS
from constructions.naive import NAIVE, naive, naive_neurons
from constructions.neural_permutation import MATCHED, NEURAL
from constructions.optimised_channels import OPTIMISED, neurons_at, predicted_seconds, rungs, trained_sizes
from constructions.regimes.filled import FILLED, first_neurons, least_neurons, predicted_fit_seconds
from constructions.search import EFFORT, Ladder, search
from constructions.search_state import Search
from constructions.structured_channels import STRUCTURED, channel_sizes, structured_channels
from constructions.trained_channels import HUB, TRAINED, WEIGHT, hub_load
from verify import Network, Problem
from verify.codes import require_size
from verify.progress import Deadline, Progress, silent

SUCCESSFUL_SHARE = 0.2
"""Training at the first rung ends after about this share of its steps."""
KAPPAS, HUBBY = (1.3, 1.1, 1.0, 0.95), (1.9, 1.6, 1.3, 1.1)
"""n / sqrt(lg|F|) tried on large problems, from what always succeeded; the second where there are hubs (`HUB`)."""
SHARE = 0.6
"""Training on them succeeds after about this share of its steps."""
ATTEMPTS, MOST = 2, 3600.0
"""Without an effort that is asked for: as much as so many trainings take, at most so many predicted seconds."""
AT_ONCE = 2**27
"""Weights up to which one neuron a gate is built and proved within seconds."""
WIDE = replace(
    TRAINED,
    sizes=lambda problem: trained_sizes(problem, kappas(problem)),
    cost=replace(TRAINED.cost, share=SHARE, first=True),
)
BRIEF = replace(
    STRUCTURED,
    sizes=lambda problem: channel_sizes(problem, 1.4),
    cost=Cost(lambda problem, n: 4e-7 * n * (n + problem.inputs), share=1.0, first=True),
    seeds=1,
)
BRIEFLY = 60.0
"""Predicted seconds for closed forms, which take time to build and to refute: few sizes, far apart, a seed each."""


def two_and_network(
    problem: Problem, *, neurons: int | Literal["auto"] = "auto", seed: int = 0, progress: Progress | None = None
) -> Network:
    """A network for any problem: the smallest that is found and proved in half a minute, or one with so many neurons.

    With "auto" of neurons what `smallest_proved` finds. With a number, at most so many neurons: `naive` where it fits,
    otherwise training; where that finds none, two fitted layers if they are proved; where it would take minutes
    `structured_channels`, which are exact with high probability only and have to be proved.

    Guarantee: for all admissible y the network is right, decided over all of them in integers, except where
    `structured_channels` or `matched_permutation` was taken with a number. Errors: NotFoundError when no network was
    found, another ConstructionError when a rule is broken; TypeError or ValueError for anything but "auto" or a number
    of neurons from 1. Source: ours. Details: docs/methods.md.

    >>> from verify import TwoAnd
    >>> problem = TwoAnd.random_regular(32, 2, sparsity=2, seed=0)
    >>> two_and_network(problem, neurons=32).construction["name"]
    'naive'
    >>> two_and_network(problem, neurons=28).neurons
    28
    """
    if neurons == "auto":
        return search(problem, AUTO, seed, EFFORT, Deadline(None), Listener(progress or silent)).network
    return _with(problem, neurons=neurons, seed=seed, progress=progress)


def _with(problem: Problem, *, neurons: int, seed: int, progress: Progress | None) -> Network:
    require_size("neurons", neurons)
    only = _only(problem)
    if only is not None:
        return only(problem, neurons=neurons, seed=seed, progress=progress)
    if neurons >= naive_neurons(problem):
        return naive(problem)
    if predicted_seconds(problem, neurons) > 4 * EFFORT:
        return structured_channels(problem, neurons=neurons, seed=seed)
    try:
        return OPTIMISED(problem, neurons=neurons, seed=seed, progress=progress)
    except NotFoundError:
        network = two_layers_with(problem, neurons, seed, EFFORT)
        if network is None:
            raise
        return network


def two_layers_with(problem: Problem, neurons: int, seed: int, effort: float) -> Network | None:
    """A network of two fitted layers with at most so many neurons, proved; None where it is not worth a try or fails.

    >>> import networkx as nx
    >>> from verify import TwoAnd
    >>> problem = TwoAnd.from_graph(nx.complete_graph(20), sparsity=2)
    >>> network = two_layers_with(problem, 110, 0, 25.0)
    >>> network.widths, two_layers_with(problem, 40, 0, 25.0)
    ((20, 105, 92), None)
    """
    if first_neurons(problem) is None or neurons < least_neurons(problem):
        return None
    if FILLED.cost.share * predicted_fit_seconds(problem, neurons) > effort:
        return None
    found = Search(problem, seed, effort, Deadline(None), Listener())
    found.attempt(FILLED, neurons, seed, {}, found.listener.progress)
    return None if found.best is None else found.best[0]


def _only(problem: Problem) -> Construction | None:
    """The construction that is meant for the problem, where it is no problem of gates."""
    if CIRCUITS(problem):
        return CIRCUIT
    if PERMUTATIONS(problem):
        return NEURAL if problem.inputs <= LARGEST else MATCHED
    return None


def _plan(found: Search) -> None:
    """For gates training, on its way up beside two fitted layers; else the closed form; else one neuron a gate."""
    only = _only(found.problem)
    if only is not None:
        Ladder(found, only).climb()
        return
    problem, tell, most = found.problem, found.listener.tell, naive_neurons(found.problem)
    tell(f"{most} neurons are enough without superposition (naive): fewer are looked for")
    if problem.sparsity < widest_and(problem):
        tell(
            f"an and of {widest_and(problem)} is never 1 at sparsity {problem.sparsity}: nothing else takes such gates"
        )
        Ladder(found, NAIVE).climb()
        return
    predicted = SUCCESSFUL_SHARE * predicted_seconds(problem, rungs(problem)[0])
    if predicted > EFFORT:
        _plan_large(found)
        return
    training, first = Ladder(found, OPTIMISED), first_neurons(problem)
    affordable = predicted <= found.effort
    if not affordable:
        tell(
            f"{OPTIMISED.name} is left out: one success is predicted to take {rounded_up(predicted)} s, more than the "
            f"effort {found.effort:g} allows: --effort {rounded_up(predicted)} would try it"
        )
    elif training.climb(first):
        return
    if first is not None and (Ladder(found, FILLED).climb() or (affordable and training.climb())):
        return
    if not Ladder(found, STRUCTURED).climb() and not found.mend_nearest():
        tell(f"nothing with fewer than {most} neurons was proved: it remains one neuron a gate, without superposition")
        Ladder(found, NAIVE).climb()


def forecast(problem: Problem) -> float:
    """Seconds that the first training is predicted to take.

    >>> from verify import TwoAnd
    >>> round(forecast(TwoAnd.random_regular(16384, 2, sparsity=2, seed=0)))
    146
    """
    return TRAINED.cost.seconds(problem, rungs(problem, kappas(problem))[0])


def kappas(problem: Problem) -> tuple[float, ...]:
    """The rungs of the problem."""
    hubs = hub_load(problem, neurons_at(problem, HUBBY[0]), WEIGHT) > HUB
    return HUBBY if hubs else KAPPAS


def _plan_large(found: Search) -> None:
    """One neuron a gate where that is there at once; training, if it is affordable, down to fewer and fewer neurons,
    nearest networks repaired; where nothing came of it closed forms, and one neuron a gate at last."""
    problem, most, tell = found.problem, naive_neurons(found.problem), found.listener.tell
    first = forecast(problem)
    at_once = problem.inputs * problem.outputs <= AT_ONCE
    if at_once:
        Ladder(found, NAIVE).climb()
    affordable = _allowance(found, first)
    if SHARE * first > affordable:
        tell(
            f"{WIDE.name} is left out: one success is predicted to take {rounded_up(SHARE * first)} s, more than the "
            f"{affordable:g} s that are allowed: --effort {rounded_up(SHARE * first)} would try it"
        )
    else:
        tell(
            f"training takes about {rounded_up(first)} s a network of this size, and up to {rounded_up(affordable)} s "
            "in all (predicted; --effort allows more or less); Ctrl-C ends it with the smallest network proved by then"
        )
        found.effort, found.mends = float(rounded_up(affordable)), True
        Ladder(found, WIDE).climb()
    if found.best is not None and found.best[0].neurons < most:
        return
    if first_neurons(problem) is not None and Ladder(found, FILLED).climb():
        return
    found.effort = min(found.effort, BRIEFLY)
    if not Ladder(found, BRIEF).climb():
        tell(f"nothing with fewer than {most} neurons was proved: it remains one neuron a gate, without superposition")
        if not at_once:
            Ladder(found, NAIVE).climb()


def _allowance(found: Search, first: float) -> float:
    """Predicted seconds that trainings may take in all, at most what is left of the time."""
    most = found.effort if found.asked else max(found.effort, min(MOST, ATTEMPTS * first))
    left = found.deadline.remaining()
    return most if left is None else min(most, left)


AUTO = Construction(
    "auto",
    "whatever is meant for the problem",
    ANY,
    _with,
    remark=lambda problem: CIRCUIT.remark(problem) if CIRCUITS(problem) else None,
    plan=_plan,
)
