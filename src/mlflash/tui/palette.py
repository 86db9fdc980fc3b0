"""The commands of the palette and their search, which looks at descriptions as well as titles."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len
from textual.app import SystemCommand
from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content
from textual.screen import Screen

from mlflash.tui.dialogs.choice import choose_theme
from mlflash.tui.home.screen import HomeScreen
from mlflash.tui.mock.interview_screen import InterviewScreen
from mlflash.tui.themes import DIM
from mlflash.tui.wrap import clip, pad

if TYPE_CHECKING:
    from mlflash.tui.shell import Shell

GO: Mapping[str, tuple[str, str]] = {
    "browse": ("Browse cards", "All in a list: search, sort, select, suspend"),
    "weak": ("Weak cards", "Drill what would hurt most today"),
    "lines": ("Lines you keep missing", "One line at a time, blank among the others of its answer"),
    "stats": ("Statistics", "Charts: days, what is due, recall, mastery"),
    "plan": ("Plan", "The schedule to the interview: date, minutes a day"),
    "mock": ("Mock interview", "Questions and probes on the clock, then a scorecard"),
    "lightning": ("Lightning round", "Ten probes, 15 seconds each"),
    "new-card": ("New card", "A card of your own: question, lines, section"),
    "settings": ("Settings", "Cards and minutes a day, banks, look, keys"),
    "about": ("About", "How an interview goes, how the questions were chosen"),
}
"""Screens that can be opened from anywhere, by their name for `Shell.open_screen`: title and description."""

EXCHANGE: Mapping[str, tuple[str, str]] = {
    "import": ("Import a deck…", "From Anki, a table, Markdown or a bank; shows first what would come"),
    "export": ("Export cards…", "To Anki, a table, a sheet to print, or a bank"),
}
"""The dialogs for other programs, by their name for `Shell.open_screen`."""

MOVES = frozenset({"scroll", "scroll_card", "step", "extend", "turn", "page", "chapter"} | {"command_palette"})
"""Actions that are not listed: they only move or scroll, or open the palette itself."""

VAGUE = frozenset(
    {"again", "hard", "good", "easy", "all", "more", "less", "day", "week", "minutes", "earlier", "later"}
    | {"shorter", "longer", "card", "source", "section", "sure?", "default", "change", "on", "yes", "no"}
    | {"right", "wrong", "answer", "answered", "this one", "show", "write", "by line", "go on", "home"}
)
"""Key names too short for a list of commands: the tooltip becomes the title."""

TITLE = 22
"""Cells of the titles; a longer title fills its row."""


def commands(shell: Shell, screen: Screen[Any]) -> Iterator[SystemCommand]:
    """The actions of a screen that work now, then other screens, unless it is a dialog or an interview."""
    at_home = isinstance(screen, HomeScreen)
    seen: set[str] = set()
    for active in screen.active_bindings.values():
        binding = active.binding
        does = binding.tooltip or binding.description
        if not (does and binding.id and active.enabled) or binding.action.partition("(")[0] in MOVES:
            continue
        key = screen.app.get_key_display(binding)
        title, more = binding.description.capitalize(), f"{does}  ({key})"
        if at_home and binding.id in GO:
            title, about = GO[binding.id]
            more = f"{about}  ({key})"
        elif binding.description in VAGUE or not binding.tooltip:
            title, more = does[:1].upper() + does[1:], f"({key})"
        if not seen & {title, binding.action}:
            yield SystemCommand(title, _rest(title, more), shell.runner(active.node, binding.action))
        seen |= {title, binding.action}
    if screen.is_modal or isinstance(screen, InterviewScreen):
        return
    if not at_home:
        for name, (title, does) in GO.items():
            if title not in seen:
                yield SystemCommand(title, does, partial(shell.go, name))
    for name, (title, does) in EXCHANGE.items():
        yield SystemCommand(title, does, partial(shell.open_screen, name))
    yield SystemCommand("Theme", "Colors, dark or light, with a live preview", partial(choose_theme, shell))


def _rest(title: str, does: str) -> str:
    """What a command does, without the title at its beginning: "Quit", not "Quit  Quit"."""
    before, _, rest = does.partition(title)
    if before or rest[:1].isalnum():
        return does
    rest = rest.lstrip(" :")
    return rest[:1].upper() + rest[1:]


def command_row(command: SystemCommand, width: int) -> Content:
    """A command in one row: its title, what it does, its key; where room is short, what it does is cut."""
    title = pad(command.title, min(width, TITLE if cell_len(command.title) <= TITLE else width))
    does, apart, key = command.help.rpartition("  (")
    room = max(0, width - cell_len(title) - 2)
    text = clip(does, max(0, room - cell_len(apart + key))) + apart + key
    return Content.assemble((clip(title, width), "bold"), "  ", (clip(text, room), DIM))


class Commands(Provider):
    """The commands of the screen below the palette."""

    @property
    def _width(self) -> int:
        """Columns of a row, by the width of the palette in the stylesheet."""
        return max(20, min(88, self.app.size.width * 9 // 10) - 8)

    async def discover(self) -> Hits:
        """All commands, those of the screen first."""
        for command in self.app.get_system_commands(self.screen):
            row = command_row(command, self._width)
            yield DiscoveryHit(row, command.callback, command.title)

    async def search(self, query: str) -> Hits:
        """Commands with every word in title or description, titles first; else commands with a similar title."""
        words, like = query.casefold().split(), self.matcher(query)
        everything = list(self.app.get_system_commands(self.screen))
        scores = [(rank(command, words), command) for command in everything]
        if not any(score for score, _ in scores):
            scores = [(like.match(command.title) / 10, command) for command in everything]
        for score, command in scores:
            if score:
                yield Hit(score, command_row(command, self._width), command.callback, command.title)


def rank(command: SystemCommand, words: list[str]) -> float:
    """How well a command matches, from 0 to 1.

    1 if its title begins with the words, 0.8 if its title contains them, 0.6 if words of its text begin with them,
    0.5 if its text contains them.
    """
    title = command.title.casefold()
    text = f"{title} {command.help.casefold()}"
    if not all(word in text for word in words):
        return 0.0
    if title.startswith(" ".join(words)):
        return 1.0
    if all(word in title for word in words):
        return 0.8
    return 0.6 if all(any(begun.startswith(word) for begun in text.split()) for word in words) else 0.5
