"""Turn the YAML parser's errors into messages for writers: the line to look at, and what to change there."""

from __future__ import annotations

import re

import yaml

_VALUE = re.compile(r"^\s*(?:- +)*(?:[A-Za-z_]\w* *: +)?(?P<value>\S.*)$")
"""A line of a bank, with the text after its list marks and its key."""
_QUOTED = {'"': re.compile(r'"(?:[^"\\]|\\.)*"'), "'": re.compile(r"'(?:[^']|'')*'")}
_REST = re.compile(r"\s*(?:[,\]}].*|#.*)?")
"""What may follow a quoted text."""
_ODD_SPACE = re.compile(r"^[ ]*([\u00a0\u1680\u2000-\u200b\u202f\u205f\u3000\ufeff])")
_DASH = re.compile(r"^\s*([\u2010-\u2015\u2022\u2212*\u00b7]) ")
"""A list mark that a word processor writes."""
_KEY = re.compile(r"^( *)(?:- +)*[A-Za-z_]\w*:(?: |$)")
NEARBY = 6
"""Lines before the parser's line that are searched for the cause."""


def short(error: BaseException) -> str:
    """An error's message on one line, at most 160 characters."""
    return " ".join(str(error).split())[:160] or type(error).__name__


def explained(error: yaml.MarkedYAMLError, text: str) -> tuple[int, str]:
    """The line of a parser's error, from 1, and a message for writers."""
    mark = error.problem_mark or error.context_mark
    line = mark.line + 1 if mark else 1
    lines = text.splitlines()
    problem = (error.problem or "cannot be parsed").strip()
    here = lines[line - 1] if line <= len(lines) else ""
    if "\t" in here[: len(here) - len(here.lstrip())] or "'\\t'" in problem:
        return line, "found a tab where YAML wants spaces: indent with spaces"
    if "another document" in problem:
        return line, "found a second document (---), expected one bank in a file"
    if "unknown escape character" in problem or "escaped" in problem:
        return line, "found a backslash that YAML does not know: use single quotes for text that holds one"
    cause = _marks(lines, line) or _open_quote(lines, line) or _first_character(lines, line)
    if cause is None and ("mapping values" in problem or "block" in (error.context or "")):
        cause = _indent(lines, line)
    if cause is not None:
        return cause
    if "mapping values are not allowed" in problem:
        return line, "found a colon that makes a second mapping here: put text that holds ': ' in quotes"
    context = f" ({error.context.strip()})" if error.context else ""
    return line, short(Exception(f"not readable as YAML: {problem}{context}"))


def _marks(lines: list[str], line: int) -> tuple[int, str] | None:
    """A space that YAML does not accept, or a list mark that is no hyphen, at most a few lines up."""
    for at in range(line, max(0, line - NEARBY), -1):
        row = lines[at - 1] if at <= len(lines) else ""
        if found := _ODD_SPACE.match(row):
            return at, f"found the space U+{ord(found[1]):04X} in the indent: indent with plain spaces"
        if found := _DASH.match(row):
            return at, f"found {found[1]!r} in place of a hyphen: a line of a list begins with '- '"
    return None


def _first_character(lines: list[str], line: int) -> tuple[int, str] | None:
    """Text on this line, or on the line before, whose first character means something to YAML."""
    at = next((n for n in range(min(line, len(lines)), 0, -1) if lines[n - 1].strip()), 0)
    found = _VALUE.match(lines[at - 1]) if at else None
    if found is None:
        return None
    value = found["value"]
    first = value[0]
    closing = {"[": "]", "{": "}"}.get(first)
    quoted = _QUOTED[first].match(value) if first in _QUOTED else None
    if closing and not value[1:].strip():
        return at, f"found a {first} that opens here and is not closed"
    if value == lines[at - 1] and first == "%":
        return None  # a directive
    if (
        first in "@`%*,|>&!"
        or value.startswith((": ", "- ", "? "))
        or (closing and not value.rstrip().endswith(closing))
    ):
        return at, f"found text that begins with {first}, which means something to YAML: put the text in quotes"
    if quoted and not _REST.fullmatch(value[quoted.end() :]):
        other = "'" if first == '"' else '"'
        return at, f"found text after the closing {first}: put the whole text in {other} quotes"
    return None


def _open_quote(lines: list[str], line: int) -> tuple[int, str] | None:
    """A quote that opens above this line and is closed by the quote of another text, or never."""
    opened: tuple[int, str] | None = None
    for at, row in enumerate(lines[:line], 1):
        if opened is None:
            value = found["value"] if (found := _VALUE.match(row)) else ""
            quoted = _QUOTED.get(value[:1])
            if quoted is not None and not quoted.match(value):
                opened = at, value[0]
        elif (closed := row.replace("''", "").replace('\\"', "").find(opened[1])) >= 0:
            if not _REST.fullmatch(row[closed + 1 :]):
                break
            opened = None
    return None if opened is None else (opened[0], f"found a {opened[1]} that opens here and is not closed")


def _indent(lines: list[str], line: int) -> tuple[int, str] | None:
    """A key that has to be indented like the key before it, and is not."""
    row = lines[line - 1] if line <= len(lines) else ""
    own = _KEY.match(row)
    if own is None:
        return None
    for before in reversed(lines[: line - 1]):
        found = _KEY.match(before)
        if found is not None and before.rstrip().endswith(":") is False:
            inside = len(before) - len(before.lstrip(" -"))
            if inside != len(own[1]) and abs(inside - len(own[1])) <= 2:
                return line, f"is indented by {len(own[1])} spaces, its neighbors by {inside}"
            return None
    return None
