"""Which prover `auto` takes: the cheapest complete one, by counting operations beforehand."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import final

from verify.certifying import NotTakenError
from verify.provers.prover import Prover
from verify.provers.registry import PROVERS
from verify.statement.network import Network
from verify.statement.problem import Problem

SMALL = 2 * 10**8
FEASIBLE = 10**13
LG_10 = 0.30103


@final
@dataclass(frozen=True)
class Choice:
    """A prover's name and, in words, why it is the one to take; `otherwise` is asked where it is incomplete."""

    prover: str
    reason: str
    otherwise: str | None = None


def choose(problem: Problem, network: Network, options: Collection[str] = ()) -> Choice:
    """The prover to take among those that have all `options`.

    In this order: one whose predicted cost is at most `SMALL` additions (a fraction of a second: `enumerate`, which
    gives the exact margin); one whose cost hardly grows with the number of inputs; one of at most `FEASIBLE`; one whose
    cost nobody can predict. Behind an incomplete prover stands the best complete one, but nothing unpredictable for
    circuits. Errors: ValueError for options that no prover has; NotTakenError where none can decide this.

    >>> from verify import IdentityCode, Network, TwoAnd
    >>> network = Network([([[1, 1]], [-1])], IdentityCode(2), IdentityCode(1), threshold=1)
    >>> choose(TwoAnd(inputs=2, sparsity=2, pairs=((0, 1),)), network)
    Choice(prover='enumerate', reason='it takes only 12 additions', otherwise=None)
    """
    able = [name for name in PROVERS if not options or PROVERS[name].options.issuperset(options)]
    if not able:
        raise ValueError(f"no prover has the options {' and '.join(sorted(options))}")
    if options and len(able) == 1:
        return Choice(able[0], f"it is the prover with {' and '.join(sorted(options))}")
    ranked: list[tuple[int, str, str]] = []
    refusals: list[str] = []
    for name in able:
        rank, words = _look(PROVERS[name], problem, network)
        if rank == 0:
            return Choice(name, words)
        if rank is None:
            refusals.append(f"not {name}: {words}")
        else:
            ranked.append((rank, name, words))
    if not ranked:
        raise NotTakenError(f"no prover takes this ({'; '.join(refusals)})")
    (_, first, words), *rest = sorted(ranked, key=lambda one: one[0])
    behind = (name for _, name, _ in rest if PROVERS[name].complete)
    if problem.is_circuit:
        behind = (name for name in behind if PROVERS[name].cost is not None)
    otherwise = None if PROVERS[first].complete else next(behind, None)
    others = [f"{name} {words}" for rank, name, words in rest if rank == 2]
    return Choice(first, "; ".join([f"it {words}", *(others or refusals)]), otherwise)


def _look(prover: Prover, problem: Problem, network: Network) -> tuple[int | None, str]:
    """How soon a prover is taken, smallest first, and what there is to say of it; None for what it does not take."""
    obstacle = prover.obstacle(problem, network)
    if obstacle is not None:
        return None, obstacle
    if prover.cost is None:
        return 3, "takes a time that nobody can predict"
    additions = prover.cost(problem, network)
    if prover.scales:
        return 1, f"takes {rounded(additions)} additions, however many inputs there are"
    if additions > FEASIBLE:
        return None, f"it would take {rounded(additions)} additions"
    if additions > SMALL:
        return 2, f"takes {rounded(additions)} additions"
    return 0, f"it takes only {additions:,} additions"


def rounded(number: int) -> str:
    """The order of a positive number, of any size.

    >>> rounded(3 * 10**9), rounded(2**20000)
    ('about 10**9', 'about 10**6020')
    """
    return f"about 10**{int((number.bit_length() - 0.5) * LG_10)}"


def duration(seconds: float) -> str:
    """A forecast in words.

    >>> duration(0.2), duration(75.4)
    ('about 1 second', 'about 75 seconds')
    """
    whole = max(1, round(seconds))
    return f"about {whole:,} second{'' if whole == 1 else 's'}"
