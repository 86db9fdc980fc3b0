"""The YAML parser's errors in words for writers."""

from __future__ import annotations

import yaml


def short(error: BaseException) -> str:
    """An error's message on one line, at most 160 characters."""
    return " ".join(str(error).split())[:160] or type(error).__name__


def explained(error: yaml.MarkedYAMLError, text: str, line: int) -> str:
    """A parser's error in words for writers, where it is a common error."""
    lines = text.splitlines()
    here = lines[line - 1] if 0 < line <= len(lines) else ""
    problem = (error.problem or "cannot be parsed").strip()
    if "\t" in here[: len(here) - len(here.lstrip())] or "'\\t'" in problem:
        return "found a tab where YAML wants spaces: indent with spaces"
    if "another document" in problem:
        return "found a second document (---), expected one bank in a file"
    if "mapping values are not allowed" in problem:
        return "found a colon that makes a second mapping here: put text that holds ': ' in quotes"
    if "unknown escape character" in problem or "escaped" in problem:
        return "found a backslash that YAML does not know: use single quotes for text that holds one"
    context = f" ({error.context.strip()})" if error.context else ""
    return short(Exception(f"not readable as YAML: {problem}{context}"))
