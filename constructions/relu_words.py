"""More ReLUs than neurons, at any sparsity: 0/1 words of features that share few neurons, and the bias that errs least.

Feature j is a word, the column A_j of a 0/1 matrix (n, m) with w ones. Output i of W2 ReLU(A y) + b is the mean of its
own w neurons, less a constant: other features are heard only where words share neurons.
"""

import numpy as np

from constructions.errors import ConstructionError
from constructions.word_counts import reed_solomon_code
from verify import FloatNetwork
from verify.arrays import Floats, Integers, Numbers, Reals


def relu_words(words: Integers, sparsity: int, *, residual: bool = False) -> FloatNetwork:
    """The mean of every word's neurons for max(0, y_i), features in [-1, 1], at most `sparsity` of them not 0.

    With H_i the sum of the v largest numbers of neurons that word i shares with others, over w, and L_i that of v - 1,
    the bias is (L_i - H_i)/2. Guarantee: for all admissible y output i is off by at most (H_i + L_i)/2, but for the
    rounding of 1/w to float32; where words share at most k neurons, by (2 v - 1) k/(2 w). `residual` adds y, for
    y_i + max(0, y_i). Errors: ConstructionError unless all words have as many ones, and for a sparsity that does not
    fit. Source: ours; the proof is in docs/methods.md.

    >>> from verify import compressed, worst_errors
    >>> network = relu_words(reed_solomon_words(25, 20, 2), 2)  # 25 ReLUs on 20 neurons
    >>> max(worst_errors(compressed(25, 2), network).at_most)
    Fraction(3, 8)
    """
    shared = np.asarray(words.T.astype(np.int64) @ words)
    weights = np.diag(shared).copy()
    if not np.isin(words, (0, 1)).all() or len(set(weights.tolist())) != 1 or not weights[0]:
        raise ConstructionError(f"words must be of zeros and as many ones each, not of {sorted(set(weights.tolist()))}")
    m = words.shape[1]
    if type(sparsity) is not int or not 1 <= sparsity <= m:
        raise ConstructionError(f"sparsity must be from 1 to the number of features, {m}, not {sparsity!r}")
    np.fill_diagonal(shared, 0)
    ranked = np.sort(shared, axis=1)[:, ::-1]
    heard, lost = ranked[:, :sparsity].sum(axis=1), ranked[:, : sparsity - 1].sum(axis=1)
    bias = ((lost - heard) / (2 * weights[0])).astype(np.float32)
    first, second = words.astype(np.float32), words.T.astype(np.float32) / np.float32(weights[0])
    return relu_network(first, second, bias, {"name": "relu words", "sparsity": sparsity}, residual=residual)


def lone_relus(words: Reals, *, residual: bool = False) -> FloatNetwork:
    """max(0, y_i) for features in [-1, 1] of which one at most is not 0, by words of length 1 in one neuron fewer.

    The words are turned so that they are orthogonal to (1, ..., 1), which added to them makes all weights of the first
    layer positive, and is not heard behind it. Guarantee (ours, but for rounding to float32): with mu the largest
    |inner product| of two words no output is off by more than mu/(1 + mu). Errors: ConstructionError for words of
    another length.

    >>> from constructions.tied_words import paley
    >>> from verify import compressed, worst_errors
    >>> round(float(max(worst_errors(compressed(6, 1), lone_relus(paley(5))).at_most)), 4)  # on four neurons
    0.309
    """
    inner = words.T @ words
    if not np.allclose(np.diag(inner), 1, atol=1e-6):
        raise ConstructionError(f"words must have length 1, not {np.sqrt(np.diag(inner)).round(3).tolist()}")
    n = len(words) + 1
    turned = np.linalg.qr(np.hstack([np.ones((n, 1)), np.eye(n)[:, : n - 1]]))[0][:, 1:] @ words
    largest = np.abs(inner - np.diag(np.diag(inner))).max()
    first, second = (turned - turned.min()).astype(np.float32), (turned.T / (1 + largest)).astype(np.float32)
    return relu_network(first, second, np.zeros(words.shape[1]), {"name": "lone relus"}, residual=residual)


def relu_network(
    first: Floats, second: Floats, bias: Numbers, note: dict[str, object], *, residual: bool = False
) -> FloatNetwork:
    """W2 ReLU(W1 y) + b; where `residual`, linear neurons beside the rectified ones carry y, which is added."""
    n, m = first.shape
    if residual:
        first, second = np.vstack([first, np.eye(m)]), np.hstack([second, np.eye(m)])
    layers = [(first, np.zeros(len(first)), np.arange(len(first)) < n), (second, bias, False)]
    return FloatNetwork(layers, 0.5, construction=note)


def reed_solomon_words(features: int, neurons: int, sparsity: int) -> Integers:
    """Words of a Reed-Solomon code (n, m) on at most `neurons`, with the least bound of `relu_words`.

    Words of w ones on q w neurons, of polynomials of degree below d over a prime field q with q^d >= m, share at most
    d - 1. Errors: ConstructionError where no code with a bound below 1/2 fits, which always answering 1/2 reaches.

    >>> reed_solomon_words(100, 50, 2).shape
    (44, 100)
    """
    tried = (
        reed_solomon_code(features, neurons, weight, degree)
        for degree in range(2, features.bit_length() + 1)
        for weight in range(degree, neurons + 1)
    )
    codes = [code for code in tried if code is not None]
    best = min(codes, key=lambda code: ((code.degree - 1) / code.weight, code.rows), default=None)
    if best is None or (best.degree - 1) / best.weight * (2 * sparsity - 1) >= 1:
        raise ConstructionError(
            f"no Reed-Solomon code computes {features} ReLUs on {neurons} neurons, {sparsity} at a time, below 1/2"
        )
    return best.block(0, features)
