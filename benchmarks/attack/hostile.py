"""Values that are not what they look like: subclasses of everything that lie in one way or another."""

from fractions import Fraction
from random import Random
from typing import Any

import numpy as np

METHODS = ("__add__", "__radd__", "__sub__", "__rsub__", "__mul__", "__rmul__", "__floordiv__", "__mod__", "__neg__",
           "__abs__", "__index__", "__int__", "__hash__", "bit_length")  # fmt: skip
COMPARISONS = ("__eq__", "__ne__", "__lt__", "__le__", "__gt__", "__ge__")
OF_ARRAYS = ("tolist", "astype", "sum", "any", "all", "min", "max", "copy", "ravel", "reshape", "__getitem__",
             "__eq__", "__lt__", "__ge__", "__array_wrap__")  # fmt: skip
TEXTS = ("__repr__", "__str__", "__format__")


class EqualToAll:
    """Equal to whatever it is compared with."""

    def __eq__(self, other: object) -> bool:
        return True

    def __ne__(self, other: object) -> bool:
        return False

    def __hash__(self) -> int:
        return 0


def poisoned(random: Random, value: Any) -> Any:
    """The value, or a part of it, replaced by something that looks like it."""
    if isinstance(value, dict | list | tuple) and value and random.random() < 0.6:
        return _inside(random, value)
    if random.random() < 0.05:
        return EqualToAll()
    if isinstance(value, np.ndarray):
        return _array(random, value)
    if type(value) is int:
        return _number(random, value)
    if isinstance(value, str):
        return _class(random, str, (*COMPARISONS, *TEXTS, "__hash__", "encode"))(value)
    if isinstance(value, dict):
        return _class(random, dict, ("items", "keys", "get", "__iter__", "__len__", "__contains__", "__eq__"))(value)
    if isinstance(value, list | tuple):
        if random.random() < 0.3 and value and all(isinstance(row, list | int) for row in value):
            return _array(random, np.array(value, dtype=object if random.random() < 0.2 else None))
        return _class(random, type(value), ("__len__", "__iter__", "__getitem__", "__eq__", "index", "count"))(value)
    return value


def turning(random: Random, certificate: Any) -> Any:
    """A certificate of a class of its own, whose fields turn hostile after they have been asked for some times."""
    asked: dict[str, int] = {}
    turn = random.randint(0, 3)

    def told(self: object, name: str) -> Any:
        asked[name] = asked.get(name, 0) + 1
        value = object.__getattribute__(certificate, name)
        return value if asked[name] <= turn or name.startswith("__") else poisoned(random, value)

    base = type(certificate) if random.random() < 0.5 else object
    return object.__new__(type("Turning", (base,), {"__getattribute__": told}))


def _inside(random: Random, value: Any) -> Any:
    """One member or item replaced."""
    if isinstance(value, dict):
        key = random.choice(list(value))
        return {**value, key: poisoned(random, value[key])}
    place = random.randrange(len(value))
    items = [*value[:place], poisoned(random, value[place]), *value[place + 1 :]]
    return items if isinstance(value, list) else tuple(items)


def _number(random: Random, value: int) -> Any:
    if random.random() < 0.3:
        plain = (np.int64, np.int8, np.uint64, np.float16, np.float64, float, Fraction, complex, str, bool, np.bool_)
        try:
            return random.choice(plain)(value)
        except (ValueError, OverflowError):
            return float(value)
    return _class(random, int, (*METHODS, *COMPARISONS, *TEXTS))(value)


def _array(random: Random, value: np.ndarray) -> Any:
    if random.random() < 0.2:
        return value.astype(random.choice((np.float64, np.uint64, object, np.int8, bool)))
    names = random.sample(OF_ARRAYS, random.randint(1, 3))
    lie = value.copy()
    if lie.size and lie.dtype != object:
        lie.flat[random.randrange(lie.size)] += random.choice((-1, 1))
    members = {name: _told(random, lie) for name in names}
    return value.view(type("Lying", (np.ndarray,), members))


def _told(random: Random, lie: np.ndarray) -> Any:
    told = random.choice((lie, lie.tolist(), True, False, 0))
    return lambda self, *more, **options: told


def _class(random: Random, base: type, methods: tuple[str, ...]) -> Any:
    """A subclass of `base` in which one to three methods say what is not so."""
    members: dict[str, Any] = {name: _lie(random, base, name) for name in random.sample(methods, random.randint(1, 3))}
    if "__eq__" in members:
        members.setdefault("__hash__", base.__hash__)
    if random.random() < 0.1:
        members["__class__"] = property(lambda self: base)
    return type("Lying", (base,), members)


def _lie(random: Random, base: type, name: str) -> Any:
    if name in COMPARISONS:
        told: Any = random.choice((True, False))
    elif name in TEXTS or name == "encode":
        told = random.choice(("0", "1", "2", "x")) if name != "encode" else b"x"
    elif name in ("__iter__", "items", "keys"):
        return lambda self, *more: iter(())
    elif name == "__len__" and base is not int:
        told = random.choice((0, 1, 2))
    else:
        told = random.choice((0, 1, -1, 2, True))
    return lambda self, *more, **options: told
