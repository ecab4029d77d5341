"""Several networks in one file, along the first axis of every tensor: one of them is chosen."""

from collections.abc import Mapping

from superproof.imports.tensor_names import sizes_of
from verify.arrays import Reals


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
