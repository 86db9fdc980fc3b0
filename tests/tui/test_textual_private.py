"""Each private name of Textual that `textual_private` uses does what is expected of it in this release."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import pytest
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingsMap
from textual.containers import Vertical
from textual.driver import Driver
from textual.drivers.headless_driver import HeadlessDriver
from textual.geometry import Region
from textual.notifications import Notification
from textual.widget import Widget
from textual.widgets import Label
from textual.widgets._toast import Toast

from mlflash.tui import textual_private
from mlflash.tui.textual_private import (
    MountingApp,
    bindings,
    declared_bindings,
    notifications,
    remove_notifications,
    repaint,
    use_bindings,
    wrap_output,
)

SOURCE = Path(textual_private.__file__).parent


class Counter(MountingApp):
    """Counts presses of a key, and the widgets it is told of."""

    BINDINGS = [Binding("a", "count", "count")]

    def __init__(self) -> None:
        super().__init__()
        self.pressed, self.mounted = 0, list[str]()

    def compose(self) -> ComposeResult:
        with Vertical(id="outer"):
            yield Label("text", id="inner")

    def mounting(self, widget: Widget) -> None:
        assert not widget.is_attached
        self.mounted.append(widget.id or "")

    def action_count(self) -> None:
        """Count a press."""
        self.pressed += 1


async def test_every_widget_is_announced_before_it_is_mounted() -> None:
    app = Counter()
    async with app.run_test():
        assert {"outer", "inner"} <= set(app.mounted)
        await app.mount(Label("more", id="later"))
        assert app.mounted.count("later") == 1


async def test_replaced_bindings_are_those_that_work() -> None:
    app = Counter()
    assert "a" in bindings(app).key_to_bindings
    async with app.run_test() as pilot:
        use_bindings(app, BindingsMap([Binding("b", "count", "count")]))
        await pilot.press("a", "b", "b")
        assert app.pressed == 2


def test_declared_bindings_are_those_of_the_class_whatever_was_replaced() -> None:
    class Pressed(Widget):
        BINDINGS = [Binding("x", "press", "press", id="press")]

    node = Pressed()
    use_bindings(node, BindingsMap())
    assert [binding.id for _, binding in declared_bindings(node)] == ["press"]
    assert bindings(node).key_to_bindings == {}


async def test_a_drivers_output_is_replaced_and_a_headless_driver_is_left_alone() -> None:
    driver: Any = App().get_driver_class()(App(), debug=False, size=None, mouse=False)
    wrapped, streams = io.StringIO(), list[object]()

    def wrap(stream: object) -> io.StringIO:
        streams.append(stream)
        return wrapped

    wrap_output(driver, wrap)
    assert driver._file is wrapped
    assert [hasattr(stream, "write") for stream in streams] == [True]
    headless: Driver = HeadlessDriver(App(), debug=False, size=None, mouse=False)
    wrap_output(headless, lambda stream: pytest.fail("a headless driver writes nowhere"))


async def test_one_notification_is_removed_and_the_others_stay_on_screen() -> None:
    app = Counter()
    async with app.run_test(notifications=True) as pilot:
        app.notify("stays")
        app.notify("goes", title="x")
        await pilot.pause()
        assert [shown.message for shown in notifications(app)] == ["stays", "goes"]
        remove_notifications(app, [shown for shown in notifications(app) if shown.title == "x"])
        await pilot.pause()
        assert [shown.message for shown in notifications(app)] == ["stays"]
        assert len(app.screen.query(Toast)) == 1


async def test_regions_of_a_screen_are_repainted_with_the_widgets_that_ask_for_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app = Counter()
    async with app.run_test() as pilot:
        await pilot.pause()
        painted: dict[Widget, set[Region]] = {}

        def update(widgets: set[Widget]) -> None:
            painted.update({widget: {*widget._exchange_repaint_regions()} for widget in widgets})

        monkeypatch.setattr(app.screen._compositor, "update_widgets", update)
        label = app.query_one(Label)
        label.refresh()
        repaint(app.screen, Region(0, 1, 5, 1), Region(2, 3, 4, 1))
        await pilot.pause()
        assert painted == {
            app.screen: {Region(0, 1, 5, 1), Region(2, 3, 4, 1)},
            label: {label.size.region},
        }


def test_a_notification_has_the_fields_that_are_read() -> None:
    shown = Notification("text", title="Note", severity="warning")
    assert (shown.title, shown.severity) == ("Note", "warning")


def test_no_other_module_uses_a_private_name_of_textual() -> None:
    names = "_register|_merged_bindings|_bindings|_file|_app|_notifications|_refresh_notifications|_set_dirty"
    names += "|_on_[a-z]+"
    private = re.compile(rf"(?:\.|def )({names})\b")
    for file in SOURCE.rglob("*.py"):
        if file.name != "textual_private.py":
            assert private.findall(file.read_text("utf-8")) == [], file.name
