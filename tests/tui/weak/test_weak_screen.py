"""The list of what is weak: every key, and how it looks."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, OptionList, Static

from mlflash.bank.filter import Filter
from mlflash.store.setting_parsers import InterviewDate
from mlflash.study import new_events
from mlflash.study.launch import chosen_cards
from mlflash.study.selection import weak_cards
from mlflash.study.session import SessionMode
from mlflash.study.study import Study
from mlflash.study.weak_lists import LISTS
from mlflash.tui import plan_ahead
from mlflash.tui.browse.screen import BrowseScreen
from mlflash.tui.drill.screen import DrillScreen
from mlflash.tui.home.screen import HomeScreen
from mlflash.tui.weak.screen import WeakScreen
from tests.conftest import Clock
from tests.tui.conftest import AppOf


@pytest.fixture
def weak(study: Study, clock: Clock) -> Study:
    """A leech, a lost line, and a card that is well known."""
    for _ in range(6):
        for card_id, rating, lines in (
            ("tree-gbdt", 3, (1, 2, 4)),
            ("nn-dropout", 1, (1,)),
            ("nn-backpropagation", 4, (1, 2, 3, 4)),
        ):
            if card_id not in study.catalog:
                continue
            study.record_final([new_events.review(study, card_id, rating, lines, 9_000, mode=SessionMode.DRILL)])
            if rating == 1:
                clock.forward(minutes=11)
                study.record_final([new_events.review(study, card_id, 4, None, 9_000, mode=SessionMode.DRILL)])
        clock.forward(days=1)
    return study


async def opened(pilot: Pilot[Any]) -> WeakScreen:
    await pilot.pause()
    await pilot.press("w")
    await pilot.pause()
    screen = pilot.app.screen
    assert isinstance(screen, WeakScreen)
    return screen


def text(screen: WeakScreen, name: str) -> str:
    return str(screen.query_one(name, Static).content)


def listed(screen: WeakScreen) -> str:
    """The first two cards of the list as they are on screen."""
    return "\n".join(screen.cards.render_line(y).text for y in range(4))


async def test_home_opens_the_list_with_its_causes(app_of: AppOf, weak: Study) -> None:
    async with app_of().run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot)
        assert [one.card.id for one in screen.weak] == ["nn-dropout", "tree-gbdt"]
        assert "chance of being asked" in text(screen, "#title")
        assert "2 cards" in text(screen, "#rule")
        await pilot.press("down")
        assert screen.current == "tree-gbdt"
        assert "Line c, missed 6 of 6:" in text(screen, "#why")
        await pilot.press("escape")
        assert not isinstance(pilot.app.screen, WeakScreen)


async def test_home_says_so_where_nothing_is_weak(app_of: AppOf) -> None:
    async with app_of().run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("w")
        await pilot.pause()
        assert not isinstance(pilot.app.screen, WeakScreen)


async def test_an_empty_list_names_the_key_that_goes_on(app_of: AppOf) -> None:
    async with app_of().run_test(size=(60, 20)) as pilot:
        await pilot.press("s", "w")
        screen = pilot.app.screen
        assert isinstance(screen, WeakScreen)
        for place, shown in enumerate(LISTS):
            await pilot.press(str(place + 1))
            assert text(screen, "#title").strip() == f"{shown.empty} · ⏎ drills today's cards"
        await pilot.press("enter")
        assert isinstance(pilot.app.screen, DrillScreen)


async def test_the_forecast_that_home_asked_for_is_shown_in_the_list_over_it(
    app_of: AppOf, weak: Study, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plan_ahead, "DELAY", 3600.0)
    soon = InterviewDate(clock.now.date() + timedelta(days=9))
    weak.use_settings(weak.settings._replace(interviews=(soon,), days_off=(weak.view().day,)))
    async with app_of().run_test(size=(80, 24)) as pilot:
        home, screen = pilot.app.screen, await opened(pilot)
        assert isinstance(home, HomeScreen)
        assert listed(screen).count("not in today's plan") == 2
        home.begin_forecast()
        screen.begin_forecast()  # at once, as both ask for it: it is made once
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        assert "planned " in listed(screen) and "not planned by 8 Dec" in listed(screen)
        assert home.promise is not None


async def test_a_list_opened_from_elsewhere_asks_for_the_forecast_itself(
    app_of: AppOf, weak: Study, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plan_ahead, "DELAY", 0.01)
    soon = InterviewDate(clock.now.date() + timedelta(days=9))
    async with app_of().run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot)
        weak.use_settings(weak.settings._replace(interviews=(soon,), days_off=(weak.view().day,)))
        screen.changed()
        for _ in range(100):
            await pilot.pause(0.05)
            if not weak.plans.needs_forecast(weak.view()):
                break
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        assert "planned " in listed(screen)


async def test_home_opens_none_for_a_section_without_weak_cards(app_of: AppOf, weak: Study) -> None:
    async with app_of().run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        home = pilot.app.screen
        assert isinstance(home, HomeScreen)
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        sections = home.query_one("#sections", OptionList)
        for place in range(sections.option_count):
            sections.highlighted = place
            await pilot.pause()
            if not weak_cards(weak.view(), home.chosen):
                break
        assert not weak_cards(weak.view(), home.chosen)
        await pilot.press("w")
        await pilot.pause()
        assert not isinstance(pilot.app.screen, WeakScreen)


async def test_suspended_and_buried_cards_are_counted_nowhere(app_of: AppOf, weak: Study) -> None:
    weak.mark("bury", ["tree-gbdt"])
    async with app_of().run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot)
        assert [one.card.id for one in screen.weak] == ["nn-dropout"]
        assert len(weak_cards(weak.view())) == len(weak.select(Filter(states=("weak",)))) == 1
        assert chosen_cards(weak, screen.shell.launch._replace(mode=SessionMode.WEAK)) == ["nn-dropout"]


async def test_capital_d_drills_all(app_of: AppOf, weak: Study) -> None:
    async with app_of().run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await pilot.press("D")
        await pilot.pause()
        drill = pilot.app.screen
        assert isinstance(drill, DrillScreen)
        assert drill.options.mode == SessionMode.WEAK
        assert weak.session.left == 2


async def test_the_ten_worst_and_the_rest_behind_a_key(app_of: AppOf, study: Study, clock: Clock) -> None:
    for card in [card for card in study.catalog if not card.personal][:13]:
        study.record_final([new_events.review(study, card.id, 1, None, 9_000, mode=SessionMode.DRILL)])
    clock.forward(days=1)
    async with app_of().run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot)
        assert len(screen.weak) == 10
        assert "10 of 13 cards, m for the rest" in text(screen, "#rule")
        worst = screen.listed_ids
        await pilot.press("m")
        assert len(screen.weak) == 13
        assert screen.listed_ids[:10] == worst
        await pilot.press("m")
        assert len(screen.weak) == 10


async def test_the_other_lists_and_their_cards(app_of: AppOf, weak: Study) -> None:
    async with app_of().run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot)
        assert screen.check_action("turn", (-1,)) is False
        await pilot.press("right")
        assert "Lines you keep missing" in text(screen, "#title")
        assert screen.listed_ids == ["tree-gbdt", "nn-dropout"]
        assert screen.weak[0].about.startswith("line c missed 6/6: ")
        await pilot.press("3")
        assert screen.listed_ids == ["nn-dropout"]
        await pilot.press("space", "d")
        await pilot.pause()
        drill = pilot.app.screen
        assert isinstance(drill, DrillScreen)
        assert drill.options.chosen == Filter(ids=("nn-dropout",))


async def test_slash_searches_the_answers_too(app_of: AppOf, weak: Study) -> None:
    word = weak.catalog.card("tree-gbdt").answer[3]
    async with app_of().run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot)
        await pilot.press("slash")
        screen.query_one(Input).value = word
        await pilot.pause()
        assert screen.listed_ids == ["tree-gbdt"]
        await pilot.press(*"zzz")
        assert screen.listed_ids == []
        await pilot.press("enter", "escape")
        assert len(screen.listed_ids) == 2
        assert not screen.query_one(Input).display


async def test_d_drills_the_highlighted(app_of: AppOf, weak: Study) -> None:
    async with app_of().run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await pilot.press("down", "d")
        await pilot.pause()
        drill = pilot.app.screen
        assert isinstance(drill, DrillScreen)
        assert drill.options.chosen == Filter(ids=("tree-gbdt",))


async def test_suspend_leaves_the_list_and_undo_brings_back(app_of: AppOf, weak: Study) -> None:
    async with app_of().run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot)
        await pilot.press("S")
        assert [one.card.id for one in screen.weak] == ["tree-gbdt"]
        await pilot.press("S")
        assert screen.weak == []
        assert "No weak cards yet" in text(screen, "#title")
        await pilot.press("enter", "d", "D", "v", "m")  # nothing to act on
        assert pilot.app.screen is screen
        await pilot.press("u", "u")
        assert len(screen.weak) == 2


async def test_card_in_place_of_the_list(app_of: AppOf, weak: Study) -> None:
    async with app_of().run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot)
        await pilot.press("v")
        assert screen.has_class("-below")
        await pilot.press("enter")
        assert screen.has_class("-open")
        await pilot.press("down")
        assert screen.current == "tree-gbdt"
        await pilot.press("escape")
        assert not screen.has_class("-open")


async def test_these_in_browse(app_of: AppOf, weak: Study) -> None:
    async with app_of().run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await pilot.press("b")
        await pilot.pause()
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        screen = pilot.app.screen
        assert isinstance(screen, BrowseScreen)
        assert screen.result is not None
        assert len(screen.result.hits) == 2
        assert screen.asked.sort == "weakness"
        assert screen.current == "nn-dropout"


@pytest.mark.parametrize("size", [(40, 12), (20, 5)])
async def test_small_terminals(app_of: AppOf, weak: Study, size: tuple[int, int]) -> None:
    async with app_of().run_test(size=size) as pilot:
        await opened(pilot)
        await pilot.press("down", "v", "v")


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (140, 45)])
def test_look(app_of: AppOf, weak: Study, snap_compare: Any, size: tuple[int, int]) -> None:
    async def show(pilot: Pilot[Any]) -> None:
        await opened(pilot)
        await pilot.press("down")

    assert snap_compare(app_of(), terminal_size=size, run_before=show)
