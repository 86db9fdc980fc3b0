"""The bundled bank as a whole: its size, its sections, the cards of the source post, its opening."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mlflash.bank.catalog import Catalog
from mlflash.bank.lint import check
from mlflash.store.paths import bundled_bank
from tests.bundled.fields import bundled, cards, section_of
from tests.conftest import Opener

SEEDS = Path(__file__).with_name("seed_ids.json")
FIRST_RELEASE = {
    "project-deep-dive": 6,
    "ml-fundamentals": 16,
    "data-features": 8,
    "evaluation": 8,
    "classical-ml": 10,
    "trees": 9,
    "prob-stats": 10,
    "math": 5,
    "neural-networks": 18,
    "optimization": 7,
    "nlp": 7,
    "transformers": 14,
    "llm-pretraining": 5,
    "llm-post-training": 6,
    "llm-inference": 6,
    "rag-agents": 8,
    "llm-evaluation": 5,
    "computer-vision": 9,
    "image-generation": 8,
    "reinforcement-learning": 8,
    "gnn": 4,
    "recommendation-systems": 28,
    "information-retrieval": 6,
    "time-series": 2,
    "mlops": 8,
    "system-design": 5,
    "experimentation": 5,
    "causal-inference": 3,
    "responsible-ml": 5,
    "distributed-hardware": 5,
    "coding": 5,
    "behavioral": 3,
    "milestones": 2,
}
"""The least number of cards in each section, as in the first release."""


def test_it_holds_all_sections_in_order() -> None:
    assert [section.id for section in bundled().sections] == [*FIRST_RELEASE]


@pytest.mark.parametrize("section_id", FIRST_RELEASE)
def test_no_section_is_smaller_than_in_the_first_release(section_id: str) -> None:
    (section,) = (section for section in bundled().sections if section.id == section_id)
    assert len(section.questions) >= FIRST_RELEASE[section_id]


def test_it_holds_at_least_254_cards() -> None:
    assert sum(FIRST_RELEASE.values()) == 254
    assert len(cards()) >= 254


def test_it_breaks_no_rule_and_holds_every_seed_card_with_its_marks() -> None:
    report = check([bundled_bank()], strict=True, seed=SEEDS, bundled=bundled_bank())
    assert report.errors == []
    assert report.questions == len(cards())


def test_it_draws_no_warning_without_strict() -> None:
    report = check([bundled_bank()], bundled=bundled_bank())
    assert (report.warnings, report.remarks) == ([], ())


def test_the_source_post_has_88_cards() -> None:
    seeds = {card["id"] for card in json.loads(SEEDS.read_text())["cards"]}
    assert len(seeds) == 88
    assert {card.id for card in cards().values() if card.origin == "seed"} == seeds


def test_the_opening_is_about_sixty_cards_of_many_sections() -> None:
    start = bundled().start
    assert 55 <= len(start) == len(set(start)) <= 65
    assert len({section_of()[card_id] for card_id in start}) >= 12


def test_the_first_ten_cards_come_from_several_sections() -> None:
    assert len({section_of()[card_id] for card_id in bundled().start[:10]}) >= 4


def test_a_fresh_home_begins_with_the_first_cards_of_start(open_study: Opener, catalog: Catalog) -> None:
    queue = open_study().today().queue
    assert queue[0] == catalog.start[0]
    assert {*queue[:10]} == {*catalog.start[:10]}, "related ones are kept apart within the day"
