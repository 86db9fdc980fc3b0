"""A row of words that say how an interview went, each with a key."""

from __future__ import annotations

from typing import ClassVar

from textual import events, on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from mlflash.scheduler.events import WENT
from mlflash.tui.interview.rows import COLORS
from mlflash.tui.themes import DIM, FAINT

LABEL = "  It went   "
GAP = 3
"""Blanks between two words."""


class OutcomeRow(Static, can_focus=True):
    """The words to choose from; the key of a word is its first letter."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(
            Binding(word[0], f"say('{word}')", word, show=False, tooltip=f"It went {word}", id=f"went-{word}")
            for word in WENT
        ),
        Binding("right,space", "turn(1)", "next", show=False, tooltip="The next word", id="went-next"),
        Binding("left", "turn(-1)", "before", show=False, tooltip="The word before", id="went-before"),
    ]
    DEFAULT_CSS = """
    OutcomeRow { height: 1; width: 100%; }
    OutcomeRow:focus { background: $primary 15%; }
    """

    class Changed(Message):
        """Another word was chosen."""

    def __init__(self, went: str) -> None:
        super().__init__()
        self.went = went
        """The word chosen; empty for none."""

    @property
    def words(self) -> tuple[str, ...]:
        """The words to choose from; the chosen word of a newer version is among them."""
        return WENT if self.went in ("", *WENT) else (*WENT, self.went)

    @on(events.Mount)
    @on(events.Focus)
    @on(events.Blur)
    def draw(self) -> None:
        """Draw the words; their keys are underlined while the row has the focus."""
        parts: list[tuple[str, str]] = [(LABEL, DIM)]
        for word in self.words:
            chosen = word == self.went
            parts.append(("◉ ", COLORS.get(word, "$primary")) if chosen else ("○ ", FAINT))
            parts.append((word[0], "bold $primary underline" if self.has_focus else ""))
            parts.append((word[1:] + " " * GAP, "bold" if chosen else ""))
        self.update(Content.assemble(*parts))

    def choose(self, word: str) -> None:
        """Choose a word; the empty one for none."""
        self.went = word
        self.draw()
        self.post_message(self.Changed())

    def action_say(self, word: str) -> None:
        """Choose a word; if it is chosen already, choose none."""
        self.choose("" if word == self.went else word)

    def action_turn(self, by: int) -> None:
        """Choose the next word or the previous one."""
        at = WENT.index(self.went) + by if self.went in WENT else min(0, by)
        self.choose(WENT[at % len(WENT)])

    def on_click(self, event: events.Click) -> None:
        x = len(LABEL)
        for word in self.words:
            width = 2 + len(word) + GAP
            if x <= event.x < x + width:
                self.action_say(word)
                break
            x += width
