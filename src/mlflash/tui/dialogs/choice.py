"""Choose one of a few values; the highlighted value is tried at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from mlflash.errors import MlflashError
from mlflash.store.settings_file import change_settings
from mlflash.tui.dialogs.dialog import Dialog
from mlflash.tui.themes import FAINT

if TYPE_CHECKING:
    from mlflash.tui.shell import Shell


class ChoiceScreen(Dialog[str | None]):
    """Returns the value chosen, None if the dialog was left; `preview` is called with each highlighted value."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "enter,ctrl+s",
            "choose",
            "choose",
            key_display="⏎",
            tooltip="Take this one",
            priority=True,
            id="choose",
        ),
        Binding("escape,q", "leave", "back", key_display="esc", tooltip="Leave it as it was", id="back"),
    ]
    CSS = """
    ChoiceScreen { background: $background 30%; align-horizontal: right; }
    ChoiceScreen .dialog { max-width: 40; }
    """

    def __init__(
        self, title: str, values: Sequence[str], current: str, preview: Callable[[str], None] | None = None
    ) -> None:
        super().__init__(title)
        self.values, self.current, self.preview = list(values), current, preview

    def body(self) -> ComposeResult:
        """The values."""
        rows = (
            Content.assemble(("◉ ", "$primary") if value == self.current else ("○ ", FAINT), value)
            for value in self.values
        )
        yield OptionList(*map(Option, rows))

    def on_mount(self) -> None:
        options = self.query_one(OptionList)
        options.focus()
        options.highlighted = self.values.index(self.current) if self.current in self.values else 0

    @on(events.Resize)
    def _resized(self) -> None:
        self.query_one(OptionList).styles.height = max(1, min(len(self.values), self.size.height - 8))

    @on(OptionList.OptionHighlighted)
    def _highlighted(self, event: OptionList.OptionHighlighted) -> None:
        if self.preview is not None:
            self.preview(self.values[event.option_index])

    @on(OptionList.OptionSelected)
    def action_choose(self) -> None:
        """Return the highlighted value."""
        at = self.query_one(OptionList).highlighted
        self.dismiss(None if at is None else self.values[at])


def themes(shell: Shell) -> list[str]:
    """The names of all themes: those of mlflash first, those with the terminal's colors last."""
    return sorted(shell.available_themes, key=lambda name: (name[:7] != "mlflash", name[:4] == "ansi", name))


def choose_theme(shell: Shell) -> None:
    """Try themes over the current screen, and keep one in the settings."""
    study = shell.study

    def chosen(name: str | None) -> None:
        shell.try_theme(name or study.settings.theme)
        if name is None:
            return
        try:
            wanted = study.settings._replace(theme=name)
            study.use_settings(wanted, lambda: change_settings(study.paths.config, {"theme": name}))
        except MlflashError as error:
            shell.report(error)

    shell.push_screen(ChoiceScreen("Theme", themes(shell), shell.theme, shell.try_theme), chosen)
