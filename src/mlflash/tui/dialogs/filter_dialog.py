"""The filter dialog: what to drill, with counts that follow every choice."""

from __future__ import annotations

from shlex import quote
from time import sleep
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option
from textual.worker import get_current_worker

from mlflash.amounts import count_of
from mlflash.bank.filter import Filter
from mlflash.errors import MlflashError
from mlflash.study.saved_filters import save_filter, saved_filters
from mlflash.study.search import texts_read
from mlflash.study.study import Study
from mlflash.tui.dialogs.choice import ChoiceScreen
from mlflash.tui.dialogs.filter_choices import GROUPS, choices, counted, searched, toggled
from mlflash.tui.dialogs.unsaved import UnsavedText
from mlflash.tui.themes import DIM, FAINT
from mlflash.tui.widgets.key_bar import KeyBar
from mlflash.tui.wrap import pad

PAUSE = 0.002
"""Seconds between two steps of reading the cards' texts."""


class FilterScreen(ModalScreen[Filter | None]):
    """Choose cards; returns the filter, None if the dialog was left."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "enter,ctrl+s",
            "apply",
            "take these",
            key_display="⏎",
            tooltip="Take what is chosen",
            priority=True,
            id="apply",
        ),
        Binding("space", "choose", "choose", tooltip="Choose the value, or take it out", id="choose"),
        Binding("slash", "search", "search", tooltip="Search in questions, answers, ids and tags", id="search"),
        Binding("r", "reset", "reset", tooltip="Choose everything again", id="reset"),
        Binding("s", "save", "save", tooltip="Save this filter under a name", id="save-filter"),
        Binding("o", "saved", "saved", tooltip="Open a saved filter", id="saved-filters"),
        Binding("escape,q", "leave", "back", key_display="esc", tooltip="Leave things as they were", id="back"),
    ]
    CSS = """
    FilterScreen .dialog { height: 94%; max-width: 80; }
    FilterScreen OptionList { height: 1fr; }
    FilterScreen Input { margin: 0 0 1 0; }
    FilterScreen #name { display: none; }
    FilterScreen KeyBar { dock: none; }
    FilterScreen.-short Input { margin: 0; }
    """

    def __init__(self, study: Study, chosen: Filter) -> None:
        super().__init__()
        self.study, self.chosen = study, chosen
        self.offered = choices(study)
        self._unsaved = UnsavedText(chosen.search)

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(id="count")
            yield Input(
                self.chosen.search, placeholder="/ words in question, answer, id or tags", id="words", compact=True
            )
            yield Input(placeholder="name of this filter, ⏎ saves", id="name", compact=True)
            yield OptionList(id="values")
            yield KeyBar()

    def on_mount(self) -> None:
        options = self.query_one(OptionList)
        field = ""
        for i, choice in enumerate(self.offered):
            if choice.field != field:
                field = choice.field
                options.add_option(Option(Content.styled(GROUPS[field], DIM), disabled=True))
            options.add_option(Option("", id=str(i)))
        self.count()
        options.focus()
        options.action_first()
        self.read_ahead()

    @work(thread=True)
    def read_ahead(self) -> None:
        """Read the cards' texts in a thread, so that the first word typed finds them read."""
        worker = get_current_worker()
        for _ in texts_read(self.study.catalog):
            if worker.is_cancelled:
                return
            sleep(PAUSE)

    def count(self) -> None:
        """Redraw the counts for the current choice."""
        options = self.query_one(OptionList)
        room = max(12, min(48, (options.size.width or 48) - 12))
        narrowed = searched(self.study, self.chosen)
        for choice, n in counted(self.study, narrowed, self.offered).items():
            inside = choice.value in getattr(self.chosen, choice.field)
            mark = ("◉ ", "$primary") if inside else ("○ ", FAINT)
            style = "bold" if inside else "" if n else FAINT
            row = Content.assemble("  ", mark, (pad(choice.title, room), style), (f"{n:>5}", DIM if n else FAINT))
            options.replace_option_prompt(str(self.offered.index(choice)), row)
        matching = len(self.study.view().cards(self.study.select(narrowed)))
        if not matching:
            self._warn("No card matches")
            return
        today = self.study.today(narrowed)
        if today.queue or today.steps:
            counts = (len(today.review), "to review"), (today.in_learning, "learning"), (len(today.new), "new")
            words = "today " + " · ".join(f"{n} {word}" for n, word in counts if n)
        else:
            words = "none comes today"
        self.query_one("#count", Static).update(
            Content.assemble((count_of(matching, "card"), "bold $primary"), (f"   {words}", DIM))
        )

    def on_resize(self) -> None:
        """Fit the rows to the width."""
        self.call_after_refresh(self.count)

    @on(Input.Changed, "#words")
    def _typed(self, event: Input.Changed) -> None:
        self.chosen = self.chosen._replace(search=event.value.strip())
        self.count()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While words are typed, letters are letters."""
        if action == "saved" and not self.study.settings.filters:
            return False
        typing = isinstance(self.focused, Input)
        return not (typing and action in ("choose", "reset", "search", "save", "saved"))

    @on(OptionList.OptionSelected)
    def action_choose(self) -> None:
        """Choose the highlighted value, or take it out."""
        option = self.query_one(OptionList).highlighted_option
        if option is not None and option.id is not None:
            self.chosen = toggled(self.chosen, self.offered[int(option.id)])
            self.count()

    def action_search(self) -> None:
        """Go to the words."""
        self.query_one("#words", Input).focus()

    def action_reset(self) -> None:
        """Choose everything again."""
        self.chosen = Filter()
        self.query_one("#words", Input).value = ""
        self.count()

    def action_apply(self) -> None:
        """Return the filter, unless no card matches; or save it, if a name for it was typed."""
        name = self.query_one("#name", Input)
        if self.focused is name:
            self._save(name.value)
            return
        if self.study.view().cards(self.study.select(self.chosen)):
            self.dismiss(self.chosen)
        else:
            self._warn("No card matches: choose others, or esc")

    def _warn(self, text: str) -> None:
        self.query_one("#count", Static).update(Content.styled(text, "bold $warning"))

    # Saved filters

    def action_save(self) -> None:
        """Ask for a name to save this filter under."""
        field = self.query_one("#name", Input)
        names = {chosen: name for name, chosen in saved_filters(self.study.settings).items()}
        field.value = names.get(self.chosen, "")
        field.display = True
        field.focus()

    def _save(self, name: str) -> None:
        study = self.study
        try:
            study.use_settings(save_filter(study.paths.config, study.settings, name, self.chosen))
        except MlflashError as error:
            self._warn(str(error))
            return
        done = f"Saved: --filter {quote(name.strip())}" if self.chosen else f"Nothing is chosen: {name} is deleted"
        self.notify(done, timeout=4, markup=False)
        self._close_name()

    def _close_name(self) -> None:
        self.query_one("#name", Input).display = False
        self.query_one(OptionList).focus()
        self.count()
        self.refresh_bindings()

    def action_saved(self) -> None:
        """Choose a saved filter."""
        saved = saved_filters(self.study.settings)

        def chosen(name: str | None) -> None:
            if name is not None:
                self.chosen = saved[name]
                self.query_one("#words", Input).value = self.chosen.search
                self.count()

        current = next((name for name, one in saved.items() if one == self.chosen), "")
        self.app.push_screen(ChoiceScreen("Saved filters", list(saved), current), chosen)

    def action_leave(self) -> None:
        """Go from the words back to the list; from the list, leave."""
        if isinstance(self.focused, Input):
            self._close_name()
        elif not self.warn_unsaved():
            self.dismiss(None)

    def warn_unsaved(self) -> bool:
        """Warn once before typed words are lost; returns whether it warned."""
        return self._unsaved.warn(self.chosen.search, self._warn)
