"""Closed forms of toy models of superposition: words of features, tied weights, and the bias that errs least.

Words are the columns w_j of a matrix W (n, m), of length 1: feature j is held as w_j in n neurons. The geometries are
those that trained models were seen to find (Elhage et al. 2022, "Toy models of superposition"); the bias is ours.
"""

import numpy as np
import numpy.typing as npt
from scipy.linalg import block_diag, helmert

from constructions.errors import ConstructionError
from verify import FloatNetwork
from verify.codes import is_prime

Words = npt.NDArray[np.float64]


def polygon(features: int) -> Words:
    """The corners of a regular polygon, in two neurons.

    >>> words = polygon(5)
    >>> round(float(words[:, 0] @ words[:, 1]), 3), round(float(words[:, 0] @ words[:, 2]), 3)
    (0.309, -0.809)
    """
    angles = 2 * np.pi * np.arange(features) / features
    return np.array([np.cos(angles), np.sin(angles)])


def simplex(neurons: int) -> Words:
    """n + 1 words in n neurons, any two of which have the inner product -1/n: two, a triangle, a tetrahedron, ...

    >>> words = simplex(3)
    >>> words.shape, round(float(words[:, 0] @ words[:, 3]), 3)
    ((3, 4), -0.333)
    """
    return np.asarray(helmert(neurons + 1) * np.sqrt((neurons + 1) / neurons))


def antipodal(neurons: int) -> Words:
    """2 n words in n neurons: every direction and its opposite.

    >>> antipodal(2).tolist()
    [[1.0, 0.0, -1.0, -0.0], [0.0, 1.0, -0.0, -1.0]]
    """
    return np.hstack([np.eye(neurons), -np.eye(neurons)])


def paley(prime: int) -> Words:
    """q + 1 words in (q + 1)/2 neurons, any two with an inner product of 1/sqrt(q) or -1/sqrt(q): the Welch bound.

    The conference matrix of the quadratic residues of a prime q that is 1 more than a multiple of 4 (Paley 1933), as
    equiangular lines (van Lint and Seidel 1966). Errors: ConstructionError for another q.

    >>> words = paley(5)  # the six diagonals of the icosahedron
    >>> words.shape, (words.T @ words)[0].round(3).tolist()
    ((3, 6), [1.0, 0.447, 0.447, 0.447, 0.447, 0.447])
    """
    if not is_prime(prime) or prime % 4 != 1:
        raise ConstructionError(f"q must be a prime that is 1 more than a multiple of 4, not {prime!r}")
    squares = np.isin(np.arange(prime), np.arange(1, prime) ** 2 % prime)
    character = np.where(squares, 1, -1) * (np.arange(prime) > 0)
    conference = np.ones((prime + 1, prime + 1)) - np.eye(prime + 1)
    conference[1:, 1:] = character[(np.arange(prime)[:, None] - np.arange(prime)) % prime]
    _, vectors = np.linalg.eigh(conference)  # Half of its eigenvalues are sqrt(q), the last ones.
    return np.asarray(np.sqrt(2) * vectors[:, (prime + 1) // 2 :].T)


def side_by_side(*parts: Words) -> Words:
    """Words of several kinds in neurons of their own, where they do not hear each other.

    >>> side_by_side(simplex(2), antipodal(1)).shape
    (3, 5)
    """
    return np.asarray(block_diag(*parts))


def tied_network(words: Words, sparsity: int) -> FloatNetwork:
    """ReLU(W^T W y - beta), for features y in [0, 1] of which at most `sparsity` are not 0; numbers are float32.

    With S_i the sum of the v largest positive inner products of word i with others and N_i that of the v - 1 largest
    negative ones, taken as positive, beta_i = (S_i - N_i) / 2. Guarantee (ours, but for the rounding of words to
    float32): the worst error of output i is (S_i + N_i) / 2 where that is at most 1, and no other bias makes it less.
    Errors: ConstructionError for words that are not of length 1, and a sparsity that does not fit.

    >>> from verify import autoencoder, worst_errors
    >>> found = worst_errors(autoencoder(4, 2), tied_network(simplex(3), 2))
    >>> [round(float(error), 5) for error in found.at_most]
    [0.16667, 0.16667, 0.16667, 0.16667]
    """
    inner = words.T @ words
    if not np.allclose(np.diag(inner), 1, atol=1e-6):
        raise ConstructionError(f"words must have length 1, not {np.sqrt(np.diag(inner)).round(3).tolist()}")
    if type(sparsity) is not int or not 1 <= sparsity <= len(inner):
        raise ConstructionError(f"sparsity must be from 1 to the number of features, {len(inner)}, not {sparsity!r}")
    others = np.sort(inner - np.diag(np.diag(inner)), axis=1)
    heard = np.maximum(others[:, ::-1][:, :sparsity], 0).sum(axis=1)
    lost = np.maximum(-others[:, : sparsity - 1], 0).sum(axis=1)
    stored = words.astype(np.float32)
    bias = ((lost - heard) / 2).astype(np.float32)
    layers = [(stored, np.zeros(len(words)), False), (stored.T.copy(), bias, True)]
    return FloatNetwork(layers, 0.5, construction={"name": "tied words", "sparsity": sparsity})
