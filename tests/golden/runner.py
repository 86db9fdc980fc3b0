"""Run a command on a copy of the fixture home at a fixed instant, zone and width, and describe what it did."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from shutil import copytree
from unittest.mock import patch

from tests.golden import adapter
from tests.golden.cases import Case

HERE = Path(__file__).parent
NOW = "2026-11-23T08:00:00Z"
UNSET = ("NO_COLOR", "EDITOR", "VISUAL", "BROWSER", "PYTHONWARNINGS", "FORCE_COLOR", "XDG_CONFIG_HOME")


def fresh_home(target: Path) -> Path:
    """Copy the fixture home, and its bank and another machine's journal into it."""
    copytree(HERE / "home", target)
    for name in ("bank.yaml", "phone.jsonl"):
        (target / name).write_bytes((HERE / name).read_bytes())
    make_private(target)
    return target


def make_private(target: Path) -> None:
    """Set the modes that the program would have set, and git does not keep."""
    for path in (target, *target.rglob("*")):
        path.chmod(0o700 if path.is_dir() else 0o600)


def environment(home: Path, width: int | None = None) -> dict[str, str]:
    """The environment variables of a command."""
    return {
        "MLFLASH_HOME": str(home),
        "MLFLASH_DEVICE": "desk",
        "MLFLASH_NOW": NOW,
        "TZ": "UTC",
        "LC_ALL": "C.UTF-8",
        "PYTHONUTF8": "1",
        "TERM": "xterm-256color",
        "COLUMNS": str(width or 80),
        "LINES": "24",
    }


class Stream(io.TextIOWrapper):
    """A standard stream in memory, as a pipe or as a terminal."""

    def __init__(self, data: bytes = b"", terminal: bool = False) -> None:
        super().__init__(io.BytesIO(data), "utf-8", newline="\n", write_through=True)
        self.terminal = terminal

    def isatty(self) -> bool:
        return self.terminal

    def text(self) -> str:
        """All that was written."""
        buffer = self.buffer
        assert isinstance(buffer, io.BytesIO)
        return buffer.getvalue().decode()


def run_here(case: Case, home: Path) -> tuple[int, str, str]:
    """Run the command in this process; returns its exit code, standard output and standard error."""
    out, err = Stream(terminal=case.width is not None), Stream()
    env = {name: value for name, value in os.environ.items() if name not in UNSET}
    before = Path.cwd()
    os.chdir(home)
    try:
        with (
            patch.dict(os.environ, env | environment(home, case.width), clear=True),
            patch.object(sys, "stdin", Stream(case.typed.encode())),
            redirect_stdout(out),
            redirect_stderr(err),
        ):
            code = adapter.main([arg.replace("HOME", str(home)) for arg in case.arguments])
    finally:
        os.chdir(before)
    return code, out.text(), err.text()


def run_apart(case: Case, home: Path) -> tuple[int, str, str]:
    """Run the command as a process of its own; only for a case without a terminal."""
    done = subprocess.run(
        [sys.executable, "-m", "mlflash", *(arg.replace("HOME", str(home)) for arg in case.arguments)],
        input=case.typed,
        capture_output=True,
        encoding="utf-8",
        cwd=home,
        env={name: value for name, value in os.environ.items() if name not in UNSET} | environment(home),
        timeout=60,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


def record(case: Case, home: Path, *, apart: bool = False) -> str:
    """Run a command; returns its output, errors and changes to files as one text."""
    case.prepare(home)
    before = contents(home)
    code, out, err = (run_apart if apart else run_here)(case, home)
    parts = [f"$ mlflash {' '.join(map(quoted, case.arguments))}".rstrip()]
    if case.typed:
        parts += [f"< {line}" for line in case.typed.splitlines()]
    parts.append(f"exit {code}")
    parts += [f"--- {name}\n{text}" for name, text in (("output", out), ("errors", err)) if text]
    parts += [f"--- {name}\n{text}" for name, text in changes(before, contents(home)).items()]
    return normalized("\n".join(part.removesuffix("\n") for part in parts) + "\n", home)


def quoted(argument: str) -> str:
    """An argument as one would type it."""
    return argument if argument and not re.search(r"[\s'\"]", argument) else repr(argument)


def contents(home: Path) -> dict[str, bytes]:
    """The files of the home, without the caches and the snapshot."""
    passed = ("cache", "progress.json")
    files = (path for path in sorted(home.rglob("*")) if path.is_file())
    named = ((str(path.relative_to(home)), path) for path in files)
    return {name: path.read_bytes() for name, path in named if not name.startswith(passed)}


def changes(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> dict[str, str]:
    """The files that are new, gone or other than they were, with the lines from their first change on."""
    found = {f"{name} is gone": "" for name in before if name not in after}
    for name, data in after.items():
        old = before.get(name)
        if data == old:
            continue
        if name.endswith(".zip"):
            found[f"{name} is new"] = ""
        elif old is None:
            found[f"{name} is new"] = data.decode()
        else:
            same = next(
                (n for n, (a, b) in enumerate(zip(old, data, strict=False)) if a != b), min(len(old), len(data))
            )
            start = data.rfind(b"\n", 0, same) + 1  # whole lines are shown
            if old[start:]:
                found[f"taken from {name}"] = old[start:].decode()
            if data[start:]:
                found[f"added to {name}"] = data[start:].decode()
    return found


STAMP = r"2026-11-23T08:?(\d\d):?\d\d\.?\d{3}Z"


def normalized(text: str, home: Path) -> str:
    """Take out what depends on the machine and on the time that a command took.

    The clock runs on from `NOW` while a command runs: of its instants the minute is kept, of the ids made from
    them nothing.
    """
    text = text.replace(adapter.bundled_bank(), "BUNDLED").replace(str(home), "HOME")
    text = re.sub(STAMP, lambda found: f"2026-11-23T08:{found[1]}", text)
    text = re.sub(r"\b[0-9a-f]{19}\b", _id, text)
    text = re.sub(r'(NEW-ID.*"ms":)\d+', r"\1MS", text)
    text = re.sub(r"[\d.]+ GB free", "N GB free", text)
    return re.sub(r"^mlflash \d+\.\d+\.\d+\S*$", "mlflash VERSION", text, flags=re.M)


def _id(found: re.Match[str]) -> str:
    """An id of the program's is eleven digits of the milliseconds and eight of chance."""
    seconds = int(found[0][:11], 16) / 1000 - 1_795_420_800  # since NOW
    return "NEW-ID" if 0 <= seconds < 3600 else found[0]
