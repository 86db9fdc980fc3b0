"""Faults in bank files, each with its file and line, and the error that holds all of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from mlflash.errors import LINE, SCREEN, MlflashError, shortened

MOST_SHOWN = 20
"""Faults in a message at most."""
MOST_FAULTS = 1000
"""Faults collected from one file at most; a file with more is no bank."""
FIELD_LENGTH = 160
"""Characters of a field's name at most."""


class _Fault(NamedTuple):
    """The fields of a fault."""

    file: str
    """The bank file."""
    line: int
    """The line, 0 for the file as a whole."""
    field: str
    """The field, such as `sections[0].questions[3].answer[1]`."""
    message: str
    """What was found, and what was expected."""


class Fault(_Fault):
    """Something wrong in a bank file. Field and message are shortened, as the file may hold text of any length."""

    __slots__ = ()

    def __new__(cls, file: str, line: int, field: str, message: str) -> Fault:
        return super().__new__(cls, file, line, shortened(field, FIELD_LENGTH), shortened(message))

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        field = f"{self.field}: " if self.field else ""
        from mlflash.bank.text import one_line

        return shortened(one_line(shortened(f"{place}: {field}{self.message}")))


def quoted(text: str, most: int) -> str:
    """A text as written, in quotes, cut with … where it is longer than its limit."""
    return repr(text if len(text) <= most else f"{text[: most - 1]}…").replace("\\\\", "\\")


class BankFaults(MlflashError):
    """All faults of one or more banks, in `faults`; the message shows the first ones, a line each."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        lines: list[str] = []
        room = SCREEN - LINE // 4
        for fault in faults[:MOST_SHOWN]:
            line = str(fault)
            room -= len(line) + 1
            if lines and room < 0:
                break
            lines.append(line)
        if len(faults) > len(lines):
            lines.append(f"and {len(faults) - len(lines)} more; `mlflash check` shows them all")
        super().__init__("\n".join(lines))
        self.faults = list(faults)


def refusal(file: str, line: int, message: str) -> BankFaults:
    """The error for a file that has one fault, and cannot be read because of it."""
    return BankFaults([Fault(file, line, "", message)])


def first_faults(faults: list[Fault]) -> list[Fault]:
    """The faults of a file in the order of their lines, at most `MOST_FAULTS`."""
    return sorted(faults, key=lambda fault: fault.line)[:MOST_FAULTS]
