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
from mlflash.study.today_words import WaitingCards
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
        waits=(
            WaitingCards(12_345, "the plan's 20 minutes hold 7; the forecast has 99 of them later", late=True),
        ),
        added=-12_345,
    )


@pytest.mark.parametrize("width", WIDTHS)
def test_no_row_is_wider_than_its_room(study: Study, width: int) -> None:
    found = crowded(study)
    listed = list_rows(found, width, weakest_first=True, unfolded=True)
    rows = [row for _, several in listed for row in several.split("\n")]
    rows += [section_row(line, found.day, width, highlighted=True) for line in found.sections]
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


def test_a_date_has_its_year_only_where_it_is_another_and_is_never_cut(study: Study) -> None:
    found = crowded(study)
    line = found.sections[0]._replace(today=0, next_due=date(2027, 3, 10))
    assert section_row(line, date(2026, 12, 3), WIDE).plain.endswith("  10 Mar 2027")
    assert section_row(line, date(2027, 1, 3), WIDE).plain.endswith("  10 Mar")
    assert all(len(section_row(one, found.day, WIDE).plain.rstrip()) <= WIDE for one in found.sections)
    assert len("  due, waiting") <= NEXT


def named(found: Overview, name: str, width: int = 86) -> str:
    """A row by its name, without its gaps; empty where there is none."""
    rows = dict(list_rows(found, width, weakest_first=False, unfolded=False))
    return " ".join(rows[name].plain.split()) if name in rows else ""


def test_the_row_of_waiting_cards_says_why_where_others_come(study: Study) -> None:
    found = overview(study.view(), None)
    waits = WaitingCards(31, "the plan's 20 minutes hold 16", late=False)
    assert named(found, "-waits") == ""
    some = found._replace(waits=(waits,))
    assert named(some, "-waits") == "Waiting 31 due: the plan's 20 minutes hold 16"
    late = found._replace(waits=(waits._replace(late=True),))
    assert named(late, "-waits").endswith("hold 16 · p: more minutes")
    done = some._replace(
        none=overview(study.view()._replace(settings=study.settings._replace(new_per_day=0)), None).none
    )
    assert named(done, "-waits") == "", "the first row says it"


def test_today_so_far_says_how_many_cards_the_plan_has_gained(study: Study) -> None:
    found = overview(study.view(), None)._replace(done=DayTotals(reviews=3, ms=61_000))
    assert named(found, "-done") == "Today so far 3 reviews · 1 min"
    assert named(found._replace(added=3), "-done").endswith("1 min · 3 more fit than planned at first")
    assert named(found._replace(added=-8), "-done", 48).endswith("1 min · 8 fewer fit")
    assert named(found._replace(done=DayTotals(reviews=1)), "-done") == "Today so far 1 review", "untimed"
