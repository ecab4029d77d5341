"""A challenger for a record: proved, checked, and put in the place of what it beats."""

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, final

from constructions import CONSTRUCTIONS
from superproof.records.index import Index
from superproof.records.problem_families import Family
from superproof.records.record import KEPT, MOST_WORDS, Recipe, Record, measured, require_possible
from superproof.terminal import one_line
from verify import Network, Problem, Proved, Verdict, prove, save_certificate, save_network


@final
@dataclass(frozen=True)
class Challenged:
    """The verdict on a challenger, its record (None unless it is proved), and the currencies in which it won."""

    verdict: Verdict
    record: Record | None = None
    won: tuple[str, ...] = ()


def challenge(
    index: Index,
    family: Family,
    problem: Problem,
    network: Network,
    *,
    seed: int = 0,
    made_by: str | None = None,
    **options: Any,
) -> Challenged:
    """Prove and check a network, with the options of `verify.prove`, and write it into the folder where it is a record.

    Guarantee: for all outcomes the folder holds only what the checker called Valid, or what it held before. A network
    is a record in neurons where it has fewer of them than every one of at most its width, or as many and fewer
    parameter bits; a record in bits the other way round. A holder of neither is removed. Errors: UsageError for what
    cannot be a record (`require_possible`); DocumentError where the folder cannot be written.
    """
    figures, recipe = measured(family, problem, network), _recipe(network)
    require_possible(family, figures)
    verdict = prove(problem, network, **options)
    if not isinstance(verdict, Proved):
        return Challenged(verdict)
    made = made_by or (recipe.command if recipe is not None else f"construction {network.construction.get('name')}")
    record = Record(
        family.name, problem.outputs, problem.sparsity, seed, family.gate, figures, _small(network),
        one_line(made)[:MOST_WORDS], None if made_by else recipe,
    )  # fmt: skip
    standing, won = index.with_challenger(record)
    if won:
        index.make_folders()
        if record.kept:
            save_network(network, index.network_path(record), pack=True)
        save_certificate(verdict.certificate, index.certificate_path(record))
        index.keep(standing)
    return Challenged(verdict, record, won)


def _recipe(network: Network) -> Recipe | None:
    """What the network's note says about how it was built, where a construction would do the same again."""
    name, seed, arguments = (network.construction.get(key) for key in ("name", "seed", "arguments"))
    neurons = arguments.get("neurons") if isinstance(arguments, dict) else None
    known = name.replace("_", "-") if isinstance(name, str) else ""
    if known in CONSTRUCTIONS and type(seed) is int and type(neurons) is int:
        return Recipe(known, neurons, seed)
    return None


def _small(network: Network) -> bool:
    """Whether the file of a network is kept."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "network.safetensors")
        save_network(network, path, pack=True)
        return path.stat().st_size <= KEPT
