"""What is measured, each beside its yardstick: the two take turns, so that a busy machine slows both."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from benchmarks.homes import environment
from benchmarks.terminals import Terminal

HERE = Path(__file__).parent
PYTHON = sys.executable
MLFLASH = str(Path(PYTHON).with_name("mlflash"))
BARE = [PYTHON, str(HERE / "bare.py")]
OF = " left"
"""Stands above every question: how many of how many are done."""
END = "\x1b[?2026l"
"""What ends a frame."""

Samples = dict[str, list[float]]
"""Seconds by name, one a round."""


def ratio(samples: Samples, name: str, yardstick: str) -> float:
    """How many times the yardstick's time, both as medians over the rounds."""
    return median(samples[name]) / median(samples[yardstick])


def starts(commands: Mapping[str, Callable[[], float]], rounds: int) -> Samples:
    """Each command's seconds, in rounds of all of them; a round before that is thrown away."""
    samples: Samples = {name: [] for name in commands}
    for number in range(rounds + 1):
        names = list(commands)
        for name in names if number % 2 else reversed(names):
            taken = commands[name]()
            if number:
                samples[name].append(taken)
    return samples


def painted(command: Sequence[str], text: str, home: Path | None = None) -> float:
    """Seconds from spawning a program in a terminal to the text on screen."""
    terminal = Terminal(command, environment(home) if home else {})
    try:
        return terminal.until(text)
    finally:
        terminal.close()


def ended(command: Sequence[str], home: Path | None = None) -> float:
    """Seconds from spawning a command to its end."""
    variables = {**os.environ, **(environment(home) if home else {})}
    begun = time.perf_counter()
    subprocess.run(command, env=variables, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - begun


def first_run(home: Path) -> float:
    """Seconds to the first question with neither cache nor snapshot nor journal."""
    for name in ("cache", "journal"):
        shutil.rmtree(home / name, ignore_errors=True)
    (home / "progress.json").unlink(missing_ok=True)
    return painted([MLFLASH, "drill"], OF, home)


def answered(presses: int, home: Path) -> Samples:
    """Seconds from a key to what it brings on screen, the bare app's and ours in turn.

    Ours is the grade key, to the next question; between grades the answer is revealed, which is timed as well.
    So is a line that is appended and synced by itself: what of a slow key is the disk's.
    """
    descriptor = os.open(home / "raw", os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    bare, page = Terminal(BARE, {}), Terminal([*BARE, "20"], {})
    ours = Terminal([MLFLASH, "drill"], environment(home))
    samples: Samples = {"bare": [], "page": [], "grade": [], "reveal": [], "sync": []}
    try:
        bare.until("ready 0")
        page.until("ready 0")
        ours.until(OF)
        bare.drain(0.5)
        page.drain(0.5)
        ours.drain(1.5)  # until what is done after the first paint is done
        for number in range(1, presses + 1):
            samples["bare"].append(bare.press(" ", f"ready {number}", END))
            samples["page"].append(page.press(" ", f"ready {number}", END))
            samples["reveal"].append(ours.press(" ", "1 again", END))
            samples["grade"].append(ours.press("3", "show", END))
            begun = time.perf_counter()
            os.write(descriptor, b"x" * 285 + b"\n")
            os.fsync(descriptor)
            samples["sync"].append(time.perf_counter() - begun)
    finally:
        os.close(descriptor)
        bare.close()
        page.close()
        ours.close()
    return samples


def synced(count: int, home: Path) -> Samples:
    """Seconds to put a grade on disk, and to append a line as long and sync it, in turn."""
    from mlflash.scheduler.events import Rating, Review
    from mlflash.store.journal import Journal

    journal = Journal(home / "journal" / "synced.jsonl", lambda: datetime.now(UTC), lambda: os.urandom(4).hex())
    samples: Samples = {"raw": [], "grade": []}
    line = b"x" * 285 + b"\n"
    descriptor = os.open(home / "raw", os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    journal.open()
    for _ in range(count):
        begun = time.perf_counter()
        os.write(descriptor, line)
        os.fsync(descriptor)
        samples["raw"].append(time.perf_counter() - begun)
        event_id, at = journal.stamp()
        event = Review(
            event_id, at, at.date(), "fund-bias-variance", Rating.GOOD, (1, 2, 3), 21_000, "drill", "0123456789ab"
        )
        begun = time.perf_counter()
        journal.append([event])
        samples["grade"].append(time.perf_counter() - begun)
    journal.close()
    os.close(descriptor)
    return samples


def memories(home: Path) -> dict[str, int]:
    """Resident bytes of the bare app and of a drill in this home, a moment after they are on screen."""
    found = {}
    for name, terminal, text in (
        ("bare", Terminal(BARE, {}), "ready 0"),
        ("drill", Terminal([MLFLASH, "drill"], environment(home)), OF),
    ):
        try:
            terminal.until(text)
            terminal.drain(1.0)
            found[name] = terminal.memory()
        finally:
            terminal.close()
    return found


def rebuilt(home: Path) -> float:
    """Seconds to fold the whole journal anew."""
    (home / "progress.json").unlink(missing_ok=True)
    return ended([MLFLASH, "due"], home)


def exported(home: Path, package: Path) -> tuple[float, int]:
    """Seconds to export every card with its reviews, and the most memory that it took, in bytes."""
    return used_by([MLFLASH, "export", str(package), "--progress", "--force"], home)


def imported(home: Path, package: Path) -> tuple[float, int]:
    """Seconds to import a package with its reviews into a home without them, and the most memory, in bytes."""
    return used_by([MLFLASH, "import", str(package), "--progress"], home)


def used_by(command: list[str], home: Path) -> tuple[float, int]:
    """Seconds that a command takes in a home, and the most memory that it took, in bytes."""
    begun = time.perf_counter()
    environ = os.environ | environment(home)
    with subprocess.Popen(command, env=environ, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL) as process:
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0
    return time.perf_counter() - begun, used.ru_maxrss * 1024
