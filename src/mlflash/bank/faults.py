"""What is wrong with a bank: faults, each with its place, and the error that carries them all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from mlflash.errors import LINE, SCREEN, MlflashError, shortened

MOST_SHOWN = 20
MOST_KEPT = 1000
"""A file with more faults than this is no bank; the first ones say so."""
FIELD_LENGTH = 160
"""Characters of a field's place at most."""


class _Fault(NamedTuple):
    file: str
    line: int
    field: str
    message: str


class Fault(_Fault):
    """Something wrong in a bank file: where, in which field, and what. Line 0 means the file as a whole.

    What stands in the file can be of any length; what is said of it cannot.
    """

    __slots__ = ()

    def __new__(cls, file: str, line: int, field: str, message: str) -> Fault:
        return super().__new__(cls, file, line, shortened(field, FIELD_LENGTH), shortened(message))

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        field = f"{self.field}: " if self.field else ""
        from mlflash.bank.text import one_line

        return shortened(one_line(shortened(f"{place}: {field}{self.message}")))


class BankFaults(MlflashError):
    """All that is wrong with a bank; the message shows the first ones, a line each, `faults` holds them all."""

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
