"""The one search: networks are built, proved, timed and written down here, and nowhere else."""

import time
from collections.abc import Callable
from contextlib import suppress
from typing import final

from constructions.attempts import FOUND, INTERRUPTED, Attempt, Listener, SearchResult, UndecidedError
from constructions.construction import Construction, Variant
from constructions.errors import ConstructionError, NotFoundError
from constructions.naive import NAIVE, naive_neurons
from constructions.policies import following
from constructions.structured_channels import hubs_in_words
from verify import Certificate, Found, Network, Problem, Refuted, find_proof
from verify.codes import MAX_SEED, require_seed
from verify.compiling import TimeLimit
from verify.progress import Deadline, Progress, silent

EFFORT = 25.0
"""The default allowance of every construction in a search, in predicted seconds of two cores."""
NOT_BUILT = "not built: "
MORE = 4
"""How many times the allowance a search proposes that used it up."""
GRACE, LEAST, SMALL = 10.0, 2.0, 2**24
"""Where the time is over before anything was proved: seconds for one neuron a gate, with so many weights at most; where
the search has a part of a limit, half of what is left of that, but `LEAST` seconds."""


class _TimeIsOverError(Exception):
    """The time limit of a search passed."""


def smallest_proved(
    problem: Problem,
    *,
    construction: str = "auto",
    seed: int = 0,
    effort: float = EFFORT,
    progress: Progress | None = None,
    report: Callable[[Attempt], None] | None = None,
    deadline: Deadline | None = None,
) -> SearchResult:
    """Search for a small n whose network is proved; `construction` names one of `CONSTRUCTIONS`.

    The sizes that a construction is tried with, and when its search ends, are its own (`Construction.sizes`); `auto`
    says in `constructions.auto` which ones it goes through. Work is predicted from sizes and from the steps that
    training took, never from the clock, so that a machine that is busy finds the same network; a construction that
    trains or fits is allowed `effort` predicted seconds of two cores. `progress` follows each training, `report` is
    called after every attempt.

    Guarantee: `verify.find_proof` found a proof for the network, and no network of fewer neurons was proved among those
    tried; there may be smaller ones: success is not monotone in n. Deterministic in `seed` on one machine. Ctrl-C and
    `deadline` end a search with the best network so far (`SearchResult.cut_short`); at the deadline with `naive`, where
    there is none and it is small. Errors: NotFoundError when nothing was proved (UndecidedError where a network was
    built that no prover decided); ConstructionError for a problem that the construction does not take; ValueError for
    an unknown one. Source: ours.

    >>> from verify import TwoAnd
    >>> problem = TwoAnd(inputs=5, sparsity=2, pairs=((0, 1), (1, 2), (2, 3), (3, 4)))
    >>> result = smallest_proved(problem, construction="naive")
    >>> result.network.neurons, [attempt.outcome for attempt in result.tried]
    (5, ['proof found'])
    """
    from constructions.registry import construction_named

    listener = Listener(progress or silent, report or (lambda attempt: None))
    return search(problem, construction_named(construction), seed, effort, deadline or Deadline(None), listener)


def search(
    problem: Problem, construction: Construction, seed: int, effort: float, deadline: Deadline, listener: Listener
) -> SearchResult:
    """`smallest_proved`, which says what it does while it does it.

    Errors: as `smallest_proved`; KeyboardInterrupt where nothing was proved before it.
    """
    require_seed(seed)
    construction.require(problem)
    found = Search(problem, seed, effort, deadline, listener)
    try:
        if construction.plan is None:
            Ladder(found, construction).climb()
        else:
            construction.plan(found)
    except KeyboardInterrupt:
        if found.best is None:
            raise
        found.cut_short = INTERRUPTED
    except _TimeIsOverError:
        found.cut_short = deadline.over()
        found.fall_back()
    return found.result(construction)


@final
class Search:
    """The attempts on one problem, and the smallest network proved so far."""

    def __init__(self, problem: Problem, seed: int, effort: float, deadline: Deadline, listener: Listener) -> None:
        self.problem, self.seed, self.effort = problem, seed, effort
        self.deadline, self.listener = deadline, listener
        self.best: tuple[Network, Certificate] | None = None
        self.undecided: Network | None = None
        self.imperfect: Network | None = None
        self.cut_short: str | None = None
        self.tried: list[Attempt] = []

    def attempt(
        self, construction: Construction, neurons: int, seed: int, variant: Variant, progress: Progress
    ) -> Attempt:
        """Build one network, prove it, and write down what came of it."""
        started, network = time.perf_counter(), None
        try:
            network = construction.build(self.problem, neurons=neurons, seed=seed, progress=progress, **variant)
        except NotFoundError as error:
            outcome = "no exact network"
            self._keep_imperfect(error.imperfect)
        except ConstructionError as error:
            outcome = f"{NOT_BUILT}{error}"
        else:
            outcome = self._judged(network, construction)
        size = neurons if network is None else network.neurons
        self.tried.append(Attempt(construction.name, size, seed, outcome, time.perf_counter() - started))
        self.listener.report(self.tried[-1])
        if self.deadline.passed():
            raise _TimeIsOverError
        return self.tried[-1]

    def _judged(self, network: Network, construction: Construction) -> str:
        prover = "branch" if len(network.layers) == 1 else construction.prover
        found = find_proof(self.problem, network, prover=prover, deadline=self.deadline)
        if isinstance(found, Found):
            if self.best is None or network.neurons <= self.best[0].neurons:
                self.best = network, found.certificate
                self.listener.keep(network, found.certificate)
            return FOUND
        if isinstance(found, Refuted):
            self._keep_imperfect(network)
            return "refuted"
        if construction.exact and self.undecided is None:
            self.undecided = network
        return f"unknown: {found.reason}"

    def _keep_imperfect(self, network: Network | None) -> None:
        """The largest network that was built and not right: it is likely to be wrong least often."""
        if network is not None and (self.imperfect is None or network.neurons > self.imperfect.neurons):
            self.imperfect = network

    def fall_back(self) -> None:
        """One neuron a gate, where nothing else was proved when the time was over, if it is there at once."""
        if self.best is None and not self.problem.is_circuit and naive_neurons(self.problem) ** 2 <= SMALL:
            self.deadline = TimeLimit(self._grace())
            self.listener.tell(f"nothing was proved in time: one neuron a gate ({NAIVE.name}) takes its place")
            with suppress(_TimeIsOverError):
                self.attempt(NAIVE, naive_neurons(self.problem), self.seed, {}, self.listener.progress)

    def _grace(self) -> float:
        left = None if self.deadline.whole is self.deadline else self.deadline.whole.remaining()
        return GRACE if left is None else min(GRACE, max(LEAST, left / 2))

    def result(self, construction: Construction) -> SearchResult:
        """The best network; NotFoundError where none was proved."""
        if self.best is not None:
            return SearchResult(*self.best, tuple(self.tried), self.cut_short)
        tried = "; ".join(map(str, self.tried)) or f"{construction.name} needs more, and none was tried"
        if self.cut_short is not None:
            tried = f"{self.cut_short} ({tried})"
        if self.undecided is not None:
            raise UndecidedError(f"a network was built, but not proved: {tried}", self.undecided)
        if self.problem.is_circuit:
            raise NotFoundError(f"no network was proved: {tried}", self.imperfect)
        most = naive_neurons(self.problem)
        hubs = hubs_in_words(self.problem, most)
        raise NotFoundError(
            f"no network with fewer neurons than one a gate ({most}) was proved: {tried}{hubs}", self.imperfect
        )


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
                raise _TimeIsOverError
            n, cost = self.next, self._construction.cost
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
                hopeless = hopeless and made.outcome.startswith(NOT_BUILT)
        self._failed, self._hopeless = _times(neurons, number), hopeless
        return False

    def _attempt(self, neurons: int, seed: int, variant: Variant) -> Attempt:
        """One attempt, charged by the steps it reports, or as a whole where it reports none."""
        cost, used, listener = self._construction.cost, 1.0, self._search.listener

        def progress(done: int, total: int) -> None:
            nonlocal used
            if self._search.deadline.passed():
                raise _TimeIsOverError
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
        costs = f", {self._seconds(self.next)} of {self._left:g} s allowed" if self._construction.cost else ""
        first = f"first with {self.next} neurons{costs}"
        self._search.listener.tell(f"{self._construction.name}: {self._construction.idea}; {first}")

    def _tell_end(self, why: str) -> None:
        found = f"a proof found for {self._proved} neurons" if self._proved else "no proof found"
        advice = ""
        if not self._hopeless and (self._construction.cost is not None or self._construction.seeds > 1):
            advice = f"; more effort may find fewer: --effort {MORE * self._search.effort:g}"
        self._search.listener.tell(f"{self._construction.name} stops, {found}: {why}{advice}")


def _times(neurons: int, attempts: int) -> str:
    return f"{neurons} failed in {attempts} attempt{'s' * (attempts > 1)}"
