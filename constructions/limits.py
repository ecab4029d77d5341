"""How large a network a construction builds: a rule that is said beforehand, where memory would fail later."""

from constructions.errors import ConstructionError

MOST_WEIGHTS = 2**33


def require_weights(construction: str, rows: int, columns: int) -> None:
    """ConstructionError for a layer of more than `MOST_WEIGHTS` weights.

    >>> require_weights("random_channels", 448, 448)
    """
    if rows * columns > MOST_WEIGHTS:
        raise ConstructionError(
            f"{construction} makes a layer of {rows} x {columns} weights here, "
            f"but builds at most {MOST_WEIGHTS}, not {rows * columns}"
        )
