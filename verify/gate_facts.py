"""What is known of the kinds of gates besides their values, for whoever does more than evaluate them.

Nothing here is trusted: the checker works from `GateKind.value`, and `tests/verify/test_gate_facts.py` compares every
fact with it on all assignments. A kind that is not in the table has no facts, and who needs one that is None refuses
the kind by name, in the words of `refusal`.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from itertools import combinations
from math import comb
from typing import NamedTuple, TypeVar

from verify.errors import UnsupportedGateError
from verify.statement.gates import AT_LEAST, GateGroup

Places = tuple[int, ...]
Rule = tuple[Places, Places, Places]
"""A case of a gate, by places among its inputs: these are active, those are active only if among the first, and not all
of the last are active (if there are any)."""
Unit = tuple[Places, int]
"""Weights and bias of a neuron on the gate's inputs."""
Fact = TypeVar("Fact")
MOST_CASES = 2**12
"""Beyond this the sets of k among a gate's inputs are not listed."""


class GateFacts(NamedTuple):
    """Facts about gates of one kind and fan-in; None where there is none or it is not known.

    `least`: the gate is 1 iff so many of its inputs are active. `unit`: a neuron that is at least 1 where the gate is
    1, and 0 elsewhere. `parts`: (kind, places) of gates, never two of them 1, whose or the gate is. `difference`:
    (weights, unit, factor) such that the gate is the weighted sum of its inputs plus factor times the unit. `cases` of
    a side: rules that together hold every set of inputs on which the gate has that value, once. `shows`: how many
    active inputs tell apart any two gates of the kind. `difficulty`: how many times the neurons of 2-AND a trained
    problem of one kind of gate takes, at m' = 256 and influence 2 (measured).
    """

    least: int | None = None
    unit: Unit | None = None
    parts: tuple[tuple[str, Places], ...] | None = None
    difference: tuple[Places, Unit, int] | None = None
    cases: Callable[[bool], list[Rule]] | None = None
    shows: int | None = None
    difficulty: float | None = None

    @property
    def forbids(self) -> bool:
        """Whether the gate is its first input unless its second is active."""
        return self.unit == ((1, -1), 0)


def _at_least(k: int, fan_in: int, difficulty: float) -> GateFacts:
    """A gate that is 1 iff at least k of its inputs are active."""
    everything = tuple(range(fan_in))

    def cases(value: bool) -> list[Rule]:
        if value:  # The first k active inputs.
            return [(chosen, everything[: chosen[-1] + 1], ()) for chosen in combinations(everything, k)]
        if k == fan_in:
            return [((), (), everything)]
        return [(chosen, everything, ()) for size in range(k) for chosen in combinations(everything, size)]

    few = k in (1, fan_in) or comb(fan_in, k) <= MOST_CASES >= comb(fan_in, k - 1)
    return GateFacts(k, ((1,) * fan_in, 1 - k), cases=cases if few else None, shows=k, difficulty=difficulty)


_TABLE: dict[str, Callable[[int], GateFacts]] = {
    "and": lambda q: _at_least(q, q, 1.0),
    "or": lambda q: _at_least(1, q, 1.6),
    "copy": lambda _: _at_least(1, 1, 2.0),
    "xor": lambda _: GateFacts(
        parts=(("andnot", (0, 1)), ("andnot", (1, 0))), difference=((1, 1), ((1, 1), -1), -2), shows=1, difficulty=2.1,
        cases=lambda value: [(active, (0, 1), ()) for active in ([(0,), (1,)] if value else [(), (0, 1)])],
    ),
    "andnot": lambda _: GateFacts(
        unit=((1, -1), 0), shows=2, difficulty=1.3,
        cases=lambda value: [((0,), (0, 1), ())] if value else [((), (0,), ()), ((0, 1), (0, 1), ())],
    ),
}  # fmt: skip


@lru_cache(1024)
def facts_of(kind: str, fan_in: int) -> GateFacts:
    """The facts about a kind of gate with so many inputs; all are None for a kind that is not in the table.

    >>> facts_of("and", 3).least, facts_of("xor", 2).least, facts_of("andnot", 2).unit
    (3, None, ((1, -1), 0))
    """
    found = AT_LEAST.fullmatch(kind)
    if found is not None:
        return _at_least(int(found[1]), fan_in, 1.4)  # As atleast-2 of 3.
    return _TABLE[kind](fan_in) if kind in _TABLE else GateFacts()


def facts_of_group(group: GateGroup) -> GateFacts:
    """The facts about the gates of a group."""
    return facts_of(group.kind, group.inputs.shape[1])


def needed(who: str, kind: str, fact: Fact | None, error: type[ValueError] = UnsupportedGateError) -> Fact:
    """The fact, where it is known. Errors: `error` in the words of `refusal` otherwise."""
    if fact is None:
        raise error(refusal(who, [kind]))
    return fact


def refusal(who: str, kinds: Iterable[str]) -> str:
    """The sentence by which every part of the project refuses kinds of gates that it does not support.

    >>> refusal("naive", ["maj"])
    'naive takes no gates of kind maj'
    """
    return f"{who} takes no gates of kind {', '.join(sorted(set(kinds)))}"


def all_ands(groups: Iterable[GateGroup]) -> bool:
    """Whether every gate is 1 only if all of its inputs are active, which are two or more."""
    return all(facts_of_group(group).least == group.inputs.shape[1] > 1 for group in groups)


def largest_least(groups: Sequence[GateGroup]) -> int:
    """The most active inputs that a gate of these needs to be 1, as far as `least` tells; 1 where it tells nothing."""
    return max((facts_of_group(group).least or 1 for group in groups), default=1)
