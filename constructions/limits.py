"""How large a network a construction builds: a rule that is said beforehand, where memory would fail later."""

from constructions.errors import ConstructionError
from verify import Problem

MOST_WEIGHTS = 2**33
LARGEST = 4096
"""Features up to which weights are looked for in matrices over all of them."""


def require_weights(construction: str, rows: int, columns: int) -> None:
    """ConstructionError for a layer of more than `MOST_WEIGHTS` weights."""
    if rows * columns > MOST_WEIGHTS:
        raise ConstructionError(
            f"{construction} makes a layer of {rows} x {columns} weights here, "
            f"but builds at most {MOST_WEIGHTS}, not {rows * columns}"
        )


def require_neurons(construction: str, neurons: int, least: int, why: str) -> None:
    """ConstructionError for fewer neurons than the `least`, which says why."""
    if neurons < least:
        raise ConstructionError(f"{construction} needs at least {least} neurons{why}, not {neurons}")


def require_trainable(construction: str, problem: Problem) -> None:
    """ConstructionError beyond `LARGEST` features."""
    if problem.inputs > LARGEST:
        raise ConstructionError(
            f"{construction} takes at most {LARGEST} features, not {problem.inputs}: more need a closed form, as in "
            "matched_permutation, or a neuron each"
        )
