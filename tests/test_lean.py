"""What the app's path to the first card does not import. A set of modules proves what a clock cannot."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

TOP = Path(__file__).parent.parent
LATE = {
    "argparse",
    "pydantic",
    "pydantic_core",
    "yaml",
    "fsrs",
    "rapidfuzz",
    "tomlkit",
    "platformdirs",
    "hashlib",
    "zoneinfo",
    "difflib",
    "zipfile",
    "multiprocessing",
}
"""Each costs milliseconds that the first card has no use for."""

BARE = """
import sys
from benchmarks.bare import BareApp
BareApp()
print(*sorted(sys.modules))
"""
OURS = """
import asyncio
import sys
from mlflash.cli.drill import drill_everything
from mlflash.study.launch import open_study
from mlflash.tui.app import MlflashApp

options = drill_everything()
app = MlflashApp(open_study(options), options)
app._after_first_frame = lambda: None  # what is done after the first paint

async def first_card():
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert app.screen.query_one("#head").render().plain
        print(*sorted(sys.modules))

asyncio.run(first_card())
"""


def modules(script: str) -> set[str]:
    """The modules a script has imported when it prints them."""
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, encoding="utf-8", check=True, timeout=60, cwd=TOP
    )
    return set(done.stdout.split())


@pytest.fixture
def parsed(home: Path) -> Path:
    """A home whose bank was parsed before."""
    subprocess.run([sys.executable, "-m", "mlflash", "due"], check=True, capture_output=True, timeout=60)
    return home


def test_the_first_card_needs_little_beyond_a_bare_app(parsed: Path) -> None:
    extra = modules(OURS) - modules(BARE)
    assert not extra & LATE
    assert len([name for name in extra if name.startswith("mlflash.")]) < 90
