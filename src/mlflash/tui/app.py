"""The app: start and end, messages, themes, and the way from screen to screen."""

from __future__ import annotations

import asyncio
import gc
import signal
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from threading import Thread
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import SystemCommand
from textual.binding import Binding, BindingType
from textual.screen import Screen

from mlflash.bank.filter import EVERYTHING
from mlflash.errors import MlflashError
from mlflash.study.launch import LaunchOptions, open_study
from mlflash.study.session import SessionMode
from mlflash.tui.messages import NOTE
from mlflash.tui.shell import Shell
from mlflash.tui.terminal import watch

if TYPE_CHECKING:
    from textual.command import Provider

    from mlflash.bank.filter import Filter
    from mlflash.study.line_drill import LineItem

NEWS_PERIOD = 2.0
"""Seconds between two looks for new warnings."""
KEYS_WAIT = 1.0
"""The longest that a key waits for a journal locked by another program, in seconds; the same key tries again."""


def _palette() -> type[Provider]:
    """The command provider of the palette, imported when the palette is first opened."""
    from mlflash.tui.palette import Commands

    return Commands


class MlflashApp(Shell):
    """The screens around one reader's study."""

    TITLE = "mlflash"
    CSS_PATH = "mlflash.tcss"
    ENABLE_COMMAND_PALETTE = True
    COMMANDS: ClassVar[set[Any]] = {_palette}
    VERTICAL_BREAKPOINTS = [(0, "-short"), (26, "-tall")]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+p", "command_palette", "commands", tooltip="Search all commands", id="commands"),
        Binding("question_mark", "help", "help", tooltip="All keys of this screen", id="help"),
        Binding(
            "ctrl+z",
            "suspend_process",
            "suspend the program",
            show=False,
            tooltip="To the shell; fg comes back",
            id="to-shell",
        ),
        Binding("ctrl+q", "quit", "quit", show=False, priority=True, tooltip="Quit", id="quit"),
    ]

    def on_mount(self) -> None:
        if self.launch.drill and self.launch.mode is SessionMode.LINES:
            self.drill_lines(chosen=self.launch.chosen, limit=self.launch.limit)
        elif self.launch.drill:
            from mlflash.tui.drill.screen import DrillScreen

            self.push_screen(DrillScreen(self.study, self.launch))
        else:
            self.go_home()
            if self.launch.mode is SessionMode.MOCK:
                from mlflash.tui.mock.screen import begin_at_once

                begin_at_once(self)
            elif self.study.settings.welcome and self._new_reader() and self.launch.new_card is None:
                from mlflash.tui.home.welcome import WelcomeScreen

                self.push_screen(WelcomeScreen(self.study))
        if any(self.study.paths.overrides.glob("*.editing")):
            from mlflash.tui.editor import offer_drafts

            offer_drafts(self, self._reopen_cards)  # before a key can begin another edit
        if self.launch.new_card is not None:
            from mlflash.tui.new_card.adding import add_as_launched

            self.call_after_refresh(add_as_launched, self)
        self._exit_on_signals()
        self.call_after_refresh(self._after_first_frame)

    def _reopen_cards(self) -> None:
        """Show the card of a drill again after an edit."""
        from mlflash.tui.drill.screen import DrillScreen

        for screen in self.screen_stack:
            if isinstance(screen, DrillScreen):
                screen.reopen()

    def _new_reader(self) -> bool:
        """Whether there is no journal, and none has been lost."""
        return self.study.loss is None and not any(self.study.paths.journal_dir.glob("*.jsonl"))

    def _exit_on_signals(self) -> None:
        """Save, restore the terminal and exit on a signal, or when the terminal goes away."""
        loop = asyncio.get_running_loop()
        for name in ("SIGTERM", "SIGHUP"):
            with suppress(AttributeError, NotImplementedError, RuntimeError, ValueError):
                loop.add_signal_handler(getattr(signal, name), self.exit)

        def leave() -> None:
            with suppress(RuntimeError):  # the app is already over
                loop.call_soon_threadsafe(self.exit)

        if not self.is_headless:
            watch(leave)

    def _after_first_frame(self) -> None:
        """Run deferred start-up work and show pending warnings once the first frame is drawn."""
        Thread(target=self._deferred_work, daemon=True).start()
        gc.freeze()  # the objects of the start stay: later collections skip them and are short
        gc.enable()
        self.set_interval(NEWS_PERIOD, self._show_news)
        from mlflash.study.update_notices import changed_notice_once

        notice = changed_notice_once(self.study.view(), self.study.paths.cache)
        for complaint in (*self.study.complaints, *filter(None, [notice])):
            if complaint == self.study.loss and not self.launch.drill:
                continue  # Home shows it until the reviews are restored
            self.notify(complaint, title=NOTE, severity="warning", timeout=12, markup=False)
        self.set_interval(30, self._save)
        from mlflash.tui.catalog_watch import watch_cards
        from mlflash.tui.dialogs.news import show_news

        self.between_cards = watch_cards(self)
        show_news(self)

    def _show_news(self) -> None:
        """Show new warnings about the journal."""
        news = "\n".join(self.study.new_warnings())
        if news:
            self.notify(news, title=NOTE, severity="warning", timeout=15, markup=False)

    def _deferred_work(self) -> None:
        """Make the day's backup, then check the reader's keys; runs in a thread of its own."""
        from mlflash.store.backups import daily
        from mlflash.store.files import reason

        try:
            if self.study.paths.journal_dir.exists():
                daily(self.study.paths, self.study.view().day)
        except (MlflashError, OSError) as error:
            folder = self.study.paths.journal_dir
            why = f"{folder}: {reason(error)}" if isinstance(error, OSError) else str(error)
            self._warn_from_thread(why, "No backup today")
        if self.study.settings.keys:
            from mlflash.tui.keymap import faults

            for fault in faults(self.study.settings.keys):
                self._warn_from_thread(fault, "Settings")

    def _warn_from_thread(self, text: str, title: str) -> None:
        with suppress(RuntimeError):  # the app is already over
            self.call_from_thread(self.notify, text, title=title, severity="warning", timeout=12, markup=False)

    def go_home(self) -> None:
        """Open the first screen."""
        from mlflash.tui.home.screen import HomeScreen

        self.push_screen(HomeScreen(self.study))

    def drill(self, chosen: Filter = EVERYTHING, mode: SessionMode = SessionMode.DRILL) -> None:
        """Open the drill on the cards chosen."""
        from mlflash.tui.drill.screen import DrillScreen

        options = self.launch._replace(chosen=chosen, limit=None, mode=mode)
        self.push_screen(DrillScreen(self.study, options))

    def drill_lines(
        self, lines: Sequence[LineItem] | None = None, chosen: Filter = EVERYTHING, limit: int | None = None
    ) -> None:
        """Open the line drill on these lines, or on those the reader keeps missing among the cards chosen."""
        from mlflash.tui.lines.screen import LineDrillScreen

        self.push_screen(LineDrillScreen(self.study, lines, chosen, limit))

    def open_screen(self, name: str) -> None:
        """Open a screen by its name; its module is imported then."""
        if name == "lines":
            self.drill_lines()
            return
        from mlflash.tui.screens import screen_named

        if name == "new-card":
            from mlflash.tui.new_card.adding import add_card

            add_card(self)
        else:
            self.push_screen(screen_named(name, self.study))

    def go(self, name: str) -> None:
        """Close all screens but the first, and open another; a drill asks as when its own key leaves it."""
        from mlflash.tui.drill.screen import DrillScreen

        here = self.screen
        if isinstance(here, DrillScreen):
            here.action_leave()
            if here in self.screen_stack:
                return  # it asks before it is left
        while len(self.screen_stack) > 2:
            self.pop_screen()
        self.open_screen(name)

    def ask_filter(self, chosen: Filter, then: Callable[[Filter | None], None]) -> None:
        """Open the filter dialog."""
        from mlflash.tui.dialogs.filter_dialog import FilterScreen

        self.push_screen(FilterScreen(self.study, chosen), then)

    async def action_quit(self) -> None:
        """Save and exit, unless a screen, even below a dialog, has unsaved work and warns of it once."""
        screens = [screen for screen in reversed(self.screen_stack) if hasattr(screen, "warn_unsaved")]
        if not any(screen.warn_unsaved() for screen in screens):
            self.exit()

    def action_help(self) -> None:
        """Show every key of the screen."""
        from mlflash.tui.dialogs.help import HelpEntry, HelpScreen, keys_of

        def act(clicked: HelpEntry | None) -> None:
            if clicked is not None:
                self.runner(clicked.node, clicked.action)()

        self.push_screen(HelpScreen(keys_of(self, self.screen), getattr(self.screen, "GROUPS", {})), act)

    def action_help_quit(self) -> None:
        """Say on Ctrl-C how to leave."""
        self.notify("ctrl+q saves and leaves", timeout=4)

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """The commands that the palette offers on a screen."""
        from mlflash.tui.palette import commands

        yield from commands(self, screen)
        yield from (own for own in super().get_system_commands(screen) if own.title == "Screenshot")

    def _save(self) -> None:
        with suppress(MlflashError):
            self.study.save()

    def on_unmount(self) -> None:
        self.study.close()


def run(launch: LaunchOptions) -> int:
    """Open the app and return its exit code."""
    study = open_study(launch)
    study.ledger.journal.wait_at_most(KEYS_WAIT)
    app = MlflashApp(study, launch)
    app.run()
    return app.return_code or 0
