"""A screen with a list of cards: move, drill, suspend, flag, bury, forget, edit, undo."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.screen import Screen

from mlflash.bank.filter import Filter
from mlflash.errors import MlflashError
from mlflash.study.browse import toggles
from mlflash.study.study import Study
from mlflash.tui.card.preview import Preview
from mlflash.tui.shell import ShellUser
from mlflash.tui.widgets.card_list import CardList
from mlflash.tui.wrap import plural

DONE = {
    "suspend": "suspended",
    "resume": "back in the drill",
    "flag": "flagged",
    "unflag": "flag taken away",
    "bury": "buried until tomorrow",
    "forget": "forgotten: new again",
}
CARD_KEYS: list[BindingType] = [
    Binding("f", "mark('flag')", "flag", tooltip="Flag, or take the flag away", id="flag"),
    Binding("S", "mark('suspend')", "suspend", tooltip="Not again until you say so, and back", id="suspend"),
    Binding("z", "mark('bury')", "bury", tooltip="Not again today", id="bury"),
    Binding("X", "forget", "forget", tooltip="Make new again; the journal keeps what was", id="forget"),
    Binding("u", "undo", "undo", tooltip="Take back what was done here last", id="undo"),
    Binding("e", "edit", "edit", show=False, tooltip="Edit the card in your editor", id="edit"),
]
LIST_KEYS: list[BindingType] = [
    Binding("up", "step(-1)", "up", show=False, tooltip="The card above", id="list-up"),
    Binding("down", "step(1)", "down", show=False, tooltip="The card below", id="list-down"),
    Binding("pageup", "leaf(-1)", "page up", show=False, tooltip="A screenful up", id="list-page-up"),
    Binding("pagedown", "leaf(1)", "page down", show=False, tooltip="A screenful down", id="list-page-down"),
    Binding(
        "ctrl+down", "scroll_card(3)", "read on", show=False, tooltip="Further down in the card", id="card-down"
    ),
    Binding("ctrl+up", "scroll_card(-3)", "read back", show=False, tooltip="Further up in the card", id="card-up"),
]
"""Keys that move in the list wherever the focus is, and in the card."""


class CardListScreen(ShellUser, Screen[None]):
    """A screen whose keys act on cards: on `these`; `changed` shows the result.

    It holds a `CardList` and a `Preview`.
    """

    BINDINGS: ClassVar[list[BindingType]] = []

    def __init__(self, study: Study) -> None:
        super().__init__()
        self.study = study
        self.selected: set[int] = set()
        self._undoable = 0

    @property
    def cards(self) -> CardList:
        """The list."""
        return self.query_one(CardList)

    @property
    def current(self) -> str | None:
        """The id of the highlighted card."""
        raise NotImplementedError

    @property
    def these(self) -> list[str]:
        """The ids of the cards that a key acts on."""
        raise NotImplementedError

    def changed(self) -> None:
        """Show the cards again."""
        raise NotImplementedError

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Enable only the keys that work now."""
        match action:
            case "mark" | "forget" | "drill":
                return bool(self.selected) or self.current is not None
            case "edit":
                return self.current is not None
            case "undo":
                return self._undoable > 0
        return True

    def action_step(self, by: int) -> None:
        """Move in the list."""
        self.cards.action_step(by)

    def action_leaf(self, by: int) -> None:
        """Move in the list by screenfuls."""
        self.cards.action_leaf(by)

    def action_scroll_card(self, by: int) -> None:
        """Scroll the card shown."""
        self.query_one(Preview).scroll_relative(y=by, animate=False)

    def action_drill(self, mode: str = "drill") -> None:
        """Drill these cards, due or not; earlier changes can then no longer be undone here."""
        self._undoable = 0
        chosen = Filter(ids=tuple(self.these))
        self.shell.drill(self.shell.launch._replace(chosen=chosen, limit=None, mode=mode))

    def action_mark(self, kind: str) -> None:
        """Suspend, flag, bury or forget these cards; suspended or flagged cards are resumed or unflagged."""
        these, study = self.these, self.study
        kind = toggles(kind, (study.progress.state(card_id) for card_id in these))
        if kind == "bury":
            day = study.view().day
            these = [card_id for card_id in these if study.progress.state(card_id).buried != day]
            if not these:
                self.notify("Already buried until tomorrow", timeout=3)
                return
        try:
            study.mark(kind, these)
        except MlflashError as error:
            self.shell.report(error)
            return
        self._undoable += 1
        self.notify(f"{plural(len(these), 'card')} {DONE[kind]}; u undoes", timeout=3)
        self.changed()

    def action_forget(self) -> None:
        """Make these cards new again, after a confirmation."""
        from mlflash.tui.dialogs.confirmation import ConfirmScreen

        def sure(yes: bool | None) -> None:
            if yes:
                self.action_mark("forget")

        text = "They become new again. Your own lines, notes and flags stay, and u takes it back."
        self.app.push_screen(ConfirmScreen(f"Forget {plural(len(self.these), 'card')}?", text), sure)

    def action_undo(self) -> None:
        """Undo the last change made here."""
        try:
            taken = self.study.undo()
        except MlflashError as error:
            self.shell.report(error)
            return
        self._undoable -= 1
        from mlflash.study.card_summary import undo_message

        self.notify(undo_message(self.study.view(), taken) if taken else "Undone", timeout=3, markup=False)
        self.changed()

    def action_edit(self) -> None:
        """Edit the highlighted card in the reader's editor."""
        from mlflash.tui.editor import edit_card

        if self.current is None:
            return
        try:
            edit_card(self.shell, self.current, self.changed)
        except MlflashError as error:
            self.shell.report(error)

    def action_leave_screen(self) -> None:
        """Back to where this was opened."""
        self.app.pop_screen()
