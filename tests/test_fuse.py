"""What TensorFlow spells out is joined, and nothing else changes."""

import numpy as np
import onnx
import onnxruntime
import pytest

from tools.fuse import fuse
from tools.to_onnx import to_onnx

WIDTH = 6
EPSILON = 1e-5
"""As in the encoder; Keras computes a larger one by other steps."""
SMALL = 3e-3
"""Of this size numbers have a variance about as large as that."""


@pytest.fixture
def model() -> onnx.ModelProto:
    """A layer normalisation and a GELU, as TensorFlow writes them."""
    import tensorflow as tf

    random = np.random.default_rng(0)
    layer = tf.keras.layers.LayerNormalization(epsilon=EPSILON, name="LayerNorm")
    layer.build((None, None, WIDTH))
    layer.set_weights([random.normal(size=WIDTH), random.normal(size=WIDTH)])
    signature = [tf.TensorSpec([None, None, WIDTH], tf.float32, name="x")]
    compute = tf.function(lambda x: tf.nn.gelu(layer(x)), input_signature=signature)
    return to_onnx(compute, signature)


def test_the_result_stays(model):
    rows = np.random.default_rng(1).normal(scale=SMALL, size=(2, 3, WIDTH)).astype(np.float32)
    before = results(model, rows)
    fuse(model)
    onnx.checker.check_model(model)
    assert model.graph.node[0].op_type == "LayerNormalization"
    assert "Erf" in [node.op_type for node in model.graph.node]
    assert results(model, rows) == pytest.approx(before, abs=1e-5)


def test_onnx_runtime_takes_the_rest_for_gelu(model, tmp_path):
    fuse(model)
    options = onnxruntime.SessionOptions()
    options.optimized_model_filepath = str(tmp_path / "optimized.onnx")
    onnxruntime.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])
    kinds = {node.op_type for node in onnx.load(options.optimized_model_filepath).graph.node}
    assert "Gelu" in kinds and "Erf" not in kinds


def results(model: onnx.ModelProto, rows: np.ndarray) -> np.ndarray:
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    return session.run(None, {"x": rows})[0]
