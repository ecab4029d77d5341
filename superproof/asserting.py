"""What people train, proved and counted as it is: torch modules and files beside networks; and an assertion on it."""

import os
import sys
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeAlias

import verify
from superproof.error_report import HowWrong
from superproof.real_names import UNNAMED, RealNames
from verify import (
    Certificate,
    Counted,
    FloatNetwork,
    Invalid,
    Network,
    Problem,
    RealProblem,
    UncheckedErrors,
    Unknown,
    Valid,
    Verdict,
    WorstErrors,
    testing,
    worst_errors,
)  # fmt: skip
from verify.documents import Labels
from verify.floats import TallyCertificate
from verify.progress import Deadline, Progress
from verify.reals import ErrorCertificate

if TYPE_CHECKING:
    import torch

    Given: TypeAlias = Network | FloatNetwork | torch.nn.Module | str | os.PathLike[str]


def assert_computes(problem: Problem, network: "Given", **options: Any) -> Certificate:
    """As `verify.testing.assert_computes`, of a torch module too, or of a file that `superproof import` reads.

    A module or a file of another tool is read with outputs that are 1 where their score is above 0; for another
    reading give what `from_torch` or `read_network` makes of it.

    >>> from verify import IdentityCode, Network, TwoAnd
    >>> problem = TwoAnd(inputs=2, sparsity=2, pairs=((0, 1),))
    >>> network = Network([([[1, 1]], [-1])], IdentityCode(2), IdentityCode(1), threshold=1)
    >>> assert_computes(problem, network).inputs_covered
    4
    """
    __tracebackhide__ = True
    return testing.assert_computes(problem, network_of(problem, network), **options)


def prove(problem: Problem, network: "Given", **options: Any) -> Verdict:
    """As `verify.prove`, with its options, of whatever `assert_computes` takes.

    >>> from verify import IdentityCode, Network, TwoAnd
    >>> network = Network([([[1, 1]], [-1])], IdentityCode(2), IdentityCode(1), threshold=1)
    >>> prove(TwoAnd(inputs=2, sparsity=2, pairs=((0, 1),)), network)
    <Proved by enumerate: every output is right on every admissible input, with the stated margin>
    """
    return verify.prove(problem, network_of(problem, network), **options)


def score(problem: Problem, network: "Given", **options: Any) -> Counted | Unknown:
    """As `verify.count_wrong`, with its options, of whatever `assert_computes` takes.

    >>> from superproof import FloatNetwork, TwoAnd
    >>> score(TwoAnd(inputs=2, sparsity=2, pairs=((0, 1),)), FloatNetwork([([[1.0, 1.0]], [0.0], True)], [0.5]))
    <exactly 2 of 4 admissible inputs are wrong in some output, in exact arithmetic>
    """
    return verify.count_wrong(problem, network_of(problem, network), **options)


def check(
    problem: Problem | RealProblem,
    network: Network | FloatNetwork,
    certificate: Certificate | ErrorCertificate | TallyCertificate,
    **options: Any,
) -> Valid | Invalid | Unknown:
    """Whether a certificate of any kind holds: `verify.check`, or `check_errors` or `check_tally` beside it.

    Guarantee, options and errors are those of the checker that the certificate's class decides on.

    >>> from verify import IdentityCode, Network, TwoAnd
    >>> problem = TwoAnd(inputs=2, sparsity=2, pairs=((0, 1),))
    >>> network = Network([([[1, 1]], [-1])], IdentityCode(2), IdentityCode(1), threshold=1)
    >>> check(problem, network, prove(problem, network).certificate)
    Valid(claim='every output is right on every admissible input, with the stated margin', assumptions=())
    """
    checkers: dict[type, Callable[..., Valid | Invalid | Unknown]] = {
        ErrorCertificate: verify.check_errors,
        TallyCertificate: verify.check_tally,
    }
    return checkers.get(type(certificate), verify.check)(problem, network, certificate, **options)


def how_wrong(
    problem: RealProblem,
    network: FloatNetwork,
    *,
    timeout: float | None = None,
    progress: Progress | None = None,
    labels: Labels | None = None,
) -> HowWrong | UncheckedErrors | Unknown:
    """The worst errors of every output: over all admissible inputs, while one feature at most is not 0, and two.

    Guarantee and errors: those of `verify.worst_errors`. The time limit covers all: where it ends the others, the
    first stand. With `labels` features and outputs are told by name.

    >>> from verify import autoencoder
    >>> network = FloatNetwork([([[1.0, -1.0]], [0.0], False), ([[1.0], [-1.0]], [0.0, 0.0], True)], 0.5)
    >>> print(how_wrong(autoencoder(2, 2), network).lines[2])
    worst: output 0 is off by 1 at y0 = 1, y1 = 1, and no output by more
    """
    if labels is not None:
        RealNames(labels).require_all(problem)
    deadline = Deadline(timeout)
    found = worst_errors(problem, network, timeout=timeout, progress=progress)
    if not isinstance(found, WorstErrors):
        return found
    alone, beside_one = (
        found if v == problem.sparsity else _fewer(problem, network, v, deadline, progress) for v in (1, 2)
    )
    return HowWrong(problem, network, found, alone, beside_one, labels or UNNAMED)


def _fewer(
    problem: RealProblem, network: FloatNetwork, sparsity: int, deadline: Deadline, progress: Progress | None
) -> WorstErrors | None:
    """The same at a lower sparsity; None where it is none, and where time ends."""
    if sparsity > problem.sparsity:
        return None
    lower = replace(problem, sparsity=sparsity)
    found = worst_errors(lower, network, timeout=deadline.remaining(), progress=progress)
    return found if isinstance(found, WorstErrors) else None


def network_of(problem: Problem, given: Any) -> Network | FloatNetwork:
    """A network, of whatever `assert_computes` takes. Errors: TypeError for anything else."""
    if not isinstance(problem, Problem):
        raise TypeError(_no_problem(problem, given))
    if isinstance(given, Network | FloatNetwork):
        return given
    if isinstance(given, str | os.PathLike):
        from superproof.imports.files import read_network

        return read_network(given, problem)
    torch = sys.modules.get("torch")
    if torch is not None and isinstance(given, torch.nn.Module):
        from superproof.imports.torch_module import from_torch

        return from_torch(given, problem.inputs)
    raise TypeError(f"network must be a network, a torch module or a file, not the {_shown(given)}")


def _no_problem(problem: object, network: object) -> str:
    """The sentence about what stands where the problem should."""
    order = ": the problem goes first, then the network" if isinstance(network, Problem) else ""
    order = " (load_problem reads a file)" if isinstance(problem, str | os.PathLike) else order
    return f"problem must be a Problem, not the {_shown(problem)}{order}"


def _shown(given: object) -> str:
    return f"{type(given).__name__} {' '.join(f'{given!r:.80}'.split())}"
