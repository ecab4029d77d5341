"""A torch module as the chain of layers that it is, by tracing it with `torch.export`; torch is imported on use."""

import logging
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from operator import getitem
from typing import TYPE_CHECKING, Any

from superproof.imports.read_chain import Reading, network_of
from superproof.imports.sheets import UNREAD, Operations, Sheet, Tensor
from superproof.imports.signals import Chain
from superproof.imports.torch_operators import OPERATORS
from superproof.imports.weights import finite, numbers_of
from verify import FloatNetwork

if TYPE_CHECKING:
    import torch

WHY_NOT = {
    "sigmoid": "is not piecewise linear: return the logit, which is above 0 where the sigmoid is above 1/2",
    "log_sigmoid_forward": "is not piecewise linear: return the logit, which is above 0 where the sigmoid is above 1/2",
    "_native_batch_norm_legit_no_training": "multiplies by numbers that are rounded on the way: make it part of the "
    "Linear before it first (torch.nn.utils.fusion.fuse_linear_bn_eval)",
}
"""Of operators that are refused, what to do; of all others `UNREAD`."""

REFUSALS = (RuntimeError, LookupError, ValueError, TypeError, AttributeError, AssertionError)
"""What torch raises for a module that it cannot trace."""


def from_torch(
    module: "torch.nn.Module", features: int | None = None, *, thresholds: object = 0.0, strict: bool = True
) -> FloatNetwork:
    """The network that a torch module is on one input, a batch (1, `features`) of zeros and ones, in eval mode.

    `features` is m; where it is not given, the first `Linear` says it. Output i reads 1 iff its value is above
    `thresholds` (one, or one an output), or at least that with `strict=False`. Guarantee: for all inputs, every neuron
    has the exact value that it has in the module, for no two stored numbers are combined. Maps that follow one another
    without ReLU stay layers of their own; what is needed further on goes through linear neurons. Errors: ValueError
    with operator and node for whatever else a module does; for numbers that are not of one floating type, or not
    finite. Source: ours, on PyTorch's export to its core operators.

    >>> import torch
    >>> from_torch(torch.nn.Sequential(torch.nn.Linear(4, 3), torch.nn.ReLU(), torch.nn.Linear(3, 2))).widths
    (4, 3, 2)
    """
    try:
        import torch
    except ImportError as error:
        raise ImportError("from_torch needs the package torch: pip install 'superproof[torch]'") from error
    if not isinstance(module, torch.nn.Module):
        raise TypeError(f"a module must be a torch.nn.Module, not a {type(module).__name__}")
    first = next((part.in_features for part in module.modules() if isinstance(part, torch.nn.Linear)), None)
    hint = f" (its first Linear takes {first} features, not {features})" if first not in (None, features) else ""
    if features is None:
        if first is None:
            raise ValueError(
                "the number of features must be given, from_torch(module, FEATURES): no Linear of the module says it"
            )
        features = first
        hint = f" ({features} features are those of its first Linear: from_torch(module, FEATURES) if not)"
    dtype, precision = _dtype(module)
    program: Any = _traced(module, torch.zeros(1, features, dtype=dtype), hint)
    operations = Operations(Chain(features), precision)
    values = _constants(program)
    result: Tensor | None = None
    for node in program.graph.nodes:
        if node.op == "placeholder" and node.name not in values:
            values[node.name] = Sheet((1, features), operations.chain.input)
        elif node.op == "call_function":
            values[node.name] = _called(operations, node, values)
        elif node.op == "output":
            result = values[_one_output(node.args[0])]
    stored = {id(held): held.numel() for held in (*module.parameters(), *module.buffers()) if held.is_floating_point()}
    construction = {"name": "from torch", "module": type(module).__name__, "parameters": sum(stored.values())}
    return network_of(operations, result, Reading(thresholds, strict), construction)


def _dtype(module: "torch.nn.Module") -> tuple["torch.dtype", str]:
    """The one floating type of a module's numbers, and its name."""
    dtypes = {held.dtype for held in (*module.parameters(), *module.buffers()) if held.dtype.is_floating_point}
    kinds = sorted(str(dtype).removeprefix("torch.") for dtype in dtypes)
    if len(kinds) != 1:
        raise ValueError(
            f"a module must have numbers of one floating type, not of {' and '.join(kinds) or 'none'}: convert it first"
        )
    return dtypes.pop(), kinds[0]


def _traced(module: "torch.nn.Module", example: "torch.Tensor", hint: str) -> "torch.export.ExportedProgram":
    """The module's core operators on one input, functional, in eval mode. Errors: ValueError, which ends in `hint`."""
    import torch

    training = {part: part.training for part in module.modules()}
    module.eval()
    try:
        with warnings.catch_warnings(), _unlogged(), torch.no_grad():
            warnings.simplefilter("ignore")
            return torch.export.export(module, (example,)).run_decompositions()
    except REFUSALS as error:
        first = str(error).strip().partition("\n")[0]
        raise ValueError(
            f"the module cannot be traced on an input of shape {tuple(example.shape)}: {type(error).__name__}: "
            f"{first}{hint}"
        ) from None
    finally:
        for part, mode in training.items():
            part.training = mode


@contextmanager
def _unlogged() -> Iterator[None]:
    """Inside, torch's traces and tracebacks reach nobody who collects logs, such as a failing test or a terminal."""
    loggers = [logging.getLogger(name) for name in ("torch.__trace", "torch._subclasses.fake_tensor")]
    nobody = logging.Filter("nobody")  # Lets pass what a logger of that name says.
    for logger in loggers:
        logger.addFilter(nobody)  # Loading the exporter sets levels and handlers anew, but no filters.
    try:
        yield
    finally:
        for logger in loggers:
            logger.removeFilter(nobody)


def _constants(program: "torch.export.ExportedProgram") -> dict[str, Tensor]:
    """Parameters, buffers and constants by the names of their nodes, every float as the float64 that it is."""
    signature, held = program.graph_signature, {**program.state_dict, **program.constants}
    names = {**signature.inputs_to_parameters, **signature.inputs_to_buffers}
    names |= signature.inputs_to_lifted_tensor_constants
    return {node: finite(name, numbers_of(held[name])) for node, name in names.items()}


def _one_output(results: Any) -> str:
    if not isinstance(results, (tuple, list)) or len(results) != 1:
        raise ValueError(f"a module must return one tensor of scores, not {len(results)}")
    return str(results[0].name)


def _called(operations: Operations, node: Any, values: Mapping[str, Tensor]) -> Tensor:
    """The value of one node. Errors: ValueError with its operator and its name."""
    operator = "getitem" if node.target is getitem else str(node.target).removeprefix("aten.")
    place = f"operator {operator} (node {node.name})"
    if operator not in OPERATORS:
        raise ValueError(f"{place} {WHY_NOT.get(operator.partition('.')[0], UNREAD)}")
    arguments = [_argument(each, values) for each in node.args]
    options = {name: _argument(each, values) for name, each in node.kwargs.items()}
    try:
        found: Tensor = OPERATORS[operator](operations, *arguments, **options)
    except (ValueError, TypeError, IndexError) as error:
        raise ValueError(f"{place} cannot be read: {error}") from error
    return found


def _argument(given: Any, values: Mapping[str, Tensor]) -> Any:
    if isinstance(given, (list, tuple)):
        return [_argument(each, values) for each in given]
    return values[given.name] if hasattr(given, "name") and given.name in values else given
