"""Import a deck: its path, the dry run, and the import itself."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import ClassVar, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Input, ProgressBar, Static

from mlflash.bank.catalog import Catalog
from mlflash.bank.text import one_line
from mlflash.errors import MlflashError
from mlflash.exchange.import_run import Target, new_reviews, plan_targets, write_import
from mlflash.scheduler.events import Event
from mlflash.study.banks import open_catalog
from mlflash.study.overrides import with_overrides
from mlflash.study.study import Study
from mlflash.tui.dialogs.unsaved import UNSAVED, UnsavedText
from mlflash.tui.exchange.file_screen import FileScreen
from mlflash.tui.exchange.rows import import_rows, typed_path
from mlflash.tui.open_screen import Drawn, is_open
from mlflash.tui.themes import DIM
from mlflash.tui.widgets.key_bar import KeyBar
from mlflash.tui.widgets.text_rows import indented
from mlflash.tui.widgets.tick_box import TickBox

ABOUT = "An Anki package, a table, Markdown, JSON or YAML. Nothing is written before you have seen it."
NOTHING = "Nothing to import: everything is there already."


class DryRun(NamedTuple):
    """What an import would do."""

    targets: list[Target]
    """The bank files, and the plan for each."""
    events: list[Event]
    """The reviews to add."""

    @property
    def writes(self) -> bool:
        """Whether it would write anything."""
        return bool(self.events) or any(target.plan.changes_bank for target in self.targets)


class ImportScreen(Drawn, FileScreen):
    """Enter reads the file and shows the dry run; Enter again imports."""

    LEAVING = UNSAVED.replace("saves", "reads")

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "go", "read", tooltip="Show the dry run", priority=True, id="read"),
        Binding("enter,ctrl+s", "write", "import", key_display="⏎", tooltip="Import", priority=True, id="import"),
        Binding("tab", "app.focus_next", "next", tooltip="To the next field", id="next"),
        Binding("pageup", "scroll(-8)", show=False, tooltip="Scroll: page up", id="scroll-pageup"),
        Binding("pagedown", "scroll(8)", show=False, tooltip="Scroll: page down", id="scroll-pagedown"),
        Binding("escape", "leave", "back", tooltip="Leave; nothing is imported", id="back"),
    ]
    PHASES = ({"read"}, {"import"})
    CSS = """
    ImportScreen Input { margin: 0 2; width: 1fr; }
    ImportScreen TickBox { margin: 0 2; }
    ImportScreen VerticalScroll { height: 1fr; margin-top: 1; }
    ImportScreen #fault { color: $error; margin: 0 2; }
    ImportScreen ProgressBar { padding: 0 2; }
    """

    def __init__(self, study: Study) -> None:
        super().__init__(study)
        self.dry_run: DryRun | None = None

    def compose(self) -> ComposeResult:
        with Vertical(classes="column"):
            yield Static(Content.styled("  Import a deck", "bold $primary"), id="head")
            yield Input(placeholder="~/Downloads/deck.apkg", compact=True, id="path")
            yield TickBox("With Anki's review log", name="progress")
            yield ProgressBar(show_eta=False)
            yield Static(id="fault")
            with VerticalScroll(can_focus=False):
                yield Static(id="plan")
        yield KeyBar()

    def on_mount(self) -> None:
        self.query_one(Input).focus()

    @on(Input.Changed)
    @on(TickBox.Changed)
    def _changed(self) -> None:
        self.dry_run = None
        self.say("")
        self.draw()
        self.refresh_bindings()

    def lay_out(self) -> None:
        """Show the dry run or, before it, what can be imported."""
        width = max(30, self.query_one(VerticalScroll).scrollable_content_region.width)
        if self.dry_run is None:
            rows = indented(ABOUT, width, DIM)
        else:
            targets, reviews = self.dry_run
            rows = import_rows(targets, len(reviews), width, progress=self.query_one(TickBox).value)
            last = "Enter imports, Esc leaves." if self.dry_run.writes else NOTHING
            rows += [Content(), Content.styled(f"  {last}", "bold")]
        self.query_one("#plan", Static).update(Content("\n").join(rows))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Read before the dry run, import after it; neither while a thread works."""
        planned = self.dry_run is not None and self.dry_run.writes
        if action in ("go", "write"):
            return not self.working and planned == (action == "write")
        return True

    def action_go(self) -> None:
        """Read the file in a thread, and show what an import would do."""
        text, progress = self.query_one(Input).value.strip(), self.query_one(TickBox).value
        if not text:
            self.say("Type the path of a file")
            return
        study = self.study

        def read() -> DryRun:
            path = typed_path(text, Path.cwd())
            targets = plan_targets([path], None, None, study.paths, study.settings, self.on_progress)
            return DryRun(targets, new_reviews(targets, study.paths, study.settings) if progress else [])

        self.run(read, partial(self._read, text=text, progress=progress))

    def _read(self, dry_run: DryRun | MlflashError, *, text: str, progress: bool) -> None:
        if not is_open(self):
            return
        if (text, progress) != (self.query_one(Input).value.strip(), self.query_one(TickBox).value):
            return  # another file has been typed meanwhile
        if isinstance(dry_run, MlflashError):
            self.say(str(dry_run))
            return
        self.dry_run = dry_run
        self.unsaved = UnsavedText(self.query_one(Input).value)
        self.draw()
        self.query_one(VerticalScroll).scroll_home(animate=False)
        self.refresh_bindings()

    def action_write(self) -> None:
        """Import in a thread, then ask from the banks as they are now."""
        if self.dry_run is None:
            return
        study, banks, dry_run = self.study, self.shell.launch.banks, self.dry_run

        def write() -> Catalog:
            paths = study.paths
            write_import(dry_run.targets, dry_run.events, paths, study.clock(), self.on_progress)
            return with_overrides(open_catalog(study.settings, banks, paths.cache), paths.overrides, paths.cache)

        self.run(write, partial(self._written, dry_run=dry_run))

    def _written(self, written: Catalog | MlflashError, *, dry_run: DryRun) -> None:
        try:
            if isinstance(written, MlflashError):
                raise written
            self.study.use_catalog(written)
            self.study.refresh()
        except MlflashError as error:
            self.shell.report(error)
            return
        names = ", ".join(one_line(target.file.path.name) for target in dry_run.targets)
        self.shell.notify(f"Imported into {names}", timeout=8, markup=False)
        if is_open(self):
            self.dismiss()

    def action_scroll(self, rows: int) -> None:
        """Scroll what is taller than the screen."""
        self.query_one(VerticalScroll).scroll_relative(y=rows, animate=False)
