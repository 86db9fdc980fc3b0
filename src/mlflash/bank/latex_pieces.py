"""Combine pieces of converted mathematics: scripts, groups, accents."""

from __future__ import annotations

import re
from collections.abc import Mapping

_LOOSE = re.compile(r" (?=[^\w\s(])|(?<=[^\w\s)]) ")


def script(mark: str, text: str, table: Mapping[str, str]) -> str:
    """A sub- or superscript: in small characters if Unicode has all of them, else as _x or ^(…)."""
    text = tidied(text).strip()
    if not text:
        return ""
    if set(text) <= {"′"}:
        return text
    bare = text.replace(" ", "")
    if all(char in table for char in bare):
        return "".join(table[char] for char in bare)
    if len(text) == 1 or (mark == "_" and text.isalpha()):
        return f"{mark}{text}"
    return f"{mark}({re.sub(_LOOSE, '', text)})"


def grouped(text: str) -> str:
    """Text for a fraction or a root: in parentheses unless it is a single term."""
    text = tidied(text)
    if single(text):
        return text
    return f"({text})"


def single(text: str) -> bool:
    """Whether a text is a single term, so that it needs no parentheses."""
    text = text.lstrip("√∛∜")
    if not re.search(r"[\s+−/·×=,]", text):
        return True
    if not text.startswith("(") or not text.endswith(")"):
        return False
    depth = 0
    for i, char in enumerate(text):
        depth += (char == "(") - (char == ")")
        if depth == 0 and i < len(text) - 1:
            return False
    return True


def accented(text: str, mark: str) -> str:
    """A mark over one letter; over more, the mark follows the group."""
    text = tidied(text)
    if not text:
        return ""
    if len(text) == 1 or (len(text) > 1 and all("\u0300" <= char <= "\u036f" for char in text[1:])):
        return text + mark
    return f"({text}){mark}" if not single(text) else text[0] + mark + text[1:]


def tidied(text: str) -> str:
    """The text without spaces at its ends and without double ones."""
    return re.sub(r" {2,}", " ", text).strip()
