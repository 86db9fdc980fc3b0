"""The list of all cards: every key, and how it looks."""

from __future__ import annotations

from threading import Event
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, Static

from mlflash.bank.filter import Filter
from mlflash.study import new_events
from mlflash.study.study import Study
from mlflash.tui.browse import screen as browse_screen
from mlflash.tui.browse.screen import BrowseScreen
from mlflash.tui.card.content import RevealState, card_content, with_words
from mlflash.tui.card.preview import Preview
from mlflash.tui.dialogs.questions import ConfirmScreen
from mlflash.tui.drill.screen import DrillScreen
from mlflash.tui.weak.screen import WeakScreen
from mlflash.tui.widgets.card_list import CardList
from mlflash.tui.widgets.key_bar import KeyBar
from tests.conftest import Clock
from tests.tui.conftest import AppOf


async def settled(pilot: Pilot[Any]) -> BrowseScreen:
    """Wait for what was typed to be found and drawn."""
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()
    screen = pilot.app.screen
    assert isinstance(screen, BrowseScreen)
    return screen


async def browsing(pilot: Pilot[Any], chosen: Filter | None = None) -> BrowseScreen:
    await pilot.pause()
    await pilot.app.push_screen(BrowseScreen(pilot.app.study, chosen or Filter()))  # type: ignore[attr-defined]
    return await settled(pilot)


def shown(screen: BrowseScreen) -> list[str]:
    """The ids listed."""
    assert screen.result is not None
    return [screen.study.catalog.cards[place].id for place in screen.result.hits]


def head(screen: BrowseScreen) -> str:
    return str(screen.query_one("#title", Static).content)


async def test_opens_from_home_with_every_card(app_of: AppOf) -> None:
    async with app_of().run_test(size=(80, 24)) as pilot:
        await pilot.press("b")
        screen = await settled(pilot)
        assert len(shown(screen)) == len(screen.study.catalog)
        view = screen.study.view()
        assert f"{len(view.cards())} cards · {len(view.personal())} to write" in head(screen)
        await pilot.press("escape")
        assert not isinstance(pilot.app.screen, BrowseScreen)


def bar(screen: BrowseScreen) -> str:
    """The row of keys."""
    return str(screen.query_one(KeyBar).render()).strip()


async def test_search_as_you_type(app_of: AppOf) -> None:
    async with app_of().run_test(size=(80, 24)) as pilot:
        await browsing(pilot)
        await pilot.press("slash", *"boost")
        screen = await settled(pilot)
        assert "search" not in str(screen.query_one(KeyBar).render())  # in the field, / is a letter
        found = shown(screen)
        assert "tree-gbdt" in found
        assert 0 < len(found) < 20
        assert bar(screen).startswith("⏎ list  esc back")  # a slash would be a letter now
        await pilot.press("down")  # moves in the list while words are typed
        assert screen.cards.at == 1
        await pilot.press("enter")
        assert screen.focused is screen.cards
        await pilot.pause()
        assert "/ search" in bar(screen) and "⏎ open" in bar(screen)
        await pilot.press("escape")
        screen = await settled(pilot)
        assert len(shown(screen)) == len(screen.study.catalog)
        await pilot.press("slash", *"zzzz")
        screen = await settled(pilot)
        assert shown(screen) == []
        assert screen.current is None
        assert "0 of " in head(screen) and "esc clears the words" in head(screen)
        await pilot.press("escape", "space", "f", "S", "d")  # nothing to act on
        assert pilot.app.screen is screen


async def test_words_of_an_answer_are_found(app_of: AppOf, study: Study) -> None:
    answer = study.catalog.card("nn-dropout").answer
    async with app_of().run_test(size=(80, 24)) as pilot:
        screen = await browsing(pilot)
        screen.query_one(Input).value = answer[2]
        assert shown(await settled(pilot)) == ["nn-dropout"]


async def test_moving(app_of: AppOf) -> None:
    async with app_of().run_test(size=(80, 24)) as pilot:
        screen = await browsing(pilot)
        last = len(screen.study.catalog) - 1
        for key, at in (("down", 1), ("end", last), ("down", last), ("up", last - 1), ("home", 0), ("up", 0)):
            await pilot.press(key)
            assert screen.cards.at == at
        await pilot.press("pagedown")
        assert screen.cards.at == screen.cards.size.height
        assert screen.cards.scroll_offset.y == 1


async def test_sort_and_reverse(app_of: AppOf, study: Study) -> None:
    async with app_of().run_test(size=(80, 24)) as pilot:
        screen = await browsing(pilot)
        bank = shown(screen)
        for sort in ("due", "weakness", "likelihood", "added", "section"):
            await pilot.press("s")
            assert f"by {sort} ↓" in head(await settled(pilot))
        await pilot.press("r")
        assert shown(await settled(pilot)) == bank[::-1]
        assert "by section ↑" in head(screen)


async def test_select_and_mark_and_take_back(app_of: AppOf, study: Study) -> None:
    async with app_of().run_test(size=(80, 24)) as pilot:
        screen = await browsing(pilot)
        first, second, third = shown(screen)[:3]
        await pilot.press("space", "down", "space")
        assert screen.targets == [first, third]
        await pilot.press("S")
        assert [study.progress.state(q).suspended for q in (first, second, third)] == [True, False, True]
        await pilot.press("f")
        assert study.progress.state(third).flagged
        await pilot.press("S")  # all are suspended: back
        assert not study.progress.state(first).suspended
        await pilot.press("u", "u", "u")
        assert not any(study.progress.state(q).suspended or study.progress.state(q).flagged for q in shown(screen))
        before = study.progress
        await pilot.press("u")  # nothing is left to take back
        assert study.progress == before


async def test_select_many(app_of: AppOf) -> None:
    async with app_of().run_test(size=(80, 24)) as pilot:
        screen = await browsing(pilot)
        await pilot.press("shift+down", "shift+down")
        assert screen.targets == shown(screen)[:3]
        await pilot.press("shift+up")
        assert screen.targets == shown(screen)[:3]
        await pilot.press("a")
        assert len(screen.selected) == len(screen.study.catalog)
        assert f"{len(screen.study.catalog)} selected" in head(screen)
        await pilot.press("a")
        assert screen.selected == set()


async def test_bury_acts_on_the_highlighted(app_of: AppOf, study: Study) -> None:
    async with app_of().run_test(size=(80, 24)) as pilot:
        screen = await browsing(pilot)
        await pilot.press("down", "z")
        assert study.progress.state(shown(screen)[1]).buried == study.view().day


async def test_what_is_buried_is_not_buried_again(app_of: AppOf, study: Study) -> None:
    async with app_of().run_test(size=(80, 24)) as pilot:
        screen = await browsing(pilot)
        await pilot.press("z")
        before = study.progress
        await pilot.press("z")
        assert study.progress is before
        assert "Already buried" in [told.message for told in pilot.app._notifications][-1]
        await pilot.press("space", "space", "z")  # of two, the other
        assert sum(study.progress.state(card.id).buried is not None for card in study.catalog) == 2
        await pilot.press("u", "u")
        assert not any(study.progress.state(card.id).buried for card in study.catalog)
        assert screen.check_action("undo", ()) is False


async def test_cram_these(app_of: AppOf) -> None:
    async with app_of().run_test(size=(80, 24)) as pilot:
        await browsing(pilot, Filter(sections=("ml-fundamentals",)))
        await pilot.press("space", "space", "c")
        await pilot.pause()
        drill = pilot.app.screen
        assert isinstance(drill, DrillScreen)
        assert drill.options.mode == "cram"
        assert len(drill.options.chosen.ids) == drill.study.session.left == 2


@pytest.mark.parametrize(("answer", "reps"), [("y", 0), ("n", 1), ("escape", 1)])
async def test_forget_asks_first(app_of: AppOf, study: Study, answer: str, reps: int) -> None:
    study.record_final([new_events.review(study, "nn-dropout", 3, None, None, mode="cli")])
    async with app_of().run_test(size=(80, 24)) as pilot:
        await browsing(pilot, Filter(ids=("nn-dropout",)))
        await pilot.press("X")
        assert isinstance(pilot.app.screen, ConfirmScreen)
        await pilot.press(answer)
        await settled(pilot)
        assert study.progress.state("nn-dropout").reps == reps
        if not reps:
            await pilot.press("u")
            assert study.progress.state("nn-dropout").reps == 1


async def test_drill_these(app_of: AppOf) -> None:
    async with app_of().run_test(size=(80, 24)) as pilot:
        screen = await browsing(pilot, Filter(sections=("ml-fundamentals",)))
        first, second = shown(screen)[:2]
        await pilot.press("space", "space", "d")
        await pilot.pause()
        drill = pilot.app.screen
        assert isinstance(drill, DrillScreen)
        assert drill.options.chosen == Filter(ids=(first, second))
        assert drill.card is not None
        assert drill.card.id == first


async def test_filter_from_the_dialog(app_of: AppOf) -> None:
    async with app_of().run_test(size=(80, 24)) as pilot:
        screen = await browsing(pilot)
        await pilot.press("F", "space", "enter")
        await settled(pilot)
        assert screen.asked.chosen == Filter(difficulties=("easy",))
        assert {screen.study.catalog[q].difficulty for q in shown(screen)} == {"easy"}
        assert "easy" in head(screen)


async def test_preview_next_to_the_list_or_below(app_of: AppOf) -> None:
    async with app_of().run_test(size=(120, 30)) as pilot:
        screen = await browsing(pilot)
        preview = screen.query_one(Preview)
        assert preview.display
        assert preview.region.x > screen.cards.region.x
        await pilot.press("v")
        assert not screen.has_class("-beside")
        await pilot.press("v")
        await pilot.resize_terminal(80, 24)
        await settled(pilot)
        assert screen.has_class("-below")
        assert preview.region.y > screen.cards.region.y
        assert preview.region.x == screen.cards.region.x


@pytest.mark.parametrize("width", [80, 120])
async def test_enter_opens_the_card_alone(app_of: AppOf, width: int) -> None:
    async with app_of().run_test(size=(width, 24)) as pilot:
        screen = await browsing(pilot)
        await pilot.press("enter")
        await settled(pilot)
        preview = screen.query_one(Preview)
        assert preview.display
        assert not screen.cards.display
        assert preview.region.width >= min(width, 100)
        assert "⏎ list" in str(screen.query_one(KeyBar).render())
        await pilot.press("down")
        assert screen.current == shown(screen)[1]
        await pilot.press("escape")
        await pilot.pause()
        assert screen.cards.display


async def test_drill_all_that_are_listed(app_of: AppOf) -> None:
    async with app_of().run_test(size=(80, 24)) as pilot:
        screen = await browsing(pilot, Filter(difficulties=("easy",)))
        await pilot.press("space", "D")
        await pilot.pause()
        drill = pilot.app.screen
        assert isinstance(drill, DrillScreen)
        assert list(drill.options.chosen.ids) == shown(screen)


async def test_words_found_are_marked_in_the_card(app_of: AppOf, study: Study) -> None:
    word = study.catalog.card("nn-dropout").answer[2].split()[0]
    async with app_of().run_test(size=(120, 30)) as pilot:
        screen = await browsing(pilot)
        screen.query_one(Input).value = f"dropout {word}"
        await settled(pilot)
        assert screen.words == ("dropout", word)
        card = study.catalog.card("nn-dropout")
        face = card_content(
            card, study.catalog["nn-dropout"], study.progress.state("nn-dropout"), RevealState(), revealed=True
        )
        marked = with_words(face, screen.words).lines[2]
        assert marked.matches[0] == (0, len(word))


async def test_mouse(app_of: AppOf) -> None:
    async with app_of().run_test(size=(80, 24)) as pilot:
        screen = await browsing(pilot)
        await pilot.click(CardList, offset=(10, 3))
        assert screen.cards.at == 3
        await pilot.click(CardList, offset=(0, 2))
        assert screen.targets == shown(screen)[2:3]
        await pilot.click(CardList, offset=(10, 4), times=2)
        await pilot.pause()
        assert screen.has_class("-open")


async def test_weak_from_browse(app_of: AppOf) -> None:
    async with app_of().run_test(size=(80, 24)) as pilot:
        await browsing(pilot)
        await pilot.press("w")
        await pilot.pause()
        assert isinstance(pilot.app.screen, WeakScreen)


@pytest.mark.parametrize("size", [(40, 12), (20, 5)])
async def test_small_terminals(app_of: AppOf, size: tuple[int, int]) -> None:
    async with app_of().run_test(size=size) as pilot:
        screen = await browsing(pilot)
        await pilot.press("down", "enter", "enter", "slash", "a")
        assert screen.cards.at <= 1


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40)])
def test_look(app_of: AppOf, study: Study, clock: Clock, snap_compare: Any, size: tuple[int, int]) -> None:
    for card_id, rating in (("nn-dropout", 4), ("tree-gbdt", 1), ("tree-decision-tree", 3)):
        study.record_final([new_events.review(study, card_id, rating, (1, 2), 9_000, mode="cli")])
    clock.forward(days=4)
    study.mark("flag", ["tree-gbdt"])
    study.mark("suspend", ["nn-dropout"])

    async def show(pilot: Pilot[Any]) -> None:
        await browsing(pilot)
        await pilot.press("s", "down", "space")
        await settled(pilot)

    assert snap_compare(app_of(), terminal_size=size, run_before=show)


async def test_the_question_before_forgetting_is_no_wider_than_its_words(app_of: AppOf) -> None:
    app = app_of()
    async with app.run_test(size=(120, 30)) as pilot:
        await pilot.press("b")
        await pilot.pause()
        await pilot.press("X")
        await pilot.pause()
        assert app.screen.query_one(".dialog").region.width == 60


async def test_where_rows_are_few_the_card_begins_below_three_of_its_standing(app_of: AppOf) -> None:
    app = app_of()
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.press("b", "v")
        await pilot.pause()
        assert app.screen.query_one("#about").region.height == 3


@pytest.mark.parametrize("read_before", [False, True])
async def test_answers_are_found_whether_or_not_they_were_read_before(
    app_of: AppOf, study: Study, monkeypatch: pytest.MonkeyPatch, read_before: bool
) -> None:
    go_on = Event()
    monkeypatch.setattr(browse_screen, "READ_AT_ONCE", 1)
    monkeypatch.setattr(browse_screen, "sleep", lambda seconds: go_on.wait(30))
    line = study.catalog.card("nn-dropout").answer[2]
    async with app_of().run_test(size=(80, 24)) as pilot:
        try:
            await pilot.press("b")
            await pilot.pause()
            screen = pilot.app.screen
            assert isinstance(screen, BrowseScreen)
            if read_before:
                go_on.set()
                await settled(pilot)
                assert screen.index.complete
            screen.query_one(Input).value = line
            while screen.result is None or screen.result.asked.query != line:
                await pilot.pause(0.01)  # the search comes first, also while answers are still read
            assert screen.index.complete is read_before
            assert shown(screen) == (["nn-dropout"] if read_before else [])
        finally:
            go_on.set()
        assert shown(await settled(pilot)) == ["nn-dropout"]
        assert screen.index.complete
