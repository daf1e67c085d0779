"""What numpy and onnxruntime are told before they are imported in the process of a model."""

from __future__ import annotations

import os


def keep_libraries_quiet() -> None:
    """Neither starts threads of its own, or tells its makers anything."""
    # numpy starts a thread for each processor, and nothing here multiplies matrices with it.
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    # onnxruntime would tell its makers of each use, and number this machine in the user's cache.
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
