"""Objects that never change once they are built: certificates name them by digests that are computed once."""


class Sealed:
    """A network that refuses every change after its constructor has set `_sealed`."""

    def __setattr__(self, name: str, value: object) -> None:
        if "_sealed" in self.__dict__:
            raise AttributeError(f"a network cannot be changed after it is built, but {name} was assigned")
        super().__setattr__(name, value)

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"a network cannot be changed after it is built, but {name} was deleted")
