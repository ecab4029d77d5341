"""Files of named weights: state dicts of torch, safetensors of other tools, npz. Nothing in them is ever run."""

import os
import re
import struct
import warnings
import zipfile
import zlib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from superproof.imports.tensor_names import sizes_of
from verify.arrays import Numbers, Reals
from verify.documents import FLOAT_KINDS, MAX_BYTES, begins_tensors, open_bounded, read_float_tensors
from verify.errors import DocumentError

if TYPE_CHECKING:
    import torch

PREFIXES = re.compile(r"\A(?:(?:_orig_mod|module|model)\.)+")
NESTED = ("state_dict", "model_state_dict", "model")
MOST_NUMBERS = 2**27
"""Numbers that a file may hold: a gigabyte as float64."""
MOST_BYTES = 8 * MOST_NUMBERS
"""Of safetensors and npz, which hold nothing else; a torch file may hold an optimizer's state as well."""

DAMAGED = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError)
"""What zipfile raises of archives that are damaged, encrypted, or packed in a way that Python does not have."""

TORCH = (ValueError, TypeError, LookupError, EOFError, AttributeError, OSError, AssertionError, struct.error)
"""What torch raises of files that are damaged."""


class Weights(NamedTuple):
    """Tensors of one floating type, by name and without the prefixes of wrappers, as float64; and notes on the rest.

    `others` are tensors of other types, with the type and the number of dimensions of each: a network may need them.
    """

    tensors: Mapping[str, Reals]
    precision: str
    notes: tuple[str, ...]
    others: Mapping[str, tuple[str, int]]


Found = Mapping[str, tuple[str, Any]]
"""By name the name of a tensor's type, and its numbers: floats as float64, which holds them exactly."""


def tensors_in(path: str | os.PathLike[str]) -> Found:
    """What a file of weights holds, by its content. Errors: DocumentError for a file that cannot be used."""
    with open_bounded(path, MAX_BYTES) as stream:
        head = stream.read(16)
    if begins_tensors(head):
        tensors, _ = read_float_tensors(path, MOST_BYTES)
        names = {kind: name for name, kind in FLOAT_KINDS.items()}
        return {name: (names.get(kind, kind), array) for name, (kind, array) in tensors.items()}
    return _npz(path) if _is_npz(path) else _torch(path)


def weights_of(found: Found) -> Weights:
    """Tensors by name, each with the name of its type, of one floating type. Errors: ValueError."""
    tensors: dict[str, Reals] = {}
    floats = {name: array for name, (kind, array) in found.items() if kind in FLOAT_KINDS}
    numbers = sum(array.size for array in floats.values() if array is not None)
    if numbers > MOST_NUMBERS:
        raise ValueError(f"holds {numbers:,} numbers, and at most {MOST_NUMBERS:,} are read")
    kinds = sorted({kind for kind, _ in found.values() if kind in FLOAT_KINDS})
    if len(kinds) != 1:
        raise ValueError(f"must hold tensors of one floating type, not of {' and '.join(kinds) or 'none'}")
    for name, array in floats.items():
        short = PREFIXES.sub("", name)
        if array is None:
            raise ValueError(f"{name} is sparse or quantized: save it as a plain tensor")
        if short in tensors:
            raise ValueError(f"has two tensors {short!r} where prefixes are left out, the second one {name!r}")
        tensors[short] = finite(name, np.asarray(array, dtype=np.float64))
    rest = {name: (kind, array) for name, (kind, array) in found.items() if kind not in FLOAT_KINDS}
    # Counters are single numbers without a dimension; what is no tensor is no weight.
    others = {name: (kind, array.ndim) for name, (kind, array) in rest.items() if array is not None and array.ndim}
    gone = sorted(set(rest) - set(others))
    notes = (f"left out, as no weights: {', '.join(gone[:5])}",) if gone else ()
    return Weights(tensors, kinds[0], notes, others)


def one_instance(tensors: Mapping[str, Reals], instance: int | None) -> tuple[dict[str, Reals], list[str]]:
    """The tensors of one instance, where matrices have an axis of instances before their own; others are shared.

    Returns them by name, and notes. Errors: ValueError where an instance has to be chosen, or there is no such axis.
    """
    deep = {name: array for name, array in tensors.items() if array.ndim >= 3}
    if not deep:
        if instance is not None:
            raise ValueError("has no axis of instances, which --instance would choose from")
        return dict(tensors), []
    counts = {array.shape[0] for array in deep.values()}
    wrong = {name: array for name, array in deep.items() if array.ndim > 3} or (deep if len(counts) > 1 else {})
    if wrong:
        raise ValueError(
            f"is of another architecture: {sizes_of(wrong)} are no matrices, nor matrices of several instances: export "
            "the module to ONNX, or save the tensors of one instance"
        )
    count = counts.pop()
    if instance is None and count > 1:
        raise ValueError(f"holds {count} instances along the first axis: --instance 0 to {count - 1} chooses one")
    chosen = instance or 0
    if not 0 <= chosen < count:
        raise ValueError(f"--instance must be from 0 to {count - 1}, not {chosen}")
    shared = [name for name, array in tensors.items() if array.ndim < 2 or array.shape[0] != count]
    notes = [f"instance {chosen} of {count}", *([f"shared by all instances: {', '.join(shared)}"] if shared else [])]
    return {name: array if name in shared else array[chosen] for name, array in tensors.items()}, notes


def finite(name: str, array: Numbers) -> Numbers:
    """The array. Errors: ValueError for floats that are not finite."""
    if array.dtype.kind == "f" and not np.isfinite(array).all():
        raise ValueError(f"{name} must hold finite numbers, but has NaN or an infinity")
    return array


def is_archive_of_weights(path: str | os.PathLike[str]) -> bool:
    """Whether a file is a pickle, a torch file, or npz of several arrays that are no matrix of scipy."""
    members = _members(path)
    if members is None:
        with open(path, "rb") as stream:
            return stream.read(1) == b"\x80"
    names = {member.filename.removesuffix(".npy") for member in members}
    several = _is_npz(path) and len(names) > 1 and not {"format", "shape", "data"} <= names
    return several or any(name.endswith("/data.pkl") for name in names)


def _is_npz(path: str | os.PathLike[str]) -> bool:
    """Torch's own files are zip files too, but of other members."""
    members = _members(path)
    if members is None or not all(member.filename.endswith(".npy") for member in members):
        return False
    if sum(member.file_size for member in members) > MOST_BYTES:
        raise DocumentError(path, f"must unpack to at most {MOST_BYTES} bytes")
    return True


def _members(path: str | os.PathLike[str]) -> list[zipfile.ZipInfo] | None:
    """What a zip file lists, None of any other file. Errors: DocumentError for one that is damaged."""
    try:
        if not zipfile.is_zipfile(path):
            return None
        with zipfile.ZipFile(path) as archive:
            return archive.infolist()
    except (*DAMAGED, UnicodeDecodeError) as error:
        raise DocumentError(path, f"cannot be read as a zip file, and so not as torch's or npz: {error}") from error


def _npz(path: str | os.PathLike[str]) -> dict[str, tuple[str, Any]]:
    try:
        with np.load(path, allow_pickle=False) as archive:
            return {name: (str(archive[name].dtype), archive[name]) for name in archive.files}
    except (*DAMAGED, ValueError, OSError, EOFError, SyntaxError, LookupError) as error:
        raise DocumentError(path, f"cannot be read as npz: {str(error).partition(chr(10))[0]}") from error


def _torch(path: str | os.PathLike[str]) -> dict[str, tuple[str, Any]]:
    """The tensors of a torch file, or of the one state dict in it."""
    try:
        import torch
    except ImportError as error:
        raise DocumentError(
            path, "needs the package torch if it is a torch file: pip install 'superproof[torch]'"
        ) from error
    import pickle

    code = "never done: save module.state_dict(), or export to ONNX"
    members = _members(path)
    if any(member.filename.endswith("/constants.pkl") for member in members or ()):
        raise DocumentError(path, f"is a TorchScript archive, which is code to be run, and that is {code}")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # About how the file was made.
            held = torch.load(os.fspath(path), map_location="cpu", weights_only=True, mmap=members is not None)
    except pickle.UnpicklingError as error:
        raise DocumentError(path, f"is a pickle that needs code to be run, which is {code}") from error
    except (*DAMAGED, *TORCH) as error:
        sentence = str(error).partition("\n")[0].partition(". ")[0]
        raise DocumentError(path, f"cannot be read as a torch file: {sentence}") from error
    state, beside = _state_dict(held)
    if state is None:
        what = f"a dict of {', '.join(map(str, list(held)[:5]))}" if isinstance(held, dict) else type(held).__name__
        raise DocumentError(path, f"must be a state dict, a dict of tensors by name, or hold one, not {what}")
    numbers = sum(value.numel() for value in state.values() if isinstance(value, torch.Tensor))
    if numbers > MOST_NUMBERS:
        raise DocumentError(path, f"holds {numbers:,} numbers, and at most {MOST_NUMBERS:,} are read")
    return {str(name): _kind_and_numbers(value) for name, value in state.items()} | beside


def _state_dict(held: Any) -> tuple[dict[Any, Any] | None, dict[str, tuple[str, Any]]]:
    """The dict of tensors that a torch file is, or holds under a usual name or as the only one; and what is beside."""
    import torch

    def is_state(value: Any) -> bool:
        return isinstance(value, dict) and any(isinstance(each, torch.Tensor) for each in value.values())

    if is_state(held) or not isinstance(held, dict):
        return (held if is_state(held) else None), {}
    inside = [name for name, value in held.items() if is_state(value)]
    usual = [name for name in NESTED if name in inside]
    if not usual and len(inside) != 1:
        return None, {}
    chosen = (usual or inside)[0]
    beside = {f"{name} (beside {chosen})": (type(value).__name__, None) for name, value in held.items()}
    return held[chosen], {name: what for name, what in beside.items() if not name.startswith(f"{chosen} (")}


def _kind_and_numbers(value: Any) -> tuple[str, Any]:
    """A tensor's type and its numbers, floats as float64; what is no tensor has the name of its class."""
    import torch

    if not isinstance(value, torch.Tensor):
        return type(value).__name__, None
    if value.layout != torch.strided or value.is_quantized:
        return "float32", None  # Named by `weights_of`, where a network is made of it.
    return str(value.dtype).removeprefix("torch."), numbers_of(value)


def numbers_of(tensor: "torch.Tensor") -> Numbers:
    """A torch tensor's numbers, every float as the float64 that it is."""
    held = tensor.detach().cpu()
    found: Numbers = (held.double() if held.dtype.is_floating_point else held).numpy()
    return found
