"""The least worst-case errors known of giving back m features in [0, 1] through n neurons, beside a lower bound.

    python -m benchmarks.best_errors

Networks ReLU(B^T A y + b). Closed forms: words with tied weights and the bias that errs least
(`constructions.tied_words`); trained: `benchmarks.real_toys`, tied, and the best bias on the words that training found.
Every error is proved (`verify.worst_errors`): the bound is given, rounded up. A network without neurons that always
answers 1/2 is off by 1/2. The lower bound holds for all such networks, tied or not (`bounds.welch.least_worst_error`).
"""

from collections.abc import Iterator

import numpy as np

from benchmarks.arguments import parser_of
from benchmarks.real_toys import Toy, trained
from benchmarks.timing import table
from bounds.welch import least_worst_error
from constructions.tied_words import Words, antipodal, polygon, side_by_side, simplex, tied_network
from superproof.real_features import shown_up
from verify import FloatNetwork, WorstErrors, autoencoder, worst_errors

CASES = (
    ("triangle", simplex(2)),
    ("tetrahedron", simplex(3)),
    ("simplex", simplex(10)),
    ("square, antipodal pairs", antipodal(2)),
    ("antipodal pairs", antipodal(10)),
    ("pentagon", polygon(5)),
    ("octagon", polygon(8)),
    ("five triangles", side_by_side(*[simplex(2)] * 5)),
    ("five pentagons", side_by_side(*[polygon(5)] * 5)),
    ("five octagons", side_by_side(*[polygon(8)] * 5)),
)
SPARSITIES = (1, 2, 3)
HEAD = ("m", "n", "v", "closed form", "off by at most", "trained", "trained, best bias", "always 1/2", "lower bound")


def rows(steps: int, seed: int, timeout: float) -> Iterator[tuple[str, ...]]:
    """One row a size and sparsity."""
    for name, words in CASES:
        n, m = words.shape
        network = trained(Toy("tied", m, n, 0.05, steps), seed)
        for v in SPARSITIES:
            if v <= m:
                again = tied_network(unit_words(network), v)
                proved = [_worst(found, m, v, timeout) for found in (tied_network(words, v), network, again)]
                least = f"{float(least_worst_error(m, n)):.4f}" if v > 1 else "0"
                yield str(m), str(n), str(v), name, *proved, "0.5", least


def unit_words(network: FloatNetwork) -> Words:
    """The words of a tied network, of length 1."""
    words = network.layers[0].weights
    lengths = np.linalg.norm(words, axis=0)
    return np.asarray(np.where(lengths > 0, words, 1) / np.where(lengths > 0, lengths, np.sqrt(len(words))))


def _worst(network: FloatNetwork, m: int, v: int, timeout: float) -> str:
    found = worst_errors(autoencoder(m, v), network, timeout=timeout)
    return shown_up(max(found.at_most)) if isinstance(found, WorstErrors) else "no time"


def main() -> None:
    """Print the table."""
    parser = parser_of(__doc__)
    parser.add_argument("--steps", type=int, default=3000, help="of training (%(default)s)")
    parser.add_argument("--seed", type=int, default=0, help="of training (%(default)s)")
    parser.add_argument("--timeout", type=float, default=60.0, help="seconds for an error (%(default)s)")
    given = parser.parse_args()
    print(table(HEAD, list(rows(given.steps, given.seed, given.timeout))))


if __name__ == "__main__":
    main()
