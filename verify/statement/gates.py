"""Gates: what one output of a problem is as a function of its inputs.

A kind of gate is one entry of `KINDS`; documents and the checker ask no more than is here. What provers, constructions
and bounds know of a kind besides is in `verify/gate_facts.py`, and not trusted. Every kind is 0 when all inputs of the
gate are 0, so that few outputs are 1 on a sparse input.
"""

import re
from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, final

import numpy as np

from verify.arrays import Bools, Longs
from verify.codes.integers import frozen
from verify.errors import shown
from verify.plain_integer import plain_integer


@final
@dataclass(frozen=True)
class GateKind:
    """A Boolean function of its inputs, given on arrays whose last axis holds the inputs.

    It takes exactly `fan_in` inputs, or with `more` that many and any larger number. In an `ordered` kind the order of
    the inputs matters; in all others the value depends on the number of active inputs alone.
    """

    name: str
    fan_in: int
    value: Callable[[Bools], Bools]
    more: bool = False
    ordered: bool = False

    def takes(self, inputs: int) -> bool:
        """Whether a gate of this kind may have so many inputs."""
        return inputs == self.fan_in or (self.more and inputs > self.fan_in)

    @property
    def rule(self) -> str:
        """The fan-in rule in words, for messages.

        >>> KINDS["and"].rule, KINDS["copy"].rule
        ('at least 2 inputs', 'exactly 1 input')
        """
        return f"{'at least' if self.more else 'exactly'} {self.fan_in} input{'s' if self.fan_in > 1 else ''}"


KINDS = {
    "and": GateKind("and", 2, lambda bits: np.asarray(bits.all(axis=-1)), more=True),
    "or": GateKind("or", 2, lambda bits: np.asarray(bits.any(axis=-1)), more=True),
    "xor": GateKind("xor", 2, lambda bits: np.asarray(bits[..., 0] ^ bits[..., 1])),
    "andnot": GateKind("andnot", 2, lambda bits: np.asarray(bits[..., 0] & ~bits[..., 1]), ordered=True),
    "copy": GateKind("copy", 1, lambda bits: np.asarray(bits.all(axis=-1))),
}

AT_LEAST = re.compile(r"atleast-([2-9]|[1-9][0-9]{1,12})")


def find_kind(name: str) -> GateKind | None:
    """The kind of that name, or None: an entry of `KINDS`, or atleast-K, which is 1 iff K or more inputs are active.

    K is at least 2 and less than the number of inputs, so that one function has one name: K = 1 is or, K = q is and.

    >>> find_kind("atleast-2").rule, find_kind("atleast-1"), find_kind("atleast-02")
    ('at least 3 inputs', None, None)
    """
    return KINDS.get(name) or _at_least(name)


def _at_least(name: str) -> GateKind | None:
    found = AT_LEAST.fullmatch(name)
    if found is None:
        return None
    least = int(found[1])
    return GateKind(name, least + 1, lambda bits: np.asarray(np.count_nonzero(bits, axis=-1) >= least), more=True)


def kind_of(name: str) -> GateKind:
    """The kind of that name. Errors: KeyError where there is none."""
    found = find_kind(name)
    if found is None:
        raise KeyError(name)
    return found


@final
class Gate(NamedTuple):
    """One output: the function named `kind` of the features `inputs`.

    >>> Gate("and", (0, 3)).value({3, 0, 7}), Gate("andnot", (0, 3)).value({0, 7})
    (True, True)
    """

    kind: str
    inputs: tuple[int, ...]

    def value(self, active: Container[int]) -> bool:
        """The output when exactly the features in `active` are 1."""
        bits = np.array([feature in active for feature in self.inputs], dtype=np.bool_)
        return bool(kind_of(self.kind).value(bits))


def checked_gate(where: str, gate: Gate, features: int) -> Gate:
    """The gate, with the inputs of symmetric kinds ascending, so that equal functions are equal gates.

    `where` names the gate in messages, such as "gate 3". Whatever classes kind and inputs are of, the gate is made of
    a name of `KINDS` and plain integers. Errors: TypeError for inputs that are no integers; ValueError for a kind that
    is unknown or 1 at rest, a number of inputs the kind does not take, an input that is not one of the `features`, or
    one feature twice.

    >>> checked_gate("gate 0", Gate("or", (2, 0, 1)), features=3)
    Gate(kind='or', inputs=(0, 1, 2))
    """
    kind = gate.kind
    rule = find_kind(kind) if type(kind) is str else None
    if rule is None:
        from verify.statement.unknown_kinds import unknown_kind

        raise ValueError(unknown_kind(where, kind, KINDS))
    if type(gate.inputs) is tuple and _ascend(gate.inputs, features) and rule.takes(len(gate.inputs)):
        return gate
    wires = tuple([j if type(j) is int else plain_integer(f"a feature of {where}", j) for j in gate.inputs])
    if not rule.takes(len(wires)):
        raise ValueError(f"{where} must have {rule.rule}, because it is {kind}, not {len(wires)}")
    ascending = tuple(sorted(wires))
    if ascending[0] < 0 or ascending[-1] >= features:
        out = next(j for j in wires if not 0 <= j < features)
        raise ValueError(f"{where} must hold features from 0 to {features - 1}, not {shown(out)}")
    if len(set(wires)) != len(wires):
        twice = next(j for place, j in enumerate(wires) if j in wires[:place])
        raise ValueError(f"{where} must hold different features, not {twice} twice")
    return Gate(kind, wires if rule.ordered else ascending)


def _ascend(wires: tuple[object, ...], features: int) -> bool:
    """Whether these are different features in ascending order, as plain ints."""
    before = -1
    for j in wires:
        if type(j) is not int or j <= before:
            return False
        before = j
    return before < features


def gates_of(where: str, written: Iterable[object]) -> tuple[Gate, ...]:
    """Gates written (kind, number, number, ...), not looked at any further: `Problem` checks them.

    Errors: TypeError for what is no such sequence; `where` begins the message.
    """
    gates = []
    for i, gate in enumerate(written):
        if isinstance(gate, str) or not isinstance(gate, Sequence) or len(gate) == 0:
            raise TypeError(f"{where}gate {i} must be a kind and its inputs, not {shown(gate)}")
        gates.append(Gate(gate[0], tuple(gate[1:])))
    return tuple(gates)


@final
@dataclass(frozen=True, eq=False)
class GateGroup:
    """All gates of one kind and one fan-in in a problem, as arrays.

    `outputs` (G,) numbers the outputs, `inputs` (G, fan-in) holds their features; both are read-only.
    """

    kind: str
    outputs: Longs
    inputs: Longs

    def values(self, features: Bools) -> Bools:
        """The gates on a block of inputs: (inputs in the block, features) -> (inputs in the block, G)."""
        return kind_of(self.kind).value(features[:, self.inputs])


def groups_of(gates: Sequence[Gate]) -> tuple[GateGroup, ...]:
    """One group a kind and fan-in, in the order in which they first occur.

    >>> [(group.kind, group.outputs.tolist()) for group in groups_of([Gate("or", (0, 1)), Gate("copy", (0,))])]
    [('or', [0]), ('copy', [1])]
    """
    found: dict[tuple[str, int], tuple[list[int], list[tuple[int, ...]]]] = {}
    for i, gate in enumerate(gates):
        outputs, inputs = found.setdefault((gate.kind, len(gate.inputs)), ([], []))
        outputs.append(i)
        inputs.append(gate.inputs)
    return tuple(
        GateGroup(kind, frozen(np.array(outputs, dtype=np.int64)), frozen(np.array(inputs, dtype=np.int64)))
        for (kind, _), (outputs, inputs) in found.items()
    )
