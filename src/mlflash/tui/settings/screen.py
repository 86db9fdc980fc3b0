"""All settings with what they mean, changed in place and in force at once."""

from __future__ import annotations

from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from mlflash.errors import MlflashError
from mlflash.store.settings import SETTINGS, Settings
from mlflash.store.settings_file import change_settings
from mlflash.study.banks import open_catalog
from mlflash.study.ledger import Refold
from mlflash.study.overrides import with_overrides
from mlflash.study.study import Study
from mlflash.tui.dialogs.unsaved import UnsavedText
from mlflash.tui.open_screen import Drawn, is_open
from mlflash.tui.settings import rows
from mlflash.tui.settings.rows import Change
from mlflash.tui.shell import ShellUser
from mlflash.tui.widgets.key_bar import KeyBar


class SettingsScreen(Drawn, ShellUser, Screen[None]):
    """A list of settings; Enter changes the one highlighted."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "change", "change", key_display="⏎", tooltip="Change it", priority=True, id="change"),
        Binding("space", "change", "change", show=False),
        Binding(
            "ctrl+s,enter", "save", "save", key_display="⏎", tooltip="Save what is typed", priority=True, id="save"
        ),
        Binding("d", "default", "default", tooltip="Return it to its default", id="default"),
        Binding("escape,q", "leave", "back", key_display="esc", tooltip="Back", id="back"),
    ]
    CSS = """
    SettingsScreen #list { height: 1fr; }
    SettingsScreen #about { height: auto; max-height: 4; min-height: 2; width: 100%; padding: 0 2; margin-top: 1; }
    SettingsScreen #value { display: none; border: round $primary; background: $surface; }
    SettingsScreen #value.-open { display: block; }
    SettingsScreen.-short #value { border: none; height: 1; padding: 0 2; }
    """

    def __init__(self, study: Study) -> None:
        super().__init__()
        self.study = study
        self.editing: str | None = None
        self._fault, self._meaning = "", ""
        self._refolding = False
        self._unsaved = UnsavedText("")

    def compose(self) -> ComposeResult:
        with Vertical(classes="column"):
            yield Static(Content.assemble("  ", ("Settings", "bold $primary")), id="head")
            yield OptionList(id="list")
            yield Static(id="about")
            yield Input(id="value", select_on_focus=False)
        yield KeyBar()

    def on_mount(self) -> None:
        options = self.query_one(OptionList)
        for group, keys in rows.setting_groups().items():
            if options.option_count:
                options.add_option(Option("", disabled=True))
            options.add_option(Option(Content.styled(f"  {group}", "bold"), disabled=True))
            options.add_options(Option("", id=key) for key in keys)
        options.focus()
        options.action_first()

    def lay_out(self) -> None:
        """Write every value as it now is."""
        options = self.query_one(OptionList)
        width = options.scrollable_content_region.width or min(88, self.size.width)
        for key in SETTINGS:
            options.replace_option_prompt(key, rows.setting_row(key, self.study.settings, width))
        self._explain()

    @property
    def key(self) -> str | None:
        """The setting highlighted."""
        option = self.query_one(OptionList).highlighted_option
        return None if option is None else option.id

    def _explain(self) -> None:
        key = self.editing or self.key
        state = "recomputing the schedule …" if self._refolding else ""
        if not state and self.editing:
            state = f"{SETTINGS[self.editing].label}: {self._meaning} · ⏎ saves, esc leaves"
        self.query_one("#about", Static).update(rows.about_setting(key, self._fault, state))

    @on(OptionList.OptionHighlighted)
    def _highlighted(self) -> None:
        self._say("")

    @on(Input.Changed)
    def _typed(self) -> None:
        """Check what is typed, and say what it means or what is expected."""
        if self.editing is None:
            return
        self._fault, self._meaning = "", ""
        try:
            value = self._read()
            parsed = SETTINGS[self.editing].parse(value)
        except ValueError as error:
            self._fault = str(error)
        else:
            wanted = self.study.settings._replace(**{self.editing: parsed})
            self._meaning = rows.in_words(self.editing, wanted)
        self._explain()

    def _read(self) -> Any:
        assert self.editing is not None
        return rows.parse_typed(self.editing, self.query_one("#value", Input).value, self.study.settings)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While a value is typed, letters are letters."""
        if action in ("change", "default", "save"):
            return (self.editing is None) == (action != "save")
        return True

    # Changing

    @on(OptionList.OptionSelected)
    def action_change(self) -> None:
        """Flip it, choose, or type another value."""
        key = self.key
        if key is None or self.editing is not None:
            return
        match rows.edit_kind(key):
            case "truth":
                self.put(key, not getattr(self.study.settings, key))
            case "choice":
                self._choose(key)
            case _:
                self._open(key)

    def _choose(self, key: str) -> None:
        from mlflash.tui.dialogs.choice import ChoiceScreen, themes

        current = str(getattr(self.study.settings, key))
        if key == "theme":
            values, tried = themes(self.shell), self.shell.try_theme
        else:
            values, tried = list(SETTINGS[key].choices), None

        def chosen(value: str | None) -> None:
            if value is not None:
                self.put(key, value)
            if key == "theme":
                self.shell.try_theme(self.study.settings.theme)

        self.app.push_screen(ChoiceScreen(SETTINGS[key].label, values, current, tried), chosen)

    def _open(self, key: str) -> None:
        self.editing, self._meaning = key, rows.in_words(key, self.study.settings)
        field = self.query_one("#value", Input)
        field.add_class("-open")
        with field.prevent(Input.Changed):
            field.value = rows.as_typed(key, self.study.settings)
        self._unsaved = UnsavedText(field.value)
        field.action_select_all()  # what is typed takes the old value's place
        field.focus()
        self._explain()
        self.refresh_bindings()

    def _close(self) -> None:
        self.editing, self._fault = None, ""
        self.query_one("#value", Input).remove_class("-open")
        self.query_one(OptionList).focus()
        self.refresh_bindings()
        self.draw()

    def put(self, key: str, value: Any) -> None:
        """Write a setting (None: its default) and use it from now on, or say why not.

        Where it changes the schedule, the journal is first folded again in a thread.
        """
        parsed = getattr(Settings(), key) if value is None else SETTINGS[key].parse(value)
        wanted = self.study.settings._replace(**{key: parsed})
        change = Change(key, value, parsed)
        if wanted.parameters == self.study.settings.parameters:
            self._use(change, None)
        elif self._refolding:
            self._fail(MlflashError("the schedule is being recomputed; try again in a moment"))
        else:
            self._refold(change, wanted)

    def _refold(self, change: Change, wanted: Settings) -> None:
        self._refolding = True
        app, study = self.app, self.study

        def refold() -> None:
            result: Refold | MlflashError | None
            try:
                result = study.refolded(wanted)
            except MlflashError as error:
                result = error
            app.call_from_thread(self._refolded, change, result)

        app.run_worker(refold, thread=True)  # the app's: it continues when this screen is left
        self._explain()

    def _refolded(self, change: Change, refold: Refold | MlflashError | None) -> None:
        self._refolding = False
        if isinstance(refold, MlflashError):
            self._fail(refold)
        else:
            self._use(change, refold)

    def _use(self, change: Change, refold: Refold | None) -> None:
        """Write a setting, then use it."""
        study, paths, key = self.study, self.study.paths, change.key
        wanted = study.settings._replace(**{key: change.parsed})
        base = None
        try:
            if key == "keys":
                from mlflash.tui.keymap import faults

                if wrong := faults(wanted.keys):
                    raise MlflashError(wrong[0])
            if key in ("banks", "bundled"):
                base = open_catalog(wanted, self.shell.launch.banks, paths.cache)
            study.use_settings(wanted, lambda: change_settings(paths.config, {key: change.written}), refold)
        except MlflashError as error:
            self._fail(error)
            return
        if base is not None:
            study.use_catalog(with_overrides(base, paths.overrides, paths.cache))
        if key == "theme":
            self.shell.try_theme(wanted.theme)
        elif key == "keys":
            self.shell.use_keys(wanted.keys)
        self._fault = ""
        if not is_open(self):
            return
        if self.editing == key:
            self._close()
        else:
            self.draw()

    def _fail(self, error: MlflashError) -> None:
        """Say why a setting was not changed: below the list or, once this screen is left, over another."""
        if not is_open(self):
            self.shell.report(error)
            return
        self._say(str(error).removeprefix(f"{self.study.paths.config}: ").replace("\n", " · "))

    def _say(self, fault: str) -> None:
        self._fault = fault
        self._explain()

    def action_default(self) -> None:
        """Return the setting highlighted to its default."""
        if self.key is not None:
            self.put(self.key, None)

    @on(Input.Submitted)
    def action_save(self) -> None:
        """Save the value typed."""
        assert self.editing is not None
        try:
            value = self._read()
        except ValueError as error:
            self._say(str(error))
        else:
            self.put(self.editing, value)

    def action_leave(self) -> None:
        """Go from the value back to the list, with a warning if it was changed; from the list, go back."""
        if self.editing is None:
            self.dismiss()
        elif not self.warn_unsaved():
            self._close()

    def warn_unsaved(self) -> bool:
        """Warn once before a typed value is lost; returns whether it warned."""
        return self.editing is not None and self._unsaved.warn(self.query_one("#value", Input).value, self._say)
