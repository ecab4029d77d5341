"""The one search: the sizes of a construction, one after the other, within an allowance."""

from typing import final

from constructions.attempts import INTERRUPTED, Attempt, Listener, SearchResult
from constructions.construction import Construction, Variant
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
        self.next = next(self._sizes, None)
        self._left = found.effort
        self._proved, self._failed, self._started = 0, "", False
        self._hopeless = False
        more = max(1, round((found.effort / EFFORT) ** 0.5)) if construction.seeds > 1 else 1
        self._seeds = construction.seeds * more

    def climb(self, up_to: int | None = None) -> bool:
        """Try sizes, with `up_to` until they exceed it; whether a network of this construction was proved."""
        if not self._started and (self.next is None or up_to is None or self.next <= up_to):
            self._tell_start()
        while self.next is not None and (up_to is None or self.next <= up_to):
            if self._search.deadline.passed():
                raise TimeIsOverError
            n, cost, best = self.next, self._construction.cost, self._search.best
            if self._search.mends and best is not None and n >= best[0].neurons:
                self._tell_end(f"{best[0].neurons} neurons are proved already")
                self.next = None
                break
            if cost is not None and (cost.first or self._proved) and not self._affordable(n):
                self._tell_end(
                    f"{n} neurons are predicted to take {self._seconds(n)}, and {max(0.0, self._left):.1f} s are left"
                )
                self.next = None
                break
            good = self._any_attempt(n)
            self._proved = n if good else self._proved
            self.next = None if self._search.undecided is not None else following(self._sizes, good)
            if self.next is None and self._failed:
                self._tell_end(self._failed)
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
                        f"{self._seconds(neurons)}, of {max(0.0, self._left):.1f} s left"
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
        cost, used, listener = self._construction.cost, 1.0, self._search.listener

        def progress(done: int, total: int) -> None:
            nonlocal used
            if self._search.deadline.passed():
                raise TimeIsOverError
            used = done / max(1, total)
            listener.progress(done, total)

        made = self._search.attempt(self._construction, neurons, seed, variant, progress)
        if cost is not None:
            self._left -= used * cost.seconds(self._search.problem, neurons)
        return made

    def _affordable(self, neurons: int) -> bool:
        """Whether an attempt may well end within what is left of the allowance."""
        cost = self._construction.cost
        return cost is None or cost.share * cost.seconds(self._search.problem, neurons) <= self._left

    def _seconds(self, neurons: int) -> str:
        cost = self._construction.cost
        return "no time" if cost is None else f"{cost.seconds(self._search.problem, neurons):.1f} s"

    def _tell_start(self) -> None:
        self._started = True
        if self.next is None:
            self._search.listener.tell(f"{self._construction.name}: no size below one neuron a gate is tried")
            return
        costs = f", about {self._seconds(self.next)} (effort: {self._left:g} s)" if self._construction.cost else ""
        first = f"first with {self.next} neurons{costs}"
        self._search.listener.tell(f"{self._construction.name}: {self._construction.idea}; {first}")

    def _tell_end(self, why: str) -> None:
        found = f"a proof found for {self._proved} neurons" if self._proved else "no proof found"
        advice = ""
        if not self._hopeless and (self._construction.cost is not None or self._construction.seeds > 1):
            advice = f"; more effort may find fewer: --effort {MORE * self._search.effort:g}"
        self._search.listener.tell(f"{self._construction.name} stops, {found}: {why}{advice}")


def _times(neurons: int, attempts: int) -> str:
    return f"{neurons} neurons failed in {attempts} attempt{'s' * (attempts > 1)}"
