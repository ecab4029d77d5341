"""Random gate problems in which all features have about the same influence."""

from collections.abc import Collection, Iterator, Sequence

from verify.codes.base import public_words, require_seed, require_size
from verify.errors import shown
from verify.statement.gate_problem import Gates, gate_problem
from verify.statement.gates import KINDS, Gate, checked_gate
from verify.statement.two_and import TwoAnd

DECKS = 100


def random_gates(
    inputs: int,
    outputs: int,
    *,
    kinds: Sequence[str] = ("and",),
    fan_in: Sequence[int] = (2,),
    sparsity: int,
    seed: int,
) -> Gates | TwoAnd:
    """`outputs` different gates: kinds and fan-ins in turn, so as equal in number as possible, and random inputs.

    A kind takes the fan-ins of `fan_in` that it can have, or its only one if it has no other. Inputs are dealt from a
    shuffled deck in which every feature occurs as often as any other, or once more; so influences differ by at most 1.
    The deck is shuffled by a public stream of the seed: the same problem for ever, on every machine.

    Errors: ValueError for a kind that does not exist or takes none of the fan-ins, a fan-in above `inputs`, or when no
    such problem is found (`outputs` close to the number of different gates).

    >>> problem = random_gates(6, 6, kinds=("xor", "or"), fan_in=(2, 3), sparsity=2, seed=0)
    >>> [(gate.kind, len(gate.inputs)) for gate in problem.gates]
    [('xor', 2), ('or', 2), ('xor', 2), ('or', 3), ('xor', 2), ('or', 2)]
    >>> sorted(set(problem.influence))
    [2, 3]
    """
    require_size("inputs", inputs)
    require_size("outputs", outputs)
    shapes = _shapes(outputs, kinds, fan_in, inputs)
    label = f"gates/{inputs}/{outputs}/{','.join(kinds)}/{','.join(map(str, fan_in))}"
    wires = sum(count for _, count in shapes)
    exchanges = 2 * outputs + 100
    for attempt in range(DECKS):
        stream = public_words(f"{label}/{attempt}", require_seed(seed), inputs + wires + 2 * exchanges)
        words = iter(stream.tolist())
        gates = _dealt(shapes, _deck(inputs, wires, words), inputs, words, exchanges)
        if gates is not None:
            return gate_problem(inputs, sparsity, [(gate.kind, *gate.inputs) for gate in gates])
    raise ValueError(f"no {outputs} different gates on {inputs} features were found in {DECKS} shuffles: ask for fewer")


def _shapes(outputs: int, kinds: Sequence[str], fan_in: Sequence[int], inputs: int) -> list[tuple[str, int]]:
    """(kind, number of inputs) for every output."""
    choices = []
    for kind in kinds:
        if kind not in KINDS:
            raise ValueError(f"a kind must be one of {', '.join(KINDS)}, not {shown(kind)}")
        counts = [q for q in fan_in if KINDS[kind].takes(q)] or ([] if KINDS[kind].more else [KINDS[kind].fan_in])
        if not counts:
            raise ValueError(f"{kind} must have {KINDS[kind].rule}, but the fan-ins are {shown(list(fan_in))}")
        if max(counts) > inputs:
            raise ValueError(f"a gate must have at most {inputs} inputs, one a feature, not {max(counts)}")
        choices.append((kind, counts))
    if not choices:
        raise ValueError("random gates need at least one kind, not 0")
    turns = [divmod(i, len(choices)) for i in range(outputs)]
    return [(choices[k][0], choices[k][1][turn % len(choices[k][1])]) for turn, k in turns]


def _deck(inputs: int, wires: int, words: Iterator[int]) -> list[int]:
    """Every feature floor(wires / inputs) times or once more, shuffled (Fisher and Yates)."""
    extra = list(range(inputs))
    _shuffle(extra, words)
    deck = list(range(inputs)) * (wires // inputs) + extra[: wires % inputs]
    _shuffle(deck, words)
    return deck


def _shuffle(cards: list[int], words: Iterator[int]) -> None:
    for last in range(len(cards) - 1, 0, -1):
        other = next(words) % (last + 1)
        cards[last], cards[other] = cards[other], cards[last]


def _dealt(
    shapes: list[tuple[str, int]], deck: list[int], inputs: int, words: Iterator[int], exchanges: int
) -> list[Gate] | None:
    """Gates from the deck in order; a gate that clashes exchanges a card for a random later one, so often in all."""
    gates: dict[Gate, None] = {}
    start = 0
    for kind, count in shapes:
        while (gate := _fresh(kind, deck[start : start + count], inputs, gates)) is None:
            if exchanges == 0:
                return None
            exchanges -= 1
            mine, other = start + next(words) % count, start + next(words) % (len(deck) - start)
            deck[mine], deck[other] = deck[other], deck[mine]
        gates[gate] = None
        start += count
    return list(gates)


def _fresh(kind: str, hand: list[int], inputs: int, gates: Collection[Gate]) -> Gate | None:
    """The gate on the features in hand, unless one occurs twice or the gate is there already."""
    if len(set(hand)) != len(hand):
        return None
    gate = checked_gate("gate", kind, hand, inputs)
    return None if gate in gates else gate
