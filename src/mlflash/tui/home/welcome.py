"""The first start: what mlflash is in three sentences, the interview's date, then the first card."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from mlflash.amounts import count_of
from mlflash.errors import MlflashError
from mlflash.study.study import Study
from mlflash.tui.dialogs.unsaved import UnsavedText
from mlflash.tui.open_screen import Drawn
from mlflash.tui.shell import ShellUser
from mlflash.tui.themes import DIM
from mlflash.tui.wrap import wrap

HOW = "Say four lines aloud, show the answer, tick the lines you had: the grade follows. That is all."
DATE_FORMS = ("%d %b", "%d %B", "%b %d", "%B %d")
"""The forms of a date without its year, as 17 Dec."""


def welcome_rows(cards: int, width: int) -> list[Content]:
    """What mlflash is, in rows of at most `width` columns."""
    about = f"{count_of(cards, 'question')} that machine-learning interviews ask, likely ones first."
    return [
        Content.styled("Welcome to mlflash", "bold $primary"),
        Content(),
        *map(Content, wrap(about, width)),
        *map(Content, wrap(HOW, width)),
    ]


def interview_date(text: str, day: date) -> date | None:
    """The date that was typed, as days from today or as a date; None for no text. Raises `MlflashError`."""
    from mlflash.study.interview_plan import parse_date

    text = " ".join(text.split())
    if not text:
        return None
    if text.isascii() and text.isdigit():
        return parse_date(f"+{text}", day)
    for form in DATE_FORMS:
        for year in (day.year, day.year + 1):
            try:
                on = datetime.strptime(f"{text} {year}", f"{form} %Y").date()  # noqa: DTZ007 (a date alone)
            except ValueError:
                continue
            if on >= day:
                return on
    try:
        on = parse_date(text, day)
    except MlflashError:
        raise MlflashError(
            f"“{text}” is no date: type a number of days, or 2026-12-17, or 17 Dec", code=2
        ) from None
    if on < day:
        raise MlflashError(f"{on} is past: type a day from today on, or nothing", code=2)
    return on


class WelcomeScreen(Drawn, ShellUser, ModalScreen[None]):
    """Ask a new reader once when the interview is, and begin with the first card."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "enter,ctrl+s", "begin", "first card", key_display="⏎", priority=True, tooltip="Begin", id="begin"
        ),
        Binding("escape", "leave", "look around first", key_display="esc", tooltip="To Home", id="back"),
    ]
    CSS = """
    WelcomeScreen .dialog { max-width: 76; padding: 1 2; }
    WelcomeScreen Horizontal { height: 1; margin-top: 1; }
    WelcomeScreen Horizontal > Static { width: auto; }
    WelcomeScreen Input { width: 14; }
    WelcomeScreen #fault { color: $error; height: auto; }
    WelcomeScreen #keys { margin-top: 1; height: auto; }
    WelcomeScreen.-short .dialog { width: 100%; max-height: 100%; padding: 0 1; }
    """

    def __init__(self, study: Study) -> None:
        super().__init__()
        self.study = study
        self._unsaved = UnsavedText("")

    def compose(self) -> ComposeResult:
        with VerticalScroll(classes="dialog", can_focus=False):
            yield Static(id="what")
            with Horizontal():
                yield Static("Interview in ")
                yield Input(placeholder="e.g. 21", compact=True, id="interview")
                yield Static(id="unit")
            yield Static(id="fault")
            yield Static(id="keys")

    def on_mount(self) -> None:
        self.query_one(Input).focus()

    def lay_out(self) -> None:
        """Lay the text out in the width of the dialog."""
        width = max(24, self.query_one(VerticalScroll).scrollable_content_region.width)
        rows = welcome_rows(len(self.study.view().cards()), width)
        self.query_one("#what", Static).update(Content("\n").join(rows))
        unit = " days, or a date; empty if none yet" if width >= 66 else " days or a date; or empty"
        self.query_one("#unit", Static).update(Content.styled(unit, DIM))
        keys = Content.assemble(
            ("⏎", "bold $primary"), (" first card    ", DIM), ("esc", "bold $primary"), (" look around first", DIM)
        )
        self.query_one("#keys", Static).update(keys)

    @on(Input.Changed)
    def _typed(self) -> None:
        self._say("")

    def _say(self, fault: str) -> None:
        self.query_one("#fault", Static).update(Content(fault))

    def action_begin(self) -> None:
        """Save the date, then ask the first card; for a wrong date show why."""
        try:
            on_day = interview_date(self.query_one(Input).value, self.study.view().day)
            if on_day is not None:
                self._save(on_day)
        except MlflashError as error:
            message = str(error)
            self._say(message[0].upper() + message[1:])
            return
        self.dismiss()
        self.shell.drill()

    def _save(self, on_day: date) -> None:
        from mlflash.store.settings_file import change_settings
        from mlflash.study.interview_plan import changes, with_date

        study = self.study
        settings = with_date(study.settings, on_day, study.view().day)
        change = {"interviews": changes(settings)["interviews"]}
        study.use_settings(settings, lambda: change_settings(study.paths.config, change))

    def action_leave(self) -> None:
        """Return to the first screen; if a date is typed, ask once before."""
        if not self.warn_unsaved():
            self.dismiss()

    def warn_unsaved(self) -> bool:
        """Warn once before a typed date is lost; returns whether it warned."""
        return self._unsaved.warn(self.query_one(Input).value.strip(), self._say)
