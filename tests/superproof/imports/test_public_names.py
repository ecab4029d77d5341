"""State dicts under the names of public projects: toy models, residual MLPs, compressed computation, logic gates."""

from typing import Any

import numpy as np
import pytest

from tests.superproof.imports.weights_read import HIDDEN, TIED, M, notes, numbers, read
from verify import DocumentError

STREAM = {"W_E": numbers(M, 6), "W_U": numbers(6, M)}
PUBLIC: dict[str, tuple[dict[str, Any], dict[str, Any], tuple[tuple[int, ...], str]]] = {
    "toy model, hidden layer": (
        {"linear1.weight": numbers(HIDDEN, M), "linear2.weight": numbers(HIDDEN, M).T, "linear2.bias": numbers(M)}
        | {"hidden_layers.0.weight": numbers(HIDDEN, HIDDEN)},
        {},
        ((M, 3, 3, M), "read as a tied"),
    ),
    "toy model, untied": (
        {"linear1.weight": numbers(HIDDEN, M), "linear2.weight": numbers(M, HIDDEN), "linear2.bias": numbers(M)},
        {"form": "tied"},
        ((M, 3, M), "may be a chain, ReLU between, or an autoencoder"),
    ),
    "instances, hidden layer": (
        {"W": numbers(2, M, HIDDEN), "b_final": numbers(2, M), "hidden_layers.0": numbers(2, HIDDEN, HIDDEN)},
        {"instance": 1},
        ((M, 3, 3, M), "holds 2 instances"),
    ),
    "computation": (
        {"W1": numbers(HIDDEN, M), "W2": numbers(M, HIDDEN), "b_final": numbers(M)},
        {},
        ((M, 3, M), "chain"),
    ),
    "residual MLP": (
        STREAM | {"layers.0.mlp_in.weight": numbers(5, 6), "layers.0.mlp_out.weight": numbers(6, 5)},
        {},
        ((M, 6, 11, 6, M), "read as a residual"),
    ),
    "residual MLP, older names": (
        {name: array[None] for name, array in STREAM.items()}
        | {
            "layers.0.linear1.W": numbers(1, 6, 5),
            "layers.0.linear2.W": numbers(1, 5, 6),
            "layers.0.bias1": numbers(1, 5),
        },
        {"form": "residual"},
        ((M, 6, 11, 6, M), "chain or a residual stream: --form"),
    ),
    "residual MLP, tied ends": (
        {"W_E": numbers(M, 6), "W_U": numbers(M, 6).T, "layers.0.fc1.weight": numbers(5, 6)}
        | {"layers.0.fc2.weight": numbers(6, 5)},
        {"form": "residual"},
        ((M, 6, 11, 6, M), "chain or a residual stream: --form"),
    ),
    "compressed computation": (
        {"w_in": numbers(M, 2), "w_out": numbers(2, M)},
        {},
        ((M, 2, M), "stored as (inputs, outputs)"),
    ),
    "compressed computation, mixed": (
        {"W_in": numbers(2, M), "W_out": numbers(M, 2), "M": numbers(M, M)},
        {"layers": ("W_in", "W_out")},
        ((M, 2, M), "fit in two orders: --layers"),
    ),
    "logic gates": (
        {
            "0.weight": numbers(7, M),
            "1.net.0.weight": numbers(5, 7),
            "1.net.2.weight": numbers(7, 5),
            "2.weight": numbers(M, 7),
        },
        {"form": "residual"},
        ((M, 7, 12, 7, M), "chain or a residual stream: --form"),
    ),
    "logic gates, words": (
        {
            "embed.weight": numbers(7, M),
            "up.weight": numbers(5, 7),
            "down.weight": numbers(7, 5),
            "unembed.weight": numbers(M, 7),
        },
        {"form": "residual"},
        ((M, 7, 12, 7, M), "chain or a residual stream: --form"),
    ),
}


@pytest.mark.parametrize("name", PUBLIC)
def test_state_dicts_under_names_of_public_projects(name, tmp_path):
    """Read rightly, or refused until the option that the refusal names decides."""
    tensors, choices, (widths, words) = PUBLIC[name]
    tensors = {f"_orig_mod.module.{name}": array for name, array in tensors.items()}
    if choices:
        with pytest.raises(DocumentError) as refusal:
            read(tmp_path, tensors, TIED)
        assert words in str(refusal.value)
        assert "\n" not in str(refusal.value)
    network = read(tmp_path, tensors, TIED, **choices)
    assert network.widths == widths
    assert choices or words in notes(network)
    last = next((array for name, array in tensors.items() if name.endswith(("b_final", "linear2.bias"))), None)
    assert last is None or np.array_equal(network.layers[-1].bias, last.reshape(-1, M)[choices.get("instance", 0)])
