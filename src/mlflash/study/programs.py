"""Start other programs. Every path is made absolute here, so that no file name is taken for an option."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path

Word = str | Path


def absolute(path: Path) -> str:
    """A path as another program gets it: one that begins with / is no option or command of an editor."""
    return str(path.absolute())


def start(words: Sequence[Word], *, apart: bool = False) -> subprocess.Popen[bytes]:
    """Start a program with its arguments, never through a shell; raises OSError.

    It shares the terminal; with `apart` it has no input, no output and a session of its own.
    """
    whole = [absolute(word) if isinstance(word, Path) else word for word in words]
    if not apart:
        return subprocess.Popen(whole)
    nowhere = subprocess.DEVNULL
    return subprocess.Popen(whole, stdin=nowhere, stdout=nowhere, stderr=nowhere, start_new_session=True)
