"""What a drill does beside asking and grading: rests, flags, probes, sources, own words, ways back."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from msgspec.structs import replace

from mlflash.bank.card import Card
from mlflash.bank.filter import Filter
from mlflash.scheduler.events import Event, Review
from mlflash.study.launch import session_of

if TYPE_CHECKING:
    from mlflash.tui.drill.screen import DrillScreen


def bury(drill: DrillScreen, card: Card) -> None:
    """Not again today."""
    drill.turn_from()
    if drill.do(lambda: drill.study.mark("bury", [card.id]), "Buried until tomorrow; u undoes"):
        drill.ask()


def suspend(drill: DrillScreen, card: Card) -> None:
    """Not again until the reader says so."""
    drill.turn_from()
    if drill.do(lambda: drill.study.mark("suspend", [card.id]), "Suspended; u undoes"):
        drill.ask()


def flag(drill: DrillScreen, card: Card) -> None:
    """Flag the question, or take its flag away; the card stays as it is."""
    flagged = drill.study.progress.state(card.id).flagged
    if drill.do(lambda: drill.study.mark("unflag" if flagged else "flag", [card.id])):
        drill.changed()


def probes(drill: DrillScreen, card: Card) -> None:
    """Ask the card's probes, one after the other."""
    from mlflash.tui.dialogs.probe_dialog import ProbeScreen

    drill.app.push_screen(ProbeScreen(drill.study, [card.id]))


def source(drill: DrillScreen, card: Card) -> None:
    """Show the card's sources with their addresses, to open one."""
    from mlflash.tui.dialogs.sources import SourcesScreen

    drill.app.push_screen(SourcesScreen([(source.title, source.url) for source in card.references]))


def code(drill: DrillScreen, card: Card) -> None:
    """Show the card's code as it stands."""
    from mlflash.tui.dialogs.code_dialog import CodeScreen

    drill.app.push_screen(CodeScreen(card.code or ""))


def write(drill: DrillScreen, card: Card) -> None:
    """Write the reader's own lines and note for the question."""
    from mlflash.tui.dialogs.own_lines import OwnLinesScreen

    before = drill.texts()

    def keep(lines: tuple[str, ...], note: str) -> None:
        drill.study.write(card.id, lines, note)

    def left(kept: bool | None) -> None:
        if kept:
            drill.notify("Kept", timeout=3)
            drill.reworded(before)

    drill.app.push_screen(OwnLinesScreen(card, drill.study.progress.state(card.id), keep), left)


def type_lines(drill: DrillScreen, card: Card) -> None:
    """Type the lines, then see them beside the true ones with the ticks that their terms propose.

    What was typed and left stays a draft until the answer is asked for.
    """
    from mlflash.tui.dialogs.type_lines import TypedLines, TypeLinesScreen

    def take(typed: TypedLines | None) -> None:
        if typed is None:
            return
        drill.look = drill.look._replace(sure=typed.sure)
        if not typed.done:
            drill.drafts[card.id] = typed.lines
            drill.changed()
            return
        from mlflash.study.typed_answer import proposed_ticks

        drill.drafts.pop(card.id, None)
        drill.look = drill.look._replace(typed=typed.lines, ticks=proposed_ticks(typed.lines, drill.texts()))
        drill.action_reveal()

    asked, draft = replace(card, answer=drill.texts()), drill.drafts.get(card.id, ())
    asks = drill.study.settings.confidence
    drill.app.push_screen(TypeLinesScreen(asked, draft, asks=asks, sure=drill.look.sure), take)


def edit(drill: DrillScreen, card: Card) -> None:
    """Edit the card in the reader's editor and show it as changed."""
    from mlflash.tui.editor import edit_card

    drill.do(lambda: edit_card(drill.app, drill.study, card.id, drill.reopen))


def undo(drill: DrillScreen) -> None:
    """Take back what was done last; what the card does not show is said."""
    before, words, taken = drill.study.session, drill.texts(), list[Event]()
    drill.app.clear_notifications()
    if not drill.do(lambda: taken.extend(drill.study.undo())):
        return
    if not all(isinstance(event, Review) for event in taken):  # a grade's card is its own answer
        from mlflash.study.card_summary import undo_message

        drill.notify(undo_message(drill.study.view(), taken), timeout=3, markup=False)
    if drill.study.session == before:
        drill.reworded(words)
        return
    drill.ask()
    if drill.card is not None and drill.revealed:
        drill.look = drill.looked()
        drill.changed()


def skip(drill: DrillScreen) -> None:
    """Put the question off, as far as there is another to ask."""
    before = drill.study.session
    drill.turn_from()
    if drill.study.skip() is not before:
        drill.ask()


def choose(drill: DrillScreen) -> None:
    """Choose other questions; the same ones leave a card that is asked where it is."""

    def sit_down(chosen: Filter | None) -> None:
        study = drill.study
        if chosen is None or (drill.card is not None and chosen == study.session.chosen):
            return
        drill.turn_from()
        study.start(session_of(study, drill.opening._replace(chosen=chosen)), onward=True)
        drill.ask()

    drill.app.ask_filter(drill.study.session.chosen, sit_down)


ACTIONS: dict[str, Callable[[DrillScreen, Card], None]] = {
    "bury": bury,
    "suspend": suspend,
    "flag": flag,
    "code": code,
    "probes": probes,
    "source": source,
    "write": write,
    "type": type_lines,
    "edit": edit,
}
