"""Filters saved under a name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlflash.bank.filter import Filter
from mlflash.errors import MlflashError
from mlflash.store.paths import Paths
from mlflash.store.settings import Settings
from mlflash.store.settings_file import read_settings
from mlflash.study.saved_filters import filter_options, parse_options, save_filter, saved_filter, saved_filters

VALUES = st.lists(st.text(min_size=1, max_size=8), max_size=3).map(tuple)
FILTERS = st.builds(
    Filter,
    sections=VALUES,
    difficulties=VALUES,
    likelihoods=VALUES,
    tags=VALUES,
    states=VALUES,
    search=st.text(max_size=20),
    ids=st.just(()),
)


@given(FILTERS)
def test_what_is_saved_is_read(chosen: Filter) -> None:
    assert parse_options(filter_options(chosen)) == chosen


def test_it_is_kept_in_the_settings_and_an_empty_one_deletes_the_name(paths: Paths) -> None:
    chosen = Filter(sections=("trees",), search='a "quoted" word')
    settings = save_filter(paths.config, Settings(), "my trees", chosen)
    settings = save_filter(paths.config, settings, "weak", Filter(states=("weak",)))
    assert saved_filters(read_settings(paths.config)) == saved_filters(settings)
    assert saved_filter(settings, "my trees") == chosen
    settings = save_filter(paths.config, settings, "my trees", Filter())
    assert [*saved_filters(read_settings(paths.config))] == ["weak"]
    settings = save_filter(paths.config, settings, "weak", Filter())
    assert read_settings(paths.config).filters == ()


@pytest.mark.parametrize("name", ["", "  ", "x" * 41, "a\x1bb"])
def test_what_is_no_name_is_refused(paths: Paths, name: str) -> None:
    with pytest.raises(MlflashError, match="1 to 40"):
        save_filter(paths.config, Settings(), name, Filter(tags=("a",)))


def test_cards_chosen_one_by_one_are_no_filter(paths: Paths) -> None:
    with pytest.raises(MlflashError, match="one by one"):
        save_filter(paths.config, Settings(), "x", Filter(ids=("nn-dropout",)))


def test_an_unknown_or_broken_one_is_explained() -> None:
    settings = Settings(filters=(("broken", "--section"), ("odd", "--colour red"), ("fine", "--state due")))
    assert [*saved_filters(settings)] == ["fine"]
    with pytest.raises(MlflashError, match="there are: fine"):
        saved_filter(settings, "fin")
    with pytest.raises(MlflashError, match="not readable"):
        saved_filter(settings, "odd")
