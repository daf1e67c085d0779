"""What is wrong with a site's own texts, for `lesson check`: nothing has to be built for that."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from generator.core.errors import Diagnostic, ScriptError
from generator.script.files import lessons_in
from generator.site.config import FILE, read_config
from generator.site.lessons import check_addresses, check_listed
from generator.site.page_text import page_path, read_page_text


def check_texts(scripts: Sequence[Path]) -> Iterator[Diagnostic]:
    """The problems of site.yaml and of the scripts' page texts. Folders without a site.yaml need no pages."""
    for folder in dict.fromkeys(path.parent for path in scripts):
        if not (folder / FILE).exists():
            continue
        try:
            config = read_config(folder / FILE)
        except ScriptError as error:
            yield from error.diagnostics
        else:
            lessons = lessons_in(folder)
            yield from check_listed(config, lessons)
            yield from check_addresses(lessons)
    for path in scripts:
        text = page_path(path)
        if not text.exists() and not (path.parent / FILE).exists():
            continue
        try:
            yield from read_page_text(text).warnings
        except ScriptError as error:
            yield from error.diagnostics
