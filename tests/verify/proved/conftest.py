"""The proved program, built once where Coq is."""

import shutil

import pytest

from verify.proved import build
from verify.proved.program import TOOLS


@pytest.fixture(scope="session")
def certifier():
    """The program of these sources; tests that ask it are skipped only where Coq or OCaml is missing."""
    missing = [tool for tool in TOOLS if shutil.which(tool) is None]
    if missing:
        pytest.skip(f"the proved checker cannot be built without {', '.join(missing)}")
    return build()
