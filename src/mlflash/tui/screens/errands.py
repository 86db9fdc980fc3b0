"""What a drill does beside asking and grading: rests, flags, probes, sources, the reader's own words."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from mlflash.bank.sheet import Sheet

if TYPE_CHECKING:
    from mlflash.tui.screens.drill import DrillScreen


def bury(drill: DrillScreen, sheet: Sheet) -> None:
    """Not again today."""
    if drill.do(lambda: drill.study.mark("bury", [sheet.id]), "Buried until tomorrow; u undoes"):
        drill.ask()


def suspend(drill: DrillScreen, sheet: Sheet) -> None:
    """Not again until the reader says so."""
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

    def keep(written: tuple[tuple[str, ...], str] | None) -> None:
        if written is None:
            return
        (lines, note), before = written, drill.texts()
        drill.do(lambda: drill.study.write(sheet.id, lines, note), "Kept")
        drill.reworded(before)

    drill.app.push_screen(WriteScreen(sheet, drill.study.progress.recall(sheet.id)), keep)


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
