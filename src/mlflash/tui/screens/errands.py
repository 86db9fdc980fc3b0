"""What a drill does beside asking and grading: rests, flags, probes, sources, own words, ways back."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from mlflash.bank.selecting import Filter
from mlflash.bank.sheet import Sheet
from mlflash.memory.events import Event, Review
from mlflash.study.opening import session_of

if TYPE_CHECKING:
    from mlflash.tui.screens.drill import DrillScreen


def bury(drill: DrillScreen, sheet: Sheet) -> None:
    """Not again today."""
    drill.turn_from()
    if drill.do(lambda: drill.study.mark("bury", [sheet.id]), "Buried until tomorrow; u undoes"):
        drill.ask()


def suspend(drill: DrillScreen, sheet: Sheet) -> None:
    """Not again until the reader says so."""
    drill.turn_from()
    if drill.do(lambda: drill.study.mark("suspend", [sheet.id]), "Suspended; u undoes"):
        drill.ask()


def flag(drill: DrillScreen, sheet: Sheet) -> None:
    """Flag the question, or take its flag away; the card stays as it is."""
    flagged = drill.study.progress.recall(sheet.id).flagged
    if drill.do(lambda: drill.study.mark("unflag" if flagged else "flag", [sheet.id])):
        drill.changed()


def probes(drill: DrillScreen, sheet: Sheet) -> None:
    """Ask the card's probes, one after the other."""
    from mlflash.tui.screens.probing import ProbeScreen

    drill.app.push_screen(ProbeScreen(drill.study, [sheet.id]))


def source(drill: DrillScreen, sheet: Sheet) -> None:
    """Show the card's sources with their addresses, to open one."""
    from mlflash.tui.screens.sources import SourcesScreen

    drill.app.push_screen(SourcesScreen([(title, url) for title, url, _ in sheet.references]))


def write(drill: DrillScreen, sheet: Sheet) -> None:
    """Write the reader's own lines and note for the question."""
    from mlflash.tui.screens.writing import WriteScreen

    before = drill.texts()

    def keep(lines: tuple[str, ...], note: str) -> None:
        drill.study.write(sheet.id, lines, note)

    def left(kept: bool | None) -> None:
        if kept:
            drill.notify("Kept", timeout=3)
            drill.reworded(before)

    drill.app.push_screen(WriteScreen(sheet, drill.study.progress.recall(sheet.id), keep), left)


def type_lines(drill: DrillScreen, sheet: Sheet) -> None:
    """Type the lines, then see them beside the true ones with the ticks that their terms propose.

    What was typed and left stays a draft until the answer is asked for.
    """
    from mlflash.tui.screens.typing_lines import Typed, TypeScreen

    def take(typed: Typed | None) -> None:
        if typed is None:
            return
        drill.look = drill.look._replace(sure=typed.sure)
        if not typed.done:
            drill.drafts[sheet.id] = typed.lines
            drill.changed()
            return
        from mlflash.study.comparing import proposed

        drill.drafts.pop(sheet.id, None)
        drill.look = drill.look._replace(typed=typed.lines, ticks=proposed(typed.lines, drill.texts()))
        drill.action_reveal()

    asked, draft = sheet._replace(answer=drill.texts()), drill.drafts.get(sheet.id, ())
    asks = drill.study.settings.confidence
    drill.app.push_screen(TypeScreen(asked, draft, asks=asks, sure=drill.look.sure), take)


def edit(drill: DrillScreen, sheet: Sheet) -> None:
    """Edit the card in the reader's editor and show it as changed."""
    from mlflash.tui.editing import edit_card

    drill.do(lambda: edit_card(drill.app, drill.study, sheet.id, drill.reopen))


def undo(drill: DrillScreen) -> None:
    """Take back what was done last; what the card does not show is said."""
    before, words, taken = drill.study.session, drill.texts(), list[Event]()
    drill.app.clear_notifications()
    if not drill.do(lambda: taken.extend(drill.study.undo())):
        return
    if not all(isinstance(event, Review) for event in taken):  # a grade's card is its own answer
        from mlflash.study.telling import took_back

        drill.notify(took_back(drill.study, taken), timeout=3, markup=False)
    if drill.study.session == before:
        drill.reworded(words)
        return
    drill.ask()
    if drill.sheet is not None and drill.revealed:
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
        if chosen is None or (drill.sheet is not None and chosen == study.session.chosen):
            return
        drill.turn_from()
        study.sit_down(session_of(study, drill.opening._replace(chosen=chosen)), onward=True)
        drill.ask()

    drill.app.ask_filter(drill.study.session.chosen, sit_down)


ERRANDS: dict[str, Callable[[DrillScreen, Sheet], None]] = {
    "bury": bury,
    "suspend": suspend,
    "flag": flag,
    "probes": probes,
    "source": source,
    "write": write,
    "type": type_lines,
    "edit": edit,
}
