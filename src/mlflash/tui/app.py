"""The application: themes, screens, what every screen shares."""

from __future__ import annotations

import asyncio
import gc
import signal
from collections.abc import Callable, Iterable
from contextlib import suppress
from threading import Thread
from time import monotonic
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.events import Event, InputEvent
from textual.screen import Screen
from textual.theme import Theme

from mlflash.errors import MlflashError
from mlflash.study.launch import LaunchOptions, open_study
from mlflash.study.study import Study
from mlflash.tui.keyboard import Keyboard
from mlflash.tui.terminal import watch
from mlflash.tui.textual_private import notifications, remove_notifications
from mlflash.tui.themes import THEMES

if TYPE_CHECKING:
    from textual.command import Provider

    from mlflash.bank.filter import Filter

NOTE = "Note"
"""The title of what is told of the journal and the banks, which no key takes away."""
PAUSE = 2.0
"""Seconds without a key or a click after which nobody is kept waiting."""


def _palette() -> type[Provider]:
    """What the palette asks, imported when it is first opened."""
    from mlflash.tui.palette import Commands

    return Commands


class MlflashApp(Keyboard):
    """Drills one reader's study."""

    TITLE = "mlflash"
    CSS_PATH = "mlflash.tcss"
    ENABLE_COMMAND_PALETTE = True
    COMMANDS: ClassVar[set[Any]] = {_palette}
    VERTICAL_BREAKPOINTS = [(0, "-short"), (26, "-tall")]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("question_mark", "help", "help", key_display="?", tooltip="All keys of this screen", id="help"),
        Binding(
            "ctrl+z",
            "suspend_process",
            "suspend the program",
            show=False,
            tooltip="To the shell; fg comes back",
            id="to-shell",
        ),
        Binding("ctrl+q", "quit", "quit", show=False, priority=True, tooltip="Save and leave", id="quit"),
    ]

    def __init__(self, study: Study, launch: LaunchOptions) -> None:
        # Before anything is computed from it: a theme set later would have every style computed twice.
        self.set_reactive(App.theme, study.settings.theme)
        super().__init__(study.settings.keys)
        self.study, self.launch = study, launch
        self._used, self._untidy = 0.0, False
        if self.theme not in self.available_themes:
            self.theme = THEMES[0].name

    @property
    def available_themes(self) -> dict[str, Theme]:
        """Textual's themes and our own."""
        return {**super().available_themes, **{theme.name: theme for theme in THEMES}}

    def on_mount(self) -> None:
        if self.launch.drill:
            from mlflash.tui.drill.screen import DrillScreen

            self.push_screen(DrillScreen(self.study, self.launch))
        else:
            self.go_home()
            if self.launch.mode == "mock":
                from mlflash.tui.mock.screen import begin_at_once

                begin_at_once(self)
            elif self.study.settings.welcome and self._new_reader():
                from mlflash.tui.home.welcome import WelcomeScreen

                self.push_screen(WelcomeScreen(self.study))
        if any(self.study.paths.overrides.glob("*.editing")):
            from mlflash.tui.editor import offer_drafts

            offer_drafts(self, self._reopen_cards)  # before a key can begin another edit
        self._leave_when_told()
        self.call_after_refresh(self._settle)

    def _reopen_cards(self) -> None:
        """Show the card of a drill again: it was edited."""
        from mlflash.tui.drill.screen import DrillScreen

        for screen in self.screen_stack:
            if isinstance(screen, DrillScreen):
                screen.reopen()

    def _new_reader(self) -> bool:
        """Whether there is no journal, and nothing that tells of one."""
        return self.study.loss is None and not any(self.study.paths.journal_dir.glob("*.jsonl"))

    def _leave_when_told(self) -> None:
        """Asked to end by the system, or without a terminal, save and put the terminal back as it was."""
        loop = asyncio.get_running_loop()
        for name in ("SIGTERM", "SIGHUP"):
            with suppress(AttributeError, NotImplementedError, RuntimeError, ValueError):
                loop.add_signal_handler(getattr(signal, name), self.exit)

        def leave() -> None:
            with suppress(RuntimeError):  # the app is already over
                loop.call_soon_threadsafe(self.exit)

        if not self.is_headless:
            watch(leave)

    def _settle(self) -> None:
        """After the first paint: do what can wait, and tell what there is to tell."""
        Thread(target=self._work_beside, daemon=True).start()
        gc.disable()
        gc.freeze()  # what the start has made stays: no collection need look at it again
        self.set_interval(PAUSE, self._collect)
        self.set_interval(PAUSE, self._tell_news)
        for complaint in self.study.complaints:
            if complaint == self.study.loss and not self.launch.drill:
                continue  # the first screen says so as long as it lasts
            self.notify(complaint, title=NOTE, severity="warning", timeout=12, markup=False)
        if self.study.settings.theme not in self.available_themes:
            named = f"theme: there is none called {self.study.settings.theme}"
            self.notify(named, title="Settings", severity="warning", timeout=8, markup=False)
        self.set_interval(30, self._save)

    async def on_event(self, event: Event) -> None:
        if isinstance(event, InputEvent):
            self._used, self._untidy = monotonic(), True
        await super().on_event(event)

    def _tell_news(self) -> None:
        """Tell what has befallen the journal meanwhile."""
        news = "\n".join(self.study.news())
        if news:
            self.notify(news, title=NOTE, severity="warning", timeout=15, markup=False)

    def _collect(self) -> None:
        """Collect garbage once the reader has paused: a collection takes longer than a card does to appear."""
        if self._untidy and monotonic() - self._used > PAUSE:
            self._untidy = False
            gc.collect()

    def _work_beside(self) -> None:
        """In a thread of its own: the day's backup, then faults in the reader's keys."""
        from mlflash.store.backups import daily
        from mlflash.store.files import reason

        try:
            if self.study.paths.journal_dir.exists():
                daily(self.study.paths, self.study.moment.day)
        except MlflashError as error:
            self._tell_from_thread(str(error), "No backup today")
        except OSError as error:
            why = f"{self.study.paths.journal_dir}: {reason(error)}"
            self._tell_from_thread(why, "No backup today")
        if self.study.settings.keys:
            from mlflash.tui.keymap import faults

            for fault in faults(self.study.settings.keys):
                self._tell_from_thread(fault, "Settings")

    def _tell_from_thread(self, text: str, title: str) -> None:
        with suppress(RuntimeError):  # the app is already over
            self.call_from_thread(self.notify, text, title=title, severity="warning", timeout=12, markup=False)

    def go_home(self) -> None:
        """Open the first screen below whatever comes."""
        from mlflash.tui.home.screen import HomeScreen

        self.push_screen(HomeScreen(self.study))

    def drill(self, options: LaunchOptions) -> None:
        """Open the drill with these options."""
        self._clear_information()
        from mlflash.tui.drill.screen import DrillScreen

        self.push_screen(DrillScreen(self.study, options))

    def clear_notifications(self) -> None:
        """Remove the messages shown, but not those titled `NOTE`. Every grade calls this."""
        remove_notifications(self, [shown for shown in notifications(self) if shown.title != NOTE])

    def _clear_information(self) -> None:
        """Remove one screen's messages before another opens; a warning stays for its time."""
        if all(shown.severity == "information" for shown in notifications(self)):
            self.clear_notifications()

    def open_screen(self, name: str) -> None:
        """Open a screen by its name; each is imported when it is first wanted."""
        self._clear_information()
        match name:
            case "browse":
                from mlflash.tui.browse.screen import BrowseScreen

                self.push_screen(BrowseScreen(self.study))
            case "stats":
                from mlflash.tui.stats.screen import StatsScreen

                self.push_screen(StatsScreen(self.study))
            case "weak":
                from mlflash.tui.weak.screen import WeakScreen

                self.push_screen(WeakScreen(self.study))
            case "plan":
                from mlflash.tui.plan.screen import PlanScreen

                self.push_screen(PlanScreen(self.study))
            case "mock":
                from mlflash.tui.mock.screen import MockScreen

                self.push_screen(MockScreen(self.study))
            case "settings":
                from mlflash.tui.settings.screen import SettingsScreen

                self.push_screen(SettingsScreen(self.study))
            case "about":
                from mlflash.tui.about.screen import AboutScreen

                self.push_screen(AboutScreen(self.study))
            case "lightning":
                from mlflash.tui.dialogs.probe_dialog import ProbeScreen, lightning

                self.push_screen(ProbeScreen(self.study, lightning(self.study)))

    def go(self, name: str) -> None:
        """Open a screen over the first one, from wherever the reader is; a sitting is left as by its own key."""
        from mlflash.tui.drill.screen import DrillScreen

        here = self.screen
        if isinstance(here, DrillScreen):
            here.action_leave()
            if here in self.screen_stack:
                return  # it has something to ask first
        while len(self.screen_stack) > 2:
            self.pop_screen()
        self.open_screen(name)

    def try_theme(self, name: str) -> None:
        """Show a theme, where there is one of that name."""
        if name in self.available_themes:
            self.theme = name

    def ask_filter(self, chosen: Filter, then: Callable[[Filter | None], None]) -> None:
        """Open the filter dialog."""
        from mlflash.tui.dialogs.filter_dialog import FilterScreen

        self.push_screen(FilterScreen(self.study, chosen), then)

    async def action_quit(self) -> None:
        """Save and leave; a screen that `holds` what is not kept yet is asked first, also from below a dialog."""
        holders = [screen for screen in reversed(self.screen_stack) if hasattr(screen, "holds")]
        if not any(screen.holds() for screen in holders):
            self.exit()

    def action_help(self) -> None:
        """Show every key of the screen."""
        from mlflash.tui.dialogs.help import Help, HelpScreen, keys_of

        def do(clicked: Help | None) -> None:
            if clicked is not None:
                self.runner(clicked.node, clicked.action)()

        self.push_screen(HelpScreen(keys_of(self, self.screen)), do)

    def action_help_quit(self) -> None:
        """Ctrl-C: say once how to leave."""
        self.clear_notifications()
        self.notify("ctrl+q saves and leaves", timeout=4)

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """What the palette offers on a screen."""
        from mlflash.tui.palette import commands

        yield from commands(self, screen)
        yield from (one for one in super().get_system_commands(screen) if one.title == "Screenshot")

    def runner(self, node: Any, action: str) -> Callable[[], None]:
        """Does an action once the dialog it was chosen in is gone."""

        def run() -> None:
            self.call_later(self.run_action, action, node)

        return run

    def report(self, error: MlflashError) -> None:
        """Tell the reader what went wrong, in its one line."""
        self.notify(str(error), title="Not done", severity="error", timeout=10, markup=False)

    def _save(self) -> None:
        with suppress(MlflashError):
            self.study.save()

    def on_unmount(self) -> None:
        gc.enable()
        self.study.close()


def run(launch: LaunchOptions) -> int:
    """Open the app and return its exit code."""
    study = open_study(launch)
    app = MlflashApp(study, launch)
    app.run()
    return app.return_code or 0
