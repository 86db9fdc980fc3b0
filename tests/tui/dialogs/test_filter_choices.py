"""Counts of the filter's choices, with words to search."""

from __future__ import annotations

import pytest

from mlflash.bank.filter import Filter
from mlflash.study.study import Study
from mlflash.tui.dialogs.filter_choices import choices, counted, searched, with_values


@pytest.mark.parametrize(
    "chosen",
    [
        Filter(search="gradient"),
        Filter(search="zzzz"),
        Filter(search=" "),
        Filter(search="loss", difficulties=("hard",)),
        Filter(search="loss", ids=("nn-dropout", "nn-batch-norm")),
    ],
)
def test_words_searched_once_select_the_same_cards(study: Study, chosen: Filter) -> None:
    narrowed = searched(study, chosen)
    assert study.select(narrowed) == study.select(chosen)
    assert study.today(narrowed).queue == study.today(chosen).queue


def test_counts_are_those_of_the_cards_that_would_be_left(study: Study) -> None:
    chosen = Filter(search="loss", difficulties=("hard",))
    for choice, count in counted(study, chosen, choices(study)).items():
        if choice.field in ("likelihoods", "sections"):
            left = study.view().cards(study.select(with_values(chosen, choice.field, (choice.value,))))
            assert count == len(left), choice
