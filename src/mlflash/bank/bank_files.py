"""Find and read the files of a bank without trust and without YAML."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path

from mlflash.bank.faults import MOST_FAULTS, BankFaults, Fault, refusal
from mlflash.regular import read_regular

MAX_BYTES = 64 * 1024 * 1024
MAX_FILES = 2_000
MAX_VISITED = 50_000
"""Directory entries visited below one folder at most, so that no whole disk is searched for a bank."""

_CONFLICT = re.compile(r"\.sync-conflict-\d|conflicted copy|\(conflict|~conflict", re.IGNORECASE)
"""The conflict copies of Syncthing, Dropbox, Nextcloud and others."""
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")


def bank_files(path: Path) -> list[Path]:
    """The YAML files of a bank: the file itself, or every YAML file below a folder, sorted.

    Hidden files and folders are ignored, and so are the conflict copies that file synchronizers make. Links to
    folders are not followed.
    """
    files = [path]
    if os.path.isdir(path):  # noqa: PTH112 - the method raises where a name is too long or not allowed
        files = _yaml_files(path, conflict_copies=False)
    if not files:
        raise refusal(str(path), 0, "found no .yaml file in this folder, expected at least one")
    return files


def _yaml_files(path: Path, *, conflict_copies: bool) -> list[Path]:
    """The banks below a folder, or their conflict copies, sorted; raises `BankFaults` for too large a folder."""
    files: list[Path] = []
    visited = 0
    for folder, below, names in os.walk(path):
        below[:] = [name for name in below if not name.startswith(".")]
        visited += len(names) + len(below)
        files += [
            Path(folder) / name
            for name in names
            if name.lower().endswith((".yaml", ".yml"))
            and not name.startswith(".")
            and bool(_CONFLICT.search(name)) is conflict_copies
        ]
        if visited > MAX_VISITED or len(files) > MAX_FILES:
            message = f"too large a folder for a bank, expected at most {MAX_FILES:,} .yaml files in it"
            raise refusal(str(path), 0, message)
    return sorted(files)


def conflict_copies(path: Path) -> list[Path]:
    """The conflict copies in a folder of banks, which are not read; none in a folder too large for a bank."""
    if os.path.isdir(path):  # noqa: PTH112 - as above
        with suppress(BankFaults):
            return _yaml_files(path, conflict_copies=True)
    return []


def all_files(paths: Sequence[Path]) -> tuple[list[Path], list[Fault]]:
    """The files of several banks, every file once, and a fault for each folder without a bank."""
    files: dict[str, Path] = {}
    faults: list[Fault] = []
    for path in paths:
        try:
            for file in bank_files(path):
                files.setdefault(real_path(file), file)
        except BankFaults as error:
            faults += error.faults
    return list(files.values()), faults


def real_path(path: Path) -> str:
    """The path with all links followed; a path that no file can have is returned unchanged."""
    try:
        return os.path.realpath(path)
    except (OSError, ValueError):
        return str(path)


def read_bytes(path: Path) -> bytes:
    """The file's bytes, at most `MAX_BYTES`; raises `BankFaults`."""
    try:
        return read_regular(path, MAX_BYTES, follow=True)
    except FileNotFoundError:
        reason = "there is no such file"
    except (OSError, ValueError) as error:
        reason = (getattr(error, "strerror", None) or str(error)).lower()
    raise refusal(str(path), 0, f"cannot be read: {reason}")


def decode(data: bytes, name: str) -> str:
    """A bank file's bytes as text; raises `BankFaults` if it is empty, not UTF-8 or holds control characters."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise refusal(name, 1, "not UTF-8: found UTF-16; save the file as UTF-8")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        byte = data[error.start]
        raise refusal(name, line, f"not UTF-8: found the byte 0x{byte:02x}; save the file as UTF-8") from None
    if not text.strip():
        raise refusal(name, 1, "the file is empty; a bank has version, title and sections")
    if faults := _control_characters(text, name):
        raise BankFaults(faults)
    return text


def _control_characters(text: str, name: str) -> list[Fault]:
    """The first control character on each line, as at most `MOST_FAULTS` faults."""
    message = "found the control character U+{:04X}, expected text without"
    rows = enumerate(text.split("\n"), 1)
    found = ((line, ord(match[0])) for line, row in rows if (match := _CONTROL.search(row)))
    return [Fault(name, line, "", message.format(code)) for line, code in islice(found, MOST_FAULTS)]
