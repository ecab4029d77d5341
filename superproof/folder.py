"""The folder of results: all files of a finished run appear together."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from superproof.errors import UsageError
from verify import Found, Problem, Unchecked, load_certificate, load_network, load_problem, problem_digest
from verify.documents import arrays_path, require_replaceable, save_certificate
from verify.errors import DocumentError, RefusedProofError

WORSE = "worse"
"""The folder inside the one of results for a run that found nothing better."""


def require_writable(*paths: str | os.PathLike[str] | None) -> None:
    """DocumentError unless a file could be made at every path, None aside: asked before long work, not after it."""
    for path in paths:
        if path is not None:
            require_replaceable(path)
            _require_writable_folder(Path(path).parent, path)


def _require_writable_folder(folder: Path, path: str | os.PathLike[str] | None = None) -> None:
    try:
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise DocumentError(path or folder, f"cannot be written: {error.strerror}") from error


def require_same_problem(folder: str, problem: Problem, names: tuple[str, ...]) -> None:
    """UsageError where a file of `names` is there, but no result about this problem: none is replaced unasked."""
    document = Path(folder) / "problem.json"
    found = [name for name in names if (Path(folder) / name).exists()]
    if not found:
        return
    held = "results of another problem"
    try:
        there = load_problem(document)
        if problem_digest(there) == problem_digest(problem):
            return
        if problem_digest(replace(there, sparsity=problem.sparsity)) == problem_digest(problem):
            held = f"results of the same problem at sparsity {there.sparsity}, not {problem.sparsity}"
    except DocumentError:
        held = f"{found[0]} that is no result of superproof"
    raise UsageError(f"{folder} holds {held}: choose another folder with -o, or say --overwrite")


def better_there(folder: str | os.PathLike[str], problem: Problem, neurons: int | None) -> int | None:
    """The neurons of the network in a folder that has a certificate for this problem beside it, where they are fewer.

    Fewer than `neurons`, those of a network that is proved; any number where nothing is proved (None).
    """
    place = Path(folder)
    try:
        network, certificate = load_network(place / "network.safetensors"), load_certificate(place / "certificate.json")
    except DocumentError:
        return None
    about = certificate.problem, certificate.network, certificate.sparsity
    if about != (problem_digest(problem), network.digest, problem.sparsity):
        return None
    return network.neurons if neurons is None or network.neurons < neurons else None


@contextmanager
def written_first(found: Unchecked, path: str | None) -> Iterator[None]:
    """A proof is written before the block checks it, so that nothing loses it; if it is refused there, it goes."""
    if path is None or not isinstance(found, Found):
        yield
        return
    save_certificate(found.certificate, path)
    try:
        yield
    except (DocumentError, RefusedProofError):
        for file in (Path(path), arrays_path(path)):
            file.unlink(missing_ok=True)
        raise


@contextmanager
def made_folder(path: str) -> Iterator[Path]:
    """The folder, made and writable; if the block fails, what was made for it is gone again where it is empty.

    Errors: DocumentError when it cannot be made or written.
    """
    target = Path(path)
    made = [folder for folder in (target, *target.parents) if not folder.exists()]
    try:
        target.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DocumentError(target, f"cannot be used as a folder: {error.strerror}") from error
    try:
        _require_writable_folder(target)
        yield target
    except BaseException:
        for folder in made:
            if folder.is_dir() and not any(folder.iterdir()):
                folder.rmdir()
        raise


@contextmanager
def results_folder(path: str, names: tuple[str, ...]) -> Iterator[Path]:
    """A staging folder inside `path`; when the block ends well its files are moved to `path`.

    Guarantee: if the block fails, the files in `path` are what they were before, and a folder that was made for this
    run is gone again. `names` are the files a run may write: those of an earlier run that this run did not write are
    removed, so that no certificate outlives its network. Other files are left alone. Errors: as `made_folder`.
    """
    with made_folder(path) as target:
        staging = Path(tempfile.mkdtemp(dir=target, prefix=".part-"))
        try:
            yield staging
            _publish(staging, target, names)
        except DocumentError as error:
            if Path(error.file).parent != staging:
                raise
            # The reader of the sentence knows the folder, not where files are staged.
            raise DocumentError(target / Path(error.file).name, error.complaint) from error
        finally:
            shutil.rmtree(staging, ignore_errors=True)


def _publish(staging: Path, target: Path, names: tuple[str, ...]) -> None:
    written = sorted(file.name for file in staging.iterdir())
    try:
        for name in sorted(set(names) - set(written)):
            (target / name).unlink(missing_ok=True)
        for name in written:
            os.replace(staging / name, target / name)
    except OSError as error:
        raise DocumentError(target, f"cannot be written: {error.strerror}") from error
