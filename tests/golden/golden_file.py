"""Comparison with recorded files, which `MLFLASH_RECORD=1` in the environment writes again."""

from __future__ import annotations

import os
from difflib import unified_diff
from pathlib import Path

RECORDING = bool(os.environ.get("MLFLASH_RECORD"))


def compare(path: Path, text: str) -> None:
    """Compare a text with the recorded one, or record it."""
    if RECORDING:
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(text.encode())
    recorded = path.read_bytes().decode()
    if text != recorded:
        lines = unified_diff(recorded.splitlines(), text.splitlines(), "recorded", "now", lineterm="")
        raise AssertionError("\n".join([f"{path.name} (MLFLASH_RECORD=1 records it again)", *lines]))
