"""Without the extras everything is read and tested but what `conftest.py` leaves out."""

import ast
from collections.abc import Iterable
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
EXTRAS = {"cvc5", "dask", "distributed", "onnx", "onnxruntime", "sphinx", "torch"}
FILES = sorted(
    file for package in ("bounds", "constructions", "superproof", "verify") for file in (ROOT / package).rglob("*.py")
)


def needs() -> dict[str, str]:
    spec = spec_from_file_location("root_conftest", ROOT / "conftest.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    found: dict[str, str] = module.NEEDS
    return found


def imported(nodes: Iterable[ast.AST]) -> set[str]:
    """The packages that these statements import."""
    found = set()
    for node in nodes:
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(str(node.module).partition(".")[0])
    return found


def test_only_what_conftest_names_imports_an_extra_when_it_is_imported() -> None:
    left_out = [ROOT / path for path in needs()]
    for file in FILES:
        if not any(file.is_relative_to(path) for path in left_out):
            assert not imported(ast.parse(file.read_text()).body) & EXTRAS, file


@pytest.mark.parametrize(("path", "extra"), needs().items())
def test_what_is_left_out_is_there_and_imports_what_is_said(path: str, extra: str) -> None:
    files = [file for file in FILES if file.is_relative_to(ROOT / path)]
    assert any(extra in imported(ast.walk(ast.parse(file.read_text()))) for file in files)
