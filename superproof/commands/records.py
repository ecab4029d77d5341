"""`superproof records`: the table of the best proved networks, checked again, and beaten."""

import argparse
from pathlib import Path

from superproof.cluster.connect import cluster_of
from superproof.commands import error_records
from superproof.errors import UsageError
from superproof.facts import coverage_facts, network_facts, problem_facts
from superproof.outcome import DONE, Outcome, reasoned, verdict_outcome
from superproof.pair import network_for
from superproof.records.challenge import Challenged, challenge
from superproof.records.error_record import ErrorRecord
from superproof.records.examine import LEFT_OUT, Looked, stray_files
from superproof.records.index import Index, default_folder, load_error_index, load_index
from superproof.records.problem_families import Family, family_named
from superproof.records.real_families import REAL_FAMILIES
from superproof.records.record import BITS, NEURONS, Record
from superproof.records.there import looked_at_here, looked_at_there
from superproof.terminal import Terminal
from superproof.text_tables import plain_table
from superproof.words import count
from verify import DocumentError, Network, Problem, Proved, Refuted, save_problem
from verify.compiling import TimeLimit
from verify.crew import TRUST

COLUMNS = ("family", "m'", "v", "seed", "b", "n", "kappa", "bits", "/lg|F|", "best")
LEGEND = (
    "m' outputs, v features active at once, b bits of a stored weight, n neurons;",
    "lg|F| is the counting bound on parameter bits, kappa n / sqrt(lg|F|), /lg|F|",
    "bits over the bound; best: of its width, in n, in bits, or both (more: --json)",
)
"""What the columns are."""
BEST = {(): "", (NEURONS,): "n", (BITS,): "bits", (NEURONS, BITS): "both"}
"""The last of them."""


def run(arguments: argparse.Namespace, terminal: Terminal) -> Outcome:
    """Exit status 0 for a table, and where all is valid or proved; 3, 4 and 5 as for check and prove."""
    index = load_index(default_folder() if arguments.folder is None else Path(arguments.folder))
    errors = load_error_index(index.folder)
    if arguments.family in REAL_FAMILIES and arguments.action in ("problem", "beat"):
        if getattr(arguments, "cluster", None) is not None:
            raise UsageError(f"--cluster is for families of gates, not for {arguments.family}: leave it out")
        run_real = error_records.write_problem if arguments.action == "problem" else error_records.beat
        return run_real(errors, arguments, terminal)
    match arguments.action:
        case "verify":
            return _verify(index, arguments, terminal)
        case "problem":
            _, problem, _ = _asked(index, arguments)
            save_problem(problem, arguments.output)
            return Outcome(DONE, (f"{arguments.output}: {_named(arguments)}",), facts=problem_facts(problem))
        case "beat":
            return _beat(index, arguments, terminal)
    chosen, real = _chosen(index, arguments), error_records.chosen(errors, arguments)
    rows = [_row(index, record) for record in chosen]
    lines = [*plain_table(COLUMNS, rows, numeric=range(1, 9)), "", *LEGEND] if rows else []
    lines += [""] * bool(rows and real) + error_records.lines(real)
    records = [record.facts() | {"best_in": index.best_in(record)} for record in chosen]
    facts = {"records": records, "error_records": [record.facts() for record in real]}
    return Outcome(DONE, tuple(lines or [f"no record {_named(arguments)}".rstrip()]), facts=facts)


def _chosen(index: Index, arguments: argparse.Namespace) -> list[Record]:
    """The records that the options leave."""
    if arguments.family is not None and arguments.family not in REAL_FAMILIES:
        family_named(arguments.family, REAL_FAMILIES)
    asked = {name: getattr(arguments, name) for name in ("family", "size", "sparsity", "seed")}
    given = {name: value for name, value in asked.items() if value is not None}
    return [one for one in index.records if all(getattr(one, name) == value for name, value in given.items())]


def _row(index: Index, record: Record) -> tuple[str, ...]:
    figures = record.figures
    return (
        record.family, str(record.size), str(record.sparsity), str(record.seed), str(figures.bits),
        f"{figures.neurons:,}", "" if record.kappa is None else f"{record.kappa:.2f}", f"{figures.parameter_bits:,}",
        "" if record.ratio is None else f"{record.ratio:.2f}", BEST[index.best_in(record)],
    )  # fmt: skip


def _named(arguments: argparse.Namespace) -> str:
    given = {name: getattr(arguments, name) for name in ("family", "size", "sparsity", "seed")}
    return ", ".join(f"{name} {value}" for name, value in given.items() if value is not None)


def _verify(index: Index, arguments: argparse.Namespace, terminal: Terminal) -> Outcome:
    found = _looked_at(index, arguments, terminal)
    strays = [f"{path}: no record names this file" for path in stray_files(index)]
    wrong = [f"{one.stem}: {one.reason}" for one in found if one.word == "invalid"] + strays
    open_ = [f"{one.stem}: {one.reason}" for one in found if one.word == "unknown"]
    valid, left = (sum(one.word == wanted for one in found) for wanted in ("valid", LEFT_OUT))
    summary = f"{count(valid, 'record')} checked again" + (f", {left} left out (--rebuild builds them)" if left else "")
    facts: dict[str, object] = {"records_checked": valid, "records_left_out": left, "complaints": wrong + open_}
    facts |= {"prover": None, "assumptions": sorted({word for one in found for word in one.assumptions})}
    word = "invalid" if wrong else "unknown" if open_ or not valid else "valid"
    reason = None if word == "valid" else (wrong + open_ or [summary])[0]
    lines = (f"{word}: {summary}", *wrong, *open_)
    if arguments.cluster is not None:
        workers = sorted({one.worker for one in found if one.worker is not None})
        by = {worker: sorted(one.stem for one in found if one.worker == worker) for worker in workers}
        lines += (f"assumes: {TRUST}", *(f"checked by {name}: {count(len(by[name]), 'record')}" for name in by))
        facts |= {"records_checked_by": by}
    return verdict_outcome(word, lines, facts | {"reason": reason})


def _looked_at(index: Index, arguments: argparse.Namespace, terminal: Terminal) -> list[Looked]:
    """What came of the records that the options leave, here one after the other, or on a cluster as they come."""
    errors, deadline, found = load_error_index(index.folder), TimeLimit(arguments.timeout), list[Looked]()
    records: list[Record | ErrorRecord] = [*_chosen(index, arguments), *error_records.chosen(errors, arguments)]
    about = index, errors, records, deadline
    with cluster_of(arguments, terminal) as client, terminal.progress("verify") as progress:
        if client is None:
            looked = looked_at_here(*about, rebuild=arguments.rebuild)
        else:
            looked = looked_at_there(*about, client, rebuild=arguments.rebuild)
        for one in looked:
            found.append(one)
            progress(len(found), len(records))
    return found


def _asked(index: Index, arguments: argparse.Namespace) -> tuple[Family, Problem, int]:
    """The family, the problem and the seed that the options name. Errors: UsageError."""
    if arguments.family is None:
        raise UsageError(f"records {arguments.action} needs --family NAME, one that superproof records lists")
    family = family_named(arguments.family, REAL_FAMILIES)
    size = family.size if arguments.size is None else arguments.size
    if size is None:
        raise UsageError(f"records {arguments.action} needs --size M, the number of outputs of {family.name}")
    sparsity = family.sparsity if arguments.sparsity is None else arguments.sparsity
    seed = arguments.seed or 0
    return family, family.problem(index.folder, size, sparsity, seed), seed


def _beat(index: Index, arguments: argparse.Namespace, terminal: Terminal) -> Outcome:
    family, problem, seed = _asked(index, arguments)
    network = network_for(problem, f"the family {family.name}", arguments.network)
    if not isinstance(network, Network):
        raise DocumentError(arguments.network, "is a network of floats, and records are networks of integers")
    with cluster_of(arguments, terminal) as client, terminal.progress("prove") as progress:
        found = challenge(
            index, family, problem, network,
            seed=seed, made_by=arguments.made_by, timeout=arguments.timeout, progress=progress, client=client,
        )  # fmt: skip
    facts: dict[str, object] = network_facts(problem, network) | {"record_in": list(found.won)}
    match found.verdict:
        case Proved(certificate):
            facts |= coverage_facts(problem, certificate.inputs_covered)
            return verdict_outcome("proved", (f"proved: {_record_line(index, found)}",), facts)
        case Refuted(counterexample):
            return reasoned("refuted", f"no record, it is wrong {counterexample}", facts)
        case undecided:
            return reasoned("unknown", undecided.reason, facts)


def _record_line(index: Index, found: Challenged) -> str:
    """Whether it is a record, beside what was there."""
    record = found.record
    if record is None:
        return "no record"
    names = {"neurons": "neurons", "bits": "parameter bits"}
    figures = f"{count(record.figures.neurons, 'neuron')}, {count(record.figures.parameter_bits, 'parameter bit')}"
    if found.won:
        before = [best for name in found.won if (best := index.best(record, name)) is not None]
        were = "; ".join(f"before: {one.figures.neurons:,}, {one.figures.parameter_bits:,}" for one in before)
        return f"a record in {' and '.join(names[name] for name in found.won)}: {figures}" + (were and f" ({were})")
    return f"{figures}, no record: it must be better than what superproof records lists for its family and width"
