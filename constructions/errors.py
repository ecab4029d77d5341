"""A construction that cannot be built as asked, and one that was not found."""

from verify import Network


class ConstructionError(ValueError):
    """The request breaks a rule; the message names the rule and the smallest value that would do."""


class NotFoundError(ConstructionError):
    """No rule is broken, but a search or a training found no exact network; another seed may find one.

    `imperfect` is the network that came nearest, where there is one: nothing says that it is right.
    """

    def __init__(self, message: str, imperfect: Network | None = None) -> None:
        super().__init__(message)
        self.imperfect = imperfect
