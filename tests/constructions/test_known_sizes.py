"""Every construction in closed form on the family it is meant for, proved and checked at the sizes of the docs' table.

Trained networks may differ between machines: they have tests of their own, and `benchmarks.sizes` proves the rest. What
`tests/test_sizes.py` proves, because it compares the document's cells, is left out here.
"""

import pytest

from benchmarks.known_sizes import FAILS, OTHERS, ROWS, Row
from benchmarks.size_families import family
from benchmarks.sizes import UNIONS, built, prover
from tests.test_sizes import CLOSED
from verify import Proved, Valid, check, prove

TRAINED = {"optimised-channels", "partitioned-channels", "neural-permutation", *UNIONS}
QUICK = 256


def instances() -> list[object]:
    rows = [row for row in (*ROWS, *OTHERS) if row.construction not in TRAINED]
    return [
        pytest.param(row, size, id=f"{row.construction}, {row.family}, {size}", marks=slow(row, size))
        for row in rows
        for size in row.known
        if size <= 1024 and row.known[size] is not FAILS and not (row in CLOSED and size <= QUICK)
    ]


def slow(row: Row, size: int) -> list[pytest.MarkDecorator]:
    takes_minutes = (row.construction, size) == ("output-channels", 1024)
    return [pytest.mark.slow] * (size > QUICK) + [pytest.mark.long] * takes_minutes


@pytest.mark.parametrize(("row", "size"), instances())
def test_it_is_proved_with_the_neurons_of_the_table(row: Row, size: int):
    known, problem = row.known[size], family(row.family, size)
    network = built(problem, row.construction, known)
    assert network.neurons <= known.neurons
    verdict = prove(problem, network, prover=prover(row.construction, network))
    assert isinstance(verdict, Proved)
    if size <= QUICK:
        assert isinstance(check(problem, network, verdict.certificate), Valid)


def test_every_construction_in_closed_form_is_there_at_several_sizes():
    for row in (*ROWS, *OTHERS):
        assert sum(known is not FAILS for known in row.known.values()) >= 2, row
