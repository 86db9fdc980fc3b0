"""Editing a card in an editor: a script stands in for it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

import pytest

from mlflash.bank.filter import Filter
from mlflash.errors import MlflashError
from mlflash.store.paths import Paths, bundled_bank
from mlflash.store.settings import Settings
from mlflash.study import drafts, session
from mlflash.study.banks import open_catalog, open_loadable_banks
from mlflash.study.overrides import own_file
from mlflash.study.programs import command, editor
from mlflash.study.study import Study
from mlflash.tui.app import MlflashApp
from mlflash.tui.card.widget import CardView
from mlflash.tui.dialogs.questions import CardFaultsScreen, DraftScreen
from mlflash.tui.drill.screen import DrillScreen
from tests.conftest import Opener
from tests.tui.conftest import AppOf

QUESTION = "fund-train-val-test"
BANK = """version: 1
title: Mine
sections:
  - id: mine
    title: Mine
    questions:
      - id: first
        question: First?
        answer: [one]
      - id: second
        question: Second?
        answer: [two, three]
"""
Edits = Callable[[str], None]


@pytest.fixture
def edits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Edits:
    """Sets the editor to a Python statement over `text` (the file's text) and `args` (what it was called with)."""
    monkeypatch.setattr(MlflashApp, "suspend", lambda _: nullcontext())

    def put(statement: str) -> None:
        script = tmp_path / "editor with blank.py"
        script.write_text(
            "import sys, pathlib\n"
            "args = sys.argv[1:]\nfile = pathlib.Path(args[-1])\ntext = file.read_text('utf-8')\n"
            f"{statement}\nfile.write_text(text, 'utf-8')\n",
            "utf-8",
        )
        monkeypatch.setenv("VISUAL", f"'{sys.executable}' '{script}' --flag")

    return put


def test_visual_comes_before_editor_and_arguments_are_kept() -> None:
    assert editor({"VISUAL": "vim -n 'a b'", "EDITOR": "nano"}) == ["vim", "-n", "a b"]
    assert editor({"VISUAL": " ", "EDITOR": "nano"}) == ["nano"]


@pytest.mark.parametrize(
    ("environment", "said"), [({}, "set VISUAL or EDITOR"), ({"EDITOR": "vi 'x"}, "not readable")]
)
def test_no_editor_is_said(environment: dict[str, str], said: str) -> None:
    with pytest.raises(MlflashError, match=said):
        editor(environment, lambda name: None)


@pytest.mark.parametrize(
    ("installed", "found"),
    [(("vi", "nano", "sensible-editor"), "sensible-editor"), (("vi", "nano"), "nano"), (("vi",), "vi")],
)
def test_without_a_named_editor_a_usual_one_is_opened(installed: tuple[str, ...], found: str) -> None:
    assert editor({}, lambda name: f"/usr/bin/{name}" if name in installed else None) == [f"/usr/bin/{found}"]


@pytest.mark.parametrize(
    ("words", "whole"),
    [
        (["/usr/bin/nvim", "-n"], ["/usr/bin/nvim", "-n", "+7", Path("/banks/card.yaml")]),
        (["hx"], ["hx", "/banks/card.yaml:7"]),
        (["code", "--wait"], ["code", "--wait", "--goto", "/banks/card.yaml:7"]),
        (["ed"], ["ed", Path("/banks/card.yaml")]),
    ],
)
def test_known_editors_open_at_the_line(words: list[str], whole: list[str | Path]) -> None:
    assert command(words, Path("/banks/card.yaml"), 7) == whole


@pytest.mark.parametrize(
    "name", ["+!touch hit .yaml", "-c.yaml", "--cmd=x.yaml", "'\"$(x)`x`.yaml", "a\n+q\n.yaml"]
)
@pytest.mark.parametrize("asked", ["plain", "vim", "hx", "code"])
async def test_no_name_of_a_file_is_an_option_of_the_editor(
    app_of: AppOf,
    open_study: Opener,
    settings: Settings,
    edits: Edits,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    asked: str,
) -> None:
    (tmp_path / "banks").mkdir()
    monkeypatch.chdir(tmp_path / "banks")
    bank = Path(name)
    bank.write_text(BANK, "utf-8")
    script = tmp_path / asked
    script.write_text(f"#!{sys.executable}\nimport json, sys\njson.dump(sys.argv[1:], open('../given', 'w'))\n")
    script.chmod(0o700)
    edits("pass")
    monkeypatch.setenv("VISUAL", str(script))
    study = open_study(catalog=open_catalog(settings, [Path()], tmp_path / "cache"))
    app = app_of(study, drill=True, banks=(Path(),), chosen=_only("second"))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("e")
        await pilot.pause()
    whole = str(tmp_path / "banks" / name)
    assert (
        json.loads((tmp_path / "given").read_text("utf-8"))
        == {
            "plain": [whole],
            "vim": ["+10", whole],
            "hx": [f"{whole}:10"],
            "code": ["--goto", f"{whole}:10"],
        }[asked]
    )


async def test_an_edit_shows_at_once_and_keeps_progress(app_of: AppOf, study: Study, edits: Edits) -> None:
    study.start(session.start([QUESTION]))
    study.reveal()
    study.grade(3)
    before = study.progress.state(QUESTION)
    old, line = study.catalog[QUESTION].question, study.catalog.card(QUESTION).answer[0]
    replaced = f"text.replace({old!r}, 'Mine? [red]x[/]').replace({line[:20]!r}, 'Mine')"
    edits(f"assert args[0] == '--flag'; text = {replaced}")
    app = app_of(drill=True, chosen=_only(QUESTION))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("e", "space")
        await pilot.pause()
        screen = app.screen
        assert isinstance(screen, DrillScreen) and screen.card is not None
        assert screen.card.question == "Mine? [red]x[/]"
        assert study.progress.state(QUESTION) == before
        assert "changed since you learned it" in str(screen.query_one(CardView).render())


async def test_faults_are_shown_and_can_be_fixed(app_of: AppOf, study: Study, edits: Edits, paths: Paths) -> None:
    edits("text = text + 'color: red\\n'")
    app = app_of(drill=True, chosen=_only(QUESTION))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("e")
        await pilot.pause()
        assert isinstance(app.screen, CardFaultsScreen)
        assert "color: is no key of a card" in app.screen.faults
        edits("text = text.replace('color: red\\n', '').replace('question: ', 'question: \"Mine\" #', 1)")
        await pilot.press("e")
        await pilot.pause()
        assert isinstance(app.screen, DrillScreen)
        assert study.catalog[QUESTION].question == "Mine"
        assert (paths.overrides / f"{QUESTION}.yaml").exists()


async def test_leaving_a_faulty_text_keeps_it_for_the_next_edit(
    app_of: AppOf, study: Study, edits: Edits, paths: Paths
) -> None:
    old = study.catalog[QUESTION].question
    edits("text = 'id: [broken'")
    app = app_of(drill=True, chosen=_only(QUESTION))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("e")
        await pilot.pause()
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, DrillScreen)
        assert study.catalog[QUESTION].question == old
        assert (paths.overrides / f"{QUESTION}.draft.yaml").read_text("utf-8") == "id: [broken"
        edits("assert text == 'id: [broken'; text = ''")
        await pilot.press("e")
        await pilot.pause()
        assert isinstance(app.screen, DrillScreen)
        assert list(paths.overrides.iterdir()) == []


@pytest.mark.parametrize("visual", ["no-such-editor-anywhere", f"'{sys.executable}' -c 'raise SystemExit(1)'"])
async def test_an_editor_that_fails_changes_nothing(
    app_of: AppOf, study: Study, edits: Edits, paths: Paths, monkeypatch: pytest.MonkeyPatch, visual: str
) -> None:
    edits("pass")
    monkeypatch.setenv("VISUAL", visual)
    catalog = study.catalog
    app = app_of(drill=True, chosen=_only(QUESTION))
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.press("e")
        await pilot.pause()
        assert [n.severity for n in app._notifications] == ["error"]
        assert study.catalog is catalog
        assert not paths.overrides.exists() or not list(paths.overrides.iterdir())


async def test_an_editor_can_be_interrupted(app_of: AppOf, edits: Edits, monkeypatch: pytest.MonkeyPatch) -> None:
    edits("pass")
    ignored = "import signal; raise SystemExit(signal.getsignal(signal.SIGINT) == signal.SIG_IGN)"
    monkeypatch.setenv("VISUAL", f"'{sys.executable}' -c '{ignored}'")
    app = app_of(drill=True, chosen=_only(QUESTION))
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.press("e")
        await pilot.pause()
        assert not [told for told in app._notifications if told.severity == "error"]


async def test_the_screen_comes_back_from_an_editor_that_cannot_be_started(
    app_of: AppOf, study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    woken: list[bool] = []

    @contextmanager
    def suspend(_: MlflashApp) -> Iterator[None]:
        yield  # as Textual's: nothing after this runs where an error is let out
        woken.append(True)

    monkeypatch.setattr(MlflashApp, "suspend", suspend)
    monkeypatch.setenv("VISUAL", "no-such-editor-anywhere")
    app = app_of(drill=True, chosen=_only(QUESTION))
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.press("e")
        await pilot.pause()
        assert woken == [True]
        assert [n.severity for n in app._notifications] == ["error"]


async def test_a_card_of_the_readers_own_bank_is_edited_in_its_file(
    app_of: AppOf, open_study: Opener, settings: Settings, edits: Edits, tmp_path: Path
) -> None:
    bank = tmp_path / "mine.yaml"
    bank.write_text(BANK, "utf-8")
    study = open_study(catalog=open_catalog(settings, [bank], tmp_path / "cache"))
    assert own_file(settings, [bank], "second") == (bank, 10)
    app = app_of(study, drill=True, banks=(bank,), chosen=_only("second"))
    async with app.run_test(size=(80, 24)) as pilot:
        edits("text = text.replace('Second?', 'Other?')")
        await pilot.press("e")
        await pilot.pause()
        assert study.catalog["second"].question == "Other?"
        edits("text = text.replace('id: second', 'id: renamed')")
        await pilot.press("e")
        await pilot.pause()
        assert isinstance(app.screen, CardFaultsScreen)
        assert "the id second is gone; keep it" in app.screen.faults
        assert "second" in study.catalog
        edits("text = text.replace('id: renamed', 'id: second').replace('[one]', '[one')")
        await pilot.press("e")
        await pilot.pause()
        assert isinstance(app.screen, CardFaultsScreen)
        assert own_file(settings, [bank], "second") == (bank, 10)


async def test_another_bank_that_is_broken_keeps_no_card_from_being_edited(
    app_of: AppOf, open_study: Opener, settings: Settings, edits: Edits, tmp_path: Path
) -> None:
    bank, broken = tmp_path / "mine.yaml", tmp_path / "broken.yaml"
    bank.write_text(BANK, "utf-8")
    broken.write_text("version: [", "utf-8")
    settings = settings._replace(banks=(str(broken), str(bank)))
    study = open_study(catalog=open_loadable_banks(settings, [], tmp_path / "cache"), settings=settings)
    app = app_of(study, drill=True, chosen=_only("second"))
    async with app.run_test(size=(80, 24)) as pilot:
        assert "broken.yaml" in study.complaints[0]
        edits("text = text.replace('Second?', 'Other?')")
        await pilot.press("e")
        await pilot.pause()
        assert study.catalog["second"].question == "Other?"


def test_a_card_of_the_bundled_bank_has_no_file_of_ones_own(settings: Settings) -> None:
    assert own_file(settings, [], QUESTION) is None
    assert own_file(settings, [bundled_bank()], QUESTION) is None


@pytest.mark.parametrize("choice", ["k", "D", "escape", "e"])
async def test_a_draft_cut_off_is_offered_at_the_start_and_settled_as_said(
    app_of: AppOf, study: Study, edits: Edits, paths: Paths, choice: str
) -> None:
    file = drafts.draft(study.catalog, paths.overrides, QUESTION)
    old = study.catalog[QUESTION].question
    file.write_text(file.read_text("utf-8").replace(old, "Mine?"), "utf-8")
    with drafts.being_edited(paths.overrides, QUESTION):
        pass
    edits("text = text.replace('Mine?', 'Edited?')")
    app = app_of(drill=True, chosen=_only(QUESTION))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert isinstance(app.screen, DraftScreen)
        await pilot.press("space", "enter", "1", "d", "x")  # what is typed blindly decides nothing
        assert isinstance(app.screen, DraftScreen)
        await pilot.press(choice)
        await pilot.pause()
        assert isinstance(app.screen, DrillScreen) and app.screen.card is not None
        asked = {"k": "Mine?", "D": old, "escape": old, "e": "Edited?"}[choice]
        assert app.screen.card.question == asked == study.catalog[QUESTION].question
    assert file.exists() == (choice == "escape")
    assert not drafts.interrupted(study.catalog, paths.overrides)


def _only(card_id: str) -> Filter:
    return Filter(ids=(card_id,))


def test_the_editor_inherits_no_setting_of_textual() -> None:
    script = "import os, mlflash.tui.app; print([name for name in os.environ if name.startswith('TEXTUAL')])"
    clean = {name: value for name, value in os.environ.items() if not name.startswith("TEXTUAL")}
    done = subprocess.run([sys.executable, "-c", script], env=clean, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


async def test_an_editor_that_fails_after_it_saved_says_that_the_text_is_kept(
    app_of: AppOf, study: Study, edits: Edits, paths: Paths
) -> None:
    edits("file.write_text('id: [half', 'utf-8'); sys.exit(3)")
    app = app_of(drill=True, chosen=_only(QUESTION))
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.press("e")
        await pilot.pause()
        [said] = [shown.message for shown in app._notifications]
        assert "ended with an error (3). Your text is kept as a draft; e goes on with it" in said
        assert (paths.overrides / f"{QUESTION}.draft.yaml").read_text("utf-8") == "id: [half"
