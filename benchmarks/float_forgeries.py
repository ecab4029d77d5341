"""Certificates about float networks, changed as a forger would."""

import random
from dataclasses import replace
from typing import Any

import numpy as np

from verify import FloatNetwork, Problem
from verify.floats.bound_tree import bounds_of
from verify.floats.tally import Tally
from verify.statement.certificate import Certificate


def forged_proof(certificate: Certificate, problem: Problem, network: FloatNetwork, draw: random.Random) -> Certificate:
    """About this network, with everything claimed, and other slopes."""
    evidence = {**certificate.evidence, "claims": ["exact", "executed"]}
    arrays = dict(certificate.arrays)
    if arrays:
        rng, rows = np.random.default_rng(draw.getrandbits(64)), len(arrays["rows"])
        try:
            neurons = bounds_of(problem, network).slopes
        except OverflowError:  # No bounds, which the checker must say, too.
            neurons = network.widths[1]
        slopes = rng.integers(0, 128, 2 * neurons).astype(np.int8)
        arrays = {"rows": rng.integers(0, 2, rows), "slopes": slopes}
    return replace(certificate, network=network.digest, evidence=evidence, arrays=arrays)


def forged_tally(tally: Tally, draw: random.Random) -> Tally:
    """One figure changed."""
    name = draw.choice(("tried", "admissible", "wrong", "sure", "pairs", "harm", "smallest_true", "largest_false"))
    if name == "harm":
        return replace(tally, harm=tally.harm + 1)
    values: list[Any] = list(getattr(tally, name))
    place = draw.randrange(len(values))
    if isinstance(values[place], int):
        values[place] += 1
    else:
        values[place] = (0, 0) if values[place] is None else (values[place][1] + 1, values[place][1] + 2)
    changed: dict[str, Any] = {name: tuple(values)}
    return replace(tally, **changed)
