"""Other tools' scripts become movement scripts."""

from __future__ import annotations

from generator.script.importers.convert import import_text
from generator.script.importers.pieces import Imported
from generator.script.importers.table import FORMATS

__all__ = ["FORMATS", "Imported", "import_text"]
