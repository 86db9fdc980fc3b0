"""Actions on the card under drill, other than grading: bury, suspend, flag, probes, sources, own lines."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from msgspec.structs import replace

from mlflash.bank.card import Card
from mlflash.study.launch import LaunchOptions
from mlflash.study.study import Study
from mlflash.tui.drill.answer_state import AnswerState
from mlflash.tui.drill.key_state import SessionEnd
from mlflash.tui.shell import Shell


class Drill(Protocol):
    """What the actions need of the drill's screen."""

    study: Study
    options: LaunchOptions
    answer: AnswerState
    """The card asked, with its reveal and its ticks."""
    end: SessionEnd
    """What the end of the session shows; empty while it goes on."""
    drafts: dict[str, tuple[str, ...]]
    """Typed lines not yet compared, by card id."""

    @property
    def shell(self) -> Shell:
        """The program around the screen."""

    def notify(self, message: str, *, timeout: float | None = None, markup: bool = True) -> None:
        """Show a message for a while."""

    def ask(self) -> None:
        """Show the card that the session is at."""

    def changed(self) -> None:
        """Draw the card and the keys again."""

    def reopen(self) -> None:
        """Show the card again after its text has changed."""

    def reworded(self, before: tuple[str, ...]) -> None:
        """Draw the card after its lines may have changed."""

    def attempt(self, work: Callable[[], object], done: str = "") -> bool:
        """Do something that may fail to be saved; returns whether it was saved."""

    def action_reveal(self) -> None:
        """Show the whole answer."""


def bury(drill: Drill, card: Card) -> None:
    """Bury the card until tomorrow."""
    drill.answer.remember()
    if drill.attempt(lambda: drill.study.mark("bury", [card.id]), "Buried until tomorrow; u undoes"):
        drill.ask()


def suspend(drill: Drill, card: Card) -> None:
    """Suspend the card until the reader resumes it."""
    drill.answer.remember()
    if drill.attempt(lambda: drill.study.mark("suspend", [card.id]), "Suspended; u undoes"):
        drill.ask()


def flag(drill: Drill, card: Card) -> None:
    """Flag the card, or remove its flag."""
    flagged = drill.study.progress.state(card.id).flagged
    if drill.attempt(lambda: drill.study.mark("unflag" if flagged else "flag", [card.id])):
        drill.changed()


def probes(drill: Drill, card: Card) -> None:
    """Ask the card's probes."""
    from mlflash.tui.dialogs.probe_dialog import ProbeScreen

    drill.shell.push_screen(ProbeScreen(drill.study, [card.id]))


def source(drill: Drill, card: Card) -> None:
    """Show the card's sources with their addresses, to open one."""
    from mlflash.tui.dialogs.sources import SourcesScreen

    drill.shell.push_screen(SourcesScreen([(source.title, source.url) for source in card.references]))


def code(drill: Drill, card: Card) -> None:
    """Show the card's code."""
    from mlflash.tui.dialogs.code_dialog import CodeScreen

    drill.shell.push_screen(CodeScreen(card.code or ""))


def write(drill: Drill, card: Card) -> None:
    """Write the reader's own lines and note for the card."""
    from mlflash.tui.dialogs.own_lines import OwnLinesScreen

    before = drill.answer.lines()

    def save(lines: tuple[str, ...], note: str) -> None:
        drill.study.write(card.id, lines, note)

    def closed(saved: bool | None) -> None:
        if saved:
            drill.notify("Saved", timeout=3)
            drill.reworded(before)

    state = drill.study.progress.state(card.id)
    drill.shell.push_screen(OwnLinesScreen(card, state, save, revealed=drill.answer.revealed), closed)


def type_lines(drill: Drill, card: Card) -> None:
    """Type the lines, then compare them with the answer; the key terms in them propose the ticks.

    Lines that are not compared stay a draft until the answer is shown.
    """
    from mlflash.tui.dialogs.typed_lines import TypedLines, TypeLinesScreen

    answer = drill.answer

    def use(typed: TypedLines | None) -> None:
        if typed is None:
            return
        answer.reveal = answer.reveal._replace(sure=typed.sure)
        if not typed.done:
            drill.drafts[card.id] = typed.lines
            drill.changed()
            return
        from mlflash.study.typed_answer import proposed_ticks

        drill.drafts.pop(card.id, None)
        drill.answer.reveal = drill.answer.reveal._replace(
            typed=typed.lines, ticks=proposed_ticks(typed.lines, drill.answer.lines())
        )
        drill.action_reveal()

    asked, draft = replace(card, answer=answer.lines()), drill.drafts.get(card.id, ())
    asks = drill.study.settings.confidence
    screen = TypeLinesScreen(asked, draft, asks_confidence=asks, sure=answer.reveal.sure)
    drill.shell.push_screen(screen, use)


def edit(drill: Drill, card: Card) -> None:
    """Edit the card in the reader's editor and show the changed card."""
    from mlflash.tui.editor import edit_card

    drill.attempt(lambda: edit_card(drill.shell, card.id, drill.reopen))


def history(drill: Drill, card: Card) -> None:
    """Show the card's history."""
    from mlflash.tui.history.screen import HistoryScreen

    drill.shell.push_screen(HistoryScreen(drill.study, card.id))


ACTIONS: dict[str, Callable[[Drill, Card], None]] = {
    "bury": bury,
    "suspend": suspend,
    "flag": flag,
    "code": code,
    "probes": probes,
    "source": source,
    "write": write,
    "type": type_lines,
    "edit": edit,
    "history": history,
}
