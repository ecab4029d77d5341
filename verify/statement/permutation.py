"""Neural permutation (AS): output images[j] repeats feature j."""

from dataclasses import dataclass
from typing import final

import numpy as np

from verify.codes.base import public_words, require_seed, require_size
from verify.errors import shown
from verify.statement.gates import Gate, GateGroup
from verify.statement.problem import require_sparsity


@final
@dataclass(frozen=True)
class Permutation:
    """Output `images[j]` is 1 exactly when feature j is active; `images` is a permutation of 0..m-1.

    Errors: TypeError for anything but integers; ValueError when `images` is empty or no permutation, or the
    sparsity is outside 1..m.

    >>> Permutation(images=(2, 0, 1), sparsity=1).gate(2)
    Gate(kind='copy', inputs=(0,))
    """

    images: tuple[int, ...]
    sparsity: int
    kind = "permutation"

    def __post_init__(self) -> None:
        size = len(self.images)
        if size == 0:
            raise ValueError("a permutation needs at least one image, not 0")
        require_sparsity(self.sparsity, size)
        preimages = [-1] * size
        for j, image in enumerate(self.images):
            if isinstance(image, bool) or not isinstance(image, int):
                raise TypeError(f"image {j} must be an integer, not {shown(image)}")
            if not 0 <= image < size:
                raise ValueError(f"image {j} must be from 0 to {size - 1}, not {shown(image)}")
            if preimages[image] >= 0:
                raise ValueError(f"image {j} must differ from all others, but {image} is image {preimages[image]} too")
            preimages[image] = j
        object.__setattr__(self, "images", tuple(self.images))
        object.__setattr__(self, "_preimages", tuple(preimages))

    @classmethod
    def random(cls, size: int, *, sparsity: int, seed: int) -> "Permutation":
        """A permutation drawn by sorting the public stream of the seed.

        >>> sorted(Permutation.random(4, sparsity=1, seed=0).images)
        [0, 1, 2, 3]
        """
        require_size("size", size)
        keys = public_words(f"permutation/{size}", require_seed(seed), size)
        return cls(images=tuple(np.argsort(keys, kind="stable").tolist()), sparsity=sparsity)

    @property
    def inputs(self) -> int:
        """m, the number of features."""
        return len(self.images)

    @property
    def outputs(self) -> int:
        """m' = m."""
        return len(self.images)

    @property
    def preimages(self) -> tuple[int, ...]:
        """For every output the feature it repeats."""
        preimages: tuple[int, ...] = self.__dict__["_preimages"]
        return preimages

    def gate(self, output: int) -> Gate:
        """The copy that one output computes."""
        return Gate("copy", (self.preimages[output],))

    def gate_groups(self) -> tuple[GateGroup, ...]:
        """One group of all the copies."""
        return (GateGroup("copy", np.arange(self.outputs), np.array(self.preimages, dtype=np.int64)[:, None]),)

    def document(self) -> dict[str, object]:
        """The JSON object of the problem."""
        return {
            "format": "superproof-problem-1",
            "kind": self.kind,
            "sparsity": self.sparsity,
            "images": list(self.images),
        }
