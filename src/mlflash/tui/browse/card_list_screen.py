"""A screen with a list of cards: move, open, select, search, drill, suspend, flag, bury, reset, edit, undo."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events, on
from textual.screen import Screen
from textual.widgets import Input

from mlflash.amounts import count_of
from mlflash.bank.filter import Filter
from mlflash.study.browse import toggles
from mlflash.study.session import SessionMode
from mlflash.study.study import Study
from mlflash.tui.browse.list_keys import DONE
from mlflash.tui.browse.rows import WIDEST
from mlflash.tui.card.preview import Preview
from mlflash.tui.open_screen import Drawn
from mlflash.tui.shell import ShellUser
from mlflash.tui.widgets.card_list import CardList
from mlflash.tui.widgets.key_bar import COLUMN, KeyBar

BESIDE = 120
"""Columns from which the preview is next to the list; with fewer it is below."""


class CardListScreen(Drawn, ShellUser, Screen[None]):
    """A screen whose keys act on cards: on the selected ones, else on the one under the cursor.

    It holds a `CardList` and a `Preview` in `#split`, an `Input` for words to search, and a `KeyBar`.
    """

    AUTO_FOCUS = "CardList"

    def __init__(self, study: Study) -> None:
        super().__init__()
        self.study = study
        self.selected: set[str] = set()
        self._previewed: bool | None = None
        self._undoable = 0

    @property
    def cards(self) -> CardList:
        """The list."""
        return self.query_one(CardList)

    @property
    def listed_ids(self) -> Sequence[str]:
        """The ids of all cards listed, in their order."""
        raise NotImplementedError

    @property
    def current(self) -> str | None:
        """The id of the card under the cursor."""
        return self.listed_ids[self.cards.at] if self.listed_ids else None

    @property
    def targets(self) -> list[str]:
        """The ids of the selected cards, else of the card under the cursor."""
        if self.selected:
            catalog = self.study.catalog
            return sorted((one for one in self.selected if one in catalog), key=catalog.position)
        return [] if self.current is None else [self.current]

    @property
    def words(self) -> tuple[str, ...]:
        """The words searched for."""
        return tuple(self.query_one(Input).value.split())

    def changed(self) -> None:
        """Show the cards again."""
        raise NotImplementedError

    def catalog_changed(self) -> None:
        """Show the cards again: the study has others."""
        self.changed()

    def search(self, query: str) -> None:
        """List only the cards that hold these words."""
        raise NotImplementedError

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Enable only the keys that work now."""
        match action:
            case "searched" | "search":
                return isinstance(self.focused, Input) == (action == "searched")
            case "mark" | "forget" | "drill":
                return bool(self.selected) or self.current is not None
            case "edit" | "history" | "select" | "select_all" | "extend" | "drill_all":
                return self.current is not None
            case "open" | "preview":
                return self.current is not None and self.has_class("-open") is (parameters == (False,))
            case "scroll_card":
                return self.card_shown
            case "undo":
                return self._undoable > 0
        return True

    # The card next to the list, or in its place

    @property
    def previewed(self) -> bool:
        """Whether there is to be a preview: as the reader chose, else where it fits next to the list."""
        return self.app.size.width >= BESIDE if self._previewed is None else self._previewed

    @property
    def card_shown(self) -> bool:
        """Whether a card is shown, next to the list or in its place."""
        return self.has_class("-open") or self.previewed

    @on(events.Resize)
    def _resized(self) -> None:
        self.place_card()

    def place_card(self) -> None:
        """Place the card next to the list or below it, and widen the key bar."""
        wide = self.app.size.width >= BESIDE
        self.set_class(wide, "-wide")
        self.set_class(self.previewed and wide, "-beside")
        self.set_class(self.previewed and not wide, "-below")
        self.query_one(KeyBar).column = WIDEST if wide else COLUMN

    @on(CardList.Moved)
    def show_card(self) -> None:
        """Show the card under the cursor, where a card is shown."""
        if self.card_shown:
            self.query_one(Preview).show(self.study, self.current, self.words)

    @on(CardList.Pressed)
    def _pressed(self, message: CardList.Pressed) -> None:
        if message.twice:
            self.action_open(card=True)
        elif message.column < 2:
            self.toggle()

    def action_open(self, card: bool) -> None:
        """Open the card in the list's place, or the list again."""
        self.set_class(card, "-open")
        self.call_after_refresh(self.draw)

    def action_preview(self) -> None:
        """Show the card next to the list, or hide it."""
        self._previewed = not self.previewed
        self.place_card()
        self.call_after_refresh(self.draw)

    # Searching, selecting

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        self.search(event.value)

    @on(Input.Submitted)
    def action_searched(self) -> None:
        """Go from the search field to the list."""
        self.set_focus(self.cards)
        self.draw()

    def action_search(self) -> None:
        """Go to the search field."""
        self.remove_class("-open")
        field = self.query_one(Input)
        field.display = True
        self.set_focus(field)  # at once: the next key is already a letter

    def toggle(self) -> None:
        """Select or deselect the card under the cursor."""
        if self.current is not None:
            self.selected ^= {self.current}
            self.cards.redraw()
            self.draw()

    def action_select(self) -> None:
        """Select or deselect the card under the cursor, and move on."""
        self.toggle()
        self.cards.action_step(1)

    def action_extend(self, by: int) -> None:
        """Select the card under the cursor, move, and select the next."""
        for step in (0, by):
            self.cards.action_step(step)
            if self.current is not None:
                self.selected.add(self.current)
        self.cards.redraw()
        self.draw()

    def action_select_all(self) -> None:
        """Select all listed cards, or none if all are selected."""
        listed = set(self.listed_ids)
        self.selected = set() if listed <= self.selected else self.selected | listed
        self.cards.redraw()
        self.draw()

    def action_step(self, by: int) -> None:
        """Move in the list."""
        self.cards.action_step(by)

    def action_page(self, by: int) -> None:
        """Move in the list by pages."""
        self.cards.action_page(by)

    def action_scroll_card(self, by: int) -> None:
        """Scroll the card shown."""
        self.query_one(Preview).scroll_relative(y=by, animate=False)

    def action_drill(self, mode: str = SessionMode.DRILL) -> None:
        """Drill these cards, due or not; earlier changes can then no longer be undone here."""
        self._drill(self.targets, SessionMode(mode))

    def action_drill_all(self) -> None:
        """Drill all cards listed, due or not."""
        self._drill(self.listed_ids, SessionMode.DRILL)

    def _drill(self, card_ids: Sequence[str], mode: SessionMode) -> None:
        self._undoable = 0
        self.shell.drill(Filter(ids=tuple(card_ids)), mode)

    def action_mark(self, kind: str) -> None:
        """Suspend, flag, bury or forget these cards; suspended or flagged cards are resumed or unflagged."""
        targets, study = self.targets, self.study
        kind = toggles(kind, (study.progress.state(card_id) for card_id in targets))
        if kind == "bury":
            day = study.view().day
            targets = [card_id for card_id in targets if study.progress.state(card_id).buried != day]
            if not targets:
                self.notify("Already buried until tomorrow", timeout=3)
                return
        done = f"{count_of(len(targets), 'card')} {DONE[kind]}; u undoes"
        if self.attempt(lambda: study.mark(kind, targets), done):
            self._undoable += 1
            self.changed()

    def action_forget(self) -> None:
        """Make these cards new again, after a confirmation."""
        from mlflash.tui.dialogs.questions import ConfirmScreen

        def sure(yes: bool | None) -> None:
            if yes:
                self.action_mark("forget")

        text = "They become new again; the history is kept. Your own lines, notes and flags stay, and u undoes it."
        self.app.push_screen(ConfirmScreen(f"Reset {count_of(len(self.targets), 'card')}?", text), sure)

    def action_undo(self) -> None:
        """Undo the last change made here."""
        from mlflash.study.card_summary import undo_message

        taken = self.study.undo()
        self._undoable -= 1
        self.notify(undo_message(self.study.view(), taken) if taken else "Undone", timeout=3, markup=False)
        self.changed()

    def action_edit(self) -> None:
        """Edit the highlighted card in the reader's editor."""
        from mlflash.tui.editor import edit_card

        if self.current is not None:
            edit_card(self.shell, self.current, self.changed)

    def action_new_card(self) -> None:
        """Write a new card."""
        self.shell.open_screen("new-card")

    def action_history(self) -> None:
        """Show the history of the card under the cursor."""
        from mlflash.tui.history.screen import HistoryScreen

        if self.current is not None:
            self.app.push_screen(HistoryScreen(self.study, self.current))

    def action_leave(self) -> None:
        """Go from the search field or the card to the list; then clear the search; then go back."""
        field = self.query_one(Input)
        if self.focused is field:
            self.set_focus(self.cards)
            self.draw()
        elif self.has_class("-open"):
            self.action_open(card=False)
        elif field.value:
            field.value = ""
        else:
            self.action_leave_screen()

    def action_leave_screen(self) -> None:
        """Back to where this was opened."""
        self.app.pop_screen()
