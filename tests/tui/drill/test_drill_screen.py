"""The drill by keys and by mouse."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from mlflash.bank.filter import Filter
from mlflash.bank.text import readable
from mlflash.errors import MlflashError
from mlflash.scheduler.events import Review
from mlflash.store import journal_reader
from mlflash.store.paths import Paths
from mlflash.study import new_events
from mlflash.study.session import SessionMode
from mlflash.study.study import Study
from mlflash.tui.app import MlflashApp
from mlflash.tui.card.widget import CardView
from mlflash.tui.dialogs.help import HelpScreen
from mlflash.tui.dialogs.own_lines import OwnLinesScreen
from mlflash.tui.dialogs.typed_lines import TypeLinesScreen
from mlflash.tui.drill.rows import SessionPosition, drill_header
from mlflash.tui.drill.screen import DrillScreen
from mlflash.tui.widgets.grade_bar import GradeBar
from mlflash.tui.widgets.key_bar import KeyBar
from mlflash.tui.widgets.line_field import LineField
from tests.conftest import Clock
from tests.tui.conftest import AppOf

TREES = Filter(
    sections=("trees",),
    ids=(
        "tree-decision-tree",
        "tree-gbdt",
        "tree-rf-vs-gbdt",
        "tree-xgb-lgbm-catboost",
        "tree-feature-importance",
    ),
)
"""Five cards, however many more the section has."""


def drill(pilot: Pilot[Any]) -> DrillScreen:
    screen = pilot.app.screen
    assert isinstance(screen, DrillScreen)
    return screen


def text(pilot: Pilot[Any], kind: type[Any]) -> str:
    return str(pilot.app.screen.query_one(kind).render())


def reviews(paths: Paths) -> list[Review]:
    reading = journal_reader.read(paths.journal_dir)
    assert reading is not None
    return [event for event in reading.events if isinstance(event, Review)]


@pytest.fixture
def app(app_of: AppOf) -> MlflashApp:
    return app_of(drill=True, chosen=TREES)


async def test_question_then_answer_then_grade(app: MlflashApp, paths: Paths) -> None:
    async with app.run_test(size=(80, 34)) as pilot:
        assert "How is a decision tree trained?" in text(pilot, CardView)
        assert "impurity" not in text(pilot, CardView)
        assert "grade" not in text(pilot, KeyBar)
        await pilot.press("3")
        assert reviews(paths) == []
        await pilot.press("space")
        assert "Pitfall" in text(pilot, CardView)
        assert "10 min" in text(pilot, GradeBar)
        await pilot.press("3")
        assert [(r.card_id, r.rating, r.lines) for r in reviews(paths)] == [("tree-decision-tree", 3, None)]
        assert "How is a decision tree trained?" not in text(pilot, CardView)


async def test_ticks_suggest_and_enter_accepts(app: MlflashApp, paths: Paths, clock: Clock) -> None:
    async with app.run_test() as pilot:
        await pilot.press("space")
        await pilot.press("enter")
        assert reviews(paths) == []
        clock.forward(seconds=60)
        await pilot.press("a", "c", "d")
        assert "3 good ◂" in text(pilot, GradeBar)
        await pilot.press("a", "c")
        assert "1 again ◂" in text(pilot, GradeBar)
        await pilot.press("enter")
        [review] = reviews(paths)
        assert (review.rating, review.lines, review.ms) == (1, (4,), 60_000)


async def test_all_lines_at_once_suggest_good_however_quick(app: MlflashApp, clock: Clock) -> None:
    async with app.run_test() as pilot:
        clock.forward(seconds=5)
        await pilot.press("space", "x")
        assert "3 good ◂" in text(pilot, GradeBar)
        await pilot.press("x")
        assert "1 again ◂" in text(pilot, GradeBar)


async def test_line_by_line(app: MlflashApp) -> None:
    async with app.run_test() as pilot:
        for shown in range(1, 4):
            await pilot.press("l")
            assert drill(pilot).reveal.shown == shown
            assert not drill(pilot).revealed
        await pilot.press("a")
        assert drill(pilot).reveal.ticks[0] is True
        await pilot.press("l")
        assert drill(pilot).revealed


async def test_hint_shows_before_the_reveal_only(app: MlflashApp) -> None:
    async with app.run_test() as pilot:
        assert "Hint" not in text(pilot, CardView)
        await pilot.press("h")
        assert "Hint" in text(pilot, CardView)
        await pilot.press("space")
        assert "Hint" not in text(pilot, CardView)


async def test_the_question_keeps_its_place(app: MlflashApp) -> None:
    async with app.run_test(size=(100, 40)) as pilot:
        before = text(pilot, CardView).splitlines().index("  How is a decision tree trained?")
        await pilot.press("space")
        assert text(pilot, CardView).splitlines()[before] == "  How is a decision tree trained?"


async def test_undo_goes_back_through_the_last_card(app: MlflashApp, study: Study, paths: Paths) -> None:
    async with app.run_test() as pilot:
        for _ in range(5):
            await pilot.press("space", "4")
        assert "Done." in text(pilot, CardView)
        assert len(study.progress.states) == 5
        await pilot.press("u", "u", "u", "u", "u")
        assert study.progress.states == {}
        assert "How is a decision tree trained?" in text(pilot, CardView)
        await pilot.press("u")
        assert study.progress.states == {}


async def test_learning_cards_come_back_within_the_session(app: MlflashApp, study: Study) -> None:
    async with app.run_test() as pilot:
        await pilot.press("space", "1")
        for _ in range(4):
            await pilot.press("space", "4")
        assert drill(pilot).card is not None
        assert drill(pilot).card.id == "tree-decision-tree"  # type: ignore[union-attr]


async def test_skip_bury_suspend_flag(app: MlflashApp, study: Study) -> None:
    async with app.run_test() as pilot:
        await pilot.press("s")
        assert study.session.waiting[-1] == "tree-decision-tree"
        current = study.session.current
        assert current is not None
        await pilot.press("z")
        assert study.progress.state(current).buried == study.view().day
        current = study.session.current
        assert current is not None
        await pilot.press("S")
        assert study.progress.state(current).suspended
        current = study.session.current
        assert current is not None
        await pilot.press("f")
        assert study.progress.state(current).flagged
        await pilot.press("f")
        assert not study.progress.state(current).flagged


async def test_a_grade_that_cannot_be_written_stays(
    app: MlflashApp, study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with app.run_test() as pilot:
        await pilot.press("space", "x")

        def full(*_: object) -> bool:
            raise MlflashError("the grade is not on disk: the disk is full")

        with monkeypatch.context() as broken:
            broken.setattr(study.journal, "append", full)
            await pilot.press("4")
            assert "NOT SAVED" in text(pilot, CardView)
            assert study.progress.states == {}
        await pilot.press("4")
        assert list(study.progress.states) == ["tree-decision-tree"]
        assert "NOT SAVED" not in text(pilot, CardView)


async def test_a_whole_session_by_mouse(app: MlflashApp, study: Study) -> None:
    async with app.run_test(size=(100, 30)) as pilot:
        for _ in range(5):
            bar = pilot.app.screen.query_one(KeyBar)
            start = next(start for start, _, key in bar._places if key == "space")
            await pilot.click(KeyBar, offset=(start, 0))
            card = pilot.app.screen.query_one(CardView)
            for line in range(4):
                row = next(y for y, row in enumerate(card.laid.rows) if row.line == line)
                await pilot.click(CardView, offset=(12, row))
            assert drill(pilot).reveal.ticks == (True,) * 4
            await pilot.click(GradeBar, offset=(48, 0))
        assert "Done." in text(pilot, CardView)
        assert {state.rating for state in study.progress.states.values()} == {4}


async def test_home_row_grades_when_asked_for(app_of: AppOf, open_study: Any, settings: Any) -> None:
    study = open_study(settings=settings._replace(home_row=True))
    app = app_of(study, drill=True, chosen=TREES)
    async with app.run_test() as pilot:
        await pilot.press("l")
        assert drill(pilot).reveal.shown == 1
        await pilot.press("space", "l")
        assert study.progress.state("tree-decision-tree").rating == 3


async def test_own_lines_opened_before_the_reveal_show_no_line_of_the_answer(app_of: AppOf, study: Study) -> None:
    app = app_of(drill=True, chosen=TREES)
    async with app.run_test(size=(100, 40)) as pilot:
        card = drill(pilot).card
        assert card is not None
        for revealed in (False, True):
            await pilot.press("n")
            await pilot.pause()
            assert isinstance(app.screen, OwnLinesScreen)
            shown = " ".join(str(widget.render()) for widget in app.screen.query(Static))
            assert [readable(line) in shown for line in card.answer] == [revealed] * len(card.answer)
            await pilot.press("escape", "space")


@pytest.mark.parametrize("width", [40, 58, 78, 86])
def test_the_header_is_never_wider_than_its_room(study: Study, width: int) -> None:
    head = study.catalog["nn-dropout"]
    for title in (
        "Neural networks",
        "Cram · Reinforcement learning from human feedback and 深層学習 at length",
    ):
        for left, learning in ((1, 0), (12_345, 6_789)):
            place = SessionPosition(title, left=left, learning=learning, new=True, flagged=True, sure=False)
            assert drill_header(head, place, width).cell_length <= width


def test_the_level_gives_way_before_the_section_is_cut(study: Study) -> None:
    head = study.catalog["nn-dropout"]
    place = SessionPosition("Machine Learning Fundamentals", left=9, learning=1, new=True)
    assert "Machine Learning Fundamentals · ▪▫▫ easy · asked often · new" in drill_header(head, place, 90).plain
    assert "Machine Learning Fundamentals · ▪▫▫ often · new" in drill_header(head, place, 76).plain
    assert "Machine Learning… · ▪▫▫ often" in drill_header(head, place, 56).plain


async def test_nothing_due_says_so_and_offers_more(app_of: AppOf, open_study: Any, settings: Any) -> None:
    study = open_study(settings=settings._replace(new_per_day=0))
    app = app_of(study, drill=True)
    async with app.run_test() as pilot:
        assert "today's cap of 0 new cards is reached" in text(pilot, CardView)
        assert "m  drill them anyway" in text(pilot, CardView)
        assert "m more" in text(pilot, KeyBar)
        await pilot.press("m")
        assert drill(pilot).card is not None


async def test_cram_passes_leave_the_schedule_alone(app_of: AppOf, study: Study, paths: Paths) -> None:
    app = app_of(drill=True, chosen=TREES, mode=SessionMode.CRAM)
    async with app.run_test() as pilot:
        await pilot.press("space")
        assert "no change" in text(pilot, GradeBar)
        await pilot.press("3")
        assert study.progress.state("tree-decision-tree").memory is None
        assert [r.mode for r in reviews(paths)] == ["cram"]


async def test_markup_of_a_bank_is_text(app_of: AppOf, open_study: Any, tmp_path: Path, settings: Any) -> None:
    from mlflash.study.banks import open_catalog

    bank = tmp_path / "bank.yaml"
    bank.write_text(
        'version: 1\ntitle: T\nsections:\n- id: s\n  title: "[b]S[/b]"\n  questions:\n'
        '  - id: q\n    question: "a [@click=app.quit]x[/] \\x1b[31m b"\n    answer: ["[red]one[/red]"]\n'
    )
    study = open_study(catalog=open_catalog(settings, [bank], tmp_path / "cache"))
    app = app_of(study, drill=True)
    async with app.run_test() as pilot:
        shown = text(pilot, CardView)
        assert "[@click=app.quit]x[/]" in shown
        assert "\x1b" not in shown
        await pilot.press("space")
        assert "[red]one[/red]" in text(pilot, CardView)


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (60, 20), (40, 12), (20, 5)])
async def test_every_size_keeps_state(app: MlflashApp, size: tuple[int, int]) -> None:
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("space", "a")
        await pilot.resize_terminal(*size)
        await pilot.pause()
        assert drill(pilot).reveal.ticks[0] is True
        await pilot.resize_terminal(100, 30)
        await pilot.press("enter")
        assert drill(pilot).card is not None


async def test_undo_brings_the_ticks_back(app: MlflashApp) -> None:
    async with app.run_test() as pilot:
        await pilot.press("space", "a", "c", "2", "u")
        assert drill(pilot).reveal.ticks == (True, False, True, False)
        assert drill(pilot).revealed


async def test_where_easy_is_on_it_is_for_a_quick_reveal_however_long_the_ticking(
    app_of: AppOf, open_study: Any, settings: Any, clock: Clock
) -> None:
    app = app_of(open_study(settings=settings._replace(easy_seconds=15)), drill=True, chosen=TREES)
    async with app.run_test() as pilot:
        clock.forward(seconds=5)
        await pilot.press("space")
        clock.forward(seconds=60)
        await pilot.press("x")
        assert "4 easy ◂" in text(pilot, GradeBar)


async def test_escape_closes_the_help_first(app: MlflashApp) -> None:
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("space", "question_mark")
        await pilot.pause()
        assert isinstance(pilot.app.screen, HelpScreen)
        await pilot.press("escape")
        await pilot.pause()
        assert drill(pilot).revealed


async def test_skip_moves_on_among_learning_cards(app: MlflashApp) -> None:
    async with app.run_test() as pilot:
        for _ in range(5):
            await pilot.press("space", "1")
        first = drill(pilot).card
        await pilot.press("s")
        second = drill(pilot).card
        assert first is not None
        assert second is not None
        assert first.id != second.id


async def test_the_grade_bar_names_the_home_row(app_of: AppOf, open_study: Any, settings: Any) -> None:
    app = app_of(open_study(settings=settings._replace(home_row=True)), drill=True, chosen=TREES)
    async with app.run_test() as pilot:
        await pilot.press("space")
        assert "j again" in text(pilot, GradeBar)


async def test_pasted_lines_fill_the_fields(app: MlflashApp, study: Study) -> None:
    from textual.events import Paste

    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("n")
        pilot.app.screen.focused.post_message(Paste("one\ntwo\n\nthree\nfour"))  # type: ignore[union-attr]
        await pilot.pause()
        await pilot.press("ctrl+s")
        assert study.progress.state("tree-decision-tree").own_lines == ("one", "two", "three", "four")


async def test_undoing_a_flag_leaves_reveal_and_ticks_as_they_are(app: MlflashApp, study: Study) -> None:
    async with app.run_test() as pilot:
        await pilot.press("space", "a", "b", "f", "u")
        assert drill(pilot).reveal.ticks[:2] == (True, True)
        assert not study.progress.state("tree-decision-tree").flagged
        await pilot.press("1")
        await pilot.press("u")
        assert drill(pilot).reveal.ticks == (True, True, False, False)


async def test_nothing_opens_over_a_dialog_when_a_learning_card_comes_back(
    app_of: AppOf, study: Study, clock: Clock
) -> None:
    study.use_settings(study.settings._replace(typed=True, learn_ahead=0))
    app = app_of(drill=True, chosen=Filter(ids=("nn-batch-norm",)))
    async with app.run_test() as pilot:
        await pilot.press("escape", "space", "1", "slash")
        await pilot.pause()
        dialog, screen = app.screen, app.screen_stack[-2]
        assert isinstance(screen, DrillScreen)
        clock.forward(minutes=30)
        screen._wake()
        await pilot.pause()
        assert app.screen is dialog
        await pilot.press("escape")
        await pilot.pause()
        screen._wake()
        await pilot.pause()
        assert isinstance(app.screen, TypeLinesScreen)


async def test_as_many_lines_are_typed_and_ticked_as_the_reader_wrote(app_of: AppOf, study: Study) -> None:
    study.write("project-problem", ("one", "two"), None)
    app = app_of(drill=True, chosen=Filter(ids=("project-problem",)))
    async with app.run_test() as pilot:
        await pilot.press("t")
        await pilot.pause()
        assert len(app.screen.query(LineField)) == 2
        await pilot.press("escape", "space")
        assert "a–b tick" in text(pilot, KeyBar)
        await pilot.press("enter")
        assert "tick a–b or x, or" in " ".join(text(pilot, GradeBar).split())
        await pilot.press("x", "g")
        await pilot.pause()
        assert "a–d tick" in text(pilot, KeyBar)
        assert len(drill(pilot).reveal.ticks) == 4
        await pilot.press("x", "g", "3")
        [graded] = study.session.graded
        assert graded.lines is not None and max(graded.lines, default=0) <= 2


async def test_ticks_stay_with_their_words_when_other_lines_are_shown(app_of: AppOf, study: Study) -> None:
    study.write("nn-dropout", ("mine", "", "", ""), None)
    app = app_of(drill=True, chosen=Filter(ids=("nn-dropout",)))
    async with app.run_test() as pilot:
        await pilot.press("space", "a", "b", "g")
        await pilot.pause()
        assert drill(pilot).reveal.ticks[:2] == (None, True)
        await pilot.press("g")
        await pilot.pause()
        assert drill(pilot).reveal.ticks == (True, True, False, False)
        await pilot.press("g", "a", "3")
        [graded] = study.session.graded
        assert graded.lines == (1, 2)


async def test_no_row_of_a_card_that_scrolls_is_broken_by_the_scrollbar(app_of: AppOf, study: Study) -> None:
    for lines in ((1, 2, 4), (1, 2, 4), (1, 2)):
        study.record_final([new_events.review(study, "nn-batch-norm", 2, lines, 1000, mode="drill")])
    app = app_of(drill=True, chosen=Filter(ids=("nn-batch-norm",)))
    async with app.run_test(size=(60, 14)) as pilot:
        await pilot.press("space")
        await pilot.pause()
        card = pilot.app.screen.query_one(CardView)
        assert any("✗1/3" in row.content.plain for row in card.laid.rows)
        assert max(row.content.cell_length for row in card.laid.rows) <= card.size.width


async def test_details_that_are_unfolded_are_scrolled_to(app_of: AppOf) -> None:
    app = app_of(drill=True, chosen=Filter(ids=("nn-dropout",)))
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.press("space")
        card, room = drill(pilot).view.card, drill(pilot).view.area
        assert "Pitfall" not in text(pilot, CardView)
        await pilot.press("v")
        await pilot.pause()
        assert "Pitfall" in text(pilot, CardView)
        words = ("Picture", "Pitfall")
        at = next(i for i, row in enumerate(card.laid.rows) if row.content.plain.strip().startswith(words))
        assert at == card.laid.details
        assert room.scroll_y <= at < room.scroll_y + room.size.height
        await pilot.press("v")
        assert "Pitfall" not in text(pilot, CardView)


async def test_where_there_is_room_again_the_key_for_details_goes(app_of: AppOf) -> None:
    app = app_of(drill=True, chosen=Filter(ids=("nn-dropout",)))
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.press("space", "v")
        assert "v details" in text(pilot, KeyBar)
        await pilot.resize_terminal(100, 40)
        await pilot.pause()
        assert "v details" not in text(pilot, KeyBar)
        assert text(pilot, CardView).count("Pitfall") == 1


async def test_space_accepts_as_enter_does_and_says_what_is_wanted(app: MlflashApp, paths: Paths) -> None:
    async with app.run_test(size=(100, 30)) as pilot:
        for key in ("3", "a", "enter", "p", "v", "o"):
            await pilot.press(key)
            assert "space shows the answer" in text(pilot, GradeBar)
            await pilot.press("down")
        await pilot.press("space", "space")
        assert "tick a–d or x, or grade 1–4" in " ".join(text(pilot, GradeBar).split())
        assert reviews(paths) == []
        await pilot.press("x")
        assert "tick a–d" not in text(pilot, GradeBar)
        await pilot.press("space")
        assert [(review.rating, review.lines) for review in reviews(paths)] == [(3, (1, 2, 3, 4))]


async def test_lines_have_the_letters_of_their_keys_and_no_place_before_the_reveal(app: MlflashApp) -> None:
    async with app.run_test(size=(100, 30)) as pilot:
        assert [row.line for row in drill(pilot).view.card.laid.rows if row.line is not None] == []
        await pilot.press("l")
        shown = text(pilot, CardView)
        assert "  a  " in shown and "b  ·" in shown
        await pilot.press("space")
        rows = [row.content.plain.split() for row in drill(pilot).view.card.laid.rows if row.line is not None]
        assert [row[1] for row in rows if row[0] == "○"] == ["a", "b", "c", "d"]


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (100, 30), (140, 45)])
async def test_the_question_is_in_the_same_row_for_every_card(app: MlflashApp, size: tuple[int, int]) -> None:
    async with app.run_test(size=size) as pilot:
        places = set()
        for _ in range(5):
            for _ in range(2):
                card = drill(pilot).card
                assert card is not None
                lines = text(pilot, CardView).splitlines()
                places.add(next(i for i, row in enumerate(lines) if row.strip() and row.strip() in card.question))
                await pilot.press("space")
            await pilot.press("4")
        assert len(places) == 1


async def test_lines_below_the_fold_are_counted_in_the_last_row(app_of: AppOf) -> None:
    app = app_of(drill=True, chosen=Filter(ids=("nn-batch-norm",)))
    async with app.run_test(size=(60, 14)) as pilot:
        await pilot.press("space")
        await pilot.pause()
        card, area = drill(pilot).view.card, drill(pilot).view.area
        fold = area.size.height - 1
        assert "more line" in card.render_lines(card.size.region)[fold].text
        await pilot.press("pagedown", "pagedown", "pagedown")
        await pilot.pause()
        assert not any("more line" in strip.text for strip in card.render_lines(card.size.region))


async def test_the_header_counts_what_is_left_and_what_is_in_learning(app: MlflashApp) -> None:
    async with app.run_test(size=(100, 30)) as pilot:
        assert "5 left" in str(drill(pilot).view.header.render())
        await pilot.press("space", "1")
        assert "4 left · 1 learning" in str(drill(pilot).view.header.render())
        await pilot.press("space", "4")
        assert "3 left · 1 learning" in str(drill(pilot).view.header.render())


async def test_keys_keep_their_places_in_the_footer(app: MlflashApp) -> None:
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("s")

        def places() -> dict[str, int]:
            return {key: start for start, _, key in drill(pilot).bar._places}

        before = places()
        await pilot.press("space")
        after = places()
        assert before["u"] == after["u"] and before["space"] == after["space"] and before["l"] == after["a-d"]
        assert text(pilot, KeyBar).rstrip().endswith("^p commands  ? help")


async def test_own_lines_before_the_reveal_do_not_show_the_answer(app: MlflashApp) -> None:
    async with app.run_test(size=(100, 40)) as pilot:
        assert "write" not in text(pilot, KeyBar)
        card = drill(pilot).card
        assert card is not None
        await pilot.press("n")
        await pilot.pause()
        shown = "\n".join(str(static.render()) for static in pilot.app.screen.query(Static))
        assert card.question in shown and not any(line[:30] in shown for line in card.answer)
