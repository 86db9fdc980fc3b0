"""Turn a cloze into a question with gaps, and the hidden words into lines."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

GAP = "[…]"
"""What a gap looks like in a question."""
CLOZE_SPLIT = "a cloze became a question and lines"
"""The notice on a card made of a cloze."""
_OPEN = re.compile(r"\{\{c\d+::")
_PART = re.compile(r"\{\{c\d+::|\}\}|\\.|[{}]|[^{}\\]+|\\", re.DOTALL)


class Cloze(NamedTuple):
    """A cloze as a card."""

    question: str
    """The text with a gap for each hidden part, or its hint in brackets."""
    lines: tuple[str, ...]
    """The hidden parts in order, each once."""


@dataclass
class _Part:
    """The text at one depth of nested clozes."""

    place: int
    """The position of its words among the lines."""
    question: list[str] = field(default_factory=list)
    """Its text with gaps."""
    plain: list[str] = field(default_factory=list)
    """Its text with nothing hidden."""
    braces: int = 0
    """How many braces of TeX are open."""


def is_cloze(text: str) -> bool:
    """Whether a text hides parts of itself."""
    return _OPEN.search(text) is not None


def split_cloze(text: str) -> Cloze:
    """The question and lines of a cloze note: one card for all of its numbers.

    Braces of TeX are counted, so that the `}}` of a fraction closes no cloze; if a cloze then stays open, they are
    not counted.
    """
    return _split(text, count_braces=True) or _split(text, count_braces=False) or Cloze(text, ())


def _split(text: str, *, count_braces: bool) -> Cloze | None:
    """The cloze of a text; None where a part of it is never closed."""
    hidden: list[str] = []
    stack = [_Part(0)]
    at = 0
    while match := _PART.match(text, at):
        top, token, is_within = stack[-1], match[0], len(stack) > 1
        at = match.end()
        if _OPEN.fullmatch(token):
            stack.append(_Part(len(hidden)))
            hidden.append("")
            continue
        if token == "}}" and is_within:
            if not top.braces:
                _close(stack, hidden)
                continue
            at, token = at - 1, "}"  # the first brace closes a group of TeX; the second may begin a pair
        if is_within and count_braces and token in ("{", "}"):
            top.braces = max(0, top.braces + (1 if token == "{" else -1))
        top.question.append(token)
        top.plain.append(token)
    if len(stack) > 1:
        return None
    lines = tuple(dict.fromkeys(line for line in hidden if line))
    return Cloze("".join(stack[0].question), lines) if lines else None


def _close(stack: list[_Part], hidden: list[str]) -> None:
    """Close the innermost part: a gap in the text around it, a line of its words."""
    part = stack.pop()
    words, _, hint = "".join(part.plain).partition("::")
    hidden[part.place] = words.strip()
    stack[-1].question.append(f"[{hint.strip()}]" if hint.strip() else GAP)
    stack[-1].plain.append(words)
