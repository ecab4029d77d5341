"""The house in figures: what CONTRIBUTING.md asks of every file, counted over the product."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("verify", "constructions", "bounds", "superproof")
KINDS = {"and", "or", "xor", "andnot", "copy"}
OWN = (
    "verify/statement/",
    "verify/checker/",
    "verify/gate_facts.py",
    "verify/proved/",
    "superproof/aiger/",
)
"""Where kinds are named: the gates' own files, the checker, and what reads and writes the words of others."""
PROBLEMS = {"Problem", "TwoAnd", "Permutation", "Gates", "Circuit"}
LONGER = {"kernels"}
"""Docstrings that are to become shorter."""
LARGER = {"constructions/optimisation/kernels.py"}
"""Files that are to become smaller."""
DOORS = {"__init__", "__main__", "check", "errors", "prove", "registry"}
"""Files that many rooms have one of, each for its own room."""
PAIRS = ("verify/provers/", "verify/checker/", "verify/contracts/")
"""Who finds and who checks have a file each of the same thing; a command's file has the name that is typed."""
SHARED = {
    "channels", "cases", "gates", "kernels", "network", "onnx_file", "parts", "pool", "problem", "products", "received",
    "representation", "scan", "search", "two_and", "wrong", "words", "theorem", "claims",
}  # fmt: skip
"""The same thing in another package: what it is, how it is built, how many there are of it, how it is read and written;
and kernels, whose files keep their names, as compiled code on people's disks goes by them."""
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


@cache
def trees() -> dict[str, ast.Module]:
    files = [file for package in PACKAGES for file in sorted((ROOT / package).rglob("*.py"))]
    return {file.relative_to(ROOT).as_posix(): ast.parse(file.read_text()) for file in files}


def nodes() -> Iterator[tuple[str, ast.AST]]:
    return ((file, node) for file, tree in trees().items() for node in ast.walk(tree))


def test_no_function_has_more_than_60_lines_or_8_parameters_but_compiled_kernels_that_take_arrays() -> None:
    for file, node in nodes():
        if isinstance(node, FUNCTIONS):
            given = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
            assert (node.end_lineno or 0) - node.lineno < 60, (file, node.name)
            compiled = any("njit" in ast.unparse(decorator) for decorator in node.decorator_list)
            assert compiled or len([one for one in given if one.arg not in ("self", "cls")]) <= 8, (file, node.name)


def test_files_are_a_concept_and_about_250_lines() -> None:
    files = [*trees(), *(file.relative_to(ROOT).as_posix() for file in (ROOT / "benchmarks").rglob("*.py"))]
    assert {file for file in files if len((ROOT / file).read_text().splitlines()) > 260} <= LARGER


def test_at_most_ten_places_ask_of_what_class_a_problem_is() -> None:
    asked = [
        (file, node.lineno)
        for file, node in nodes()
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "isinstance"
        if {part.strip() for part in ast.unparse(node.args[1]).strip("()").replace("|", ",").split(",")} & PROBLEMS
    ]
    assert len(asked) <= 10, asked


def test_kinds_of_gates_are_compared_in_the_gates_own_files_and_the_checker_alone() -> None:
    for file, node in nodes():
        if isinstance(node, ast.Compare) and not file.startswith(OWN):
            words = {
                one.value for one in ast.walk(node) if isinstance(one, ast.Constant) and isinstance(one.value, str)
            }
            assert not (words & KINDS and "kind" in ast.unparse(node)), (file, node.lineno)


def test_docstrings_are_a_paragraph_and_not_a_page() -> None:
    longer = set()
    for file, node in nodes():
        if isinstance(node, (*FUNCTIONS, ast.ClassDef, ast.Module)):
            words = len((ast.get_docstring(node) or "").split())
            if words > 150:
                longer.add(getattr(node, "name", Path(file).stem))
    assert longer <= LONGER


def test_rooms_of_one_name_are_doors_commands_or_one_thing_found_and_checked() -> None:
    places: dict[str, list[str]] = {}
    for file in trees():
        if not file.startswith("superproof/commands/"):
            places.setdefault(Path(file).stem, []).append(file)
    again = {name for name, files in places.items() if len(files) > 1 and not all(f.startswith(PAIRS) for f in files)}
    assert again - DOORS == SHARED & again, again - DOORS - SHARED
