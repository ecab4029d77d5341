"""Certificates about errors: how large the error of each output can be at most, and inputs at which it is large."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import final


@final
@dataclass(frozen=True)
class ErrorCertificate:
    """The claim "for every admissible y and every output i the error |f_i(y) - t_i(y)| is at most at_most[i]".

    `problem` and `network` are digests. `attained[i]` is an admissible input, {feature: value}, at which the error is
    as large as is known: at_most[i] is the worst error itself where the error there is equal to it.
    """

    problem: str
    network: str
    at_most: tuple[Fraction, ...]
    attained: tuple[Mapping[int, Fraction], ...]
