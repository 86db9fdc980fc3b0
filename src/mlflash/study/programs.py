"""Start other programs, the reader's editor among them.

Every path is made absolute here, so that no file name is taken for an option.
"""

from __future__ import annotations

import os
import shlex
import subprocess
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from shutil import which

from mlflash.errors import MlflashError

Word = str | Path

PLUS = frozenset(
    {"vi", "vim", "nvim", "gvim", "view", "vis", "nano", "pico", "emacs", "emacsclient", "mg"}
    | {"micro", "kak", "joe", "jed", "ne"}
)
"""Editors that open a file at line N with +N before it."""
COLON = frozenset({"hx", "helix", "subl", "zed"})
"""Editors that open FILE:N."""
GOTO = frozenset({"code", "codium", "vscodium", "cursor"})
"""Editors that open FILE:N after --goto."""
USUAL = ("sensible-editor", "nano", "vi")
"""Editors tried in this order if the reader names none."""


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


def editor(environment: Mapping[str, str], which: Callable[[str], str | None] = which) -> list[str]:
    """The reader's editor with its arguments, else a usual editor; raises `MlflashError` if there is none."""
    for name in ("VISUAL", "EDITOR"):
        text = environment.get(name, "").strip()
        if not text:
            continue
        try:
            words = shlex.split(text, posix=os.name != "nt")
        except ValueError:
            raise MlflashError(f"{name} is not readable as a command: {text}") from None
        if words and words[0]:
            return words
    for path in map(which, USUAL):
        if path is not None:
            return [absolute(Path(path))]
    raise MlflashError("no editor was found: set VISUAL or EDITOR, as in EDITOR=nano")


def command(words: list[str], file: Path, line: int) -> list[Word]:
    """The command that opens a file, at the line if it is known how this editor does that."""
    name, place = Path(words[0]).stem, f"{absolute(file)}:{line}"
    if line > 1 and name in PLUS:
        return [*words, f"+{line}", file]
    if line > 1 and name in COLON:
        return [*words, place]
    return [*words, "--goto", place] if line > 1 and name in GOTO else [*words, file]
