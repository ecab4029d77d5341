"""Public names are what they say, whatever was imported before them."""

import subprocess
import sys

import pytest

PACKAGES = ("verify", "constructions", "bounds", "superproof")
LOOK = """
import importlib, inspect, pkgutil, sys
package = importlib.import_module(sys.argv[1])
for found in pkgutil.iter_modules(package.__path__, package.__name__ + "."):
    if not found.name.endswith("__main__"):
        importlib.import_module(found.name)
print([name for name in getattr(package, "__all__", ()) if inspect.ismodule(getattr(package, name))])
"""


@pytest.mark.parametrize("package", PACKAGES)
def test_no_public_name_is_hidden_by_a_module_of_the_same_name(package: str) -> None:
    result = subprocess.run([sys.executable, "-c", LOOK, package], capture_output=True, text=True, check=False)
    assert (result.returncode, result.stdout) == (0, "[]\n"), result.stderr
