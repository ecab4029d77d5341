"""Random codes of every family."""

from random import Random

from benchmarks.attack.codes import words_of
from benchmarks.attack.plain import Code, Rows

SEEDS = (0, 1, 7, 2**31, 2**63 - 1)


def code(random: Random, columns: int, *, sparse: bool = False, rows: int | None = None) -> Code:
    """A code with so many words; with `sparse` a 0/1 code of constant weight; about `rows` rows where given."""
    rows = rows or random.randint(1, columns + 3)
    families = ["identity", "constant-weight", "constant-weight", "reed-solomon"]
    if not sparse:
        families += ["random-signs", "hadamard", "tensor", "tensor"]
    match random.choice(families):
        case "constant-weight":
            weight = random.randint(1, min(4, rows))
            sizes = {"rows": rows, "columns": columns, "weight": weight}
            return {"family": "constant-weight", **sizes, "seed": random.choice(SEEDS)}
        case "reed-solomon":
            field = random.choice([q for q in (2, 3, 5, 7) if q**q >= columns])
            degree = next(d for d in range(1, field + 1) if field**d >= columns)
            blocks = random.randint(degree, field)
            return {"family": "reed-solomon", "field": field, "blocks": blocks, "degree": degree, "columns": columns}
        case "tensor":
            return matrix(random, rows, columns)
        case "identity":
            return {"family": "identity", "size": columns}
        case family:
            return {"family": family, "rows": rows, "columns": columns, "seed": random.choice(SEEDS)}


def matrix(random: Random, rows: int, columns: int, largest: int = 3) -> Rows:
    """Small entries of both signs, often 0; sometimes nothing else."""
    low = random.choice((-largest, 0))
    chance = random.choice((0.0, 0.3, 0.6, 1.0, 1.0))
    return [
        [random.randint(low, largest) if random.random() < chance else 0 for _ in range(columns)] for _ in range(rows)
    ]


def height(given: Code) -> int:
    """Rows of a code."""
    return len(words_of(given)[0])


def unimodular(random: Random, size: int) -> tuple[Rows, Rows]:
    """A bare code and its inverse, by some elementary operations on rows."""
    forth = [[int(i == j) for j in range(size)] for i in range(size)]
    back = [row[:] for row in forth]
    for _ in range(random.randint(0, 2 * size) if size > 1 else 0):
        a, b = random.sample(range(size), 2)
        factor = random.choice((-2, -1, 1, 1))
        forth[a] = [x + factor * y for x, y in zip(forth[a], forth[b], strict=True)]
        for row in back:
            row[b] -= factor * row[a]
    return forth, back
