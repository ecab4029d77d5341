"""What importing `bounds` costs: none of the heavy libraries, and sympy only when a formula is opened."""

import subprocess
import sys

import pytest

HEAVY = ("sympy", "mpmath", "z3", "numba", "matplotlib", "scipy", "networkx", "jinja2", "numpy", "verify")


def loaded_after(code: str) -> set[str]:
    script = f"import sys\n{code}\nprint(*[name for name in {HEAVY!r} if name in sys.modules])"
    outcome = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(outcome.stdout.split())


@pytest.mark.parametrize(
    "code",
    [
        "import bounds",
        "import bounds; bounds.lower_bound(bounds.LabelledTwoAnd(9, 9)).consequences(8, 2)",
        "import bounds.report as r; r.render(r.theory_report(), 'json'); r.render(r.theory_report(), 'text')",
    ],
)
def test_numbers_and_text_reports_need_no_library_at_all(code: str) -> None:
    assert loaded_after(code) == set()


def test_opening_a_formula_loads_sympy() -> None:
    assert "sympy" in loaded_after("import bounds; bounds.Permutations(3).expression()")
