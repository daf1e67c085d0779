"""The workflow that attaches the site to a release: it can be checked here, though not run."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[2]


def test_workflow_calls_what_is_there(site: Path, tmp_path: Path) -> None:
    """Its steps are `make` targets that exist, and a pack whose first page is at the top."""
    text = (ROOT / ".github" / "workflows" / "site.yml").read_text("utf-8")
    workflow = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - builds plain texts only; `on` stays a text
    assert workflow["on"] == {"release": {"types": ["published"]}}
    steps = [step["run"] for step in workflow["jobs"]["site"]["steps"] if "run" in step]
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for target in re.findall(r"make (\w+)", " ".join(steps)):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE)
    assert not any("${{" in step for step in steps), "a title could otherwise become a command"
    if shutil.which("zip"):
        shutil.copytree(site, tmp_path / "output" / "site")
        packing = next(step for step in steps if "zip" in step)
        subprocess.run(["sh", "-ec", packing], cwd=tmp_path, check=True)
        shutil.unpack_archive(tmp_path / "site.zip", tmp_path / "unpacked")
        assert (tmp_path / "unpacked" / "index.html").read_bytes() == (site / "index.html").read_bytes()
