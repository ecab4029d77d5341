"""The network for a problem of gates that a user gets who has no wish to choose."""

from typing import Literal

from constructions.attempts import predicted_seconds
from constructions.errors import NotFoundError
from constructions.naive import naive, naive_neurons
from constructions.optimised_channels import optimised_channels
from constructions.search import EFFORT, smallest_proved
from constructions.structured_channels import structured_channels
from constructions.two_layer_search import two_layers_with
from verify import Network, Problem
from verify.codes.base import require_size
from verify.progress import Progress


def two_and_network(
    problem: Problem, *, neurons: int | Literal["auto"] = "auto", seed: int = 0, progress: Progress | None = None
) -> Network:
    """A network for the problem: the smallest that can be proved in half a minute, or one with so many neurons.

    With "auto", what `smallest_proved` finds: the network of fewest neurons among those that were tried and proved, of
    one trained layer, or of two fitted ones on large graphs that are all hubs. With a number, at most so many
    neurons: neurons of its own for every gate where they fit (`naive_neurons`), otherwise `optimised_channels`; where
    that finds no exact network and the graph is all hubs, two fitted layers if they are proved (`two_layers_with`).
    Where training would take minutes (m' beyond about 4096 at sparsity 2) `structured_channels`, which is exact with
    high probability only and has to be proved.

    Guarantee: for all admissible y the network is right, decided over all of them in integers, except where
    `structured_channels` was taken. Networks with two layers are proved by `enumerate`, the others by `branch` too.

    Errors: NotFoundError when no network was found, another ConstructionError when a rule is broken; TypeError or
    ValueError for anything but "auto" or a number of neurons from 1. Source: ours; see the constructions.

    >>> from verify import TwoAnd
    >>> problem = TwoAnd.random_regular(32, 2, sparsity=2, seed=0)
    >>> two_and_network(problem, neurons=32).construction["name"]
    'naive'
    >>> two_and_network(problem, neurons=28).neurons
    28
    """
    if neurons == "auto":
        return smallest_proved(problem, seed=seed, progress=progress).network
    require_size("neurons", neurons)
    if neurons >= naive_neurons(problem):
        return naive(problem)
    if predicted_seconds(problem, neurons) > 4 * EFFORT:
        return structured_channels(problem, neurons=neurons, seed=seed)
    try:
        return optimised_channels(problem, neurons=neurons, seed=seed, progress=progress)
    except NotFoundError:
        network = two_layers_with(problem, neurons, seed, EFFORT)
        if network is None:
            raise
        return network
