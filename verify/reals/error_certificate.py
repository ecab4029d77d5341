"""Certificates about errors: how large the error of each output can be at most, and inputs at which it is large."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import final

from verify.errors import long_integers
from verify.reals.problem import written
from verify.statement.digest import canonical_json


@final
@dataclass(frozen=True)
class ErrorCertificate:
    """The claim "for every admissible y and every output i the error |f_i(y) - t_i(y)| is at most at_most[i]".

    `problem` and `network` are digests. `attained[i]` is an admissible input, {feature: value}, at which the error is
    as large as is known: at_most[i] is the worst error itself where the error there is equal to it. `digest` is what
    a document states of its own content, None for a claim that was made here.
    """

    problem: str
    network: str
    at_most: tuple[Fraction, ...]
    attained: tuple[Mapping[int, Fraction], ...]
    digest: str | None = field(default=None, compare=False)

    def content(self) -> dict[str, object]:
        """All but the digest, as documents have it."""
        return {
            "problem": self.problem,
            "network": self.network,
            "at_most": [written(bound) for bound in self.at_most],
            "attained": [[[j, written(value)] for j, value in point.items()] for point in self.attained],
        }

    @property
    def content_digest(self) -> str:
        """SHA-256 of the content in canonical form."""
        with long_integers():
            return hashlib.sha256(canonical_json(self.content()).encode()).hexdigest()
