"""A construction that cannot be built as asked."""


class ConstructionError(ValueError):
    """The request breaks a rule; the message names the rule and the smallest value that would do."""
