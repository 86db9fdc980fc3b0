"""The man page is the one that the parser gives, and roff reads it."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from runpy import run_path

import pytest

from mlflash.__main__ import COMMANDS

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "mlflash.1"


def test_the_page_is_current() -> None:
    """After a change of commands or options: `python scripts/man_page.py`."""
    assert run_path(str(ROOT / "scripts" / "man_page.py"))["man_page"]() == PAGE.read_text("utf-8")


def test_the_page_names_every_command() -> None:
    headings = [line.removeprefix(".SS ") for line in PAGE.read_text("utf-8").splitlines() if line[:4] == ".SS "]
    assert headings == list(COMMANDS)


@pytest.mark.skipif(shutil.which("groff") is None, reason="groff is not installed")
def test_roff_shows_the_page_without_a_warning() -> None:
    shown = subprocess.run(
        ["groff", "-man", "-Tutf8", "-ww", "-P-cbou", str(PAGE)], capture_output=True, encoding="utf-8", check=True
    )
    assert shown.stderr == ""
    assert "EXIT STATUS" in shown.stdout
