"""Reading what is typed at the prompts of the plain drill."""

from __future__ import annotations

import sys

from mlflash.cli.output import one_line


class Ended(Exception):
    """The reader quits, or the input is at its end."""


class Turned(Exception):
    """The current question is no longer to be graded now: it was put off, or an undo led elsewhere."""


def read_text(prompt: str) -> str:
    """A line as it was typed; raises `Ended` where the input is at its end."""
    print(prompt, end="", flush=True)
    line = sys.stdin.readline()
    if not sys.stdin.isatty():
        print(one_line(line))  # what a terminal would have echoed
    if not line:
        raise Ended
    return line.strip()


def read_here(prompt: str) -> str:
    """A letter or words, folded but for `S`, which is another letter than `s`."""
    said = read_text(prompt)
    return said if said == "S" else said.casefold()


def read(prompt: str) -> str:
    """The same where q quits: raises `Ended` then, too."""
    said = read_here(prompt)
    if said in ("q", "quit"):
        raise Ended
    return said
