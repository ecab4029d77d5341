"""`assert_computes` takes what people have: networks, torch modules, files of other tools."""

import numpy as np
import pytest

import superproof as sp

PROBLEM = sp.TwoAnd(inputs=3, sparsity=2, pairs=((0, 1), (1, 2)))
RIGHT = {
    "W_in": np.float32([[1, 1, 0], [0, 1, 1]]),
    "W_out": np.float32([[1, 0], [0, 1]]),
    "b_out": np.float32([-1.5, -1.5]),
}


def module():
    torch = pytest.importorskip("torch")
    made = torch.nn.Sequential(torch.nn.Linear(3, 2, bias=False), torch.nn.ReLU(), torch.nn.Linear(2, 2))
    for parameter, name in zip(made.parameters(), RIGHT, strict=True):
        parameter.data.copy_(torch.from_numpy(RIGHT[name]))
    return made


def test_a_torch_module_is_proved_or_its_counterexample_said():
    made = module()
    assert sp.assert_computes(PROBLEM, made).inputs_covered == 7
    made[2].bias.data[0] = -0.5
    with pytest.raises(AssertionError, match=r"with only feature 0 active, output 0 .* must be 0"):
        sp.assert_computes(PROBLEM, made)


def test_tensors_of_booleans_are_inputs_and_batches():
    torch = pytest.importorskip("torch")
    vectors = torch.tensor([[True, True, False], [False, False, True]])
    for network in (sp.build(PROBLEM, construction="naive"), sp.from_torch(module(), 3)):
        assert network(vectors).tolist() == network(vectors.numpy()).tolist() == [[True, False], [False, False]]
        assert network(vectors[0]).tolist() == [True, False]
        with pytest.raises(TypeError, match=r"must be boolean, such as y.astype\(bool\), not float32 of shape \(3,\)"):
            network(vectors[0].float())


def test_a_file_of_another_tool_is_proved(tmp_path):
    np.savez(tmp_path / "net.npz", **RIGHT)
    assert sp.assert_computes(PROBLEM, tmp_path / "net.npz").inputs_covered == 7
    assert sp.read_network(tmp_path / "net.npz", PROBLEM).widths == (3, 2, 2)


def test_anything_else_is_refused():
    with pytest.raises(TypeError, match="a network, a torch module or a file, not the ndarray"):
        sp.assert_computes(PROBLEM, np.zeros(3))


def test_a_failing_assertion_about_a_module_logs_nothing(caplog):
    made = module()
    made[2].bias.data.fill_(0.5)
    with caplog.at_level("DEBUG"), pytest.raises(AssertionError, match="does not compute"):
        sp.assert_computes(PROBLEM, made)
    assert not [record for record in caplog.records if record.name.startswith("torch.__trace")]
