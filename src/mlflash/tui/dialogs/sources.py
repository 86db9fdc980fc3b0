"""Sources with their whole addresses, to open or to copy."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from mlflash.amounts import count_of
from mlflash.bank.text import one_line
from mlflash.tui.dialogs.dialog import Dialog
from mlflash.tui.links import browse, refusal, warning
from mlflash.tui.open_screen import Drawn
from mlflash.tui.themes import DIM
from mlflash.tui.wrap import wrap


def source_rows(number: int, title: str, url: str, width: int) -> Content:
    """A source in full: number, title, whole address, and a warning about the address if there is one."""
    rows = [Content(row) for row in wrap(f"[{number}] {one_line(title)}", width)]
    rows += [Content.styled(row, DIM) for row in wrap(one_line(url), width)]
    why = refusal(url)
    note = f"not opened: {why}" if why else warning(url)
    if note:
        rows += [Content.styled(row, "$warning") for row in wrap(note, width)]
    return Content("\n").join(rows)


class SourcesScreen(Drawn, Dialog[None]):
    """A list of (title, address) pairs; Enter opens one in the browser."""

    TIMED = True

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "open", key_display="⏎", tooltip="Open in the browser", priority=True, id="open"),
        Binding("1-9", "key_range", "open that one"),
        *(Binding(str(n), f"pick({n})", f"open source {n}", show=False, id=f"source-{n}") for n in range(1, 10)),
        Binding("c", "copy", "copy address", tooltip="Copy the address to the clipboard", id="copy"),
        Binding("escape,q", "leave", "back", key_display="esc", tooltip="Back", id="back"),
    ]

    def __init__(self, sources: Sequence[tuple[str, str]]) -> None:
        super().__init__(count_of(len(sources), "source"))
        self.sources = list(sources)

    def body(self) -> ComposeResult:
        """The titles."""
        yield OptionList(*(Option(Content(one_line(title))) for title, _ in self.sources))

    def on_mount(self) -> None:
        options = self.query_one(OptionList)
        options.focus()
        options.action_first()

    def lay_out(self) -> None:
        """Write titles and addresses in the width there is."""
        options = self.query_one(OptionList)
        width = max(10, options.scrollable_content_region.width - 2)
        roomy = self.has_class("-tall")
        for i, (title, url) in enumerate(self.sources):
            rows = source_rows(i + 1, title, url, width)
            apart = roomy and i < len(self.sources) - 1
            options.replace_option_prompt_at_index(i, rows + Content("\n") if apart else rows)
        total = sum(option.prompt.plain.count("\n") + 1 for option in options.options)  # type: ignore[union-attr]
        options.styles.height = max(1, min(total, self.size.height - (9 if roomy else 5)))

    @property
    def chosen(self) -> str | None:
        """The highlighted address."""
        at = self.query_one(OptionList).highlighted
        return None if at is None else self.sources[at][1]

    @on(OptionList.OptionSelected)
    def action_open(self) -> None:
        """Open the highlighted address."""
        if self.chosen is not None:
            self._open(self.chosen)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only numbers that a source has."""
        return action != "pick" or int(str(parameters[0])) <= len(self.sources)

    def action_pick(self, number: int) -> None:
        """Open the source with this number."""
        self.query_one(OptionList).highlighted = number - 1
        self.action_open()

    @work(thread=True)
    def _open(self, url: str) -> None:
        why = browse(url)
        if why is None:
            self.notify("Handed to the browser", timeout=3)
        else:
            self.notify(f"Not opened: {why}. c copies the address", severity="warning", timeout=8, markup=False)

    def action_copy(self) -> None:
        """Copy the highlighted address."""
        if self.chosen is not None:
            self.app.copy_to_clipboard(self.chosen)
            self.notify("Copied, where the terminal allows it", timeout=3)
