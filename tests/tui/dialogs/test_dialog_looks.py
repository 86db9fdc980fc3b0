"""How the screens beside the drill look, at three sizes."""

from __future__ import annotations

from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import TextArea

from mlflash.bank.filter import Filter
from mlflash.store.settings import Settings
from tests.conftest import Opener
from tests.tui.conftest import AppOf

ONE = {"drill": True, "chosen": Filter(ids=("fund-train-val-test",))}
TYPED = ["t", *"leakage", "enter", *"training", "space", *"set", "space", *"fits", "space", *"parameters"]


async def steady(pilot: Pilot[None]) -> None:
    """No cursor that blinks."""
    for field in pilot.app.screen.query(TextArea):
        field.cursor_blink = False
    await pilot.pause()


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (60, 20)], ids=lambda size: "x".join(map(str, size)))
@pytest.mark.parametrize(
    ("name", "keys", "asked"),
    [
        ("probe", ["space", "p", "space"], ONE),
        ("sources", ["space", "o"], ONE),
        ("typed", [*TYPED, "ctrl+s"], ONE),
        ("write", ["space", "n"], ONE),
        ("settings", ["comma"], {}),
        ("about", ["a"], {}),
        ("welcome", [], {}),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_looks(
    snap_compare: Any,
    app_of: AppOf,
    open_study: Opener,
    settings: Settings,
    size: tuple[int, int],
    name: str,
    keys: list[str],
    asked: dict[str, Any],
) -> None:
    study = open_study(settings=settings._replace(welcome=name == "welcome"))
    assert snap_compare(app_of(study, **asked), terminal_size=size, press=keys, run_before=steady), name
