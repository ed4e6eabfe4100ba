"""A TensorFlow function comes out as a graph that computes the same and holds its weights itself."""

import numpy as np
import onnx
import onnxruntime
import pytest

from tools.to_onnx import SMALL, to_onnx

WIDTH = 128


def test_weights_large_and_small_are_in_the_graph():
    import tensorflow as tf

    random = np.random.default_rng(0)
    large, small = (tf.Variable(random.normal(size=shape).astype(np.float32)) for shape in ((WIDTH, WIDTH), (WIDTH,)))
    assert tf.size(large) > SMALL > tf.size(small)
    signature = [tf.TensorSpec([None, None, WIDTH], tf.float32, name="rows")]
    compute = tf.function(lambda rows: tf.tensordot(rows, large, 1) + small, input_signature=signature)
    model = to_onnx(compute, signature)
    onnx.checker.check_model(model)
    assert [one.name for one in model.graph.input] == ["rows"]
    rows = random.normal(size=(2, 3, WIDTH)).astype(np.float32)
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    assert session.run(None, {"rows": rows})[0] == pytest.approx(compute(rows).numpy(), abs=1e-3)
