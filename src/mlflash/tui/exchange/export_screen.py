"""Export cards to a file, in the format that its ending names."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, ProgressBar, Static

from mlflash.bank.filter import EVERYTHING, Filter
from mlflash.errors import MlflashError
from mlflash.exchange.export_file import Exported, ExportRequest, check_request, export_cards, is_taken
from mlflash.store.files import reason
from mlflash.study.study import Study
from mlflash.tui.exchange.file_screen import FileScreen
from mlflash.tui.exchange.rows import chosen_words, export_folder, export_rows, exported_words, typed_path
from mlflash.tui.open_screen import is_open
from mlflash.tui.shell import ListScreen
from mlflash.tui.widgets.key_bar import KeyBar
from mlflash.tui.widgets.tick_box import TickBox

DEFAULT_NAME = "mlflash.apkg"
"""The file name that is offered."""


class ExportScreen(FileScreen, ModalScreen[None]):
    """Asks for the file, the cards and what goes with them; another Enter replaces an existing file."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,ctrl+s", "export", "export", key_display="⏎", tooltip="Write the file", priority=True,
                id="export"),
        Binding("tab,down", "app.focus_next", "next", key_display="tab", tooltip="To the next field", id="next"),
        Binding("escape", "leave", "back", tooltip="Leave; asks once if changed", id="back"),
    ]  # fmt: skip
    CSS = """
    ExportScreen .dialog { max-width: 76; }
    ExportScreen #what { margin-top: 1; }
    ExportScreen #what, ExportScreen #fault { width: 100%; }
    ExportScreen #fault { color: $warning; }
    ExportScreen Input { margin-bottom: 1; }
    ExportScreen ProgressBar { margin-top: 1; }
    ExportScreen KeyBar { margin-top: 1; }
    """

    def __init__(self, study: Study) -> None:
        super().__init__(study, DEFAULT_NAME)
        self.chosen = EVERYTHING
        self._confirmed: ExportRequest | None = None

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(Content("Export cards"), classes="title")
            yield Input(DEFAULT_NAME, compact=True, id="file", select_on_focus=False)
            yield TickBox("", name="some")
            yield TickBox("With schedule and reviews (.apkg only)", name="progress")
            yield TickBox("With your own lines and notes", name="mine")
            yield Static(id="what")
            yield Static(id="fault")
            yield ProgressBar(show_eta=False)
            yield KeyBar()

    def on_mount(self) -> None:
        """Offer the cards of the list below this dialog, or of the command line."""
        lists = [screen for screen in reversed(self.app.screen_stack) if isinstance(screen, ListScreen)]
        self.chosen = lists[0].list_filter if lists else self.shell.launch.chosen
        box = self.query_one("#some", TickBox)
        with box.prevent(TickBox.Changed):
            box.value = bool(self.chosen)
        self._name_cards()
        self.query_one(Input).focus()

    @on(events.Resize)
    @on(Input.Changed)
    @on(TickBox.Changed)
    def _changed(self) -> None:
        self._confirmed = None
        self.say("")
        self.call_after_refresh(self._draw)

    @on(TickBox.Changed, "#some")
    def _ask_cards(self, event: TickBox.Changed) -> None:
        """Ask which cards once the box is ticked; all of them once it is not."""
        if event.value:
            self.shell.ask_filter(self.chosen, self._choose)
        else:
            self._name_cards()

    def _choose(self, chosen: Filter | None) -> None:
        self.chosen = chosen or EVERYTHING
        if not self.chosen:
            self.query_one("#some", TickBox).value = False
        self._name_cards()

    def _name_cards(self) -> None:
        """Say next to the box which cards it selects."""
        box = self.query_one("#some", TickBox)
        chosen = self.chosen if box.value else EVERYTHING
        count = len(self.study.select(chosen))
        box.label = chosen_words(chosen, count, self.study.catalog)

    def _draw(self) -> None:
        try:
            path = typed_path(self.query_one(Input).value or DEFAULT_NAME, export_folder())
        except MlflashError as error:
            self.say(str(error))
            return
        summary = self.query_one("#what", Static)
        summary.update(export_rows(path, max(20, summary.size.width)))

    def _request(self) -> ExportRequest:
        """What is asked for; raises `MlflashError`, also if it cannot be written."""
        path = typed_path(self.query_one(Input).value or DEFAULT_NAME, export_folder())
        ticked = {box.id: box.value for box in self.query(TickBox)}
        request = ExportRequest(
            path,
            chosen=self.chosen if ticked["some"] else EVERYTHING,
            mine=ticked["mine"],
            progress=ticked["progress"],
            force=is_taken(path),
            banks=self.shell.launch.banks,
        )
        check_request(request)
        return request

    def action_export(self) -> None:
        """Write the file in a thread; ask first before an existing one is replaced."""
        if self.working:
            return
        try:
            request = self._request()
        except MlflashError as error:
            self.say(str(error).replace("--progress", "With schedule"))
            return
        if request.force and self._confirmed != request:
            self._confirmed = request
            self.say(f"{request.path.name} is there already: Enter again replaces it")
            return

        def write() -> Exported:
            try:
                request.path.parent.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise MlflashError(f"cannot create {request.path.parent}: {reason(error)}") from error
            return export_cards(self.study, request, self.on_progress)

        self.run(write, partial(self._written, progress=request.progress))

    def _written(self, exported: Exported | MlflashError, *, progress: bool) -> None:
        if isinstance(exported, Exported):
            self.shell.notify(exported_words(exported, progress=progress), timeout=8, markup=False)
            if is_open(self):
                self.dismiss()
        elif is_open(self):
            self.say(str(exported))
        else:
            self.shell.report(exported)
