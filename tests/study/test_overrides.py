"""The reader's versions of cards: laid over the bank, edited as drafts, never in the way of progress."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from mlflash.bank.catalog import Catalog
from mlflash.errors import MlflashError
from mlflash.scheduler.card_state import CardState
from mlflash.store.paths import Paths
from mlflash.store.settings import Settings
from mlflash.study import session
from mlflash.study.drafts import draft, use_draft
from mlflash.study.lines import OUTDATED, answer_note
from mlflash.study.overrides import OverriddenCatalog, own_file, with_overrides
from tests.conftest import Opener

QUESTION = "project-evaluate"
OWN = f"id: {QUESTION}\nquestion: My question?\ndifficulty: hard\nanswer: [one, two, three]\n"


def put(paths: Paths, text: str, name: str = QUESTION) -> Path:
    paths.overrides.mkdir(parents=True, exist_ok=True)
    file = paths.overrides / f"{name}.yaml"
    file.write_text(text, "utf-8")
    return file


def test_without_overrides_the_catalog_is_the_bank_itself(catalog: Catalog, paths: Paths) -> None:
    assert with_overrides(catalog, paths.overrides, paths.cache) is catalog
    assert not paths.overrides.exists()


def test_an_override_replaces_the_card_and_what_lists_show_of_it(catalog: Catalog, paths: Paths) -> None:
    put(paths, OWN)
    laid = with_overrides(catalog, paths.overrides, paths.cache)
    card, old = laid[QUESTION], catalog[QUESTION]
    assert (card.question, card.difficulty, card.lines) == ("My question?", "hard", 3)
    assert (card.section, laid.position(QUESTION)) == (old.section, catalog.position(QUESTION))
    assert card.answer_hash == laid.card(QUESTION).answer_hash != old.answer_hash
    assert laid.card(QUESTION).answer == ("one", "two", "three")
    other = next(e for e in catalog if e.id != QUESTION)
    assert laid[other.id] == other
    assert laid.card(other.id) == catalog.card(other.id)
    assert len(laid) == len(catalog)


@pytest.mark.parametrize(
    "text",
    ["id: [", "", OWN.replace(QUESTION, "another-id"), OWN + "color: red\n", "x" * 70_000, "\x00"],
)
def test_a_broken_override_is_reported_and_the_banks_card_used(
    catalog: Catalog, paths: Paths, open_study: Opener, text: str
) -> None:
    put(paths, text)
    laid = with_overrides(catalog, paths.overrides, paths.cache)
    assert laid.card(QUESTION) == catalog.card(QUESTION)
    [complaint] = laid.complaints
    assert QUESTION in complaint
    assert "\n" not in complaint
    assert open_study(catalog=laid).complaints == [complaint]


def test_an_override_of_a_card_no_bank_has_is_ignored(catalog: Catalog, paths: Paths) -> None:
    put(paths, OWN, "no-such-card")
    assert with_overrides(catalog, paths.overrides, paths.cache) is catalog


def test_a_second_start_reads_no_yaml(catalog: Catalog, paths: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    file = put(paths, OWN)
    first = with_overrides(catalog, paths.overrides, paths.cache)
    monkeypatch.setattr("mlflash.bank.card_yaml.load_card", lambda *_: pytest.fail("read again"))
    assert with_overrides(catalog, paths.overrides, paths.cache)[QUESTION] == first[QUESTION]
    monkeypatch.undo()
    file.write_text(OWN.replace("My question?", "Another?"), "utf-8")
    assert with_overrides(catalog, paths.overrides, paths.cache)[QUESTION].question == "Another?"


@pytest.mark.parametrize("garbage", ["", "[]", '{"version": 1}', '{"version": "0.1.0", "cards": {"a": 1}}'])
def test_a_broken_cache_is_made_again(catalog: Catalog, paths: Paths, garbage: str) -> None:
    put(paths, OWN)
    paths.cache.mkdir(parents=True)
    (paths.cache / "overrides.json").write_text(garbage)
    assert with_overrides(catalog, paths.overrides, paths.cache)[QUESTION].lines == 3


def test_a_draft_taken_into_use_becomes_the_override(catalog: Catalog, paths: Paths) -> None:
    place = draft(catalog, paths.overrides, QUESTION)
    text = place.read_text("utf-8")
    place.write_text(text.replace(catalog[QUESTION].question, "My question?"), "utf-8")
    assert use_draft(catalog, paths.overrides, QUESTION)
    assert not place.exists()
    assert with_overrides(catalog, paths.overrides, paths.cache)[QUESTION].question == "My question?"


def test_a_draft_left_as_it_was_leaves_nothing_behind(catalog: Catalog, paths: Paths) -> None:
    draft(catalog, paths.overrides, QUESTION)
    assert not use_draft(catalog, paths.overrides, QUESTION)
    assert list(paths.overrides.iterdir()) == []


def test_a_wrong_draft_is_kept_and_the_override_stays(catalog: Catalog, paths: Paths) -> None:
    put(paths, OWN)
    laid = with_overrides(catalog, paths.overrides, paths.cache)
    place = draft(laid, paths.overrides, QUESTION)
    place.write_text("id: [broken", "utf-8")
    with pytest.raises(MlflashError):
        use_draft(laid, paths.overrides, QUESTION)
    assert draft(laid, paths.overrides, QUESTION).read_text("utf-8") == "id: [broken"
    assert with_overrides(catalog, paths.overrides, paths.cache)[QUESTION].question == "My question?"


@pytest.mark.parametrize("emptied", ["", "# only words\n\n", "the bank's own"])
def test_an_emptied_draft_returns_to_the_banks_card(catalog: Catalog, paths: Paths, emptied: str) -> None:
    put(paths, OWN)
    laid = with_overrides(catalog, paths.overrides, paths.cache)
    assert isinstance(laid, OverriddenCatalog)
    place = draft(laid, paths.overrides, QUESTION)
    if emptied == "the bank's own":
        place.unlink()
        place = draft(catalog, paths.overrides, QUESTION)
    else:
        place.write_text(emptied, "utf-8")
    assert use_draft(laid, paths.overrides, QUESTION)
    assert with_overrides(laid, paths.overrides, paths.cache) is catalog
    assert list(paths.overrides.iterdir()) == []


def test_an_override_left_as_it_was_stays(catalog: Catalog, paths: Paths) -> None:
    put(paths, f"# base: {catalog[QUESTION].answer_hash}\n{OWN}")
    laid = with_overrides(catalog, paths.overrides, paths.cache)
    draft(laid, paths.overrides, QUESTION)
    assert not use_draft(laid, paths.overrides, QUESTION)
    assert with_overrides(catalog, paths.overrides, paths.cache)[QUESTION].question == "My question?"


def test_progress_stays_through_an_edit(catalog: Catalog, paths: Paths, open_study: Opener) -> None:
    study = open_study()
    study.start(session.start([QUESTION]))
    study.reveal()
    study.grade(3)
    before = study.progress.state(QUESTION)
    put(paths, OWN)
    study.use_catalog(with_overrides(study.catalog, paths.overrides, paths.cache))
    assert study.progress.state(QUESTION) == before
    assert before.answer != study.catalog[QUESTION].answer_hash


@pytest.mark.parametrize("what", ["pipe", "endless link", "device", "folder"])
def test_what_is_no_file_in_their_place_is_reported_in_a_line_and_not_waited_for(
    catalog: Catalog, paths: Paths, what: str
) -> None:
    for file in (put(paths, OWN), paths.cache / "overrides.json"):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.unlink(missing_ok=True)
        match what:
            case "pipe":
                os.mkfifo(file)
            case "endless link":
                file.symlink_to(file)
            case "device":
                file.symlink_to("/dev/zero")
            case "folder":
                file.mkdir()
    laid = with_overrides(catalog, paths.overrides, paths.cache)
    assert laid.card(QUESTION) == catalog.card(QUESTION)
    [complaint] = laid.complaints
    assert complaint.startswith(f"your version of {QUESTION} is not used: ")


def test_an_endless_link_among_the_banks_keeps_no_card_from_its_file(catalog: Catalog, tmp_path: Path) -> None:
    loop = tmp_path / "loop.yaml"
    loop.symlink_to(loop)
    assert own_file(Settings(banks=(str(loop),)), [], QUESTION) is None


def test_an_override_made_on_older_text_says_so_until_it_is_saved_again(
    catalog: Catalog, paths: Paths, open_study: Opener
) -> None:
    put(paths, f"# base: {'0' * 12}\n{OWN}")
    laid = with_overrides(catalog, paths.overrides, paths.cache)
    assert laid[QUESTION].outdated
    assert not any(head.outdated for head in laid if head.id != QUESTION)
    assert answer_note(laid.card(QUESTION), laid[QUESTION], CardState()) == OUTDATED
    draft(laid, paths.overrides, QUESTION)
    assert use_draft(laid, paths.overrides, QUESTION)
    again = with_overrides(catalog, paths.overrides, paths.cache)
    assert not again[QUESTION].outdated
    assert again.card(QUESTION).answer == ("one", "two", "three")
    draft(again, paths.overrides, QUESTION)
    assert not use_draft(again, paths.overrides, QUESTION)


def test_an_override_that_does_not_say_its_base_counts_as_made_on_older_text(
    catalog: Catalog, paths: Paths
) -> None:
    put(paths, OWN)
    assert with_overrides(catalog, paths.overrides, paths.cache)[QUESTION].outdated


def test_a_base_line_deleted_in_the_editor_is_written_again(catalog: Catalog, paths: Paths) -> None:
    draft(catalog, paths.overrides, QUESTION).write_text(OWN, "utf-8")
    assert use_draft(catalog, paths.overrides, QUESTION)
    assert not with_overrides(catalog, paths.overrides, paths.cache)[QUESTION].outdated
