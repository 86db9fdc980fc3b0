"""Filters, likelihoods and shares in words."""

from __future__ import annotations

from mlflash.bank.catalog import LIKELIHOODS, OFTEN, Catalog
from mlflash.bank.filter import Filter
from mlflash.study.format import filter_words, percent


def test_a_filter_in_words(catalog: Catalog) -> None:
    chosen = Filter(("project-deep-dive",), ("easy",), ("high",), ("metrics",), ("due",), "bias", ("a", "b"))
    words = filter_words(chosen, catalog)
    assert words == "Project Deep-dive · easy · asked often · #metrics · due · “bias” · 2 chosen"


def test_every_likelihood_has_its_word() -> None:
    assert [OFTEN[level] for level in LIKELIHOODS] == ["often", "sometimes", "rarely"]


def test_shares() -> None:
    assert (percent(0.844), percent(None)) == ("84%", "—")
