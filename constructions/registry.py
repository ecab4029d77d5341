"""All constructions by name, and their search. The names are in registry.json, for who needs no more than these."""

import json
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from types import MappingProxyType

from constructions.attempts import Attempt, Listener, SearchResult
from constructions.construction import Construction
from constructions.search import search
from verify import Problem
from verify.errors import shown
from verify.progress import Deadline, Progress, silent


def _all() -> dict[str, Construction]:
    found = {}
    for name, place in json.loads(Path(__file__).with_suffix(".json").read_text(encoding="utf-8")).items():
        module, attribute = place.split(":")
        construction = getattr(import_module(module), attribute)
        if not isinstance(construction, Construction) or construction.name != name:
            raise TypeError(f"registry.json: {place} must be the construction {name}, not {shown(construction)}")
        found[name] = construction
    return found


CONSTRUCTIONS: Mapping[str, Construction] = MappingProxyType(_all())
"""Name -> construction; "auto" goes through others."""


def construction_named(name: str) -> Construction:
    """The construction of this name. Errors: ValueError for an unknown one.

    >>> construction_named("naive").takes.words
    'problems of one level of gates'
    """
    if name not in CONSTRUCTIONS:
        raise ValueError(f"construction must be one of {', '.join(CONSTRUCTIONS)}, not {shown(name)}")
    return CONSTRUCTIONS[name]


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
