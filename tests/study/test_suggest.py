"""The grade that ticks suggest."""

import pytest

from mlflash.store.settings import Settings
from mlflash.study.lines import suggest

SETTINGS = Settings()


@pytest.mark.parametrize(
    ("ticks", "seconds", "rating"),
    [
        ((True,) * 4, 60, 3),
        ((True,) * 4, 1, 3),
        ((True, True, True, False), 5, 3),
        ((True, None, None, True), 60, 2),
        ((True, False, False, False), 60, 1),
        ((False,) * 4, 60, 1),
        ((True, True), 60, 3),
        ((True, False), 60, 2),
        ((True,) * 5 + (False,), 60, 3),
    ],
)
def test_rule(ticks: tuple[bool | None, ...], seconds: float, rating: int) -> None:
    suggestion = suggest(ticks, seconds, SETTINGS)
    assert suggestion is not None
    assert suggestion.rating == rating


def test_nothing_ticked_suggests_nothing() -> None:
    assert suggest((None,) * 4, 5, SETTINGS) is None
    assert suggest((), 5, SETTINGS) is None


def test_easy_is_suggested_for_speed_only_where_the_reader_turned_that_on() -> None:
    quick = Settings(easy_seconds=15)
    assert suggest((True,) * 4, 10, quick) == (4, "all lines, quick")
    assert suggest((True,) * 4, 16, quick) == (3, "4 of 4 lines")
    assert suggest((True, True, True, False), 10, quick) == (3, "3 of 4 lines")


def test_the_rule_is_the_readers() -> None:
    own = Settings(tick_grades=(1, 1, 1, 2, 3), easy_seconds=0)
    assert suggest((True, True, True, False), 60, own) == (2, "3 of 4 lines")
    assert suggest((True,) * 4, 1, own) == (3, "4 of 4 lines")
