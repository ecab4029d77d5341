"""Circuits on which every sparse input is admissible, because no level is ever more active than the sparsity."""

from constructions.errors import ConstructionError
from verify import Circuit, Problem, count_admissible
from verify.statement import count_sparse, keeps_activity, more_sparse_than, most_active

COUNTED = 10**5
"""Inputs that are counted one by one to see whether all of them are admissible."""
TRIED = 16


def require_activity(circuit: Problem) -> None:
    """ConstructionError unless every input with at most v active features is known to keep every level so sparse.

    The message has the smallest sparsity that is known to do, of the next `TRIED`. Exact at v <= 2 and for at most
    `COUNTED` inputs. Cost: the gates of the circuit for every sparsity tried. Source: ours.
    """
    if _keeps_activity(circuit, circuit.sparsity):
        return
    tried = range(circuit.sparsity + 1, min(circuit.inputs, circuit.sparsity + TRIED) + 1)
    would_do = next((v for v in tried if _keeps_activity(circuit, v)), None)
    known = "no sparsity is known that would do" if would_do is None else f"a sparsity of {would_do} would do"
    raise ConstructionError(
        f"every_input needs at most {circuit.sparsity} active gates on every level, but {_too_active(circuit)}; {known}"
    )


def _keeps_activity(circuit: Problem, sparsity: int) -> bool:
    """Whether that is known: shown by counting gates, or, for small circuits, inputs."""
    if keeps_activity(circuit, sparsity):
        return True
    asked = Circuit(circuit.inputs, sparsity, circuit.levels)
    return not more_sparse_than(asked, COUNTED) and count_admissible(asked) == count_sparse(asked)


def _too_active(circuit: Problem) -> str:
    """The first level that may have too many active gates, where that is decided."""
    for number, (gates, width) in enumerate(zip(circuit.levels, circuit.widths, strict=False), start=1):
        most = most_active(gates, width, circuit.sparsity)
        if most is not None and most > circuit.sparsity:
            return f"level {number} may have {most}"
    return "some may have more, or it cannot be shown that they have not"
