"""The guide "How wrong can my toy model be?" runs, and the known geometry of its model comes out of the report."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "notebooks" / "how-wrong.ipynb"


@pytest.mark.slow
def test_five_features_in_two_neurons_are_a_pentagon(capsys: pytest.CaptureFixture[str]) -> None:
    names: dict[str, Any] = {}
    for cell in json.loads(GUIDE.read_text())["cells"]:
        if cell["cell_type"] == "code":
            exec("".join(cell["source"]), names)
    angle = np.sort(np.degrees(np.arctan2(*names["W"])))
    assert np.diff(angle, append=angle[0] + 360) == pytest.approx([72] * 5, abs=5)
    near = [[abs(i - j) in (1, 4) for j in range(5)] for i in range(5)]
    matrix = names["interference"]  # Sorted by angle.
    assert (matrix[near] > 0.1).all()
    assert (matrix[~np.array(near) & ~np.eye(5, dtype=bool)] < 0.01).all()
    worst = names["worst"]
    assert f"output {worst.output} is off by" in capsys.readouterr().out
