"""What a construction is: a name, the problems it takes, how it builds, and how a search for few neurons goes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, final

from constructions.kinds import Kind
from constructions.policies import Sizes, ascend
from verify import Network, Problem
from verify.progress import Progress

Variant = Mapping[str, Any]
"""Keywords of one attempt beside the number of neurons and the seed."""
Build = Callable[..., Network]
"""(problem, *, neurons, seed, progress, **options) -> a network with at most `neurons` neurons; ConstructionError with
the broken rule, NotFoundError if none was found."""


@final
@dataclass(frozen=True)
class Cost:
    """What an attempt takes: `seconds` of two cores are predicted from the sizes, never measured.

    Attempts that succeed end after about the part `share` of it. With `first` not even the first network may cost more
    than a search is allowed; without, only improvements on it have to.
    """

    seconds: Callable[[Problem, int], float]
    share: float
    first: bool = False


FREE = Cost(lambda problem, neurons: 0.0, share=1.0)
"""Of what takes no time worth a forecast."""


@final
@dataclass(frozen=True)
class Construction:
    """A construction by its one name (its function in Python has underscores for the hyphens), and its `idea` in words.

    It `takes` a kind of problems; `rule` raises ConstructionError where it does not take one of them after all.
    `options` are the further keywords of `build`; `remark` says what is done to a problem before anything is built.

    A search tries the `sizes`; at each of them every variant with `seeds` seeds, from the one asked for on, until one
    is proved: by branching where there is one layer, else by `prover`. What is `exact` is right as far as building can
    tell, so that a proof that is left undecided ends the search. A `plan`, of a `search_state.Search`, goes through
    several constructions instead.

    >>> from constructions.registry import CONSTRUCTIONS
    >>> CONSTRUCTIONS["random-channels"].takes.words, CONSTRUCTIONS["partitioned-channels"].options
    ('2-AND problems', ('light', 'heavy', 'channel', 'word_weight'))
    """

    name: str
    idea: str
    takes: Kind
    build: Build
    sizes: Callable[[Any], Sizes] = lambda problem: ascend(())
    rule: Callable[[Any], None] = lambda problem: None
    prover: str = "enumerate"
    exact: bool = False
    seeds: int = 1
    variants: Callable[[Any, int], Sequence[Variant]] = lambda problem, neurons: ({},)
    cost: Cost = FREE
    options: tuple[str, ...] = ()
    remark: Callable[[Any], str | None] = lambda problem: None
    plan: Callable[[Any], None] | None = None

    def require(self, problem: Problem) -> None:
        """ConstructionError for a problem that it does not take."""
        self.takes.require(self.name, problem)
        self.rule(problem)

    def __call__(
        self, problem: Problem, *, neurons: int, seed: int = 0, progress: Progress | None = None, **options: object
    ) -> Network:
        """Build a network with at most `neurons` neurons; `smallest_proved` searches for the least.

        Errors: ConstructionError for a problem it does not take or a request that breaks another rule; NotFoundError
        if none was found.
        """
        self.require(problem)
        return self.build(problem, neurons=neurons, seed=seed, progress=progress, **options)


def note_of(name: str, seed: int, **arguments: object) -> dict[str, object]:
    """What a network says of how it was built."""
    return {"name": name, "arguments": arguments, "seed": seed}


def at_once(function: Callable[..., Network]) -> Build:
    """A build of what trains nothing, and so has no progress to report."""

    def build(problem: Any, *, neurons: int, seed: int, progress: Progress | None, **options: Any) -> Network:
        del progress
        return function(problem, neurons=neurons, seed=seed, **options)

    return build
