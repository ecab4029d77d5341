"""What a prover is to everyone else: a name, what it takes, its cost, and a proof that is found, not checked."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypedDict, final

from verify.crew import Crew, Part, Question, Task
from verify.progress import Deadline
from verify.statement.network import Network
from verify.statement.problem import Problem
from verify.statement.verdict import Unchecked


class Options(TypedDict, total=False):
    """What some provers can be told besides; None and False are the same as not given."""

    memory: int | None
    checkpoint: str | os.PathLike[str] | None
    exact_margin: bool
    client: Crew | None


@final
@dataclass(frozen=True)
class Prover:
    """A way to a proof.

    `takes` says in words which questions it takes, `obstacle` in one sentence why it does not take this one (None where
    it does). `cost` predicts the elementary additions of a question that it takes, or is None where nothing can be
    predicted; `scales` where that hardly depends on how many inputs there are. A prover that is not `complete` may find
    no proof where there is one, and refutes nothing. `announce` says what to expect before it starts. `part`
    answers a task for provers that have the option `client`: see `verify.crew`.
    """

    name: str
    takes: str
    prove: Callable[..., Unchecked]
    obstacle: Callable[[Problem, Network], str | None]
    cost: Callable[[Problem, Network], int] | None
    scales: bool = False
    complete: bool = True
    announce: Callable[[Problem, Network, Options], list[str]] = lambda problem, network, options: []
    options: frozenset[str] = frozenset()
    part: Callable[[Question, Task, Deadline, int], Part] | None = None
