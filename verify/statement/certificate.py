"""Certificates: a claim bound to one problem and one network, with the evidence a checker can follow."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import final

import numpy as np

from verify.arrays import Integers


@final
@dataclass(frozen=True)
class Margin:
    """(smallest score of an output that is 1, largest score of one that is 0), over all admissible inputs.

    `smallest_true` is None when no admissible input makes any output 1; `largest_false` likewise. Errors: TypeError for
    anything but plain integers, because floating-point numbers are equal to integers that they are not.

    >>> Margin(smallest_true=3, largest_false=1)
    Margin(smallest_true=3, largest_false=1)
    """

    smallest_true: int | None
    largest_false: int | None

    def __post_init__(self) -> None:
        for name, value in (("smallest_true", self.smallest_true), ("largest_false", self.largest_false)):
            if value is not None and type(value) is not int:
                raise TypeError(f"{name} must be an integer or None, not {value!r}")


@final
@dataclass(frozen=True, eq=False, repr=False)
class Certificate:
    """The claim "the network computes the problem at its sparsity", with evidence.

    `problem` and `network` are digests; `prover` names the method and so the rule by which `check` reads
    `evidence` (JSON values) and `arrays` (large evidence, integer arrays by name); `assumptions` lists what the
    proof rests on besides the checker; `margin` is exact where the prover computed it, else None. Of floats it is how
    far scores are from their thresholds, in units of 2**-u, with u the `unit` of its evidence.

    >>> Certificate("p", "n", "enumerate", 2, 4, Margin(1, 0), {})
    <Certificate by enumerate: 4 inputs with at most 2 active; least true score 1, largest false 0>
    >>> Certificate("p", "n", "enumerate", 2, 4, Margin(3 * 2**63, None), {"unit": 64})
    <Certificate by enumerate: 4 inputs with at most 2 active; least true score less threshold 1.5, largest false none>
    """

    problem: str
    network: str
    prover: str
    sparsity: int
    inputs_covered: int
    margin: Margin | None
    evidence: Mapping[str, object] = field(repr=False)
    assumptions: tuple[str, ...] = ()
    arrays: Mapping[str, Integers] = field(default_factory=dict, repr=False)

    def __repr__(self) -> str:
        from verify.errors import shown

        inputs, active = shown(self.inputs_covered), shown(self.sparsity)
        about = f"Certificate by {self.prover}: {inputs} inputs with at most {active} active"
        unit = self.evidence.get("unit", 0) if isinstance(self.evidence, Mapping) else 0
        if not isinstance(self.margin, Margin) or not isinstance(unit, int) or not 0 <= unit <= 64:
            return f"<{about}>"
        scale = 1 << unit

        def end(score: int | None) -> str:
            if score is None:
                return "none"
            return f"{score / scale:.6g}" if scale > 1 and score.bit_length() < 1000 else shown(score)

        true, false = end(self.margin.smallest_true), end(self.margin.largest_false)
        return f"<{about}; least true {'score less threshold' if unit else 'score'} {true}, largest false {false}>"

    def __eq__(self, other: object) -> bool:
        """By value. Only for who compares results: the checker reads fields, never certificates as wholes."""
        if not isinstance(other, Certificate):
            return NotImplemented
        mine, theirs = self._plain(), other._plain()
        return mine == theirs and all(np.array_equal(array, other.arrays[name]) for name, array in self.arrays.items())

    def __hash__(self) -> int:
        return hash((self.problem, self.network, self.prover))

    def _plain(self) -> list[object]:
        """All but the entries of arrays: of these, names and types."""
        values = [getattr(self, part.name) for part in fields(self) if part.name != "arrays"]
        return [*values, {name: array.dtype for name, array in self.arrays.items()}]
