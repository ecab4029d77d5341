"""Examples of modules that need an extra run where it is installed."""

from importlib.util import find_spec

NEEDS = {
    "superproof/imports/torch_module.py": "torch",
    "superproof/imports/onnx_file.py": "onnx",
    "superproof/cluster": "distributed",
}
"""Files and folders, and what they import; `tests/test_extras.py` says that there are no others."""
collect_ignore = [path for path, extra in NEEDS.items() if find_spec(extra) is None]
