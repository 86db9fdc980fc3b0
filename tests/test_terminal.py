"""The real program in a real pseudo-terminal."""

from __future__ import annotations

import json
import os
import random
import re
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pexpect
import pyte
import pytest

ROOT = Path(__file__).parent.parent
PATIENCE = 30.0
UNSEEN = re.compile(r"\x1b\[(?:[<>=?][0-9;]*[a-zA-Z$]|[0-9;:]*m)")
"""What a terminal is told besides text and its place: modes, and colors, most of what pyte would have to read."""


class Terminal:
    """A program in a terminal of its own, and what its screen shows."""

    def __init__(self, *arguments: str, size: tuple[int, int] = (80, 24), **environment: str) -> None:
        columns, rows = size
        self.screen = pyte.Screen(columns, rows)
        self.stream = pyte.Stream(self.screen)
        env = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor", **environment}
        self.child = pexpect.spawn(
            sys.executable,
            ["-m", "mlflash", *arguments],
            dimensions=(rows, columns),
            env=env,
            encoding="utf-8",
            codec_errors="replace",
            timeout=PATIENCE,
        )
        self.child.delaybeforesend = None  # nothing is echoed, so nobody has to turn the echo off first
        self._text = ""

    def look(self, wait: float = 0.02) -> str:
        """The screen as it now is."""
        try:
            data = self.child.read_nonblocking(65_536, wait)
        except (pexpect.TIMEOUT, pexpect.EOF):
            return self._text
        self.stream.feed(UNSEEN.sub("", data))
        columns = range(self.screen.columns)
        rows = (self.screen.buffer[y] for y in range(self.screen.lines))
        self._text = "\n".join("".join(row[x].data for x in columns) for row in rows)
        return self._text

    def until(self, seen: Callable[[str], bool] | str) -> str:
        """Look until something is seen; fails with the screen where it never is."""
        found = (lambda screen: seen in screen) if isinstance(seen, str) else seen
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            screen = self.look()
            if found(screen):
                return screen
        pytest.fail(f"not seen: {seen}\n{screen}")

    def press(self, keys: str) -> None:
        """Type keys."""
        self.child.send(keys)

    def click(self, text: str) -> None:
        """Click on the first place where a text stands, as a terminal reports it (SGR)."""
        screen = self.until(text)
        for y, row in enumerate(screen.splitlines(), 1):
            x = row.find(text)
            if x >= 0:
                self.child.send(f"\x1b[<0;{x + 2};{y}M\x1b[<0;{x + 2};{y}m")
                return

    def close(self) -> None:
        """End the program, whatever it is doing."""
        self.child.close(force=True)


@pytest.fixture
def terminals() -> Iterator[list[Terminal]]:
    opened: list[Terminal] = []
    yield opened
    for terminal in opened:
        terminal.close()


def graded(home: Path) -> list[str]:
    """The questions of the reviews that are whole on disk, in order."""
    lines = (home / "journal" / "desk.jsonl").read_bytes().split(b"\n")[:-1]
    return [event["question"] for event in map(json.loads, lines) if event["type"] == "review"]


def test_a_session_by_keyboard_alone(terminals: list[Terminal], home: Path) -> None:
    terminal = Terminal()
    terminals.append(terminal)
    terminal.until("start")
    terminal.until("Interview in")
    terminal.press("\r")
    terminal.until("10 left")
    for done in range(1, 4):
        terminal.press(" ")
        terminal.until("1 again")
        terminal.press("x")
        terminal.until("◂")
        terminal.press("\r")
        terminal.until(f"{10 - done} left")
    terminal.press("u")
    terminal.until("8 left")
    terminal.press("\x1b")
    terminal.until("Stopped")
    terminal.press("\r")
    terminal.until("Everything")
    terminal.press("q")
    terminal.child.expect(pexpect.EOF)
    assert len(graded(home)) == 3


def test_a_session_by_mouse_alone(terminals: list[Terminal], home: Path) -> None:
    terminal = Terminal("drill", "--section", "gnn", "--limit", "3", size=(100, 30))
    terminals.append(terminal)
    for done in range(3):
        terminal.until(f"{3 - done} left")
        terminal.click("show")
        terminal.until("1 again")
        terminal.click("4 easy")
    terminal.until("Done.")
    assert len(graded(home)) == 3


@pytest.mark.parametrize(("seed", "stop"), [(1, 200), (2, 40)])
def test_killed_at_a_random_moment(terminals: list[Terminal], home: Path, seed: int, stop: int) -> None:
    """Every grade whose next card was shown is in the journal, and the app starts again without complaint."""
    home.mkdir()
    (home / "config.toml").write_text("new_per_day = 9999\nlearning_steps = []\nwelcome = false\n")
    bank = home / "bank.yaml"
    questions = "".join(f"  - id: q-{n}\n    question: Q {n}\n    answer: [a, b, c, d]\n" for n in range(250))
    bank.write_text(f"version: 1\ntitle: T\nsections:\n- id: s\n  title: S\n  questions:\n{questions}")
    terminal = Terminal("drill", "--bank", str(bank))
    terminals.append(terminal)
    shown = 0
    terminal.until("250 left")
    while shown < stop:
        terminal.press(" 3")
        terminal.until(f"{249 - shown} left")
        shown += 1
    terminal.press(" 3 3 3")
    time.sleep(random.Random(seed).random() * 0.05)
    assert terminal.child.pid is not None
    os.kill(terminal.child.pid, signal.SIGKILL)
    done = graded(home)
    assert shown <= len(done) <= shown + 3
    assert len(set(done)) == len(done)
    again = Terminal("drill", "--bank", str(bank))
    terminals.append(again)
    screen = again.until(f"{250 - len(done)} left")
    assert "cut short" not in screen
    assert "Journal" not in screen


@pytest.mark.parametrize(("size", "seen"), [((60, 20), "show"), ((20, 5), "show")])
def test_small_terminals(terminals: list[Terminal], size: tuple[int, int], seen: str) -> None:
    terminal = Terminal("drill", "--section", "gnn", "--limit", "3", size=size)
    terminals.append(terminal)
    terminal.until(seen)
    terminal.press(" ")
    terminal.until("1 ag")
    terminal.press("4")
    terminal.until(seen)


def test_without_a_shell_it_does_not_stop(terminals: list[Terminal], home: Path) -> None:
    """Nothing could continue it: the terminal of `xterm -e mlflash` would stay blank."""
    terminal = Terminal("drill", "--section", "gnn", "--limit", "3")
    terminals.append(terminal)
    terminal.until("3 left")
    terminal.press("\x1a")
    terminal.until("no shell")
    terminal.press(" ")
    terminal.until("1 again")


def test_a_signal_saves_and_restores_the_terminal(terminals: list[Terminal], home: Path) -> None:
    terminal = Terminal("drill", "--section", "gnn", "--limit", "3")
    terminals.append(terminal)
    terminal.until("3 left")
    terminal.press(" 4")
    terminal.until("2 left")
    assert terminal.child.pid is not None
    os.kill(terminal.child.pid, signal.SIGTERM)
    assert "\x1b[?1049l" in terminal.child.read()
    assert len(graded(home)) == 1
    assert json.loads((home / "progress.json").read_text())["cards"]


def events(home: Path) -> list[str]:
    """The types of all events on disk."""
    files = (home / "journal").glob("*.jsonl")
    return [json.loads(line)["type"] for file in files for line in file.read_text("utf-8").splitlines()]


@pytest.mark.parametrize(
    ("arguments", "ready", "typed", "seen"),
    [
        ((), "Everything", "b/SVM", "SVM"),
        ((), "Everything", "//XGBoost", "XGBoost"),
        (("drill",), "show", "tSzf train, n q", "Szf train, n q"),
        (("drill",), "show", " nSzf train, n q", "Szf train, n q"),
    ],
)
def test_text_that_arrives_in_one_read_with_the_key_of_its_field(
    terminals: list[Terminal], home: Path, arguments: tuple[str, ...], ready: str, typed: str, seen: str
) -> None:
    home.mkdir()
    (home / "config.toml").write_text("welcome = false\n")
    terminal = Terminal(*arguments, size=(100, 30))
    terminals.append(terminal)
    terminal.until(ready)
    terminal.press(typed)
    terminal.until(seen)
    assert events(home) == []


def test_keys_typed_while_an_editor_runs_are_thrown_away(terminals: list[Terminal], home: Path) -> None:
    home.mkdir()
    started, go_on = home / "started", home / "go-on"
    script = home / "editor"
    script.write_text(f"#!/bin/sh\n: > {started}\nwhile [ ! -e {go_on} ]; do sleep 0.05; done\nrm {started}\n")
    script.chmod(0o700)
    terminal = Terminal("drill", "--limit", "3", size=(100, 30), EDITOR=str(script))
    terminals.append(terminal)
    terminal.until("show")
    terminal.press(" ")
    terminal.until("1 again")
    terminal.press("e3")
    terminal.until(lambda screen: started.exists())
    terminal.press("33q")
    go_on.touch()
    terminal.until(lambda screen: not started.exists())

    def flagged(screen: str) -> bool:
        terminal.press("f")  # until the drill takes keys again
        return "flag" in events(home)

    terminal.until(flagged)
    assert graded(home) == []
