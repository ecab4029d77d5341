"""Torch modules of many spellings: the network that is read has their own scores, exactly, or they are refused."""

import warnings
from itertools import product

import numpy as np
import pytest

torch = pytest.importorskip("torch")
from torch import nn
from torch.nn import functional as F  # noqa: N812  # its usual name

from superproof.imports.torch_module import from_torch

FEATURES = 4


class Written(nn.Module):
    """A module that says its forward pass with one function; numbers are small integers, so that float32 is exact."""

    def __init__(self, forward):
        super().__init__()
        torch.manual_seed(1)
        self.W = nn.Parameter(torch.randint(-3, 4, (3, FEATURES)).float())
        self.b = nn.Parameter(torch.randint(-3, 4, (FEATURES,)).float())
        self.register_buffer("mask", torch.tensor([1.0, 0.0, 2.0, -1.0]))
        self.inner = nn.Linear(FEATURES, FEATURES)
        with torch.no_grad():
            for parameter in self.inner.parameters():
                parameter.copy_(torch.randint(-3, 4, parameter.shape))
        self.drop = nn.Dropout(0.5)
        self.written = forward

    def forward(self, x):
        return self.written(self, x)


SPELLINGS = {
    "functional linear, tied": lambda s, x: F.relu(F.linear(F.linear(x, s.W), s.W.t(), s.b)),
    "matmul, tied": lambda s, x: torch.relu(x @ s.W.T @ s.W + s.b),
    "einsum, tied": lambda s, x: torch.einsum("bh,hf->bf", torch.einsum("bf,hf->bh", x, s.W), s.W).relu(),
    "in place": lambda s, x: s.inner(x).relu_().add_(1),
    "clamp": lambda s, x: s.inner(x).clamp(min=0),
    "clamp_min": lambda s, x: torch.clamp_min(s.inner(x), 0),
    "maximum with zeros": lambda s, x: torch.maximum(s.inner(x), torch.zeros(())),
    "residual": lambda s, x: s.inner(x + s.inner(F.relu(s.inner(x)))),
    "residual, other way round": lambda s, x: s.inner(F.relu(s.inner(x))) + x,
    "two residual sums of one value": lambda s, x: s.inner(x) + F.relu(s.inner(x)) + s.inner(x),
    "buffers": lambda s, x: F.relu(s.inner(x)) * s.mask - s.b,
    "constants": lambda s, x: 3 - F.relu(2 * x - 1) / 4,
    "dropout in eval mode": lambda s, x: s.drop(F.dropout(s.inner(x), 0.5, s.training)),
    "slices and cat": lambda s, x: torch.cat([s.inner(x)[:, 2:], x[:, ::2], x[..., :1]], dim=-1),
    "chunks and stack": lambda s, x: torch.stack(s.inner(x).chunk(2, 1), 1).flatten(1),
    "split, select, index": lambda s, x: torch.cat([x.split([1, 3], 1)[1], x[:, [3, 0]], x.select(1, 2)[:, None]], 1),
    "shapes": lambda s, x: s.inner(x.unsqueeze(1)).squeeze(1).view(-1, 2, 2).transpose(1, 2).reshape(x.shape[0], -1),
    "addmm": lambda s, x: torch.addmm(s.b, x, s.inner.weight.t()),
    "flip and expand": lambda s, x: torch.flip(x, [1]) + s.mask.expand(1, 4),
    "alpha": lambda s, x: torch.add(s.inner(x), x, alpha=2).sub(x, alpha=0.5),
    "a matrix times the column": lambda s, x: (s.W @ x.T).T,
}


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_a_spelling_is_read_as_what_torch_computes(spelling):
    module = Written(SPELLINGS[spelling])
    network = from_torch(module, FEATURES)
    assert module.training
    module.eval()
    for features in product((False, True), repeat=FEATURES):
        scores = module(torch.tensor([features]).float())[0]
        assert network.scores(np.array(features)) == scores.tolist()


def test_a_sequential_is_a_chain_of_its_own_numbers():
    module = nn.Sequential(nn.Flatten(), nn.Linear(4, 3), nn.ReLU(), nn.Identity(), nn.Linear(3, 2, bias=False))
    network = from_torch(module)
    assert network.widths == (4, 3, 2)
    assert (network.strict, network.thresholds.tolist()) == (True, [0, 0])
    assert np.array_equal(network.layers[0].weights, module[1].weight.detach().numpy())
    assert np.array_equal(network.layers[1].bias, [0, 0])
    assert from_torch(module, thresholds=[0.5, 0.25], strict=False).thresholds.tolist() == [0.5, 0.25]


@pytest.mark.parametrize("dtype", ["float16", "bfloat16", "float32", "float64"])
def test_every_floating_type_keeps_its_numbers(dtype):
    torch.manual_seed(0)
    module = nn.Sequential(nn.Linear(4, 3), nn.ReLU(), nn.Linear(3, 2)).to(getattr(torch, dtype))
    network = from_torch(module)
    assert network.precision == dtype
    assert np.array_equal(network.layers[0].weights, module[0].weight.detach().double().numpy())


REFUSED = {
    "sigmoid": (lambda s, x: torch.sigmoid(s.inner(x)), r"operator sigmoid.default \(node sigmoid\).*the logit"),
    "gelu": (lambda s, x: F.gelu(s.inner(x)), r"\(node gelu\) is not one .*: use ReLU, and .* docs/import.md lists"),
    "a clamp from above": (lambda s, x: s.inner(x).clamp(0, 1), r"clamp.default.*only a clamp at 0 from below"),
    "a product of values": (lambda s, x: s.inner(x) * x, r"mul.Tensor \(node mul\).*two values that depend"),
    "a Gram matrix": (lambda s, x: x @ (s.W.T @ s.W), r"mm.default \(node mm\).*two constant matrices"),
    "a constant that is rounded": (lambda s, x: x * 0.1, r"mul.Tensor.*0.1 is no number of float32"),
    "another precision": (lambda s, x: s.inner(x).double(), r"_to_copy.default.*converts to float64"),
    "control flow": (lambda s, x: x if x.sum() > 0 else -x, "cannot be traced on an input of shape"),
    "another width": (lambda s, x: s.inner(x[:, 1:]), "cannot be traced on an input of shape"),
    "two results": (lambda s, x: (x, x), "one tensor of scores, not 2"),
    "constants only": (lambda s, x: s.mask[None], "must depend on the input"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_whatever_else_is_refused_in_one_sentence(name):
    forward, words = REFUSED[name]
    with pytest.raises(ValueError, match=words) as refusal:
        from_torch(Written(forward), FEATURES)
    assert "\n" not in str(refusal.value)


def test_modules_with_unusable_numbers_are_refused():
    mixed = nn.Sequential(nn.Linear(4, 3), nn.Linear(3, 2).double())
    with pytest.raises(ValueError, match="one floating type, not of float32 and float64"):
        from_torch(mixed)
    broken = nn.Sequential(nn.Linear(4, 3))
    broken[0].weight.data[0, 0] = float("nan")
    with pytest.raises(ValueError, match=r"0\.weight must hold finite numbers"):
        from_torch(broken)
    with pytest.raises(ValueError, match="the number of features must be given"):
        from_torch(nn.Bilinear(2, 2, 2))
    with pytest.raises(TypeError, match=r"torch\.nn\.Module, not a list"):
        from_torch([])


def test_another_number_of_features_is_asked_for_without_a_traceback(capfd):
    with pytest.raises(ValueError, match=r"shape \(1, 2\).*\(2 features are those of its first Linear: from_torch"):
        from_torch(nn.Sequential(nn.Identity(), nn.Bilinear(2, 2, 2), nn.Linear(2, 2)))
    with pytest.raises(ValueError, match=r"shape \(1, 2\).*\(its first Linear takes 3 features, not 2\)"):
        from_torch(nn.Sequential(nn.Linear(3, 2)), 2)
    assert capfd.readouterr().err == ""


def test_a_batch_norm_is_refused_with_what_to_do():
    norm = nn.Sequential(nn.Linear(3, 2), nn.BatchNorm1d(2))
    with pytest.raises(ValueError, match=r"multiplies by numbers that are rounded.*fuse_linear_bn_eval"):
        from_torch(norm)
    assert from_torch(nn.utils.fusion.fuse_linear_bn_eval(norm[0].eval(), norm[1].eval())).widths == (3, 2)


def test_tracing_warns_of_nothing():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        from_torch(nn.Sequential(nn.Linear(2, 2)))
