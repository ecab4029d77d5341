"""How far a check of contracts is, and whether it may go on."""

from typing import final

from verify.checker.budget import Budget
from verify.progress import Progress


@final
class Watch:
    """Counts the neurons that are done, and stops the work at the deadline."""

    def __init__(self, budget: Budget, progress: Progress, total: int) -> None:
        self.look, self._progress, self._total, self._done = budget.look, progress, total, 0
        progress(0, total)

    def advance(self, neurons: int) -> None:
        """Report that so many more neurons are done."""
        self._done += neurons
        self._progress(self._done, self._total)
