"""The screens a drill opens: probes, sources, own lines, typed lines; their keys, mouse and failures."""

from __future__ import annotations

from typing import Any

import pytest
from textual.containers import VerticalScroll
from textual.content import Content
from textual.events import Paste
from textual.screen import Screen
from textual.widgets import OptionList, Static

from mlflash.bank.filter import Filter
from mlflash.bank.text import visible
from mlflash.errors import MlflashError
from mlflash.scheduler.events import ProbeAnswer, Review
from mlflash.scheduler.weakness import weakness
from mlflash.store.journal_reader import read
from mlflash.store.settings import Settings
from mlflash.study.study import Study
from mlflash.tui.app import MlflashApp
from mlflash.tui.dialogs.own_lines import OwnLinesScreen
from mlflash.tui.dialogs.probe_dialog import ProbeScreen
from mlflash.tui.dialogs.sources import SourcesScreen
from mlflash.tui.dialogs.typed_lines import TypeLinesScreen
from mlflash.tui.drill.screen import DrillScreen
from mlflash.tui.widgets.key_bar import KeyBar
from mlflash.tui.widgets.line_field import LONGEST, LineField
from mlflash.tui.widgets.page import Page
from mlflash.tui.widgets.verdict import RIGHT, Verdict
from tests.conftest import Opener
from tests.tui.conftest import AppOf

QUESTION = "fund-train-val-test"
PERSONAL = "project-evaluate"
ONLY, MINE = Filter(ids=(QUESTION,)), Filter(ids=(PERSONAL,))
SIZE = (80, 24)


def on(app: MlflashApp, kind: type[Screen[Any]]) -> bool:
    """Whether the app shows a screen of this kind."""
    return isinstance(app.screen, kind)


def probe_events(study: Study) -> list[tuple[str, bool]]:
    reading = read(study.paths.journal_dir)
    assert reading is not None
    return [(event.probe, event.right) for event in reading.events if isinstance(event, ProbeAnswer)]


async def test_probes_by_keys_are_journaled_and_undone(app_of: AppOf, study: Study) -> None:
    hashes = [probe.hash for probe in study.catalog.card(QUESTION).probes]
    app = app_of(drill=True, chosen=ONLY)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("space", "p")
        await pilot.pause()
        screen = app.screen
        assert isinstance(screen, ProbeScreen)
        await pilot.press("y", "n")
        assert not screen.round.right
        await pilot.press("space", "n", "space", "right")
        assert probe_events(study) == [(hashes[0], False), (hashes[1], True)]
        assert study.progress.state(QUESTION).wrong_probes == (hashes[0],)
        await pilot.press("u", "u")
        assert study.progress.state(QUESTION).wrong_probes == ()
        assert (screen.round.right, screen.round.shown) == ((), True)
        await pilot.press("left")
        for _ in hashes[1:]:
            await pilot.press("enter", "y")
        assert screen.round.current is None
        await pilot.press("r")
        assert [asked.probe.hash for asked in screen.round.probes] == [hashes[0]]
        await pilot.press("space", "y", "enter")
        await pilot.pause()
        assert on(app, DrillScreen)
        assert study.progress.state(QUESTION).wrong_probes == ()
        assert study.session.revealed


async def test_probes_by_mouse(app_of: AppOf, study: Study) -> None:
    app = app_of(drill=True, chosen=ONLY)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("space", "p", "space")
        await pilot.pause()
        await pilot.click(Verdict, offset=(len(RIGHT) + 6, 0))
        assert [right for _, right in probe_events(study)] == [False]
        await pilot.click(Verdict, offset=(3, 0))
        await pilot.press("space")
        await pilot.click(Verdict, offset=(3, 0))
        assert [right for _, right in probe_events(study)] == [False, True]


async def test_the_answers_to_a_probe_name_the_readers_own_keys(
    app_of: AppOf, open_study: Opener, settings: Settings
) -> None:
    study = open_study(settings=settings._replace(keys=(("right", "j"), ("wrong", "k"))))
    app = app_of(study, drill=True, chosen=ONLY)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("space", "p", "space")
        await pilot.pause()
        said = str(app.screen.query_one(Verdict).content)
        assert "knew it  j" in said
        assert "didn't  k" in said
        await pilot.click(Verdict, offset=(len(RIGHT) + 6, 0))
        assert [right for _, right in probe_events(study)] == [False]


async def test_a_probe_that_cannot_be_kept_stays(
    app_of: AppOf, study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise MlflashError("the disk is full [red]x[/]")

    app = app_of(drill=True, chosen=ONLY)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await pilot.press("space", "p", "space")
        monkeypatch.setattr(study, "answer_probe", full)
        await pilot.press("y")
        screen = app.screen
        assert isinstance(screen, ProbeScreen)
        assert (screen.round.right, screen.round.shown) == ((), True)
        assert [n.message for n in app._notifications] == ["the disk is full [red]x[/]"]
        monkeypatch.undo()
        await pilot.press("y")
        assert screen.round.right == (True,)


async def test_no_probes_at_all_is_said(app_of: AppOf, study: Study) -> None:
    app = app_of()
    async with app.run_test(size=SIZE) as pilot:
        app.push_screen(ProbeScreen(study, []))
        await pilot.pause()
        content = app.screen.query_one("#probe", Static).content
        assert isinstance(content, Content) and "no probes" in content.plain
        await pilot.press("enter")
        assert not on(app, ProbeScreen)


async def test_sources_show_whole_addresses_open_and_copy(
    app_of: AppOf, study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr("mlflash.tui.dialogs.sources.browse", opened.append)
    references = study.catalog.card(QUESTION).references
    app = app_of(drill=True, chosen=ONLY)
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.press("space", "o")
        await pilot.pause()
        assert on(app, SourcesScreen)
        options = app.screen.query_one(OptionList)
        for i, source in enumerate(references):
            assert source.url in str(options.get_option_at_index(i).prompt).replace("\n", "")
        await pilot.press("down", "c")
        assert app.clipboard == references[1].url
        await pilot.press("enter")
        await app.workers.wait_for_complete()
        assert opened == [references[1].url]
        assert [str(one.prompt).split(" ")[0] for one in options.options] == [
            f"[{n}]" for n in range(1, len(references) + 1)
        ]
        await pilot.press("1", "9")  # the one of that number; 9 is none
        await app.workers.wait_for_complete()
        assert opened == [references[1].url, references[0].url]
        await pilot.press("escape")
        assert on(app, DrillScreen)


async def test_a_source_that_is_no_web_address_is_refused_with_its_reason(app_of: AppOf) -> None:
    app = app_of()
    async with app.run_test(size=(60, 20), notifications=True) as pilot:
        app.push_screen(SourcesScreen([("[b]Passwords[/b]", "file:///etc/passwd")]))
        await pilot.pause()
        prompt = str(app.screen.query_one(OptionList).get_option_at_index(0).prompt)
        assert "[b]Passwords[/b]" in prompt and "only http and https" in prompt
        await pilot.press("enter")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert any("only http and https" in n.message for n in app._notifications)


async def test_own_lines_and_a_note_are_kept_and_cleared(app_of: AppOf, study: Study) -> None:
    card = study.catalog.card(PERSONAL)
    app = app_of()
    async with app.run_test(size=(60, 20)) as pilot:

        def open_dialog() -> None:
            state = study.progress.state(PERSONAL)
            app.push_screen(OwnLinesScreen(card, state, lambda lines, note: study.write(PERSONAL, lines, note)))

        open_dialog()
        await pilot.pause()
        await pilot.press("o", "n", "e", "enter", "enter", "t", "w", "o", "down", "down", "h", "i")
        await pilot.press("ctrl+s")
        await pilot.pause()
        state = study.progress.state(PERSONAL)
        assert (state.own_lines, state.note) == (("one", "", "two"), "hi")
        open_dialog()
        await pilot.pause()
        for field in app.screen.query(LineField):
            field.clear()
        await pilot.press("ctrl+s")
        await pilot.pause()
        state = study.progress.state(PERSONAL)
        assert (state.own_lines, state.note) == (None, None)


async def test_leaving_what_was_written_asks_once(app_of: AppOf, study: Study) -> None:
    app = app_of(drill=True, chosen=ONLY)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("n", "escape")
        await pilot.pause()
        assert on(app, DrillScreen)
        await pilot.press("n", "a", "escape")
        await pilot.pause()
        assert on(app, OwnLinesScreen)
        await pilot.press("b", "escape")
        await pilot.pause()
        assert on(app, OwnLinesScreen)
        await pilot.press("escape")
        await pilot.pause()
        assert on(app, DrillScreen)
        assert study.progress.state(QUESTION).own_lines is None


@pytest.mark.parametrize("card_id", [QUESTION, PERSONAL])
async def test_each_field_shows_the_line_of_the_bank(app_of: AppOf, study: Study, card_id: str) -> None:
    app = app_of()
    async with app.run_test(size=SIZE) as pilot:
        card, state = study.catalog.card(card_id), study.progress.state(card_id)
        app.push_screen(OwnLinesScreen(card, state, lambda lines, note: None))
        await pilot.pause()
        assert [str(guide.render()) for guide in app.screen.query(".guide")] == list(card.answer)


@pytest.mark.parametrize("size", [(80, 24), (60, 20)])
async def test_the_line_replaced_is_shown_whole_below_the_title(
    app_of: AppOf, study: Study, size: tuple[int, int]
) -> None:
    app = app_of(drill=True, chosen=ONLY)
    async with app.run_test(size=size) as pilot:
        await pilot.press("space", "n")
        await pilot.pause()
        for field, line in zip(app.screen.query(LineField), study.catalog.card(QUESTION).answer, strict=False):
            assert app.focused is field
            whole = " ".join(" ".join(row.text for row in app.screen._compositor.render_strips()).split())
            assert " ".join(visible(line).split())[:30] in whole
            assert app.screen.region.contains_region(field.region)
            assert app.screen.query_one(".title").region.y >= 0
            await pilot.press("enter")
            await pilot.pause()


async def test_enter_in_the_last_field_keeps(app_of: AppOf, study: Study) -> None:
    app = app_of(drill=True, chosen=ONLY)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("space", "n", "x", "enter", "enter", "enter", "enter", "w", "h", "y", "enter")
        await pilot.pause()
        assert on(app, DrillScreen)
        state = study.progress.state(QUESTION)
        assert (state.own_lines, state.note) == (("x",), "why")


async def test_a_line_that_is_too_long_is_refused_and_one_below_that_kept_whole(
    app_of: AppOf, study: Study
) -> None:
    app = app_of(drill=True, chosen=ONLY)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("space", "n")
        await pilot.pause()
        field = app.screen.query(LineField).first()
        app.post_message(Paste("x" * (LONGEST + 1)))
        await pilot.pause()
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert on(app, OwnLinesScreen)
        assert "20,001 characters" in str(app.screen.query_one("#fault", Static).render())
        await pilot.press("backspace", "ctrl+s")
        await pilot.pause()
        assert study.progress.state(QUESTION).own_lines == (field.text,)
        assert len(field.text) == LONGEST


async def test_typed_lines_that_are_too_long_are_refused(app_of: AppOf, study: Study) -> None:
    app = app_of(drill=True, chosen=ONLY)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("t")
        await pilot.pause()
        app.post_message(Paste("x" * (LONGEST + 1)))
        await pilot.pause()
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert on(app, TypeLinesScreen) and not study.session.revealed
        assert "20,001 characters" in str(app.screen.query_one("#fault", Static).render())


async def test_pasted_lines_fill_empty_fields_only_and_one_undo_takes_them_back(
    app_of: AppOf, study: Study
) -> None:
    study.write(QUESTION, ("one", "", "three", ""), "")
    app = app_of(drill=True, chosen=ONLY)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("space", "n")
        await pilot.pause()
        fields = list(app.screen.query(LineField))
        fields[0].focus()
        await pilot.pause()
        app.post_message(Paste(" A\nB\n\nC\nD"))
        await pilot.pause()
        assert [field.text for field in fields] == ["one A", "B", "three", "C D", ""]
        await pilot.press("ctrl+z")
        await pilot.pause()
        assert [field.text for field in fields] == ["one", "", "three", "", ""]
        assert app.focused is fields[0]


async def test_own_lines_written_in_mid_card_keep_the_other_ticks_and_all_lines(
    app_of: AppOf, study: Study
) -> None:
    app = app_of(drill=True, chosen=ONLY)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("space", "x", "n")
        await pilot.pause()
        list(app.screen.query(LineField))[2].text = "mine"
        await pilot.press("ctrl+s")
        await pilot.pause()
        screen = app.screen
        assert isinstance(screen, DrillScreen)
        assert screen.answer.lines()[2] == "mine" and len(screen.answer.lines()) == 4
        assert screen.reveal.ticks == (True, True, None, True)
        await pilot.press("c")
        assert all(screen.reveal.ticks)
        await pilot.press("u")
        assert screen.answer.lines()[2] != "mine"
        assert list(screen.reveal.ticks) == [True] * 4, "the tick of the line that is back"


async def test_typed_lines_propose_ticks_and_are_shown_with_the_answer(app_of: AppOf, study: Study) -> None:
    true = study.catalog.card(QUESTION).answer
    app = app_of(drill=True, chosen=ONLY)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("t")
        await pilot.pause()
        assert on(app, TypeLinesScreen)
        fields = list(app.screen.query(LineField))
        fields[0].text = true[2]
        fields[1].text = "nothing\nto the purpose"
        await pilot.press("enter", "enter", "enter", "enter")
        await pilot.pause()
        screen = app.screen
        assert isinstance(screen, DrillScreen) and screen.revealed
        assert screen.reveal.typed == (true[2], "nothing to the purpose")
        assert screen.reveal.ticks == (False, False, True, False)
        await pilot.press("a", "3")
    reading = read(study.paths.journal_dir)
    assert reading is not None
    [event] = reading.events
    assert isinstance(event, Review)
    assert (event.lines, event.typed) == ((1, 3), None)


async def test_typing_can_be_given_up_and_taken_up_again(app_of: AppOf, study: Study) -> None:
    app = app_of(drill=True, chosen=ONLY)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("t", "x", "escape")
        await pilot.pause()
        assert on(app, DrillScreen)
        assert not study.session.revealed
        await pilot.press("t")
        await pilot.pause()
        assert [field.line for field in app.screen.query(LineField)] == ["x", "", "", ""]
        await pilot.press("y", "ctrl+s")
        await pilot.pause()
        screen = app.screen
        assert isinstance(screen, DrillScreen)
        assert screen.revealed
        assert (screen.reveal.typed, screen.drafts) == (("x", "y"), {})


async def test_what_was_typed_and_left_is_not_compared_and_outlasts_a_skip(app_of: AppOf, study: Study) -> None:
    study.write(PERSONAL, ("old",))
    app = app_of(drill=True, chosen=Filter(ids=(QUESTION, PERSONAL)))
    async with app.run_test(size=SIZE) as pilot:
        screen = app.screen
        assert isinstance(screen, DrillScreen) and screen.card is not None
        first = screen.card.id
        await pilot.press("t", "x", "escape")
        await pilot.pause()
        await pilot.press("s", "space", "3")
        assert screen.card.id == first
        await pilot.press("t")
        await pilot.pause()
        assert next(iter(app.screen.query(LineField))).line == "x"
        await pilot.press("escape")
        await pilot.pause()
        await pilot.press("space")
        assert screen.reveal.typed is None


@pytest.mark.parametrize("way", ["ctrl+s", "escape"])
async def test_sure_is_said_while_typing_too(app_of: AppOf, open_study: Opener, way: str) -> None:
    study = open_study()
    study.use_settings(study.settings._replace(typed=True, confidence=True))
    app = app_of(study, drill=True, chosen=ONLY)
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.pause()
        assert on(app, TypeLinesScreen)
        said = app.screen.query_one("#sure", Static)
        await pilot.press("y", "ctrl+y")
        assert str(said.render()).endswith("  sure")
        await pilot.press("ctrl+y")
        assert str(said.render()).endswith("  unsure")
        await pilot.press(way)
        await pilot.pause()
        if way == "escape":
            await pilot.press("y", "y", "y", "space")  # nothing, sure, unsure
        await pilot.press("1")
        await pilot.pause()
    reading = read(study.paths.journal_dir)
    assert reading is not None
    [event] = reading.events
    assert isinstance(event, Review) and event.sure is False


async def test_while_typing_sure_is_not_asked_without_the_setting(app_of: AppOf, study: Study) -> None:
    app = app_of(drill=True, chosen=ONLY)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("t")
        await pilot.pause()
        await pilot.press("ctrl+y", "x")
        assert not app.screen.query("#sure")
        assert next(field.line for field in app.screen.query(LineField)) == "x"
        assert "sure" not in str(app.screen.query_one(KeyBar).render())


async def test_with_the_setting_typing_opens_by_itself_and_is_kept(app_of: AppOf, open_study: Opener) -> None:
    study = open_study()
    study.use_settings(study.settings._replace(typed=True, keep_typed=True))
    app = app_of(study, drill=True, chosen=ONLY)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        assert on(app, TypeLinesScreen)
        await pilot.press("k", "n", "n", "ctrl+s", "1")
        await pilot.pause()
    reading = read(study.paths.journal_dir)
    assert reading is not None
    [event] = reading.events
    assert isinstance(event, Review)
    assert event.typed == ("knn",)


async def test_sure_and_wrong_is_said_in_the_header_and_becomes_a_cause(app_of: AppOf, open_study: Opener) -> None:
    study = open_study()
    study.use_settings(study.settings._replace(confidence=True))
    app = app_of(study, drill=True, chosen=ONLY)
    async with app.run_test(size=(60, 20)) as pilot:

        def head() -> str:
            return app.screen.query_one("#head", Page).render().plain

        await pilot.press("y")
        assert " sure " in head()
        await pilot.press("y")
        assert " unsure " in head()
        await pilot.press("y")
        assert "sure" not in head()
        await pilot.press("y", "space", "1")
        state = study.progress.state(QUESTION)
        assert "overconfident once" in weakness(state, 1.0, study.view().day).causes


async def test_without_the_setting_confidence_is_not_asked(app_of: AppOf) -> None:
    app = app_of(drill=True, chosen=ONLY)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("y")
        screen = app.screen
        assert isinstance(screen, DrillScreen)
        assert screen.reveal.sure is None


@pytest.mark.parametrize("size", [(40, 12), (20, 5)])
@pytest.mark.parametrize("keys", [("space", "p", "space"), ("n",), ("t",), ("space", "o")])
async def test_no_size_breaks_them(app_of: AppOf, size: tuple[int, int], keys: tuple[str, ...]) -> None:
    app = app_of(drill=True, chosen=ONLY)
    async with app.run_test(size=size) as pilot:
        await pilot.press(*keys)
        await pilot.pause()
        assert not on(app, DrillScreen)
        await pilot.press("escape")
        await pilot.pause()
        assert on(app, DrillScreen)


async def test_the_note_is_apart_from_the_last_line_where_rows_are_few(app_of: AppOf) -> None:
    app = app_of(drill=True, chosen=Filter(ids=("tree-bagging-boosting",)))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("space", "n")
        await pilot.pause()
        await pilot.pause()
        *_, last, note = app.screen.query(LineField)
        assert note.region.y - last.region.bottom == 1
        room = app.screen.query_one(VerticalScroll)
        assert room.max_scroll_y == 0  # nothing is below
