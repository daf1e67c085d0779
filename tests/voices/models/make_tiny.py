"""`python tests/voices/models/make_tiny.py FOLDER` writes models in the shape of Piper's and Kokoro's.

It needs `onnx`.
"""

from __future__ import annotations

import math
import sys
from pathlib import Path
from typing import Any

import numpy as np

SAMPLES = {"piper": 1100.0, "kokoro": 2200.0}
"""Of a phoneme, at 22,050 a second and 24,000."""


def tiny(kind: str) -> bytes:
    """The model of `piper` or of `kokoro`."""
    import onnx
    from onnx import TensorProto, helper

    def constant(name: str, value: Any) -> Any:  # noqa: ANN401  # onnx has no type hints
        return helper.make_node("Constant", [], [name], value=onnx.numpy_helper.from_array(np.array(value)))

    def node(kind: str, inputs: str, output: str, **more: Any) -> Any:  # noqa: ANN401  # as above
        return helper.make_node(kind, inputs.split(), [output], **more)

    nodes = [
        constant("first", np.int64(0)),
        constant("second", np.array([1], dtype=np.int64)),
        constant("axis", np.array([0], dtype=np.int64)),
        constant("flat", np.array([-1], dtype=np.int64)),
        constant("shape", np.array([1, 1, 1, -1] if kind == "piper" else [-1], dtype=np.int64)),
        constant("zero", np.float32(0)),
        constant("one", np.float32(1)),
        constant("samples", np.float32(SAMPLES[kind])),
        constant("step", np.float32(0.0009)),
        constant("lowest", np.float32(0.02)),
        constant("loud", np.float32(0.3)),
        constant("swell", np.float32(math.pi / SAMPLES[kind])),
        (
            node("Gather", "scales second", "length_scale")
            if kind == "piper"
            else node("Div", "one speed", "length_scale")
        ),
        node("Reshape", "input flat" if kind == "piper" else "tokens flat", "ids"),
        node("Cast", "ids", "pitches", to=TensorProto.FLOAT),
        node("Shape", "ids", "count"),
        node("Cast", "count", "count_float", to=TensorProto.FLOAT),
        node("Mul", "length_scale samples", "each"),
        node("Mul", "count_float each", "lasts"),
        node("Squeeze", "lasts axis", "end"),
        node("Range", "zero end one", "time"),
        node("Div", "time each", "place"),
        node("Floor", "place", "whole"),
        node("Cast", "whole", "number", to=TensorProto.INT64),
        node("Sub", "count second", "last"),
        node("Min", "number last", "now"),
        node("Gather", "pitches now", "pitch"),
        node("Mul", "pitch step", "higher"),
        node("Add", "higher lowest", "turn"),
        node("CumSum", "turn first", "phase"),
        node("Sin", "phase", "tone"),
        node("Mul", "time swell", "swelling"),
        node("Sin", "swelling", "wave"),
        node("Mul", "wave wave", "envelope"),
        node("Mul", "tone envelope", "sound"),
        node("Mul", "sound loud", "softer"),
        node("Reshape", "softer shape", "output"),
    ]
    whole, real = TensorProto.INT64, TensorProto.FLOAT
    shapes = {
        "piper": [("input", whole, [1, "L"]), ("input_lengths", whole, [1]), ("scales", real, [3])],
        "kokoro": [("tokens", whole, [1, "L"]), ("style", real, [1, 256]), ("speed", real, [1])],
    }
    inputs = [helper.make_tensor_value_info(*each) for each in shapes[kind]]
    length = [1, 1, 1, "N"] if kind == "piper" else ["N"]
    outputs = [helper.make_tensor_value_info("output", real, length)]
    graph = helper.make_graph(nodes, "tiny", inputs, outputs)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.checker.check_model(model)
    return bytes(model.SerializeToString())


if __name__ == "__main__":
    Path(sys.argv[1], "tiny.onnx").write_bytes(tiny("piper"))
    Path(sys.argv[1], "kokoro-tiny.onnx").write_bytes(tiny("kokoro"))
