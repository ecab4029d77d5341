"""A search on a problem that is too large for the usual allowance: what is sure first, then what a forecast affords."""

from dataclasses import replace

from constructions.attempts import rounded_up
from constructions.construction import Cost
from constructions.naive import NAIVE, naive_neurons
from constructions.optimised_channels import neurons_at, rungs, trained_sizes
from constructions.regimes.filled import FILLED, first_neurons
from constructions.search import Ladder
from constructions.search_state import Search
from constructions.structured_channels import STRUCTURED, channel_sizes
from constructions.trained_channels import HUB, TRAINED, WEIGHT, hub_load, predicted_seconds
from verify import Problem

KAPPAS, HUBBY = (1.3, 1.1, 1.0, 0.95), (1.9, 1.6, 1.3, 1.1)
"""n / sqrt(lg|F|) that is tried, from what always succeeded; the second where there are hubs (`HUB`)."""
SHARE = 0.6
"""Training on large problems succeeds after about this share of its steps."""
ATTEMPTS, MOST = 2, 3600.0
"""Without an effort that is asked for: as much as so many trainings take, at most so many predicted seconds."""
AT_ONCE = 2**27
"""Weights up to which one neuron a gate is built and proved within seconds."""

WIDE = replace(
    TRAINED,
    sizes=lambda problem: trained_sizes(problem, kappas(problem)),
    cost=Cost(predicted_seconds, share=SHARE, first=True),
)
BRIEF = replace(
    STRUCTURED,
    sizes=lambda problem: channel_sizes(problem, 1.4),
    cost=Cost(lambda problem, n: 4e-7 * n * (n + problem.inputs), share=1.0, first=True),
    seeds=1,
)
BRIEFLY = 60.0
"""Predicted seconds for closed forms, which take time to build and to refute: few sizes, far apart, a seed each."""


def forecast(problem: Problem) -> float:
    """Seconds that the first training is predicted to take.

    >>> from verify import TwoAnd
    >>> round(forecast(TwoAnd.random_regular(16384, 2, sparsity=2, seed=0)))
    146
    """
    return predicted_seconds(problem, rungs(problem, kappas(problem))[0])


def kappas(problem: Problem) -> tuple[float, ...]:
    """The rungs of the problem."""
    hubs = hub_load(problem, neurons_at(problem, HUBBY[0]), WEIGHT) > HUB
    return HUBBY if hubs else KAPPAS


def plan_large(found: Search) -> None:
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
