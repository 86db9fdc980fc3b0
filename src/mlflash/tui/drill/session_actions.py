"""Actions on the session under drill: undo, skip, other cards, and what follows its end."""

from __future__ import annotations

from collections.abc import Callable

from mlflash.bank.filter import Filter
from mlflash.scheduler.events import Event, Review
from mlflash.study.launch import session_of
from mlflash.study.line_drill import lines_missed_in
from mlflash.tui.drill.card_actions import Drill
from mlflash.tui.drill.session_end import add_more, drill_again


def undo(drill: Drill) -> None:
    """Undo the last action, and name it unless it was a grade."""
    before, words, taken = drill.study.session, drill.answer.lines(), list[Event]()
    drill.shell.clear_notifications()
    if not drill.attempt(lambda: taken.extend(drill.study.undo())):
        return
    if not all(isinstance(event, Review) for event in taken):  # after a grade, the card on screen says it
        from mlflash.study.card_summary import undo_message

        drill.notify(undo_message(drill.study.view(), taken), timeout=3, markup=False)
    if drill.study.session == before:
        drill.reworded(words)
        return
    drill.ask()
    if drill.answer.card is not None and drill.answer.revealed:
        drill.answer.restore()
        drill.changed()


def skip(drill: Drill) -> None:
    """Move the card to the end of the session, if there is another card."""
    before = drill.study.session
    drill.answer.remember()
    if drill.study.skip() is not before:
        drill.ask()


def choose(drill: Drill) -> None:
    """Choose other cards; if the choice is the same, the card stays."""

    def begin(chosen: Filter | None) -> None:
        study = drill.study
        if chosen is None or (drill.answer.card is not None and chosen == study.session.chosen):
            return
        drill.answer.remember()
        study.start(session_of(study, drill.options._replace(chosen=chosen)), onward=True)
        drill.ask()

    drill.shell.ask_filter(drill.study.session.chosen, begin)


def more(drill: Drill) -> None:
    """Go on with cards beyond today's."""
    if add_more(drill.study):
        drill.ask()


def missed_again(drill: Drill) -> None:
    """Ask the cards with something missed again."""
    if drill_again(drill.study, drill.end.missed):
        drill.ask()


def missed_probes(drill: Drill) -> None:
    """Ask the probes of the cards with something missed."""
    from mlflash.tui.dialogs.probe_dialog import ProbeScreen

    drill.shell.push_screen(ProbeScreen(drill.study, drill.end.missed))


def lines(drill: Drill) -> None:
    """Practise the lines missed in the session."""
    drill.shell.drill_lines(lines_missed_in(drill.study.view(), drill.study.session))


def resume(drill: Drill) -> None:
    """Go on with a session that was stopped, its answer shown where it was."""
    drill.ask()
    if drill.answer.revealed:
        drill.answer.restore()
        drill.changed()


ACTIONS: dict[str, Callable[[Drill], None]] = {
    "undo": undo,
    "skip": skip,
    "filter": choose,
    "more": more,
    "missed again": missed_again,
    "missed probes": missed_probes,
    "lines": lines,
    "resume": resume,
}
