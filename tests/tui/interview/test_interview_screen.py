"""The interview on the first screen: the last look on its day, and the questions that came after it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from textual import events
from textual.pilot import Pilot
from textual.widgets import Input, OptionList

from mlflash.store.setting_parsers import InterviewDate
from mlflash.store.settings import Settings
from mlflash.study import new_events
from mlflash.study.interview_day import InterviewDay, interview_events, past_interview
from mlflash.study.study import Study
from mlflash.tui.drill.rows import session_label
from mlflash.tui.home.rows import interview_row
from mlflash.tui.home.screen import HomeScreen
from mlflash.tui.interview.past_screen import PastInterviewsScreen
from mlflash.tui.interview.screen import AfterInterviewScreen
from mlflash.tui.new_card.screen import NewCardScreen
from mlflash.tui.plan.screen import PlanScreen
from mlflash.tui.textual_private import notifications
from tests.conftest import Clock, Opener
from tests.tui.conftest import AppOf

YESTERDAY = date(2026, 11, 22)


@pytest.fixture
def after(open_study: Opener, settings: Settings) -> Study:
    """A study on the day after an interview."""
    return open_study(settings=settings._replace(interviews=(InterviewDate(YESTERDAY),)))


def rows(pilot: Pilot[Any]) -> str:
    options = pilot.app.screen.query_one(OptionList)
    return "\n".join(str(option.prompt) for option in options.options)


async def test_on_the_day_enter_begins_the_last_look(
    app_of: AppOf, open_study: Opener, settings: Settings, clock: Clock
) -> None:
    study = open_study(settings=settings._replace(interviews=(InterviewDate(date(2026, 11, 23)),)))
    met = [card.id for card in study.catalog if not card.personal][:3]
    clock.forward(days=-4)
    for card_id in met:
        study.record_final([new_events.review(study, card_id, 4, None, 20_000, mode="drill")])
    clock.forward(days=4)
    async with app_of(study).run_test(size=(100, 30)) as pilot:
        first = rows(pilot).splitlines()[0]
        assert first.endswith("The 3 weakest cards · ⏎ begin"), "none of the own answers is written"
        await pilot.press("enter")
        await pilot.pause()
        assert {study.session.current, *study.session.waiting} == set(met)
        assert session_label(study) == "Interview", "not “Filtered”"


@pytest.mark.parametrize("width", [58, 72, 76, 90])
def test_the_row_of_the_day_names_what_there_is_and_what_enter_does(width: int) -> None:
    today = InterviewDay(InterviewDate(YESTERDAY), over=False, own=("own",), weakest=("card",) * 10)
    row = interview_row(today, width).plain
    assert "wn answers" in row
    assert "10 weakest" in row
    assert row.endswith(" · ⏎ begin")
    own = interview_row(today._replace(weakest=()), width).plain
    assert own.endswith("Your own answers · ⏎ begin")


async def test_without_a_card_to_look_over_there_is_only_the_question_afterwards(
    app_of: AppOf, open_study: Opener, settings: Settings
) -> None:
    study = open_study(settings=settings._replace(interviews=(InterviewDate(date(2026, 11, 23)),)))
    async with app_of(study).run_test(size=(80, 24)) as pilot:
        assert "Afterwards" in rows(pilot)
        assert "The interview" not in rows(pilot)


async def test_the_questions_that_came_are_ticked_saved_and_undone(app_of: AppOf, after: Study) -> None:
    app = app_of(after)
    async with app.run_test(size=(100, 30)) as pilot:
        assert "How did it go? Which questions came?" in rows(pilot)
        await pilot.press("i")
        assert isinstance(app.screen, AfterInterviewScreen)
        await pilot.press(*"overfit", "enter", "down", "enter")
        ticked = set(app.screen.ticked)
        assert len(ticked) == 2
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert isinstance(app.screen, HomeScreen)
        assert {one for one in after.catalog.ids if after.progress.state(one).interviews == (YESTERDAY,)} == ticked
        assert "How did it go?" not in rows(pilot)
        await pilot.press("u")
        assert not any(after.progress.state(one).interviews for one in after.catalog.ids)


async def test_ticks_are_not_thrown_away_by_one_key(app_of: AppOf, after: Study) -> None:
    app = app_of(after)
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.press("i", "a", "enter", "escape", "escape")
        assert isinstance(app.screen, AfterInterviewScreen), "the search is cleared, then a warning"
        assert "Unsaved" in [shown.message for shown in notifications(app)][-1]
        await pilot.press("escape")
        assert isinstance(app.screen, HomeScreen)
        assert not after.journal.path.exists() or not after.progress.states


async def test_a_search_without_a_match_saves_nothing(app_of: AppOf, after: Study) -> None:
    app = app_of(after)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("i", *"zzzz", "ctrl+s")
        assert isinstance(app.screen, AfterInterviewScreen)
        assert not app.screen.ticked


@pytest.mark.parametrize("size", [(60, 20), (100, 30)], ids=lambda size: "x".join(map(str, size)))
def test_look(snap_compare: Any, app_of: AppOf, after: Study, size: tuple[int, int]) -> None:
    assert snap_compare(app_of(after), terminal_size=size, press=["i", "o", "v", "e", "r", "enter"])


async def test_how_it_went_and_a_note_are_saved_with_the_questions(app_of: AppOf, after: Study) -> None:
    app = app_of(after)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("i", *"overfit", "enter", "tab", "m", "enter", *"Two rounds", "ctrl+s")
        await pilot.pause()
        assert isinstance(app.screen, HomeScreen)
        found = past_interview(after.view(), YESTERDAY)
        assert (found.went, found.note, len(found.questions)) == ("mixed", "Two rounds", 1)
        await pilot.press("u")
        assert not past_interview(after.view(), YESTERDAY).noted
        assert "how the interview on 2026-11-22 went" in [shown.message for shown in notifications(app)][-1]


async def test_a_question_not_in_the_bank_becomes_a_card_that_came(app_of: AppOf, after: Study) -> None:
    app = app_of(after)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("i", *"wok zzzz", "enter")
        await pilot.pause()
        assert isinstance(app.screen, NewCardScreen)
        await pilot.press(*"A pan", "ctrl+s")
        await pilot.pause()
        assert isinstance(app.screen, AfterInterviewScreen)
        assert past_interview(after.view(), YESTERDAY).questions == ("my-wok-zzzz",), (
            "before anything else is saved"
        )
        assert after.view().weight(after.catalog["my-wok-zzzz"]) == 3.0
        assert app.screen.query_one(Input).value == ""


async def test_any_search_can_become_a_card_and_leaving_the_form_keeps_it(app_of: AppOf, after: Study) -> None:
    app = app_of(after)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("i", *"overfit", "ctrl+n")
        await pilot.pause()
        assert isinstance(app.screen, NewCardScreen)
        assert app.screen.written.question == "overfit"
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, AfterInterviewScreen)
        assert app.screen.query_one(Input).value == "overfit"


async def test_a_question_typed_is_not_cleared_by_one_key(app_of: AppOf, after: Study) -> None:
    app = app_of(after)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("i", *"zzzz", "escape")
        assert app.screen.query_one(Input).value == "zzzz"
        assert "Not in the bank" in [shown.message for shown in notifications(app)][-1]
        await pilot.press("escape")
        assert app.screen.query_one(Input).value == ""


async def test_rows_pasted_are_one_question(app_of: AppOf, after: Study) -> None:
    app = app_of(after)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("i")
        field = app.screen.query_one(Input)
        field.post_message(events.Paste("What is\n  a wok?\n"))
        await pilot.pause()
        assert field.value == "What is a wok?"


async def test_the_next_date_is_one_key_away_and_loses_no_tick(app_of: AppOf, after: Study) -> None:
    app = app_of(after)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("i", *"overfit", "enter", "ctrl+t")
        await pilot.pause()
        await pilot.press(*"+20", "enter", "escape")
        await pilot.pause()
        assert [one.on for one in after.settings.interviews] == [YESTERDAY, date(2026, 12, 13)]
        assert isinstance(app.screen, AfterInterviewScreen)
        assert len(app.screen.ticked) == 1


async def test_quitting_asks_once_before_a_word_is_lost(app_of: AppOf, after: Study) -> None:
    app = app_of(after)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("i", "tab", "w", "ctrl+q")
        await pilot.pause()
        assert isinstance(app.screen, AfterInterviewScreen)
        assert app.is_running


async def test_on_the_day_itself_it_can_be_noted_afterwards(
    app_of: AppOf, open_study: Opener, settings: Settings
) -> None:
    study = open_study(settings=settings._replace(interviews=(InterviewDate(date(2026, 11, 23)),)))
    app = app_of(study)
    async with app.run_test(size=(100, 30)) as pilot:
        assert "Afterwards" in rows(pilot)
        await pilot.press("down", "enter", "tab", "b", "ctrl+s")
        await pilot.pause()
        assert past_interview(study.view(), date(2026, 11, 23)).went == "badly"
        assert "Afterwards" not in rows(pilot)


async def test_the_interviews_so_far_lead_to_each_and_to_the_next_date(app_of: AppOf, after: Study) -> None:
    card = after.catalog.cards[0].id
    after.record(interview_events(after, YESTERDAY, [card], "well", "Long."))
    app = app_of(after)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("i")
        await pilot.pause()
        assert isinstance(app.screen, PastInterviewsScreen)
        assert "well · 1 question" in rows(pilot)
        await pilot.press("enter", *"overfit", "enter", "ctrl+s")
        await pilot.pause()
        assert isinstance(app.screen, PastInterviewsScreen)
        assert "well · 2 questions" in rows(pilot)
        await pilot.press("p")
        await pilot.pause()
        shown: object = app.screen
        assert isinstance(shown, PlanScreen)


@pytest.mark.parametrize("size", [(60, 20), (100, 30)], ids=lambda size: "x".join(map(str, size)))
def test_past_look(snap_compare: Any, app_of: AppOf, after: Study, size: tuple[int, int]) -> None:
    cards = [card.id for card in after.catalog][3:6]
    after.record(interview_events(after, YESTERDAY, cards, "mixed", "Two rounds, the second on systems."))
    after.record(interview_events(after, date(2026, 10, 2), cards[:1], "badly", None))
    assert snap_compare(app_of(after), terminal_size=size, press=["i"])


@pytest.mark.parametrize("size", [(60, 20), (100, 30)], ids=lambda size: "x".join(map(str, size)))
def test_look_where_nothing_matches(snap_compare: Any, app_of: AppOf, after: Study, size: tuple[int, int]) -> None:
    press = ["i", *"why dropout or batch wok", "tab", "w"]
    assert snap_compare(app_of(after), terminal_size=size, press=press)
