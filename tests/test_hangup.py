"""The terminal goes away while the real program runs: it saves and ends, whoever started it."""

from __future__ import annotations

import json
import os
import pty
import re
import select
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.test_terminal import PATIENCE, graded

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals of this kind")

DRILL = "-m mlflash drill --section gnn --limit 3"
SIGNALLED = """
import os, readline, signal, sys
from mlflash.__main__ import main
readline.set_pre_input_hook(lambda: os.kill(os.getpid(), signal.SIGTERM))
sys.exit(main(sys.argv[1:]))
"""
"""The program, signalled between its check for signals and the wait for a key."""
DEAF = "import signal, subprocess, sys; signal.signal(signal.SIGHUP, signal.SIG_IGN); subprocess.run(sys.argv[1:])"


class Session:
    """A command that is the first program of a pseudo-terminal, which can be closed under it."""

    def __init__(self, *command: str, **environment: str) -> None:
        self.seen = ""
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            os.execvpe(command[0], command, {**os.environ, "TERM": "xterm-256color", **environment})

    def until(self, text: str) -> None:
        """Read until a text has come."""
        deadline = time.monotonic() + PATIENCE
        while text not in self.seen:
            assert time.monotonic() < deadline, f"{text!r} was not seen: {self.seen[-2000:]!r}"
            if select.select([self.terminal], [], [], 0.1)[0]:
                data = os.read(self.terminal, 65_536).decode("utf-8", "replace")
                self.seen += re.sub(r"\x1b\[[0-9;:?<>=]*[a-zA-Z$]", "", data)

    def press(self, keys: str, then: str) -> None:
        """Type, and read until a text has come."""
        self.seen = ""
        os.write(self.terminal, keys.encode())
        self.until(then)

    def hang_up(self) -> None:
        """Close the terminal."""
        os.close(self.terminal)
        self.terminal = -1

    def close(self) -> None:
        """End what is left of it."""
        if self.terminal >= 0:
            os.close(self.terminal)
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)


Opens = Callable[..., Session]


@pytest.fixture
def opens() -> Iterator[Opens]:
    opened: list[Session] = []

    def build(*command: str, **environment: str) -> Session:
        opened.append(Session(*command, **environment))
        return opened[-1]

    yield build
    for session in opened:
        session.close()


def running(home: Path) -> list[int]:
    """The processes of mlflash on this home that are still there."""
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        try:
            command, environment = (place / "cmdline").read_bytes(), (place / "environ").read_bytes()
        except OSError:
            continue
        words = command.split(b"\0")
        if words[1:3] == [b"-m", b"mlflash"] and f"MLFLASH_HOME={home}\0".encode() in environment + b"\0":
            found.append(int(place.name))
    return found


def gone(home: Path) -> None:
    """Wait for the program to end; fails where it does not, and ends it."""
    deadline = time.monotonic() + PATIENCE
    while left := running(home):
        if time.monotonic() > deadline:
            for process in left:
                os.kill(process, signal.SIGKILL)
            pytest.fail("it is still there")
        time.sleep(0.02)


@pytest.fixture
def makefile(tmp_path: Path) -> Path:
    file = tmp_path / "Makefile"
    file.write_text(f"run:\n\t@'{sys.executable}' {DRILL} $(ARGS)\n", "utf-8")
    return file


linux = pytest.mark.skipif(sys.platform != "linux", reason="processes are found in /proc")


@linux
@pytest.mark.parametrize("first", ["make", "deaf", "itself"])
def test_it_saves_and_ends_whoever_is_the_first_program(
    opens: Opens, home: Path, makefile: Path, first: str
) -> None:
    drill = [sys.executable, *DRILL.split()]
    command = {
        "make": ["make", "-f", str(makefile), "run"],
        "deaf": [sys.executable, "-c", DEAF, *drill],
        "itself": drill,
    }[first]
    session = opens(*command)
    session.until("3 left")
    session.press(" 4", "2 left")
    session.hang_up()
    gone(home)
    assert len(graded(home)) == 1
    assert json.loads((home / "progress.json").read_text("utf-8"))["cards"]


@linux
@pytest.mark.parametrize("first", ["make", "itself"])
def test_the_drill_without_a_screen_does_so_too(opens: Opens, home: Path, makefile: Path, first: str) -> None:
    plain = [sys.executable, *DRILL.split(), "--plain"]
    session = opens(*(["make", "-f", str(makefile), "run", "ARGS=--plain"] if first == "make" else plain))
    session.until(": ")
    session.press("\n", "Lines")
    session.press("\n", "Grade")
    session.press("3\n", "Card 2")
    session.hang_up()
    gone(home)
    assert len(graded(home)) == 1
    assert json.loads((home / "progress.json").read_text("utf-8"))["cards"]


@linux
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_the_drill_without_a_screen_and_saves(
    opens: Opens, home: Path, number: signal.Signals
) -> None:
    session = opens(sys.executable, *DRILL.split(), "--plain")
    session.until(": ")
    session.press("\n", "Lines")
    session.press("\n", "Grade")
    session.press("3\n", "Card 2")
    os.kill(session.pid, number)
    session.until("1 review")
    gone(home)
    assert json.loads((home / "progress.json").read_text("utf-8"))["cards"]


@linux
def test_a_signal_just_before_the_wait_for_a_key_is_not_lost(opens: Opens, home: Path) -> None:
    session = opens(sys.executable, "-c", SIGNALLED, *DRILL.split()[2:], "--plain")
    session.until("Nothing was graded")
    gone(home)


@linux
def test_with_an_editor_open_the_draft_is_offered_at_the_next_start(
    opens: Opens, home: Path, makefile: Path, tmp_path: Path
) -> None:
    script = tmp_path / "editor"
    script.write_text(
        '#!/bin/sh\ntrap "" HUP\nsed -i "s/^question: .*/question: Cut off/" "$1"\n'
        "echo opened; sleep 20 </dev/null\n"
    )
    script.chmod(0o700)
    session = opens("make", "-f", str(makefile), "run", EDITOR=str(script))
    session.until("3 left")
    session.press(" 4", "2 left")
    session.press("e", "opened")
    session.hang_up()
    gone(home)
    assert len(graded(home)) == 1
    [draft] = (home / "overrides").glob("*.draft.yaml")
    assert "Cut off" in draft.read_text("utf-8")
    again = opens(sys.executable, *DRILL.split())
    again.until("cut off")
    again.press("k", "Cut off")
    again.press("\x11", "")
    gone(home)
    assert [file.name for file in (home / "overrides").iterdir()] == [draft.name.replace(".draft", "")]
