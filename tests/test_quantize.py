"""Matrices in 8 bits: smoothing changes nothing by itself, and saves what a large channel would drown."""

import numpy as np
import onnx
import onnxruntime
import pytest
from onnx import TensorProto, helper, numpy_helper

from tools.quantize import quantize, smooth

CHANNELS = 8
LOUD = 3
"""A channel a thousand times as large as the others, as transformers have some; its weights are small."""


@pytest.fixture
def rows() -> np.ndarray:
    values = np.random.default_rng(0).normal(size=(20, CHANNELS)).astype(np.float32)
    values[:, LOUD] *= 1000
    return values


@pytest.fixture
def model() -> onnx.ModelProto:
    """Two matrices that read the same input."""
    random = np.random.default_rng(1)
    matrices = [random.normal(size=(CHANNELS, 5)).astype(np.float32) for _ in range(2)]
    for matrix in matrices:
        matrix[LOUD] /= 1000
    graph = helper.make_graph(
        [helper.make_node("MatMul", ["x", f"w{number}"], [f"y{number}"], name=f"m{number}") for number in range(2)],
        "two matrices",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, [None, CHANNELS])],
        [helper.make_tensor_value_info(f"y{number}", TensorProto.FLOAT, None) for number in range(2)],
        [numpy_helper.from_array(matrix, f"w{number}") for number, matrix in enumerate(matrices)],
    )
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 14)], ir_version=8)


def results(model: bytes, rows: np.ndarray) -> np.ndarray:
    session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
    return np.array(session.run(None, {"x": rows}))


def test_smoothing_changes_no_result(model, rows):
    exact = results(model.SerializeToString(), rows)
    smooth(model, [{"x": rows}])
    assert [node.op_type for node in model.graph.node] == ["Mul", "MatMul", "MatMul"]
    assert results(model.SerializeToString(), rows) == pytest.approx(exact, rel=1e-4, abs=1e-4)


def test_a_loud_channel_does_not_drown_the_others(model, rows, tmp_path):
    exact = results(model.SerializeToString(), rows)
    quantize(model, [{"x": rows}], tmp_path / "small.onnx")
    found = results((tmp_path / "small.onnx").read_bytes(), rows)
    assert b"MatMulInteger" in (tmp_path / "small.onnx").read_bytes()
    assert np.abs(found - exact).mean() < 0.02 * np.abs(exact).mean()


def test_without_smoothing_it_would(model, rows, tmp_path, monkeypatch):
    exact = results(model.SerializeToString(), rows)
    monkeypatch.setattr("tools.quantize.smooth", lambda model, samples: None)
    quantize(model, [{"x": rows}], tmp_path / "small.onnx")
    found = results((tmp_path / "small.onnx").read_bytes(), rows)
    assert np.abs(found - exact).mean() > 0.2 * np.abs(exact).mean()
