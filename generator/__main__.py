"""`python -m generator` is `lesson`."""

from generator.cli import main

main()
