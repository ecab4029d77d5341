"""What can go wrong above `verify`, by who has to act on it."""

from verify.errors import SuperproofError


class UsageError(SuperproofError):
    """An option's value is impossible for this problem (exit status 2); the message names option, rule and value."""


class NoNetworkError(SuperproofError):
    """A search or a training found no network; that says nothing about whether one exists (exit status 4)."""


class ContradictionError(SuperproofError):
    """A checked proof and a replayed counterexample for the same network: a bug of ours, never hidden."""
