"""Bounded weights that send every feature's word about what is wanted: reflections between two sets.

Notation: A (rows, features) is a 0/1 code, W (rows, neurons) are weights, G = A^T W what a feature's word brings every
neuron. The first set is the graph of this map, all pairs (W, G); the second is what is wanted of each alone: W between
two bounds, and G in a band for every entry. In floats: nothing here decides anything.
"""

from functools import lru_cache
from typing import final

import numpy as np
from scipy import sparse

from constructions.decorrelation import Band
from verify import SparseCode
from verify.arrays import Floats
from verify.contracts import Targets


@final
class WordMap:
    """W -> A^T W for a code A, and the nearest pair (W, A^T W) to any two matrices. Complexity: rows**3, once."""

    def __init__(self, code: SparseCode) -> None:
        words = code.supports(0, code.columns)
        starts = np.arange(0, words.size + 1, code.weight)
        ones = np.ones(words.size, dtype=np.float32)
        self._words = sparse.csr_array((ones, words.ravel(), starts), shape=(code.columns, code.rows))
        self._rows = self._words.T.tocsr()
        # With words in general position A A^T is about this multiple of 1: both halves of a pair weigh as much.
        self._scale = np.float32(words.size / code.rows)
        gram = (self._rows @ self._words).toarray().astype(np.float64)
        gram[np.diag_indices(code.rows)] += self._scale
        self._inverse: Floats = np.linalg.inv(gram).astype(np.float32)

    def nearest(self, weights: Floats | None, received: Floats) -> tuple[Floats, Floats]:
        """The pair that lies nearest, weights counting as much as all they send; None stands for no weights at all."""
        wanted = self._rows @ received
        if weights is not None:
            wanted += self._scale * weights
        made: Floats = self._inverse @ wanted
        return made, self._words @ made


word_map = lru_cache(maxsize=1)(WordMap)
"""The map of a code, kept until another one is asked for: all hidden levels of a circuit have the same code."""


@final
class Splitting:
    """Weights on their way: every `step` brings them closer to |W| <= `largest` and G within `bands` around targets.

    Complexity per step, for N neurons: N * rows**2 multiplications and 2 N * features * weight additions. Source:
    Douglas and Rachford (1956), on the graph of a map (Parikh and Boyd 2014); to choose weights so is ours.
    """

    def __init__(self, words: WordMap, targets: Targets, bands: dict[int, Band], largest: float) -> None:
        self._map, self._largest = words, np.float32(largest)
        self._features, self._neurons = targets.features, targets.rows
        self._low = np.array([c - bands[c].low for c in targets.weights.tolist()], dtype=np.float32)
        self._high = np.array([c + bands[c].high for c in targets.weights.tolist()], dtype=np.float32)
        self._others = np.float32(-bands[0].low), np.float32(bands[0].high)
        wanted = np.zeros((targets.features_before, targets.neurons), dtype=np.float32)
        wanted[self._features, self._neurons] = np.where(np.isfinite(self._low), self._low, self._high)
        self._weights, self._received = words.nearest(None, wanted)

    def step(self) -> Floats:
        """The weights after one more step: (rows, neurons)."""
        places = self._features, self._neurons
        bounded = np.clip(self._weights, -self._largest, self._largest)
        within = np.clip(self._received, *self._others)
        within[places] = np.clip(self._received[places], self._low, self._high)
        made, sent = self._map.nearest(2 * bounded - self._weights, 2 * within - self._received)
        self._weights += made - bounded
        self._received += sent - within
        return made
