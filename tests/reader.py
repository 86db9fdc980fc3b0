"""A simulated reader at the real program: what they recall, what they press, and what they read on the screen."""

from __future__ import annotations

import io
import json
import os
import re
import signal
from collections import Counter
from collections.abc import Callable
from contextlib import redirect_stdout
from datetime import date
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import pexpect

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
READINESS = re.compile(r"(?:now |→ |to |ready |[━╾╸─] +)(\d+)%")
"""A share of readiness on the screen, or one end of its range."""
HOME, ASKS, SHOWN, END = "s stats  p plan", "space show", "1 again", "⏎ home"
"""What is only seen on Home, while a card is asked, once its answer is shown, and at a session's end."""


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
        self.typed: list[str] = []
        """What was typed, for the report of a failure."""
        self.given: list[Given] = []
        """The grades in the journal."""
        self.days: list[date] = []
        """The days with a grade."""
        self.card_id = ""
        """The card asked."""
        self.most = MOST_UNTESTED
        """The highest readiness in percent that may be shown."""
        self._met: Counter[str] = Counter()
        self._questions: dict[str, str] = {}

    # The program

    @property
    def terminal(self) -> Terminal:
        """The terminal opened last."""
        return self.opened[-1]

    def open(self) -> None:
        """Start the program in a terminal."""
        self.typed.append(f"\n{os.environ['MLFLASH_NOW']} mlflash")
        self.opened.append(Terminal(size=(COLUMNS, ROWS)))
        self.terminal.screen.resize(ROWS, COLUMNS + SPARE)

    def press(self, keys: str, seen: Callable[[str], bool] | str) -> str:
        """Type keys, and see what follows."""
        self.typed.append(repr(keys))
        self.terminal.press(keys)
        return self.see(seen)

    def see(self, seen: Callable[[str], bool] | str) -> str:
        """Wait until something is on the screen, and check the screen."""
        screen = self.terminal.until(seen)
        too_long = [row for row in screen.splitlines() if row[COLUMNS:].strip()]
        assert not too_long, screen
        figures = screen.partition("You missed")[0] if HOME in screen or END in screen else ""
        assert all(int(share) <= self.most for share in READINESS.findall(figures)), screen
        if folder := os.environ.get("MLFLASH_SCREENS"):
            self._keep(screen, Path(folder))
        return screen

    def _keep(self, screen: str, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        name = f"{os.environ['MLFLASH_NOW'][:10]}-{len([*folder.iterdir()]):03}.txt"
        (folder / name).write_text("\n".join(row.rstrip() for row in screen.splitlines()) + "\n", "utf-8")

    def settled(self) -> str:
        """The screen once nothing more is drawn."""
        screen = ""
        while (more := self.terminal.look(0.1)) != screen:
            screen = more
        return screen

    def quit(self) -> None:
        """Leave from Home; the exit code is 0."""
        self.press("q", lambda _: not self.terminal.child.isalive())
        assert (self.terminal.child.exitstatus, self.terminal.child.signalstatus) == (0, None)

    def kill(self) -> None:
        """End the program as a crash does."""
        assert self.terminal.child.pid is not None
        os.kill(self.terminal.child.pid, signal.SIGKILL)
        self.terminal.child.expect(pexpect.EOF)
        self.terminal.close()

    def hang_up(self) -> None:
        """Close the terminal under the program, and wait until it has ended by itself; the exit code is 0."""
        program = self.terminal.child.ptyproc  # type: ignore[attr-defined]
        program.fileobj.close()
        program.wait()
        assert (program.exitstatus, program.signalstatus) == (0, None)

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
        """Look at the answer of the card asked, tick the lines that were recalled, and grade."""
        self.show()
        self.grade(self.tick())

    def show(self) -> None:
        """Show the answer of the card asked."""
        self._met[self.card_id] += 1
        self.press(" ", SHOWN)

    def tick(self) -> list[int]:
        """Tick the lines that were recalled."""
        hits = [line for line in range(1, 5) if self._recalls(line)]
        if hits:
            self.press("".join("abcd"[line - 1] for line in hits), f"{len(hits)} of 4 lines")
        return hits

    def _recalls(self, line: int) -> bool:
        """Whether a line is recalled: more likely each time, but for lines that are always missed."""
        name, met = f"{self.card_id} {line}", self._met[self.card_id]
        return Random(name).random() > 0.15 and Random(f"{name} {met}").random() < min(0.95, 0.6 + 0.1 * met)

    def grade(self, hits: list[int]) -> None:
        """Grade by the ticks: with the grade's key, or by accepting the one suggested."""
        rating, before = BY_TICKS[len(hits)], self.journal_size()
        accepts = bool(hits) and self._met[self.card_id] % 2 == 0
        self.press("\r" if accepts else str(rating), lambda screen: SHOWN not in screen)
        assert self.journal_size() > before, "the next card is shown, and the grade is not on disk"
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

    def section_titles(self) -> dict[str, str]:
        """The title of each section by its id."""
        return {section.id: section.title for section in self._catalog().sections.values()}

    # What is on disk

    def events(self, *types: str) -> list[dict[str, Any]]:
        """The events of some types in the journal that were not taken back."""
        lines = (self.home / "journal" / "desk.jsonl").read_text("utf-8").splitlines()
        events = [json.loads(line) for line in lines]
        undone = {event["of"] for event in events if event["type"] == "undo"}
        return [event for event in events if event["type"] in types and event["id"] not in undone]

    def journal_size(self) -> int:
        """The length of the journal in bytes."""
        file = self.home / "journal" / "desk.jsonl"
        return file.stat().st_size if file.exists() else 0

    def check_journal(self) -> None:
        """Every grade typed is in the journal as it was typed, in order, and no other."""
        there = [Given(one["question"], one["rating"], one.get("lines")) for one in self.events("review")]
        assert there == self.given, f"{there}\n{self.given}"


def ends(screen: str) -> bool:
    """Whether the end of a session is on the screen."""
    return END in screen and ("Done." in screen or "Stopped, " in screen)


def near(percent: str, share: float) -> bool:
    """Whether a number of the screen is the share that a command prints with four digits."""
    return abs(int(percent) - 100 * share) <= 0.51


def found(pattern: str, text: str) -> int:
    """The number in a text; 0 where there is none."""
    match = re.search(pattern, text)
    return int(match[1]) if match else 0
