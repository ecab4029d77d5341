"""Which prover a command uses, what is said before it starts, and the call with the prover's own options."""

from dataclasses import dataclass
from typing import final

from superproof.errors import UsageError
from superproof.terminal import Terminal
from superproof.words import count
from verify import Network, Problem, Verdict, count_admissible
from verify import prove as prove_by_name
from verify.progress import Progress
from verify.provers.choice import additions_an_input, choose

LONG_ENUMERATION = 10**10
"""Additions from which a forecast, the time of one block of inputs, is worth its time."""
LONG_BRANCHING = 2**28
"""Features times outputs from which a forecast of branching, the time of two blocks of columns, is."""


@final
@dataclass(frozen=True)
class ProofRequest:
    """How to prove; the last three are options of branch."""

    prover: str = "auto"
    timeout: float | None = None
    memory: int | None = None
    checkpoint: str | None = None
    exact_margin: bool = False

    @property
    def branch_options(self) -> tuple[str, ...]:
        """The options given that only branch has."""
        given = {
            "--memory": self.memory is not None,
            "--checkpoint": self.checkpoint is not None,
            "--exact-margin": self.exact_margin,
        }
        return tuple(name for name, is_given in given.items() if is_given)


def settle_prover(problem: Problem, network: Network, request: ProofRequest, terminal: Terminal) -> str:
    """The prover's name. On standard error: why it was chosen, how long it will take, and what is compiled first.

    Errors: UsageError for options that the prover does not have.
    """
    name, options = request.prover, request.branch_options
    if options and name not in ("auto", "branch"):
        raise UsageError(f"{options[0]} is for the prover branch, not for {name}")
    if name == "auto":
        choice = choose(problem, network)
        name = "branch" if options else choice.prover
        reason = f"it is the prover with {options[0]}" if options else choice.reason
        terminal.note(f"prover: {name}, because {reason}")
    if not terminal.quiet:
        for sentence in _announcements(problem, network, name, request.memory):
            terminal.note(sentence)
    return name


def prove(problem: Problem, network: Network, name: str, request: ProofRequest, progress: Progress) -> Verdict:
    """The verdict of the prover `name`."""
    if name != "branch":
        # An incomplete prover that was chosen, not asked for, has another one behind it.
        name = request.prover if name == "contracts" else name
        return prove_by_name(problem, network, prover=name, timeout=request.timeout, progress=progress)
    from verify.provers.branch import prove_by_branching

    return prove_by_branching(
        problem,
        network,
        timeout=request.timeout,
        progress=progress,
        memory=request.memory,
        checkpoint=request.checkpoint,
        exact_margin=request.exact_margin,
    )


def _announcements(problem: Problem, network: Network, name: str, memory: int | None) -> list[str]:
    if name in ("smt", "contracts"):
        return []
    from verify.provers.compiled import is_compiled

    found = [] if is_compiled(name) else [f"{name} compiles its kernels on first use, which takes up to 30 seconds"]
    forecast = _enumeration(problem, network) if name == "enumerate" else _branching(problem, network, memory)
    return found if forecast is None else [*found, f"forecast: {forecast}"]


def _enumeration(problem: Problem, network: Network) -> str | None:
    from verify.provers.enumeration import forecast, obstacle

    inputs = count_admissible(problem)
    additions = inputs * additions_an_input(problem, network)
    if additions < LONG_ENUMERATION or obstacle(problem, network) is not None:
        return None
    found = forecast(problem, network)
    tried = count(found.inputs, "input") + (f" that stand for all {inputs:,}" if found.inputs < inputs else "")
    return f"{tried} take about {_seconds(found.seconds)}"


def _branching(problem: Problem, network: Network, memory: int | None) -> str | None:
    if problem.inputs * problem.outputs < LONG_BRANCHING:
        return None
    from verify.provers.branch.forecasting import forecast

    found = forecast(problem, network, memory=memory)
    if isinstance(found, str):
        return None
    return f"{count(found.cases, 'case')} take about {_seconds(found.seconds)}, and branching, if needed, comes on top"


def _seconds(seconds: float) -> str:
    return count(max(1, round(seconds)), "second")
