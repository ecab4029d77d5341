"""The one search: the sizes of a construction, one after the other, within an allowance."""

from math import inf
from typing import final

from constructions.attempts import INTERRUPTED, Attempt, Listener, SearchResult
from constructions.construction import FREE, Construction, Variant
from constructions.policies import following
from constructions.search_state import NOT_BUILT, Search, TimeIsOverError
from verify import Problem
from verify.codes import MAX_SEED, require_seed
from verify.progress import Deadline

EFFORT = 25.0
"""The default allowance of every construction in a search, in predicted seconds of two cores."""
MORE = 4
"""How many times the allowance a search proposes that used it up."""


def search(
    problem: Problem,
    construction: Construction,
    seed: int,
    effort: float | None,
    deadline: Deadline,
    listener: Listener,
) -> SearchResult:
    """`smallest_proved`, which says what it does while it does it; an effort of None is `EFFORT`, and what `auto` finds
    that a large problem takes.

    Errors: as `smallest_proved`; KeyboardInterrupt where nothing was proved before it.
    """
    require_seed(seed)
    construction.require(problem)
    found = Search(problem, seed, EFFORT if effort is None else effort, deadline, listener, asked=effort is not None)
    try:
        if construction.plan is None:
            Ladder(found, construction).climb()
        else:
            construction.plan(found)
    except KeyboardInterrupt:
        if found.best is None:
            raise
        found.cut_short = INTERRUPTED
    except TimeIsOverError:
        found.cut_short = deadline.over()
        found.fall_back()
    return found.result(construction)


@final
class Ladder:
    """The sizes of one construction in a search, with an allowance of its own; one can leave it and climb on later."""

    def __init__(self, found: Search, construction: Construction) -> None:
        self._search, self._construction = found, construction
        self._sizes = construction.sizes(found.problem)
        self._next = next(self._sizes, None)
        self._left = found.effort
        self._proved, self._failed, self._started, self._hopeless = 0, "", False, False
        more = max(1, round((found.effort / EFFORT) ** 0.5)) if construction.seeds > 1 else 1
        self._seeds = construction.seeds * more

    def climb(self, up_to: int | None = None) -> bool:
        """Try sizes, with `up_to` until they exceed it; whether a network of this construction was proved."""
        most, cost = inf if up_to is None else up_to, self._construction.cost
        if not self._started and (self._next is None or self._next <= most):
            self._tell_start()
        while self._next is not None and self._next <= most:
            if self._search.deadline.passed():
                raise TimeIsOverError
            n, best, good, ended = self._next, self._search.best, False, True
            if self._search.mends and best is not None and n >= best[0].neurons:
                self._failed = f"{best[0].neurons} neurons are proved already"
            elif (cost.first or self._proved) and not self._affordable(n):
                left = f"{max(0.0, self._left):.1f} s are left"
                self._failed = f"{n} neurons are predicted to take {self._seconds(n):.1f} s, and {left}"
            else:
                good = self._any_attempt(n)
                self._proved = n if good else self._proved
                ended = self._search.undecided is not None
            self._next = None if ended else following(self._sizes, good)
            if self._next is None and self._failed:
                self._tell_end()
        return self._proved > 0

    def _any_attempt(self, neurons: int) -> bool:
        """Every variant with every seed, until a network with so many neurons is proved."""
        number, hopeless = 0, True
        for variant in self._construction.variants(self._search.problem, neurons):
            for k in range(self._seeds):
                number += 1
                if number > 1 and not self._affordable(neurons):
                    self._failed = (
                        f"{_times(neurons, number - 1)}, and another one is predicted to take "
                        f"{self._seconds(neurons):.1f} s, of {max(0.0, self._left):.1f} s left"
                    )
                    return False
                made = self._attempt(neurons, (self._search.seed + k) % (MAX_SEED + 1), variant)
                if made.found:
                    return True
                if made.outcome.startswith(NOT_BUILT):
                    break  # A rule is broken, and no other seed mends that.
                hopeless = False
        self._failed, self._hopeless = _times(neurons, number), hopeless
        return False

    def _attempt(self, neurons: int, seed: int, variant: Variant) -> Attempt:
        """One attempt, charged by the steps it reports, or as a whole where it reports none."""
        used, listener = 1.0, self._search.listener

        def progress(done: int, total: int) -> None:
            nonlocal used
            if self._search.deadline.passed():
                raise TimeIsOverError
            used = done / max(1, total)
            listener.progress(done, total)

        made = self._search.attempt(self._construction, neurons, seed, variant, progress)
        self._left -= used * self._seconds(neurons)
        return made

    def _affordable(self, neurons: int) -> bool:
        """Whether an attempt may well end within what is left of the allowance."""
        return self._construction.cost.share * self._seconds(neurons) <= self._left

    def _seconds(self, neurons: int) -> float:
        return self._construction.cost.seconds(self._search.problem, neurons)

    def _tell_start(self) -> None:
        self._started, words = True, "no size below one neuron a gate is tried"
        if self._next is not None:
            words = f"{self._construction.idea}; first with {self._next} neurons"
            if self._construction.cost is not FREE:
                words += f", about {self._seconds(self._next):.1f} s (effort: {self._left:g} s)"
        self._search.listener.tell(f"{self._construction.name}: {words}")

    def _tell_end(self) -> None:
        found = f"a proof found for {self._proved} neurons" if self._proved else "no proof found"
        advice = ""
        if not self._hopeless and (self._construction.cost is not FREE or self._construction.seeds > 1):
            advice = f"; more effort may find fewer: --effort {MORE * self._search.effort:g}"
        self._search.listener.tell(f"{self._construction.name} stops, {found}: {self._failed}{advice}")


def _times(neurons: int, attempts: int) -> str:
    return f"{neurons} neurons failed in {attempts} attempt{'s' * (attempts > 1)}"
