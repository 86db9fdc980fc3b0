"""Drafts whose edit was cut off, and what else may stand in a draft's place."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from mlflash.bank.catalog import Catalog
from mlflash.errors import MlflashError
from mlflash.store.paths import Paths
from mlflash.study import drafts

QUESTION = "project-evaluate"


def begin(catalog: Catalog, paths: Paths, text: str | None = "id: [half") -> Path:
    """An edit that the program did not see the end of."""
    file = drafts.draft(catalog, paths.overrides, QUESTION)
    with drafts.being_edited(paths.overrides, QUESTION):
        if text is not None:
            file.write_text(text, "utf-8")
    return file


def test_a_draft_whose_edit_was_cut_off_is_found_until_it_is_settled(catalog: Catalog, paths: Paths) -> None:
    assert drafts.interrupted(catalog, paths.overrides) == []
    begin(catalog, paths)
    assert drafts.interrupted(catalog, paths.overrides) == [QUESTION]
    assert drafts.interrupted(catalog, paths.overrides) == [QUESTION]
    drafts.conclude(paths.overrides, QUESTION)
    assert drafts.interrupted(catalog, paths.overrides) == []
    assert drafts.has_draft(paths.overrides, QUESTION)


def test_a_draft_without_changes_is_not_offered(catalog: Catalog, paths: Paths) -> None:
    begin(catalog, paths, None)
    assert drafts.interrupted(catalog, paths.overrides) == []
    assert list(paths.overrides.iterdir()) == []


def test_a_draft_that_is_being_edited_is_left_alone(catalog: Catalog, paths: Paths) -> None:
    begin(catalog, paths)
    with drafts.being_edited(paths.overrides, QUESTION):
        assert drafts.interrupted(catalog, paths.overrides) == []
        with (
            pytest.raises(MlflashError, match="another mlflash is editing this card"),
            drafts.being_edited(paths.overrides, QUESTION),
        ):
            pass
    assert drafts.interrupted(catalog, paths.overrides) == [QUESTION]


def test_what_the_editor_saved_at_its_end_is_the_draft(catalog: Catalog, paths: Paths) -> None:
    file = begin(catalog, paths, None)
    file.with_name(file.name + ".save").write_text("id: [rescued", "utf-8")
    assert drafts.interrupted(catalog, paths.overrides) == [QUESTION]
    assert file.read_text("utf-8") == "id: [rescued"


def test_a_discarded_draft_leaves_nothing_behind(catalog: Catalog, paths: Paths) -> None:
    begin(catalog, paths)
    drafts.discard(paths.overrides, QUESTION)
    assert list(paths.overrides.iterdir()) == []


@pytest.mark.parametrize("ending", [".draft.yaml", ".editing"])
def test_what_is_no_file_in_its_place_is_refused_in_a_line(catalog: Catalog, paths: Paths, ending: str) -> None:
    paths.overrides.mkdir(parents=True)
    os.mkfifo(paths.overrides / f"{QUESTION}{ending}")
    with pytest.raises(MlflashError, match="it is not a regular file"):
        begin(catalog, paths)
    assert drafts.interrupted(catalog, paths.overrides) == []
