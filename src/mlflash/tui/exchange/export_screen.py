"""Export cards to a file, in the format that its ending names."""

from __future__ import annotations

from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, ProgressBar, Static

from mlflash.bank.text import one_line
from mlflash.errors import MlflashError
from mlflash.exchange.export_file import Exported, ExportRequest, check_request, export_cards
from mlflash.store.files import reason
from mlflash.study.study import Study
from mlflash.tui.dialogs.unsaved import UNSAVED, UnsavedText
from mlflash.tui.exchange.rows import export_folder, export_rows, exported_words, typed_path
from mlflash.tui.shell import ShellUser
from mlflash.tui.widgets.key_bar import KeyBar
from mlflash.tui.widgets.tick_box import TickBox

NAME = "mlflash.apkg"
"""The file name that is offered."""


class ExportScreen(ShellUser, ModalScreen[None]):
    """Asks for the file and what goes into it; an existing file is replaced only after another Enter."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "enter,ctrl+s",
            "export",
            "export",
            key_display="⏎",
            tooltip="Write the file",
            priority=True,
            id="export",
        ),
        Binding("tab,down", "app.focus_next", "next", key_display="tab", tooltip="To the next field", id="next"),
        Binding("escape", "leave", "back", key_display="esc", tooltip="Leave; asks once if changed", id="back"),
    ]
    CSS = """
    ExportScreen .dialog { max-width: 76; }
    ExportScreen #what { margin-top: 1; }
    ExportScreen #what, ExportScreen #fault { height: auto; width: 100%; }
    ExportScreen #fault { color: $warning; }
    ExportScreen Input { margin-bottom: 1; }
    ExportScreen ProgressBar { display: none; margin-top: 1; }
    ExportScreen ProgressBar.-working { display: block; }
    ExportScreen KeyBar { margin-top: 1; }
    """

    def __init__(self, study: Study) -> None:
        super().__init__()
        self.study = study
        self.working = False
        self._agreed: ExportRequest | None = None
        self._unsaved = UnsavedText(NAME)

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(Content("Export cards"), classes="title")
            yield Input(NAME, compact=True, id="file", select_on_focus=False)
            yield TickBox("With schedule and reviews (.apkg only)", name="progress")
            yield TickBox("With your own lines and notes", name="mine")
            yield Static(id="what")
            yield Static(id="fault")
            yield ProgressBar(show_eta=False, show_percentage=False)
            yield KeyBar()

    def on_mount(self) -> None:
        self.query_one(Input).focus()

    @on(events.Resize)
    @on(Input.Changed)
    @on(TickBox.Changed)
    def _changed(self) -> None:
        self._agreed = None
        self._say("")
        self.call_after_refresh(self._draw)

    def _draw(self) -> None:
        try:
            path = typed_path(self.query_one(Input).value or NAME, export_folder())
        except MlflashError as error:
            self._say(str(error))
            return
        what = self.query_one("#what", Static)
        what.update(export_rows(path, max(20, what.size.width)))

    def _say(self, text: str) -> None:
        self.query_one("#fault", Static).update(Content(one_line(text)))

    def _request(self) -> ExportRequest:
        path = typed_path(self.query_one(Input).value or NAME, export_folder())
        ticked = {box.id: box.value for box in self.query(TickBox)}
        banks = self.shell.launch.banks
        request = ExportRequest(path, mine=ticked["mine"], progress=ticked["progress"], banks=banks)
        check_request(request._replace(force=True))
        return request

    def action_export(self) -> None:
        """Write the file in a thread; one that is there already is asked about first."""
        if self.working:
            return
        try:
            request = self._request()
        except MlflashError as error:
            self._say(str(error).replace("--progress", "With schedule"))
            return
        there = request.path.exists() or request.path.is_symlink()
        if there and self._agreed != request:
            self._agreed = request
            self._say(f"{request.path.name} is there already: Enter again replaces it")
            return
        self.working = True
        self._say("")
        self.query_one(ProgressBar).add_class("-working")
        app, study = self.app, self.study

        def write() -> None:
            try:
                request.path.parent.mkdir(parents=True, exist_ok=True)
                done: Exported | MlflashError = export_cards(study, request._replace(force=there))
            except MlflashError as error:
                done = error
            except OSError as error:
                done = MlflashError(f"{request.path.parent}: {reason(error)}")
            app.call_from_thread(self._done, done, request.progress)

        app.run_worker(write, thread=True)  # the app's: it goes on when this dialog is left

    def _done(self, done: Exported | MlflashError, progress: bool) -> None:
        self.working = False
        if isinstance(done, Exported):
            self.shell.notify(exported_words(done, progress=progress), timeout=8, markup=False)
            if self.is_mounted:
                self.dismiss()
        elif self.is_mounted:
            self.query_one(ProgressBar).remove_class("-working")
            self._say(str(done))
        else:
            self.shell.report(done)

    def action_leave(self) -> None:
        """Leave; with another file name typed only the second time."""
        if not self.holds():
            self.dismiss()

    def holds(self) -> bool:
        """Whether leaving would lose the file name typed; True only the first time."""
        if self.working or not self._unsaved.holds(self.query_one(Input).value):
            return False
        self._say(UNSAVED)
        return True
