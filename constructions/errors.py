"""A construction that cannot be built as asked, and one that was not found."""


class ConstructionError(ValueError):
    """The request breaks a rule; the message names the rule and the smallest value that would do."""


class NotFoundError(ConstructionError):
    """No rule is broken, but a search or a training found no exact network; another seed may find one."""
