"""Challengers for the records on real features: closed forms, and training of ours; each is proved before it is kept.

python -m benchmarks.fill_error_records [--folder DIR] [--family NAME ...] [--seeds K]
"""

from argparse import Namespace
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from benchmarks.arguments import parser_of
from benchmarks.best_errors import unit_words
from benchmarks.real_toys import Toy, trained
from benchmarks.timing import cpu_timed
from constructions.relu_words import lone_relus, reed_solomon_words, relu_words
from constructions.tied_words import antipodal, paley, polygon, side_by_side, simplex, tied_network
from constructions.trained_relus import trained_relus
from superproof.real_features import shown_up
from superproof.records.error_challenge import challenge_errors
from superproof.records.index import default_folder, load_error_index
from superproof.records.real_families import REAL_FAMILIES
from verify import FloatNetwork

Made = tuple[int, str, FloatNetwork]
"""Sparsity, how it was made, and the network."""
TIED = ("simplex(2)", "simplex(3)", "simplex(10)", "antipodal(2)", "antipodal(10)", "polygon(5)", "polygon(8)",
        "paley(13)", "paley(101)")  # fmt: skip
WORDS = {"simplex": simplex, "antipodal": antipodal, "polygon": polygon, "paley": paley}
TRAINED_TIED = ((5, 2), (25, 10), (40, 10))
RELU_WORDS = ((25, 20, 2), (49, 35, 2), (100, 50, 2), (100, 50, 1))
LONE = (5, 13, 101)
BESIDE_A_STREAM = RELU_WORDS[:2]
"""Those that are made with a stream too, which weighs as much as a network of 100 features without."""
TRAINED_RELUS = ((5, 3, 1), (6, 4, 1), (8, 4, 1), (16, 7, 1), (8, 6, 2), (10, 8, 2), (16, 12, 2))
EIGHT = "side_by_side(*[polygon(8)] * 5)"


def autoencoders() -> Iterator[Made]:
    """Tied words with the bias that errs least: closed forms, and words that training found."""
    for text in TIED:
        name, _, number = text.rstrip(")").partition("(")
        words = WORDS[name](int(number))
        for v in (1, 2):
            yield v, f"constructions.tied_words.tied_network({text}, {v})", tied_network(words, v)
    for v in (1, 2):
        made_by = f"constructions.tied_words.tied_network({EIGHT}, {v})"
        yield v, made_by, tied_network(side_by_side(*[polygon(8)] * 5), v)
    for m, n in TRAINED_TIED:
        words = unit_words(trained(Toy("tied", m, n, 0.05, 3000), 0))
        for v in (1, 2):
            yield (
                v,
                f"benchmarks.real_toys, tied, {m} in {n}, 3000 steps; the bias of tied_network",
                tied_network(words, v),
            )


def relus(given: Namespace, *, residual: bool = False) -> Iterator[Made]:
    """Words that share few neurons, equiangular words for one feature at a time, and training."""
    more = ", residual=True" if residual else ""
    for m, n, v in BESIDE_A_STREAM if residual else RELU_WORDS:
        network = relu_words(reed_solomon_words(m, n, v), v, residual=residual)
        yield v, f"constructions.relu_words.relu_words(reed_solomon_words({m}, {n}, {v}), {v}{more})", network
    for prime in LONE[:2] if residual else LONE:
        made_by = f"constructions.relu_words.lone_relus(paley({prime}){more})"
        yield 1, made_by, lone_relus(paley(prime), residual=residual)
    for m, n, v in () if residual else TRAINED_RELUS:
        for seed in range(given.seeds):
            made_by = f"constructions.trained_relus.trained_relus({m}, {n}, {v}, seed={seed})"
            yield v, made_by, trained_relus(m, n, v, seed=seed)


def main() -> None:
    """One line a challenger."""
    parser = parser_of(__doc__)
    parser.add_argument("--folder", type=Path, default=default_folder())
    parser.add_argument("--family", nargs="*", choices=list(REAL_FAMILIES), default=list(REAL_FAMILIES), metavar="NAME")
    parser.add_argument("--seeds", type=int, default=20, metavar="K", help="of training (%(default)s)")
    given = parser.parse_args()
    for name in given.family:
        made = autoencoders() if name == "autoencoder" else relus(given, residual=name == "residual")
        for sparsity, made_by, network in made:
            index, family = load_error_index(given.folder), REAL_FAMILIES[name]
            work = partial(challenge_errors, index, family, network.inputs, sparsity, network, made_by)
            result, _, cpu = cpu_timed(work)
            record = result.record
            error = "not known" if record is None else shown_up(record.at_most)
            print(f"{name}, v = {sparsity}: {made_by}: {error}, {'a' if result.won else 'no'} record ({cpu:.1f} CPU s)")


if __name__ == "__main__":
    main()
