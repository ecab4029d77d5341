"""Random gate problems in which all features have about the same influence."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import accumulate, count, pairwise
from math import comb, perm

from verify.codes.base import public_words, require_seed, require_size
from verify.errors import shown
from verify.statement.gate_problem import gate_problem
from verify.statement.gates import KINDS, Gate, checked_gate, find_kind, gates_of, kind_of
from verify.statement.problem import Problem
from verify.statement.unknown_kinds import kind_names

ROUNDS = 1000


def random_gates(
    inputs: int,
    outputs: int,
    *,
    kinds: Sequence[str] = ("and",),
    fan_in: Sequence[int] = (2,),
    sparsity: int,
    seed: int,
) -> Problem:
    """`outputs` different gates: kinds and fan-ins in turn, so as equal in number as possible, and random inputs.

    Inputs are dealt from a shuffled deck in which every feature occurs as often as any other, or once more; so
    influences differ by at most 1. The cards follow a public stream of the seed: the same problem for ever, on every
    machine.

    Errors: ValueError for a kind that does not exist or takes none of the fan-ins, a fan-in above `inputs`, more gates
    than there are, or when no such problem is found (`outputs` close to the number of different gates). Details:
    docs/methods.md.

    >>> problem = random_gates(6, 6, kinds=("xor", "or"), fan_in=(2, 3), sparsity=2, seed=0)
    >>> [(gate.kind, len(gate.inputs)) for gate in problem.gates]
    [('xor', 2), ('or', 2), ('xor', 2), ('or', 3), ('xor', 2), ('or', 2)]
    >>> sorted(set(problem.influence))
    [2, 3]
    """
    require_size("inputs", inputs)
    require_size("outputs", outputs)
    shapes = _shapes(outputs, kinds, fan_in, inputs)
    _require_enough(shapes, inputs)
    label, seed = f"gates/{inputs}/{outputs}/{','.join(kinds)}/{','.join(map(str, fan_in))}", require_seed(seed)
    words = (word for part in count() for word in public_words(f"{label}/{part}", seed, 4096).tolist())
    starts = [0, *accumulate(wires for _, wires in shapes)]
    deck = _deck(inputs, starts[-1], words)
    for _ in range(ROUNDS):
        gates = [(kind, *deck[a:b]) for (kind, _), (a, b) in zip(shapes, pairwise(starts), strict=True)]
        clashes = _clashes(gates, inputs)
        if not clashes:
            return gate_problem(inputs, sparsity, gates)
        for i in clashes:
            _exchange(deck, starts, i, words)
    raise ValueError(f"no {outputs} different gates on {inputs} features were found in {ROUNDS} rounds: ask for fewer")


def _require_enough(shapes: Sequence[tuple[str, int]], inputs: int) -> None:
    """ValueError where more different gates of a kind and fan-in are asked for than there are."""
    for (kind, wires), asked in Counter(shapes).items():
        there_are = perm(inputs, wires) if kind_of(kind).ordered else comb(inputs, wires)
        if asked > there_are:
            of = f"{kind} gates of {wires} on {inputs} features"
            raise ValueError(f"there are only {there_are} different {of}, not {asked}: ask for fewer")


def _shapes(outputs: int, kinds: Sequence[str], fan_in: Sequence[int], inputs: int) -> list[tuple[str, int]]:
    """(kind, number of inputs) for every output."""
    choices = []
    for kind in kinds:
        rule = find_kind(kind)
        if rule is None:
            raise ValueError(f"a kind must be one of {kind_names(KINDS)}, not {shown(kind)}")
        counts = [q for q in fan_in if rule.takes(q)] or ([] if rule.more else [rule.fan_in])
        if not counts:
            raise ValueError(f"{kind} must have {rule.rule}, but the fan-ins are {shown(list(fan_in))}")
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


def _clashes(gates: Sequence[Sequence[object]], inputs: int) -> list[int]:
    """The gates that hold a feature twice, or that are there already."""
    first: dict[Gate, int] = {}
    return [
        i
        for i, dealt in enumerate(gates_of("", gates))
        if _repeats(dealt.inputs) or first.setdefault(checked_gate("gate", dealt, inputs), i) != i
    ]


def _exchange(deck: list[int], starts: list[int], i: int, words: Iterator[int]) -> None:
    """Gate i exchanges a card, one that it holds twice if there is one, with a random one, unless more would repeat."""
    hand = deck[starts[i] : starts[i + 1]]
    chosen = [k for k, card in enumerate(hand) if card in hand[:k]] or list(range(len(hand)))
    mine, other = starts[i] + chosen[next(words) % len(chosen)], next(words) % len(deck)
    owner = bisect_right(starts, other) - 1

    def repeats() -> int:
        return sum(_repeats(deck[starts[g] : starts[g + 1]]) for g in (i, owner))

    before = repeats()
    deck[mine], deck[other] = deck[other], deck[mine]
    if repeats() > before:
        deck[mine], deck[other] = deck[other], deck[mine]


def _repeats(hand: Sequence[object]) -> int:
    return len(hand) - len(set(hand))
