"""`superproof export`: a network, and what is asked about it, for other tools."""

import argparse
from collections.abc import Callable
from functools import partial

from superproof.folder import require_writable
from superproof.outcome import DONE, Outcome
from superproof.pair import load_any_pair
from superproof.terminal import Terminal
from superproof.usage import EXPORTS
from verify import FloatNetwork
from verify.errors import DocumentError

Save = Callable[[FloatNetwork, str], None]


def run(arguments: argparse.Namespace, terminal: Terminal) -> Outcome:
    """Exit status 0 when all files are written."""
    from superproof.exports.floats import float_network_of
    from superproof.exports.onnx_file import save_onnx
    from superproof.exports.tensors import save_npz, save_torch
    from superproof.exports.vnnlib import save_vnnlib

    written = {f"--{name}": getattr(arguments, name) for name in EXPORTS}
    names, network = load_any_pair(arguments.problem, arguments.network)
    for path in filter(None, written.values()):
        require_writable(path)
    savers: dict[str, Save] = {
        "--onnx": save_onnx,
        "--torch": partial(save_torch, names=arguments.names),
        "--npz": partial(save_npz, names=arguments.names),
    }
    lines = []
    for option, save in savers.items():
        path = written[option]
        if path is None:
            continue
        try:
            floats = network if isinstance(network, FloatNetwork) else float_network_of(network)
        except OverflowError as error:
            raise DocumentError(arguments.network, str(error)) from error
        save(floats, path)
        lines.append(f"{path}: {floats.precision}, layers of {'-'.join(map(str, floats.widths[1:]))}")
    if written["--vnnlib"] is not None:
        save_vnnlib(names.problem, network, written["--vnnlib"])
        lines.append(f"{written['--vnnlib']}: unsat means right; sat means to try the point (docs/import.md)")
    return Outcome(DONE, tuple(lines), facts={"written": {k.lstrip("-"): v for k, v in written.items() if v}})
