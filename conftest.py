"""Examples of modules that need an extra run where it is installed."""

from importlib.util import find_spec

NEEDS = {
    "superproof/imports/torch_module.py": "torch",
    "superproof/imports/onnx_file.py": "onnx",
    "superproof/cluster/crew.py": "distributed",
    "superproof/cluster/worker.py": "distributed",
}
collect_ignore = [path for path, extra in NEEDS.items() if find_spec(extra) is None]
