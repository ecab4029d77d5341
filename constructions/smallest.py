"""The search, by the name of a construction."""

from collections.abc import Callable

from constructions.attempts import Attempt, Listener, SearchResult
from constructions.registry import construction_named
from constructions.search import search
from verify import Problem
from verify.progress import Deadline, Progress, silent


def smallest_proved(
    problem: Problem,
    *,
    construction: str = "auto",
    seed: int = 0,
    effort: float | None = None,
    progress: Progress | None = None,
    report: Callable[[Attempt], None] | None = None,
    deadline: Deadline | None = None,
) -> SearchResult:
    """Search for a small n whose network is proved; `construction` names one of `CONSTRUCTIONS`.

    `progress` follows each training, `report` is called after every attempt.

    Guarantee: `verify.find_proof` found a proof for the network, and no network of fewer neurons was proved among those
    tried; there may be smaller ones: success is not monotone in n. Ctrl-C and `deadline` end a search with the best
    network so far (`SearchResult.cut_short`); at the deadline with `naive`, where there is none and it is small.
    Errors: NotFoundError when nothing was proved (UndecidedError where a network was built that no prover decided);
    ConstructionError for a problem that the construction does not take; ValueError for an unknown one. Source: ours.
    Details: docs/methods.md.

    >>> from verify import TwoAnd
    >>> problem = TwoAnd(inputs=5, sparsity=2, pairs=((0, 1), (1, 2), (2, 3), (3, 4)))
    >>> result = smallest_proved(problem, construction="naive")
    >>> result.network.neurons, [attempt.outcome for attempt in result.tried]
    (5, ['proof found'])
    """
    listener = Listener(progress or silent, report or (lambda attempt: None))
    return search(problem, construction_named(construction), seed, effort, deadline or Deadline(None), listener)
