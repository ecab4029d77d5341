"""Edges of integer types: numbers near 2**7, 2**15, 2**31, 2**62 and 2**63, codes that are all zero, thresholds at the
margins, and the product's blocks made so small that every block has an edge.
"""

from dataclasses import replace
from random import Random

from benchmarks.attack.blocks import small_blocks
from benchmarks.attack.draw_networks import network, read_well
from benchmarks.attack.draw_problems import problem
from benchmarks.attack.kinds.verdicts import judge_pair
from benchmarks.attack.plain import Document, PlainNetwork
from benchmarks.attack.trial import Trial

BITS = (7, 8, 15, 16, 30, 31, 32, 53, 58, 60, 61, 62, 63)


def attack(trial: Trial) -> None:
    """A pair with some large numbers, mostly with small blocks, through all provers and the checker."""
    document = problem(trial.random)
    plain = _enlarged(trial.random, document, network(trial.random, document))
    sizes = trial.random.choice((None, 1, 1, 2, 3))
    with small_blocks(sizes) as patched:
        trial.count(f"{patched} constants of blocks set to {sizes}" if sizes else "blocks as they are")
        judge_pair(trial, document, plain)


def _enlarged(random: Random, document: Document, plain: PlainNetwork) -> PlainNetwork:
    """All numbers times a large one, or some numbers in the place of others; then a threshold that fits."""
    large = 2 ** random.choice(BITS) + random.randint(-2, 2)
    if random.random() < 0.5:
        layers = tuple(
            ([[w * (large if number == 0 else 1) for w in row] for row in weights], [b * large for b in bias])
            for number, (weights, bias) in enumerate(plain.layers)
        )
        plain = replace(plain, layers=layers, threshold=plain.threshold * large)
    else:
        copied = [([row[:] for row in weights], bias[:]) for weights, bias in plain.layers]
        for _ in range(random.choice((1, 1, 2, 3))):
            weights, bias = random.choice(copied)
            numbers = random.choice((bias, *weights))
            numbers[random.randrange(len(numbers))] = random.choice((-1, 1)) * large
        plain = replace(plain, layers=tuple(copied))
    return read_well(random, document, plain)
