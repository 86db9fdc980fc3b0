"""The reader's own tags, on any card."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mlflash.bank.catalog import Catalog
from mlflash.bank.filter import Filter
from mlflash.errors import MlflashError
from mlflash.store.paths import Paths
from mlflash.store.settings import Settings
from mlflash.study import drafts
from mlflash.study.overrides import reopened
from mlflash.study.own_tags import change_tags, read_tags, write_tags
from tests.conftest import Opener

CARD = "nn-dropout"
TAG = st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,8})?", fullmatch=True)


@given(st.dictionaries(st.from_regex(r"[a-z0-9]{1,9}", fullmatch=True), st.lists(TAG, min_size=1)))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_written_is_read(paths: Paths, tags: dict[str, list[str]]) -> None:
    write_tags(paths.tags, tags)
    assert read_tags(paths.tags) == tags


def test_the_filter_sees_them(paths: Paths, open_study: Opener) -> None:
    assert change_tags(paths.tags, CARD, ["mine", "hard-one", "mine"]) == ["mine", "hard-one"]
    study = open_study(catalog=reopened(Settings(), [], paths))
    assert [head.id for head in study.select(Filter(tags=("mine",)))] == [CARD]
    assert study.catalog.card(CARD).tags == study.catalog[CARD].tags
    assert change_tags(paths.tags, CARD, remove=["mine", "hard-one"]) == []
    assert reopened(Settings(), [], paths)[CARD].tags == study.catalog[CARD].tags[:-2]


def test_they_are_no_part_of_an_edited_card(paths: Paths, catalog: Catalog) -> None:
    change_tags(paths.tags, CARD, ["mine"])
    found = reopened(Settings(), [], paths)
    file = drafts.draft(found, paths.overrides, CARD)
    assert "mine" not in file.read_text()
    assert drafts.use_draft(found, paths.overrides, CARD) is False
    assert not (paths.overrides / f"{CARD}.yaml").exists()


@pytest.mark.parametrize("tag", ["Two Words", "-a", "", "a" * 81])
def test_what_is_no_tag_is_refused(paths: Paths, tag: str) -> None:
    with pytest.raises(MlflashError, match="expected one in small letters"):
        change_tags(paths.tags, CARD, [tag])
    assert not paths.tags.exists()


@pytest.mark.parametrize("text", ["x = ", 'x = "a"', 'x = ["A b"]', "x = 3", "\0"])
def test_a_broken_file_is_reported_and_the_cards_stay(paths: Paths, text: str) -> None:
    paths.tags.parent.mkdir(parents=True, exist_ok=True)
    paths.tags.write_text(text)
    found = reopened(Settings(), [], paths)
    assert "your own tags are not used" in "".join(found.complaints)
    assert CARD in found
    with pytest.raises(MlflashError):
        change_tags(paths.tags, CARD, ["mine"])
