"""Every screen that opens by name exists, and everything that the palette leads to has a name."""

from __future__ import annotations

from mlflash.study.study import Study
from mlflash.tui.palette import EXCHANGE, GO
from mlflash.tui.screens import SCREENS, screen_named


def test_every_name_opens_a_screen_of_its_class(study: Study) -> None:
    assert {name: type(screen_named(name, study)).__name__ for name in SCREENS} == {
        name: screen for name, (_, screen) in SCREENS.items()
    }
    assert {*GO, *EXCHANGE} - {*SCREENS} == {"lines", "new-card"}, "the app itself opens these"
