"""Random networks for a problem: nonsense, ones that are right by construction, and all that lies between."""

from dataclasses import replace
from itertools import pairwise
from random import Random
from typing import Any

from benchmarks.attack.codes import rows_of, words_of
from benchmarks.attack.draw_codes import code, height, matrix, unimodular
from benchmarks.attack.plain import Code, Document, PlainNetwork, Rows
from benchmarks.attack.truth import features_of, levels_of, outputs_of, truth

Layer = tuple[Rows, list[int]]


def network(random: Random, problem: Document) -> PlainNetwork:
    """One of all kinds, half of them with one number changed, read at or beside a threshold that may be right."""
    deep = problem["kind"] == "circuit"
    draw = random.choice((nonsense, by_hand, by_hand, threshold_layers if deep else channels, threshold_layers))
    drawn = draw(random, problem)
    if random.random() < 0.4:
        drawn = changed(random, drawn)
    return read_well(random, problem, drawn)


def read_well(random: Random, problem: Document, drawn: PlainNetwork) -> PlainNetwork:
    """Mostly with a threshold at one of the margins: right, or wrong by one."""
    if random.random() < 0.2:
        return drawn
    known = truth(problem, drawn)
    low, high = known.largest_false, known.smallest_true
    marks = [mark for mark in (high, None if low is None else low + 1) if mark is not None] or [1]
    return drawn.with_threshold(random.choice(marks) + random.choice((0, 0, 0, 0, -1, 1)))


def nonsense(random: Random, problem: Document) -> PlainNetwork:
    """Small random numbers everywhere, one to three layers, any codes."""
    carried, read = code(random, features_of(problem)), code(random, outputs_of(problem))
    depth = random.randint(1, 3)
    widths = [height(carried), *(random.randint(1, 5) for _ in range(depth - 1)), height(read)]
    pairs = pairwise(widths)
    layers = tuple((matrix(random, rows, columns), _bias(random, rows)) for columns, rows in pairs)
    return PlainNetwork(layers, carried, read, random.randint(-2, 4))


def by_hand(random: Random, problem: Document) -> PlainNetwork:
    """Level by level a neuron or two a gate, exact at any sparsity where the input code can be undone exactly."""
    carried, undo, scale = _undone(random, features_of(problem))
    layers: list[Layer] = []
    levels = levels_of(problem)
    reading = undo
    for number, gates in enumerate(levels, start=1):
        neurons = [part for gate in gates for part in _neurons(gate, last=number == len(levels))]
        rows = [
            [sum(c * reading[j][r] for j, c in wires.items()) for r in range(len(reading[0]))] for wires, *_ in neurons
        ]
        layers.append((rows, [scale * bias for _, bias, _, _ in neurons]))
        owners = [i for i, gate in enumerate(gates) for _ in _neurons(gate, last=number == len(levels))]
        reading = [
            [sign if owners[e] == i else 0 for e, (*_, sign, _) in enumerate(neurons)] for i in range(len(gates))
        ]
    single = all(row == [int(i == e) for e in range(len(row))] for i, row in enumerate(reading))
    read: Code = [list(row) for row in zip(*reading, strict=True)]
    if single and random.random() < 0.7:
        read = {"family": "identity", "size": len(reading)}
    while len(layers) < 3 and random.random() < 0.15:
        width = len(layers[-1][1])
        layers.append(([[int(i == j) for j in range(width)] for i in range(width)], [0] * width))
    return PlainNetwork(tuple(layers), carried, read, scale)


def _undone(random: Random, features: int) -> tuple[Code, Rows, int]:
    """A code, a matrix that undoes it up to `scale` (exactly, or with what else the words have in common), `scale`."""
    choice = random.random()
    if choice < 0.4:
        return (
            {"family": "identity", "size": features},
            [[int(i == j) for j in range(features)] for i in range(features)],
            1,
        )
    if choice < 0.6:
        forth, back = unimodular(random, features)
        return forth, back, 1
    if choice < 0.8:
        order = next(2**k for k in range(4) if 2**k >= features)
        whole: Code = {"family": "hadamard", "rows": order, "columns": features, "seed": 0}
        return whole, words_of(whole), order
    drawn = code(random, features)
    words = words_of(drawn)
    return drawn, words, max(1, sum(entry * entry for entry in words[0]))


def _neurons(gate: Any, *, last: bool) -> list[tuple[dict[int, int], int, int, str]]:
    """(wires, bias, sign, kind) of neurons whose signed sum is 1 where the gate is (`last`: or more), 0 elsewhere."""
    kind, *inputs = gate
    together = dict.fromkeys(inputs, 1)
    if kind == "and":
        return [(together, 1 - len(inputs), 1, kind)]
    if kind == "or":
        return [(together, 0, 1, kind)] if last else [(together, 0, 1, kind), (together, -1, -1, kind)]
    if kind.startswith("atleast-"):
        least = int(kind[8:])
        steps = [(together, 1 - least, 1, kind), (together, -least, -1, kind)]
        return steps[:1] if last else steps
    first = {inputs[0]: 1, **({inputs[1]: -1} if len(inputs) == 2 else {})}
    if kind == "xor":
        return [(first, 0, 1, kind), ({inputs[0]: -1, inputs[1]: 1}, 0, 1, kind)]
    return [(first, 0, 1, kind)]


def channels(random: Random, problem: Document) -> PlainNetwork:
    """Every output reads the neurons of its word; a neuron adds what the gates of its words ask for."""
    gates = levels_of(problem)[-1]
    read = code(random, len(gates), sparse=True, rows=random.randint(2, len(gates) + 4))
    features = features_of(problem)
    wanted = [[0] * features for _ in range(height(read))]
    for gate, word in zip(gates, words_of(read), strict=True):
        for e in (e for e, one in enumerate(word) if one):
            for place, j in enumerate(gate[1:]):
                wanted[e][j] = -1 if gate[0] == "andnot" and place == 1 else 1
    carried, undo, scale = _undone(random, features)
    rows = [[sum(c * undo[j][r] for j, c in enumerate(row)) for r in range(len(undo[0]))] for row in wanted]
    return PlainNetwork(((rows, [scale * random.choice((-1, -1, 0))] * len(rows)),), carried, read, scale)


def threshold_layers(random: Random, problem: Document) -> PlainNetwork:
    """Layers that end in 0 and 1, as contracts take them.

    Two a level, which hand on the values of its neurons, or two a level that hand on 1 less these, and one more.
    """
    carried, undo, scale = _undone(random, features_of(problem))
    layers: list[Layer] = []
    codes: list[Code] = []
    values = random.random() < 0.6
    for number, gates in enumerate(levels_of(problem)):
        after = code(random, len(gates), sparse=True)
        words = words_of(after)
        mine = [[i for i, word in enumerate(words) if word[e]] for e in range(len(words[0]))]
        points = [_points(gates, some, len(undo)) for some in mine]
        sign = -1 if values or number else 1
        rows = [[sign * sum(p * undo[j][r] for j, p in enumerate(row)) for r in range(len(undo[0]))] for row in points]
        slack = random.choice((0, 0, 0, scale - 1))
        bias = [2 * scale - slack if values else 1 - 2 * scale + slack] * len(rows)
        if number and not values:  # What comes in is 1 - c.
            bias = [b - sum(row) for b, row in zip(bias, rows, strict=True)]
        layers += [(rows, bias), _one_less(len(rows))]
        undo, scale = words, sum(words[0])
        codes.append(after)
    layers += [] if values else [_one_less(len(layers[-1][1]))]
    return PlainNetwork(tuple(layers), carried, codes[-1], scale, tuple(codes[:-1]))


def _one_less(width: int) -> Layer:
    """x -> ReLU(1 - x)."""
    return [[-int(i == j) for j in range(width)] for i in range(width)], [1] * width


def _points(gates: Any, mine: list[int], features: int) -> list[int]:
    """Two points make a neuron 1: one from either input of an AND, two from what makes a gate 1 alone."""
    found: list[int | None] = [None] * features
    for kind, *inputs in (gates[i] for i in mine):
        for place, j in enumerate(inputs):
            point = 1 if kind == "and" else -2 if kind == "andnot" and place else 2
            found[j] = point if found[j] is None else max(found[j] or 0, point)
    return [point or 0 for point in found]


def changed(random: Random, network: PlainNetwork) -> PlainNetwork:
    """One number changed: a weight, a bias, the threshold, an entry of a bare code, or the seed of a public one."""
    part = random.choice(("weight", "weight", "bias", "threshold", "input_code", "output_code"))
    if part == "threshold":
        return network.with_threshold(network.threshold + random.choice((-1, 1, 2)))
    if part in ("input_code", "output_code"):
        changes: dict[str, Any] = {part: _other_code(random, getattr(network, part))}
        return replace(network, **changes)
    layers = [([row[:] for row in weights], bias[:]) for weights, bias in network.layers]
    weights, bias = random.choice(layers)
    numbers = bias if part == "bias" else random.choice(weights)
    place = random.randrange(len(numbers))
    numbers[place] = random.choice((numbers[place] - 1, numbers[place] + 1, -numbers[place], 0, 2 * numbers[place]))
    return replace(network, layers=tuple(layers))


def _other_code(random: Random, given: Code) -> Code:
    rows = [row[:] for row in given] if isinstance(given, list) else rows_of(given)
    if isinstance(given, dict) and "seed" in given and random.random() < 0.6:
        return {**given, "seed": given["seed"] // 2 + random.randint(0, 1)}
    random.choice(rows)[random.randrange(len(rows[0]))] += random.choice((-1, 1))
    return rows


def _bias(random: Random, count: int) -> list[int]:
    return [random.randint(-4, 4) for _ in range(count)]
