"""Pages of charts: whole at every size, true to the figures."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from mlflash.bank.text import cells
from mlflash.study import new_events
from mlflash.study.stats import pages as drawing
from mlflash.study.stats.figures import Figures, figures, to_json
from mlflash.study.stats.pages import RANGES, TITLES, PageSize, pages
from mlflash.study.study import Study
from tests.conftest import Clock


@pytest.fixture
def found(study: Study, clock: Clock) -> Figures:
    """Some days of reviews, with every kind of trouble."""
    for day in range(6):
        for card_id in ("nn-dropout", "tree-gbdt", "tree-decision-tree"):
            sure = card_id == "tree-gbdt"
            rating = 1 if sure and day > 2 else 3
            event = new_events.review(study, card_id, rating, (1, 2, 4), 20_000, mode="drill", sure=sure)
            study.record_final([event])
        clock.forward(days=3)
    return figures(study.view())


@pytest.mark.parametrize("width", [55, 75, 88])
@pytest.mark.parametrize("days", RANGES)
def test_no_line_is_wider_than_the_room(found: Figures, width: int, days: int) -> None:
    for page in pages(found, PageSize(width, 16, days)):
        for line in page.lines:
            text = "".join(part for part, _ in line)
            if width >= 55:
                assert cells(text.rstrip()) <= width, (page.title, text)


def test_a_room_too_small_is_drawn_in(found: Figures) -> None:
    assert len(pages(found, PageSize(20, 2, 30))) == 6


def test_pages_without_any_review(study: Study) -> None:
    nothing = figures(study.view())
    drawn = pages(nothing, PageSize(70, 18, 30))
    assert [page.title for page in drawn] == ["Overview", "Days", "Ahead", "Recall", "Mastery", "Weak"]
    assert all(page.lines for page in drawn)


def test_trouble_is_named(found: Figures) -> None:
    (text,) = (
        "\n".join("".join(part for part, _ in line) for line in page.lines)
        for page in pages(found, PageSize(80, 20, 30))
        if page.title == "Weak"
    )
    assert "Lines you keep missing" in text
    assert "6/6" in text
    assert "Overconfident" in text
    assert [lost.line for lost in found.lost] == [3, 3, 3]
    assert all(lost.text for lost in found.lost)
    assert [missed.id for missed in found.sure_wrong] == ["tree-gbdt"]
    assert found.sure_wrong[0].times == 3
    assert {slow.seconds for slow in found.slow} == {20.0}


def test_streaks_and_pace(found: Figures) -> None:
    assert (found.streak, found.longest) == (0, 1)
    assert found.total.seconds == 20.0
    assert found.month.reviews == 18


def test_json_carries_every_figure(found: Figures) -> None:
    told = json.loads(json.dumps(to_json(found)))
    assert set(told) == set(Figures._fields)
    assert told["lost"][0]["line"] == 3
    assert told["days"][0]["day"] == "2026-11-23"


def test_one_page_is_what_it_is_among_all(found: Figures) -> None:
    room = PageSize(80, 20, 30)
    for at, whole in enumerate(pages(found, room)):
        assert drawing.draw_page(found, room, at) == whole
        assert whole.title == TITLES[at]


@pytest.mark.parametrize("days", RANGES)
def test_minutes_are_the_same_on_every_page(study: Study, clock: Clock, days: int) -> None:
    """Days of 2:27 each: tenths of them rounded first would add up to another sum."""
    for _ in range(7):
        for _ in range(3):
            study.record_final([new_events.review(study, "nn-dropout", 3, None, 49_000, mode="drill")])
        clock.forward(days=1)
    clock.forward(days=-1)
    found = figures(study.view())
    first, second, *_ = ("\n".join("".join(part for part, _ in line) for line in page.lines)
                         for page in pages(found, PageSize(80, 20, days)))  # fmt: skip
    assert first[first.index("minutes") :].split()[1:5] == ["2", "17", "17", "17"]
    assert f"  17 in {days} days" in second[second.index("Minutes") :]


def test_a_range_counts_no_day_before_it(study: Study, clock: Clock) -> None:
    """Columns of several days reach back further than the range that their head names."""
    for ago in (370, 364, 0):
        clock.now = clock.now.replace(year=2027) - timedelta(days=ago)
        study.record_final([new_events.review(study, "nn-dropout", 3, None, 60_000, mode="drill")])
        clock.forward(days=ago)
    days = pages(figures(study.view()), PageSize(80, 20, 365))[1]
    assert "2 in 365 days" in "".join(part for part, _ in days.lines[0])
