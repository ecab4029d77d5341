"""What is asked to be built, from the options of a command or from keywords of `superproof.certify` and `build`, which
say how a file is read as well."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypedDict, final

from superproof.errors import did_you_mean
from superproof.formats.options import ReadOptions
from superproof.usage import TAKERS, require_takers
from verify.errors import shown


@final
@dataclass(frozen=True)
class Request:
    """What is asked to be built; `neurons` None means auto, `effort` None the usual one of a search.

    `split` are the numbers given that only some constructions take, thresholds first, by their names there: inputs are
    light up to influence `light` and very heavy above `heavy`, `channel` neurons compute an output, `word_weight` are
    its public word, and a weight takes one of so many `levels`.
    """

    construction: str
    neurons: int | None
    seed: int
    split: Mapping[str, int] = field(default_factory=dict)
    effort: float | None = None

    @classmethod
    def of(cls, construction: str, options: Mapping[str, Any]) -> "Request":
        """What these options ask for, by their names in Python; those of a command line hold more."""
        split = {name: options[name] for name in TAKERS if options.get(name) is not None}
        return cls(construction, options.get("neurons"), options.get("seed", 0), split, options.get("effort"))


class SearchOptions(TypedDict, total=False):
    """How a network is searched for: a number of `neurons` (one network of at most so many, without a search; None:
    the smallest that is found), the `seed` (0), the `effort`, predicted seconds that training may take (25, more on
    large problems), the `levels` of a weight of coarse-channels (2); and `light`, `heavy`, `channel` and `word_weight`
    of constructions in regimes, which take them with `neurons`."""

    neurons: int | None
    seed: int
    effort: float | None
    levels: int | None
    light: int | None
    heavy: int | None
    channel: int | None
    word_weight: int | None


class FileOptions(TypedDict, total=False):
    """How a graph file is read, for what it does not say by itself: the name of its `format` ("edgelist", "csv", ...),
    the two `columns` of nodes, by name or number from 1, whether the first row is a `header`, whether # and % begin
    `comments`, and whether to `drop_self_loops`."""

    format: str | None
    columns: tuple[str | int, str | int] | None
    header: bool | None
    comments: bool | None
    drop_self_loops: bool


@final
class Options(SearchOptions, FileOptions, total=False):
    """Both."""


BUILD = ("sparsity", "construction", "timeout", "quiet")
CERTIFY = (*BUILD, "prover", "network")
"""Arguments of both functions besides `Options`."""
SWITCHES = ("header", "comments", "drop_self_loops")


def request_from(construction: str, options: Options, others: Sequence[str] = BUILD) -> Request:
    """What is to be built; `others` are arguments of the function that took these options.

    Errors: TypeError for an option that there is not, UsageError for another construction's.
    """
    unknown = sorted(set(options) - set(Options.__annotations__))
    if unknown:
        known = (*Options.__annotations__, *others)
        hint = did_you_mean(unknown[0], known) or f": there are {', '.join(known)}"
        raise TypeError(f"there is no argument {unknown[0]}{hint}")
    require_takers(construction, options, neurons=options.get("neurons"))
    return Request.of(construction, options)


def reading_from(options: Options) -> ReadOptions:
    """How a file is to be read. Errors: TypeError for a value of another kind."""
    columns = options.get("columns")
    if columns is not None and (isinstance(columns, str) or len(columns) != 2):
        raise TypeError(f'columns must be two names or numbers, such as (1, 2) or ("a", "b"), not {shown(columns)}')
    for name in SWITCHES:
        if not isinstance(options.get(name), bool | None):
            raise TypeError(f"{name} must be True or False, not {shown(options.get(name))}")
    return ReadOptions(
        options.get("format"),
        None if columns is None else (str(columns[0]), str(columns[1])),
        options.get("header"),
        options.get("comments"),
        bool(options.get("drop_self_loops")),
    )
