"""Keys on every screen: the reader's own, the list of them, and leaving from anywhere."""

from __future__ import annotations

import pytest
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.widgets import Static
from textual.widgets._toast import Toast

from mlflash.bank.filter import Filter
from mlflash.errors import MlflashError
from mlflash.store.action_names import ACTIONS
from mlflash.store.settings import Settings
from mlflash.study.session import SessionMode
from mlflash.study.study import Study
from mlflash.tui import keymap
from mlflash.tui.app import MlflashApp
from mlflash.tui.dialogs.help import HelpEntry, HelpScreen, at_place, grouped, help_columns, help_rows, keys_of
from mlflash.tui.drill.keys import grade_keys
from mlflash.tui.drill.screen import DrillScreen
from mlflash.tui.lightning.screen import LightningScreen
from mlflash.tui.lines.screen import LineDrillScreen
from mlflash.tui.messages import NOTE
from mlflash.tui.mock.interview_screen import InterviewScreen
from mlflash.tui.stats.screen import StatsScreen
from mlflash.tui.widgets.key_bar import KeyBar
from tests.conftest import Opener
from tests.tui.conftest import AppOf


@pytest.mark.parametrize("name", ["x", "?", "ctrl+x", "f5", "slash", "shift+left", "space", "ö"])
def test_keys_a_terminal_sends(name: str) -> None:
    assert keymap.is_key(name)


@pytest.mark.parametrize("name", ["", "ctrl-x", "foo", "hold+x", "\x1b", "ctrl+", "spacebar"])
def test_names_that_are_no_keys(name: str) -> None:
    assert not keymap.is_key(name)


def test_faults_name_what_is_near_and_what_is_right_is_none() -> None:
    assert keymap.faults([("reveal", "enter, x"), ("leave", "Q"), ("list-up", "k")]) == []
    unknown, no_key = keymap.faults([("reveel", "x"), ("line", "ctrl-x")])
    assert "reveel" in unknown and "reveal" in unknown
    assert "ctrl-x" in no_key


def test_every_binding_of_ours_that_does_something_has_a_name_and_says_what_it_does() -> None:
    for kind in keymap._kinds():
        for binding in keymap._declared(kind):
            does_nothing = binding.action.startswith(("nothing", "none", "key_range", "reveal_first", "remind"))
            again = binding.key == "space" and not binding.show
            assert does_nothing or again or (binding.id and (binding.tooltip or not binding.show)), binding
            assert not (does_nothing and binding.id), "it would stand in the palette and do nothing"


def test_the_table_of_action_names_has_every_binding_that_has_a_name() -> None:
    named = {binding.id for kind in keymap._kinds() for binding in keymap._declared(kind) if binding.id}
    assert named ^ ACTIONS == set(), "the table is in store/action_names.py"


async def test_a_wrong_key_is_reported_and_the_others_work(
    app_of: AppOf, open_study: Opener, settings: Settings
) -> None:
    study = open_study(settings=settings._replace(keys=(("reveal", "R"), ("[b]nonsense", "x"))))
    app = app_of(study, drill=True)
    async with app.run_test(notifications=True) as pilot:
        while not app._notifications:
            await pilot.pause(0.01)
        [told] = app._notifications
        assert "[b]nonsense" in told.message and not told.markup
        await pilot.press("space")
        assert not study.session.revealed
        await pilot.press("R")
        assert study.session.revealed


async def test_an_interview_is_ended_with_the_reader_s_own_key(
    app_of: AppOf, open_study: Opener, settings: Settings
) -> None:
    app = app_of(open_study(settings=settings._replace(keys=(("leave", "Q"),))), mode=SessionMode.MOCK, seed=3)
    async with app.run_test() as pilot:
        await pilot.press("Q", "t", "escape")
        await pilot.pause()
        assert isinstance(app.screen, InterviewScreen)
        await pilot.press("Q", "Q")
        await pilot.pause()
        assert not isinstance(app.screen, InterviewScreen)


@pytest.mark.parametrize("keys", [["slash"], ["comma"], ["b", "X"], ["l"], ["question_mark"]])
async def test_the_program_is_left_from_anywhere(app_of: AppOf, keys: list[str]) -> None:
    app = app_of()
    async with app.run_test() as pilot:
        await pilot.press(*keys)
        await pilot.pause()
        await pilot.press("ctrl+q")
        await pilot.pause()
        assert app._exit


@pytest.mark.parametrize("size", [(100, 30), (60, 20), (40, 12), (20, 5)])
async def test_help_lists_what_works_now_and_goes_again(app: MlflashApp, size: tuple[int, int]) -> None:
    async with app.run_test(size=size) as pilot:
        await pilot.press("question_mark")
        await pilot.pause()
        screen = app.screen
        assert isinstance(screen, HelpScreen)
        names = [one.name for one in screen.keys]
        assert names[0] == "reveal" and "help" in names and "grade-good" not in names
        assert (
            "Show the answer" in str(screen.query_one("#keys", Static).render()).replace("\n", " ") or size[0] < 40
        )
        await pilot.press("down", "question_mark")
        await pilot.pause()
        assert isinstance(app.screen, DrillScreen)


@pytest.fixture
def app(app_of: AppOf) -> MlflashApp:
    return app_of(drill=True)


async def test_help_joins_the_keys_of_an_action(app_of: AppOf) -> None:
    app = app_of()
    async with app.run_test() as pilot:
        await pilot.press("s")
        await pilot.pause()
        assert isinstance(app.screen, StatsScreen)
        leave = next(one for one in keys_of(app, app.screen) if one.name == "leave")
        assert leave.keys == ("esc", "q")


KEYS = [
    HelpEntry(("space",), "Show the answer", "reveal"),
    HelpEntry(("⏎",), "Accept the grade suggested, and go on to the next of the cards", "accept"),
    HelpEntry(("a",), "Tick a line", "tick-a"),
    HelpEntry(("b",), "Tick a line", "tick-b"),
]
GROUPS = {"Answer": ("reveal",), "Grade": ("accept", "tick-a", "tick-b")}


@pytest.mark.parametrize("width", [30, 60, 84])
def test_help_is_in_groups_and_keys_that_do_the_same_share_a_row(width: int) -> None:
    columns = help_columns(grouped(KEYS, GROUPS), width, names=False)
    text = str(help_rows(columns, width))
    assert len(columns) == (2 if width == 84 else 1)
    assert all(len(row) <= width for row in text.splitlines())
    assert text.count("Tick a line") == 1 and "a b" in text and "accept" not in text
    titles = [row.content.plain for column in columns for row in column if row.owner is None and row.content.plain]
    assert titles == ["Answer", "Grade"]


def test_one_long_group_is_shared_between_the_columns() -> None:
    keys = [HelpEntry((name,), f"Do what {name} does", f"do-{name}") for name in "abcdefghijklmnopqrst"]
    columns = help_columns(
        {"This screen": keys, "Everywhere": [HelpEntry(("?",), "Help", "help")]}, 84, names=False
    )
    assert abs(len(columns[0]) - len(columns[1])) <= 2
    assert [row.owner for column in columns for row in column if row.owner][:20] == keys
    assert help_rows(columns, 84).plain.count("Do what") == 20


def test_help_names_actions_on_demand_one_a_row() -> None:
    [rows] = help_columns(grouped(KEYS, GROUPS), 84, names=True)
    named = [word for row in rows if row.owner for word in row.content.plain.split() if word == row.owner.name]
    assert named == ["reveal", "accept", "tick-a", "tick-b"]


async def test_the_key_for_names_shows_and_hides_them(app: MlflashApp) -> None:
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("question_mark", "K")
        await pilot.pause()
        assert "hint" in str(app.screen.query_one("#keys", Static).render())
        assert "[keys] in the settings" in str(app.screen.query_one(".title", Static).render())
        await pilot.press("K")
        assert "[keys]" not in str(app.screen.query_one(".title", Static).render())


async def test_the_palette_has_nothing_dead(app_of: AppOf, study: Study) -> None:
    app = app_of(drill=True)
    async with app.run_test() as pilot:
        await pilot.press("space")
        titles = [command.title for command in app.get_system_commands(app.screen)]
        assert {"Grade: good", "Undo", "Quit", "Help"} - set(titles) == {"Undo"}
        assert not {"Maximize", "Minimize", "Grade", "Keys"} & set(titles)


async def test_a_failed_backup_is_reported_as_plain_text(
    app_of: AppOf, study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(*_: object) -> None:
        raise MlflashError("cannot write /home/[b]me[/b]")

    study.mark("flag", [study.catalog.cards[0].id])
    monkeypatch.setattr("mlflash.store.backups.daily", failing)
    app = app_of()
    async with app.run_test(notifications=True) as pilot:
        while not app._notifications:
            await pilot.pause(0.01)
        assert [(told.message, told.markup) for told in app._notifications] == [
            ("cannot write /home/[b]me[/b]", False)
        ]


async def test_what_is_written_is_not_lost_by_leaving_the_program_at_once(app: MlflashApp) -> None:
    async with app.run_test() as pilot:
        await pilot.press("n", "x", "ctrl+q")
        await pilot.pause()
        assert not app._exit
        await pilot.press("ctrl+q")
        await pilot.pause()
        assert app._exit


@pytest.mark.parametrize("size", [(100, 30), (60, 20)])
async def test_a_click_on_a_row_of_help_does_what_it_says(app: MlflashApp, size: tuple[int, int]) -> None:
    async with app.run_test(size=size) as pilot:
        drill = app.screen
        assert isinstance(drill, DrillScreen)
        for name in ("reveal", "leave"):
            await pilot.press("question_mark")
            await pilot.pause()
            screen = app.screen
            assert isinstance(screen, HelpScreen)
            keys = screen.query_one("#keys", Static)
            x, y = next(
                (column * (screen._width() + 3) // 2, y)
                for column, rows in enumerate(screen.columns)
                for y, row in enumerate(rows)
                if row.owner is not None and row.owner.name == name
            )
            found = at_place(screen.columns, screen._width(), x, y)
            assert found is not None and found.name == name
            keys.scroll_visible(animate=False)
            screen.query_one(VerticalScroll).scroll_to(y=y, animate=False)
            await pilot.pause()
            await pilot.click(keys, offset=(x + 2, y))
            await pilot.pause()
            assert app.screen is not screen
            if name == "reveal":
                assert drill.revealed
        assert app.screen is not drill


async def test_a_message_goes_with_its_screen_and_a_warning_stays(app_of: AppOf) -> None:
    app = app_of()
    async with app.run_test(notifications=True) as pilot:
        await pilot.press("w", "s")
        await pilot.pause()
        assert isinstance(app.screen, StatsScreen) and not app._notifications
        await pilot.press("escape")
        app.notify("torn", title=NOTE, severity="warning")
        await pilot.press("enter")
        await pilot.pause()
        assert [told.message for told in app._notifications] == ["torn"]


async def test_a_toast_is_whole_in_sixty_columns(app_of: AppOf) -> None:
    app = app_of()
    async with app.run_test(size=(60, 20), notifications=True) as pilot:
        app.notify("Nothing is weak: no lapse, no missed line, nothing fading")
        await pilot.pause()
        toast = app.screen.query_one(Toast)
        assert app.screen.region.contains_region(toast.region) and toast.content_region.height == 2


def test_a_key_of_two_actions_at_the_same_time_is_reported() -> None:
    [both] = keymap.faults([("suspend", "a")])
    assert both == "keys: suspend = 'a' is also the key of select-all, tick-a"
    assert keymap.faults([("suspend", "f"), ("flag", "S")]) == [], "two keys changed for each other"
    assert keymap.faults([("line", "l"), ("reveal", "1"), ("type", "x")]) == [], "these never work at once"
    [everywhere] = keymap.faults([("leave", "?")])
    assert everywhere.endswith("the key of help")
    assert any("tick-all" in fault for fault in keymap.faults([("suspend", "x"), ("flag", "x")]))


async def test_actions_said_to_be_apart_never_work_at_once(app_of: AppOf, study: Study) -> None:
    app = app_of(drill=True, chosen=Filter(sections=("gnn",), difficulties=("easy",)))
    async with app.run_test(size=(100, 30)) as pilot:
        for keys in ((), ("l",), ("space",), ("a",)):
            await pilot.press(*keys)
            screen = app.screen
            assert isinstance(screen, DrillScreen)
            working = {active.binding.id for active in screen.active_bindings.values() if active.enabled}
            assert sum(bool(working & phase) for phase in screen.PHASES) == 1, keys


async def test_a_key_of_one_s_own_leaves_the_others_theirs(
    app_of: AppOf, open_study: Opener, settings: Settings
) -> None:
    study = open_study(settings=settings._replace(keys=(("reveal", "enter"), ("line", "k")), home_row=True))
    app = app_of(study, drill=True, chosen=Filter(sections=("trees",)))
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("space")
        assert not study.session.revealed
        await pilot.press("enter", "x", "enter")
        await pilot.press("k", "k", "k", "k", "a", "l")
        assert [one.rating for one in study.session.graded] == [3, 3]


async def test_keys_changed_in_the_settings_hold_at_once_and_can_be_given_back(
    app_of: AppOf, study: Study
) -> None:
    app = app_of(drill=True)
    async with app.run_test() as pilot:
        before = len(app.screen_stack)
        app.use_keys([("reveal", "R"), ("help", "f1")])
        await pilot.press("space", "question_mark")
        assert len(app.screen_stack) == before
        await pilot.press("f1")
        await pilot.pause()
        assert len(app.screen_stack) == before + 1
        await pilot.press("escape", "3")
        assert not study.can_undo
        await pilot.press("R", "3")
        assert len(study.session.graded) == 1
        app.use_keys([])
        await pilot.press("space", "3", "question_mark")
        await pilot.pause()
        assert len(study.progress.states) == 2
        assert len(app.screen_stack) == before + 1


@pytest.mark.parametrize(
    ("keys", "home_row", "named"),
    [
        ((), False, ("1", "2", "3", "4")),
        ((), True, ("j", "k", "l", ";")),
        ((("grade-again", "w"), ("grade-easy", "ctrl+e"), ("home-good", "n")), False, ("w", "2", "3", "")),
        ((("grade-again", "w"), ("home-good", "n")), True, ("j", "k", "n", ";")),
    ],
)
def test_the_grades_name_the_keys_that_give_them(
    settings: Settings, keys: tuple[tuple[str, str], ...], home_row: bool, named: tuple[str, ...]
) -> None:
    assert grade_keys(settings._replace(keys=keys, home_row=home_row)) == named


def test_a_long_group_goes_on_in_the_second_column() -> None:
    keys = [HelpEntry((str(n),), f"Do thing {n}", f"thing-{n}") for n in range(20)]
    left, right = help_columns(grouped(keys, {"This screen": [one.name for one in keys]}), 84, names=False)
    assert max(len(left), len(right)) <= 12
    assert right[0].content.plain == "" and right[1].owner is not None  # level with the first key on the left
    assert [row.owner.name for row in (*left, *right) if row.owner] == [one.name for one in keys]


def test_a_group_stays_whole_where_dividing_it_saves_little() -> None:
    keys = [HelpEntry((str(n),), f"Do thing {n}", f"thing-{n}") for n in range(10)]
    columns = help_columns(grouped(keys, {"One": ["thing-0", "thing-1"]}), 84, names=False)
    assert [column[0].content.plain for column in columns] == ["One", "This screen"]


async def test_help_has_all_rows_of_a_short_screen_but_its_title_and_bar(app_of: AppOf) -> None:
    app = app_of()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("question_mark")
        await pilot.pause()
        await pilot.pause()
        bar, room = app.screen.query_one(KeyBar).region, app.screen.query_one(VerticalScroll).region
        assert bar.y == room.bottom and bar.bottom >= 22


@pytest.mark.parametrize("screen", [LineDrillScreen, LightningScreen], ids=["lines", "lightning"])
def test_keys_that_scroll_share_two_rows_of_help(screen: type[LineDrillScreen | LightningScreen]) -> None:
    scrolling = {
        one.tooltip for one in screen.BINDINGS if isinstance(one, Binding) and one.action.startswith("scroll")
    }
    assert scrolling == {"Scroll", "Scroll by a page"}
