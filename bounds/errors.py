"""The ways a question about a bound can be unusable: each a `ValueError` with rule and value."""


class BoundsError(ValueError):
    """Base of all errors of this package: the question has no answer as it was asked."""


class UnknownClassError(BoundsError):
    """The problem or the name given belongs to no function class this package can count."""


class ImpossibleSizeError(BoundsError):
    """No function class has these sizes (for example more distinct pairs than there are pairs)."""


class SparsityTooSmallError(BoundsError):
    """So few inputs may be active that two functions of the class agree on every admissible input."""


class QuantityError(BoundsError):
    """A number of bits, layers, levels or parameters lies outside its range."""


class TooLargeError(BoundsError):
    """The exact object asked for would not fit in memory or time; a logarithm or a smaller size would."""


class CodingError(BoundsError):
    """A string of bytes is no encoding of a network's parameters, or decodes to another network."""


def require_at_least(name: str, value: int, least: int) -> None:
    """Refuse `value` unless it is an integer that is at least `least`.

    Errors: QuantityError with the name, the rule and the value.

    >>> require_at_least("layers", 0, 1)
    Traceback (most recent call last):
    bounds.errors.QuantityError: layers must be an integer of at least 1, not 0
    """
    if isinstance(value, bool) or not isinstance(value, int) or value < least:
        raise QuantityError(f"{name} must be an integer of at least {least}, not {value!r}")
