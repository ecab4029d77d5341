"""Neural permutation (AS): output images[j] repeats feature j."""

from collections.abc import Sequence
from typing import final

import numpy as np

from verify.codes.base import public_words, require_seed, require_size
from verify.errors import shown
from verify.plain_integer import plain_integer
from verify.statement.gates import Gate
from verify.statement.problem import Problem


@final
class _Permutation:
    """Builds problems in which output `images[j]` is 1 exactly when feature j is active.

    `images` is a permutation of 0..m-1. Errors: TypeError for anything but integers; ValueError when `images` is empty
    or no permutation, or the sparsity is outside 1..m.

    >>> Permutation(images=(2, 0, 1), sparsity=1).gate(2)
    Gate(kind='copy', inputs=(0,))
    """

    def __call__(self, images: Sequence[int], sparsity: int) -> Problem:
        size = len(images)
        preimages = [-1] * size
        for j, given in enumerate(images):
            image = plain_integer(f"image {j}", given)
            if not 0 <= image < size:
                raise ValueError(f"image {j} must be from 0 to {size - 1}, not {shown(image)}")
            if preimages[image] >= 0:
                raise ValueError(f"image {j} must differ from all others, but {image} is image {preimages[image]} too")
            preimages[image] = j
        if size == 0:
            raise ValueError("a permutation needs at least one image, not 0")
        return Problem(size, sparsity, (tuple(Gate("copy", (j,)) for j in preimages),), form="permutation")

    def random(self, size: int, *, sparsity: int, seed: int) -> Problem:
        """A permutation drawn by sorting the public stream of the seed.

        >>> sorted(Permutation.random(4, sparsity=1, seed=0).images)
        [0, 1, 2, 3]
        """
        size = require_size("size", size)
        keys = public_words(f"permutation/{size}", require_seed(seed), size)
        return self(np.argsort(keys, kind="stable").tolist(), sparsity)


Permutation = _Permutation()
