"""A search as it stands: networks are built, proved, timed and written down here, and nowhere else."""

from contextlib import suppress
from dataclasses import dataclass, field
from typing import final

from constructions.attempts import FOUND, Attempt, Listener, SearchResult, UndecidedError
from constructions.construction import Construction, Variant
from constructions.errors import ConstructionError, NotFoundError
from constructions.naive import NAIVE, naive_neurons
from constructions.repair import repaired
from constructions.structured_channels import hubs_in_words
from verify import Certificate, Found, Network, Problem, Refuted, find_proof
from verify.compiling import TimeLimit, working_clock
from verify.progress import Deadline, Progress

NOT_BUILT = "not built: "
MENDED = 1 / 16
"""A repair that takes so large a part of the neurons at most counts as a success: fewer neurons are tried next."""
LEAST, SMALL = 2.0, 2**24
"""Where the time is over before anything was proved: seconds for one neuron a gate, with so many weights at most; where
the search has a part of a limit, half of what is left of that if it is more."""


class TimeIsOverError(Exception):
    """The time limit of a search passed."""


@final
@dataclass(eq=False)
class Search:
    """The attempts on one problem, and the smallest network proved so far.

    `asked`: whoever searches has said how much effort is allowed. `mends`: every network that comes near is repaired.
    """

    problem: Problem
    seed: int
    effort: float
    deadline: Deadline
    listener: Listener
    asked: bool = True
    mends: bool = False
    best: tuple[Network, Certificate] | None = None
    undecided: Network | None = None
    imperfect: Network | None = None
    cut_short: str | None = None
    tried: list[Attempt] = field(default_factory=list)
    _nearest: tuple[Network, Construction, int] | None = None

    def attempt(
        self, construction: Construction, neurons: int, seed: int, variant: Variant, progress: Progress
    ) -> Attempt:
        """Build one network, prove it, and write down what came of it."""
        started, network, near = working_clock(), None, None
        try:
            network = construction.build(self.problem, neurons=neurons, seed=seed, progress=progress, **variant)
        except NotFoundError as error:
            outcome = "no exact network"
            near = error.imperfect
            self._keep_imperfect(near)
            self._nearest = None if near is None else (near, construction, seed)
        except ConstructionError as error:
            outcome = f"{NOT_BUILT}{error}"
        else:
            outcome = self._judged(network, construction)
        size = neurons if network is None else network.neurons
        made = self._written(Attempt(construction.name, size, seed, outcome, working_clock() - started))
        mended = self.mend_nearest() if near is not None and self.mends else None
        return made if mended is None or mended.neurons > (1 + MENDED) * neurons else mended

    def _written(self, made: Attempt) -> Attempt:
        self.tried.append(made)
        self.listener.report(made)
        if self.deadline.passed():
            raise TimeIsOverError
        return made

    def mend_nearest(self) -> Attempt | None:
        """The last network that training left imperfect repaired, if that is proved, and smaller than all before."""
        if self._nearest is None:
            return None
        network, construction, seed = self._nearest
        started, self._nearest = working_clock(), None
        most = naive_neurons(self.problem) if self.best is None else self.best[0].neurons
        mended = None
        with suppress(ConstructionError):
            mended = repaired(self.problem, network, most - 1)
        if mended is None:
            return None
        outcome, name = self._judged(mended, construction), f"{construction.name}, repaired"
        made = self._written(Attempt(name, mended.neurons, seed, outcome, working_clock() - started))
        return made if made.found else None

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
            self.deadline = TimeLimit(max(LEAST, (self.deadline.whole.remaining() or 0.0) / 2))
            self.listener.tell(f"nothing was proved in time: one neuron a gate ({NAIVE.name}) takes its place")
            with suppress(TimeIsOverError):
                self.attempt(NAIVE, naive_neurons(self.problem), self.seed, {}, self.listener.progress)

    def result(self, construction: Construction) -> SearchResult:
        """The best network; NotFoundError where none was proved."""
        if self.best is not None:
            return SearchResult(*self.best, tuple(self.tried), self.cut_short)
        tried = "; ".join(map(str, self.tried)) or f"{construction.name} needs more, and none was tried"
        tried = tried if self.cut_short is None else f"{self.cut_short}, with attempts so far: {len(self.tried)}"
        if self.undecided is not None:
            raise UndecidedError(f"a network was built, but not proved: {tried}", self.undecided)
        if self.problem.is_circuit:
            raise NotFoundError(f"no network was proved: {tried}", self.imperfect)
        most = naive_neurons(self.problem)
        words = f"no network with fewer neurons than one a gate ({most}) was proved: {tried}"
        raise NotFoundError(words + hubs_in_words(self.problem, most), self.imperfect)
