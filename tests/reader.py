"""A simulated reader at the real program: what they recall, what they press, and what they read on the screen."""

from __future__ import annotations

import io
import json
import os
import re
import signal
import time
from collections import Counter
from collections.abc import Callable
from contextlib import redirect_stdout
from datetime import date
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import pexpect
import pytest

from mlflash.__main__ import main
from mlflash.bank.catalog import Catalog
from mlflash.bank.text import readable
from tests.test_terminal import Terminal

COLUMNS, ROWS = 80, 24
SPARE = 20
"""Columns of the screen beyond those of the terminal: what is drawn there was too long."""
BY_TICKS = (1, 1, 2, 3, 3)
"""The grade that the program suggests for 0 to 4 lines of four."""
MOST, MOST_UNTESTED = 98, 95
"""The highest readiness in percent that is ever shown, and before the first review on a later day."""
READINESS = re.compile(r"(?:now |→ |to |ready |[━╸─] +)(\d+)%")
"""A share of readiness on the screen, or one end of its range."""
HOME, END = "⏎ start ", ("Done.", "Stopped, ")
ASKS, SHOWN = "space show", "1 again"


class Given(NamedTuple):
    """A grade as the reader typed it."""

    card_id: str
    """The card that was on the screen."""
    rating: int
    """The grade typed, or accepted."""
    lines: list[int] | None
    """The lines ticked; None if none was."""


class Reader:
    """Types keys, reads the screen, and remembers what the journal has to hold."""

    def __init__(self, home: Path, catalog: Callable[[], Catalog]) -> None:
        self.home, self._catalog = home, catalog
        self.opened: list[Terminal] = []
        self.given: list[Given] = []
        self.days: list[date] = []
        """The days with a grade that was not taken back."""
        self.practised = 0
        """Answers to single lines and to probes."""
        self.most = MOST_UNTESTED
        self.card_id = ""
        """The card asked."""
        self.typed: list[str] = []
        """What was typed, for the report of a failure."""
        self._met: Counter[str] = Counter()
        self._questions: dict[str, str] = {}

    # The program

    @property
    def terminal(self) -> Terminal:
        """The terminal opened last."""
        return self.opened[-1]

    def open(self, *arguments: str) -> None:
        """Start the program in a terminal."""
        self.typed.append(f"\n{os.environ['MLFLASH_NOW']} $ mlflash {' '.join(arguments)}")
        self.opened.append(Terminal(*arguments, size=(COLUMNS, ROWS)))
        self.terminal.screen.resize(ROWS, COLUMNS + SPARE)

    def press(self, keys: str, seen: Callable[[str], bool] | str) -> str:
        """Type keys and wait until something is on the screen, which is checked."""
        self.typed.append(f"{time.monotonic():.2f} {keys!r}")
        self.terminal.press(keys)
        return self.see(seen)

    def see(self, seen: Callable[[str], bool] | str) -> str:
        """Wait until something is on the screen, which is checked."""
        screen = self.terminal.until(seen)
        rows = screen.splitlines()
        assert not [row for row in rows if row[COLUMNS:].strip()], f"wider than the terminal:\n{screen}"
        figures = screen.partition("You missed")[0] if HOME in screen or "⏎ home" in screen else ""
        assert all(int(share) <= self.most for share in READINESS.findall(figures)), screen
        self._record(screen)
        return screen

    def settled(self) -> str:
        """The screen once nothing more is drawn."""
        screen = ""
        while (more := self.terminal.look(0.1)) != screen:
            screen = more
        return screen

    def _record(self, screen: str) -> None:
        """Keep the screen in the folder that `MLFLASH_SCREENS` names, if it names one."""
        if folder := os.environ.get("MLFLASH_SCREENS"):
            Path(folder).mkdir(parents=True, exist_ok=True)
            number = len(list(Path(folder).iterdir())) + 1
            name = f"{number:04}-{os.environ['MLFLASH_NOW'][:10]}.txt"
            (Path(folder) / name).write_text("\n".join(row.rstrip() for row in screen.splitlines()), "utf-8")

    def quit(self) -> None:
        """Leave from Home; the exit code is 0."""
        self.press("q", lambda _: not self.terminal.child.isalive())
        self.terminal.close()
        assert (self.terminal.child.exitstatus, self.terminal.child.signalstatus) == (0, None)

    def kill(self) -> None:
        """End the program as a crash does."""
        assert self.terminal.child.pid is not None
        os.kill(self.terminal.child.pid, signal.SIGKILL)
        self.terminal.child.expect(pexpect.EOF)
        self.terminal.close()

    def hang_up(self) -> None:
        """Close the terminal under the program, and wait until it has ended by itself."""
        self.terminal.child.ptyproc.fileobj.close()
        self.terminal.child.ptyproc.wait()
        assert self.terminal.child.ptyproc.signalstatus is None

    def command(self, *arguments: str) -> str:
        """What a command prints; its exit code is 0."""
        out = io.StringIO()
        with redirect_stdout(out):
            code = main(list(arguments))
        assert code == 0, (arguments, out.getvalue())
        return out.getvalue()

    def json(self, *arguments: str) -> Any:
        """What a command prints as JSON."""
        return json.loads(self.command(*arguments, "--json"))

    # The drill

    def drill(self, most: int = 99) -> str:
        """Answer up to `most` cards, then leave early; returns the screen at the session's end."""
        while not ends(screen := self.see(lambda screen: ends(screen) or self.asks(screen))):
            if not most:
                return self.press("\x1b", ends)
            self.answer()
            most -= 1
        return screen

    def asks(self, screen: str) -> bool:
        """Whether a card waits for its answer to be shown."""
        self.card_id = self.card_on(screen) if ASKS in screen and SHOWN not in screen else ""
        return bool(self.card_id)

    def answer(self) -> None:
        """Say what is recalled of the card asked, look, tick the lines and grade."""
        self.show()
        self.grade(self.tick())

    def show(self) -> None:
        """Show the answer of the card asked."""
        self._met[self.card_id] += 1
        self.press(" ", SHOWN)

    def tick(self) -> list[int]:
        """Tick the lines that were recalled."""
        card_id, met = self.card_id, self._met[self.card_id]
        hits = [line for line in range(1, 5) if self._recalls(card_id, line, met)]
        if hits:
            self.press("".join("abcd"[line - 1] for line in hits), f"{len(hits)} of 4 lines")
        return hits

    def _recalls(self, card_id: str, line: int, met: int) -> bool:
        """Whether a line is recalled: more often each time, but for a line that is always missed."""
        chance = Random(f"{card_id} {line}").random()
        return chance > 0.15 and Random(f"{card_id} {line} {met}").random() < min(0.95, 0.6 + 0.1 * met)

    def grade(self, hits: list[int]) -> None:
        """Grade by the ticks: with the grade's key, or by accepting the one suggested."""
        rating, before = BY_TICKS[len(hits)], self.on_disk()
        accepts = bool(hits) and self._met[self.card_id] % 2 == 0
        self.typed.append("accept" if accepts else str(rating))
        self.terminal.press("\r" if accepts else str(rating))
        self.terminal.until(lambda screen: SHOWN not in screen and self.on_disk() > before)
        self.given.append(Given(self.card_id, rating, hits or None))
        day = date.fromisoformat(os.environ["MLFLASH_NOW"][:10])
        if day not in self.days:
            self.days.append(day)

    def card_on(self, screen: str) -> str:
        """The id of the card whose question is on the screen; empty where there is none."""
        if not self._questions:
            self.learn_questions()
        text = " ".join(screen.split())
        found = [card_id for question, card_id in self._questions.items() if question in text]
        return found[0] if len(found) == 1 else ""

    def learn_questions(self) -> None:
        """Read which card has which question, again after one was added."""
        self._questions = {" ".join(readable(card.question).split()): card.id for card in self._catalog()}

    # What is on disk

    def events(self) -> list[dict[str, Any]]:
        """The events of the journal that were not taken back, undos left out."""
        lines = (self.home / "journal" / "desk.jsonl").read_text("utf-8").splitlines()
        events = [json.loads(line) for line in lines]
        undone = {event["of"] for event in events if event["type"] == "undo"}
        return [event for event in events if event["id"] not in undone and event["type"] != "undo"]

    def on_disk(self) -> int:
        """The length of the journal in bytes."""
        file = self.home / "journal" / "desk.jsonl"
        return file.stat().st_size if file.exists() else 0

    def check_journal(self) -> None:
        """Every grade typed is in the journal as it was typed, in order, and no other."""
        reviews = [event for event in self.events() if event["type"] == "review"]
        there = [Given(event["question"], event["rating"], event.get("lines")) for event in reviews]
        assert there == self.given, f"{there}\n{self.given}"


def ends(screen: str) -> bool:
    """Whether the end of a session is on the screen."""
    return any(end in screen for end in END) and "⏎ home" in screen


def near(percent: str, share: float | None) -> bool:
    """Whether a number of the screen is the share that a command prints with four digits."""
    return share is not None and abs(int(percent) - 100 * share) <= 0.51


@pytest.fixture
def no_zone(monkeypatch: pytest.MonkeyPatch) -> None:
    """UTC is the machine's zone."""
