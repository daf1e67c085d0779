"""`python -m generator` is `lesson`, and ends as Python does: a profiler lives to tell of it."""

import sys

from generator.cli.main import run_here

sys.exit(run_here())
