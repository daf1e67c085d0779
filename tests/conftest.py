"""What every room's tests may use."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, settings

# Real engines and files make the first example of a property slow; how slow is never a fact to assert.
settings.register_profile("lesson", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("lesson")


@pytest.fixture(scope="session")
def program() -> Callable[..., str]:
    """The path of a program that only tests need; where it is missing, CI fails and a desk skips."""

    def find(*names: str) -> str:
        for name in names:
            path = shutil.which(name)
            if path:
                return path
        message = f"{' or '.join(names)} is not installed"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)

    return find
