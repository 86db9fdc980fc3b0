"""Files of cards that change while the program runs are read again; what does not load changes nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from mlflash.store.paths import Paths
from mlflash.store.settings import Settings
from mlflash.study.new_card import NewCard, add_card
from mlflash.study.overrides import reopened
from mlflash.study.own_tags import change_tags
from mlflash.study.renewal import card_stamps, renewed
from tests.bank.banks import bank

NEW = NewCard("Why?", ("So.",), "Mine")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A bank of the reader's, beside the bundled one."""
    (tmp_path / "mine.yaml").write_text(bank("one"))
    return Settings(banks=(str(tmp_path / "mine.yaml"),))


def test_every_file_of_cards_is_watched(settings: Settings, paths: Paths, tmp_path: Path) -> None:
    catalog = reopened(settings, [], paths)
    before = card_stamps(settings, [], paths)
    assert card_stamps(settings, [], paths) == before
    seen = [before]
    add_card(catalog, paths.cards, NEW)
    seen.append(card_stamps(settings, [], paths))
    change_tags(paths.tags, "nn-dropout", ["mine"])
    seen.append(card_stamps(settings, [], paths))
    (tmp_path / "mine.yaml").write_text(bank("one", "two"))
    seen.append(card_stamps(settings, [], paths))
    assert all(one != other for at, one in enumerate(seen) for other in seen[:at])


def test_a_changed_bank_is_read_again(settings: Settings, paths: Paths, tmp_path: Path) -> None:
    before = reopened(settings, [], paths)
    (tmp_path / "mine.yaml").write_text(bank("one", "two"))
    catalog, complaints = renewed(settings, [], paths, before)
    assert not complaints
    assert catalog is not None
    assert set(catalog.ids) - set(before.ids) == {"two"}


def test_a_bank_that_does_not_load_leaves_the_old_one_in_use(
    settings: Settings, paths: Paths, tmp_path: Path
) -> None:
    before = reopened(settings, [], paths)
    (tmp_path / "mine.yaml").write_text("version: 1\ntitle: [")
    catalog, complaints = renewed(settings, [], paths, before)
    assert catalog is None
    assert "mine.yaml" in complaints[0]
    only = settings._replace(bundled=False)
    assert renewed(only, [], paths, before)[0] is None


def test_what_was_wrong_before_keeps_nothing_from_being_taken_up(
    settings: Settings, paths: Paths, tmp_path: Path
) -> None:
    (tmp_path / "mine.yaml").write_text("version: 1\ntitle: [")
    before = reopened(settings, [], paths)
    own = add_card(before, paths.cards, NEW)
    catalog, _ = renewed(settings, [], paths, before)
    assert catalog is not None
    assert own in catalog
