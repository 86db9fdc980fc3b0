"""The rows of the first screen: none is wider than its room, whatever the numbers and the texts."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from mlflash.scheduler.card_state import DayTotals
from mlflash.scheduler.plan.readiness import Readiness
from mlflash.store.setting_parsers import InterviewDate
from mlflash.study.overview import Overview, SectionLine, overview
from mlflash.study.promise import Promise
from mlflash.study.study import Study
from mlflash.tui.home.rows import NEXT, WIDE, cards_pane, headline, list_rows, section_row, week_row

LONG = "Reinforcement learning from human feedback, and all that an interviewer asks about it 深層学習"
PROMISE = Promise(date(2027, 12, 17), Readiness(0.876, 0.8, 0.9, 99_999, 123_456), 0.911, 0.987)
WIDTHS = (36, 56, 58, 71, 72, 76, 86, 138)


def test_the_sections_add_up_to_what_today_holds(study: Study) -> None:
    study.use_settings(study.settings._replace(new_per_day=7))
    found = overview(study.view(), None)
    assert found.all.today == sum(line.today for line in found.sections) == 7


def crowded(study: Study) -> Overview:
    """The first screen of a reader with a very large bank."""
    study.use_settings(study.settings._replace(interviews=(InterviewDate(date(2027, 12, 17)),)))
    found = overview(study.view(), study.plan())
    many = tuple(f"card-{n}" for n in range(12_345))
    queued = found.today._replace(review=many, new=many, steps=((study.clock(), "nn-dropout"),), minutes=67_890.0)
    line = SectionLine("s", LONG, 123_456, 98_765, 100, 0.5, found.day)
    days = (*range(1, 8), 400)
    lines = [
        line._replace(id=f"s{n}", today=today, waiting=waiting, next_due=found.day + timedelta(days=n))
        for n in days
        for today, waiting in ((98_765, 0), (0, 0), (0, 3))
    ]
    return found._replace(
        today=queued,
        none=None,
        done=DayTotals(12_345, 9_876_543_210),
        weak=123_456,
        missed_lines=123_456,
        own=(7, 12_345),
        all=line,
        sections=tuple(lines),
        streak=1_234,
    )


@pytest.mark.parametrize("width", WIDTHS)
def test_no_row_is_wider_than_its_room(study: Study, width: int) -> None:
    found = crowded(study)
    rows = [row for _, row in list_rows(found, width, weakest_first=True, unfolded=True)]
    rows += [section_row(line, found.day, width, lit=True) for line in found.sections]
    whole = (
        headline(found, width, PROMISE, LONG),
        week_row(found, width),
        cards_pane(study.view(), found, width, 9),
    )
    rows += [row for several in whole for row in several.split("\n")]
    assert [row.plain for row in rows if row.cell_length > width] == []


@pytest.mark.parametrize("width", WIDTHS)
def test_no_row_of_a_new_reader_or_a_finished_day_is_too_wide(study: Study, width: int) -> None:
    fresh = overview(study.view(), None)
    study.use_settings(study.settings._replace(new_per_day=0))
    done = overview(study.view(), None)
    assert done.none is not None
    for found in (fresh, done):
        rows = list_rows(found, width, weakest_first=False, unfolded=True)
        texts = [row.plain for _, several in rows for row in several.split("\n") if row.cell_length > width]
        assert texts == []


def test_the_words_for_today_get_shorter_before_they_are_cut(study: Study) -> None:
    found = overview(study.view(), None).today
    found = found._replace(review=("a",) * 14, new=("b",) * 6, steps=((study.clock(), "c"),) * 3, minutes=21.0)
    assert today_in_words(found, 80) == "14 to review · 3 learning · 6 new · about 21 min"
    assert today_in_words(found, 45) == "14 to review · 3 learning · 6 new · 21 min"
    assert today_in_words(found, 30) == "23 cards · about 21 min"
    assert today_in_words(found, 20) == "23 cards · 21 min"


def test_a_date_has_its_year_only_where_it_is_another_and_is_never_cut(study: Study) -> None:
    found = crowded(study)
    line = found.sections[0]._replace(today=0, next_due=date(2027, 3, 10))
    assert section_row(line, date(2026, 12, 3), WIDE).plain.endswith("  10 Mar 2027")
    assert section_row(line, date(2027, 1, 3), WIDE).plain.endswith("  10 Mar")
    assert all(len(section_row(one, found.day, WIDE).plain.rstrip()) <= WIDE for one in found.sections)
    assert len("  due, can wait") <= NEXT
