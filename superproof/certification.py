"""The steps of `certify`: build, prove, check, sample, compare."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar, final

from constructions import INTERRUPTED
from superproof.build_request import Request
from superproof.building import Built, build_network
from superproof.comparison import compare
from superproof.errors import ContradictionError, NoNetworkError
from superproof.findings import Findings
from superproof.problem_source import Source
from superproof.regime_words import MEANING, Regimes, measured_regimes
from superproof.terminal import Terminal
from superproof.words import count
from verify import Certificate, Found, Network, Problem, Proved, Refuted, Unknown, Verdict, confirm, find_proof
from verify.compiling import COMPILER, TimeLimit
from verify.progress import Deadline, Progress
from verify.provers import PROVERS, Choice, NotTakenError, Options, SampleReport, choose, prover_named, sample

if TYPE_CHECKING:
    from superproof.cluster.dask_crew import DaskCrew

SAMPLES = 100_000
FEW = 10_000
"""Inputs of a proof up to which none are drawn: it covers them all, and far more would be drawn than there are."""
SEARCH_SHARE = 0.6
Result = TypeVar("Result")
Keep = Callable[[Network, Certificate | None], None]
"""Told of a network, and of the proof that was found for it, once there is one."""


@final
@dataclass
class _Steps:
    """Runs the steps one after the other, tells the terminal, and keeps their times."""

    terminal: Terminal
    deadline: Deadline
    keep: Keep
    seconds: dict[str, float] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)

    def tell(self, sentence: str) -> None:
        """What the search says, which the report repeats."""
        self.said.append(sentence)
        self.terminal.note(sentence)

    def run(self, name: str, work: Callable[[Progress], Result], tell: Callable[[Result], str]) -> Result:
        started, compiled = time.perf_counter(), COMPILER.seconds
        with self.terminal.progress(name) as progress:
            result = work(progress)
        self.seconds[name] = time.perf_counter() - started
        compiled = COMPILER.seconds - compiled
        waited = f", {compiled:.1f} s of them compiling" if compiled else ""
        self.terminal.note(f"{name}: {tell(result)} ({self.seconds[name]:.1f} s{waited})")
        return result


def certify(
    source: Source,
    request: Request,
    terminal: Terminal,
    keep: Keep,
    *,
    prover: str = "auto",
    timeout: float | None = None,
    network: Network | None = None,
    client: "DaskCrew | None" = None,
) -> Findings:
    """Build a network for the problem, unless there is one, and find out everything about it.

    `keep` is given results once they are there. Guarantee: `Findings.word` is "proved" only if a prover found a proof
    and the checker, from the problem, the network and the certificate alone, answered Valid. Errors: UsageError when
    the request cannot be built, ContradictionError when a proved network is seen to be wrong. `timeout` seconds cover
    all steps: where they are over the rest is left out, but for the comparison with the bound. Workers of a
    `client` find the proof, where the prover has parts; all else is done here, the check too.
    """
    problem, deadline = source.problem, TimeLimit(timeout)
    steps = _Steps(terminal, deadline, keep)
    if prover != "auto":
        prover_named(prover)
    try:
        built = Built(network) if network is not None else _built(problem, request, steps)
    except NoNetworkError as error:
        beside, said = compare(problem, None), tuple(steps.said)
        return Findings(source, None, Unknown(str(error)), None, beside, steps.seconds, said=said)
    network = built.network
    if built.cut_short is not None:
        again = "; Ctrl-C again ends that too" if built.cut_short == INTERRUPTED else ""
        terminal.note(
            f"the search was cut short ({built.cut_short}): what follows is about the best network so far{again}"
        )
    keep(network, None)
    try:
        choice = choose(problem, network) if prover == "auto" else Choice(prover, "it was asked for")
        verdict: Verdict = _proved(problem, built, choice, steps, client)
    except NotTakenError as error:
        verdict = Unknown(str(error))
    samples = None
    if not isinstance(verdict, Proved) or verdict.certificate.inputs_covered > FEW:
        samples = _sampled(problem, network, request.seed, steps)
    # To encode the parameters takes a second or so.
    encode = False if deadline.passed() else None
    comparison = steps.run(
        "compare", lambda _: compare(problem, network, encode=encode), lambda _: "beside the counting bound"
    )
    regimes = None
    if problem.is_two_and:
        regimes = steps.run("regimes", lambda _: measured_regimes(problem, network, deadline), _regimes_line)
    verdict = _united(verdict, samples)
    return Findings(
        source, network, verdict, samples, comparison, steps.seconds, built.tried, regimes, built.cut_short,
        tuple(steps.said),
    )  # fmt: skip


def _built(problem: Problem, request: Request, steps: _Steps) -> Built:
    """The network, in a part of the time limit: the rest is for the proof and its check."""
    share = steps.deadline.share(SEARCH_SHARE)
    return steps.run(
        "build",
        lambda progress: build_network(problem, request, progress, steps.tell, deadline=share, keep=steps.keep),
        lambda built: _network_line(built.network),
    )


def _proved(problem: Problem, built: Built, choice: Choice, steps: _Steps, client: "DaskCrew | None") -> Verdict:
    """Find a proof, keep it, and check it: two steps, one time limit. Where it is over, that of the search stands."""
    network, deadline = built.network, steps.deadline
    if deadline.passed() and built.certificate is not None:
        return confirm(problem, network, Found(built.certificate), deadline=deadline)
    # The report shows the margin, and making it exact adds little to a proof by branching.
    options = Options(exact_margin=True) if "exact_margin" in PROVERS[choice.prover].options else Options()
    if client is not None and "client" in PROVERS[choice.prover].options:
        options["client"] = client
    elif client is not None:
        steps.terminal.note(f"prove: {choice.prover} runs on one machine, and not on the cluster")
    tell = None if steps.terminal.quiet else steps.terminal.note
    found = steps.run(
        "prove",
        lambda progress: find_proof(
            problem, network, prover=choice, deadline=deadline, progress=progress, tell=tell, **options
        ),
        _finding_line,
    )
    if not isinstance(found, Found):
        return confirm(problem, network, found, deadline=deadline)
    steps.keep(network, found.certificate)
    return steps.run(
        "check",
        lambda progress: confirm(problem, network, found, deadline=deadline, progress=progress, tell=tell),
        lambda verdict: "valid" if isinstance(verdict, Proved) else _finding_line(verdict),
    )


def _sampled(problem: Problem, network: Network, seed: int, steps: _Steps) -> SampleReport | None:
    """Random inputs as a second look; None where scoring is out of reach, or the time is over."""
    if steps.deadline.passed():
        steps.terminal.note(f"sample: left out, {steps.deadline.reason('certify')}")
        return None
    left = steps.deadline.remaining()
    try:
        return steps.run(
            "sample",
            lambda progress: sample(problem, network, samples=SAMPLES, seed=seed, timeout=left, progress=progress),
            lambda report: f"{count(report.failures, 'failure')} in {count(report.samples, 'random input')}",
        )
    except ValueError as error:
        steps.terminal.note(f"sample: left out, {error}")
        return None


def _united(verdict: Verdict, samples: SampleReport | None) -> Verdict:
    """One verdict: an input that sampling found wrong refutes what the prover left open."""
    if samples is None or samples.counterexample is None or isinstance(verdict, Refuted):
        return verdict
    if isinstance(verdict, Proved):
        raise ContradictionError(f"a checked proof stands against a counterexample: {samples.counterexample}")
    return Refuted(samples.counterexample)


def _network_line(network: Network) -> str:
    ratio = network.outputs / network.neurons
    return f"{count(network.neurons, 'neuron')} for {count(network.outputs, 'output')}: {ratio:.2f} outputs per neuron"


def _finding_line(found: Found | Refuted | Unknown) -> str:
    match found:
        case Found(certificate):
            return f"{certificate.prover} found a proof for {count(certificate.inputs_covered, 'input')}"
        case Refuted():
            return "refuted"
        case Unknown(reason):
            return f"unknown: {reason}"


def _regimes_line(found: Regimes | None) -> str:
    parts = () if found is None else found.parts
    line = "; ".join(f"{part.name} {count(part.outputs, 'output')} ({MEANING[part.name]})" for part in parts)
    return line if found is None or found.obstacle is None else f"{line}; not measured: {found.obstacle}"
