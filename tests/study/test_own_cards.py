"""The reader's own cards: read with the banks, in the backup, each under an id of its own."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlflash.bank.catalog import Catalog
from mlflash.errors import MlflashError
from mlflash.store import backups
from mlflash.store.paths import Paths, bundled_bank
from mlflash.store.settings import Settings
from mlflash.study import new_events
from mlflash.study.banks import open_catalog, open_loadable_banks
from mlflash.study.new_card import NewCard, add_card, add_draft, card_id_for, draft, usual_section
from mlflash.study.overrides import own_file, reopened
from mlflash.study.study import Study
from tests.conftest import MORNING

NEW = NewCard("What does a bloom filter trade away?", ("Certainty.", "Deletion."), "Databases", "bits", ("mine",))


def opened(paths: Paths) -> Catalog:
    return open_loadable_banks(Settings(), [], paths.cache)


def test_a_card_joins_its_section_and_a_new_section_comes_last(catalog: Catalog, paths: Paths) -> None:
    own = add_card(catalog, paths.cards, NEW)
    known = add_card(catalog, paths.cards, NEW._replace(section="trees", hint=""))
    found = opened(paths)
    assert (own, known) == ("my-bloom-filter-trade-away", "my-bloom-filter-trade-away-2")
    assert list(found.sections)[-1] == "databases"
    assert found.section_title("databases") == "Databases"
    assert [head.id for head in found if head.section == "trees"][-1] == known
    assert len(found) == len(catalog) + 2
    card = found.card(own)
    assert (card.answer, card.hint, card.tags) == (("Certainty.", "Deletion."), "bits", ("mine",))
    assert found.card("nn-dropout") == catalog.card("nn-dropout")
    assert opened(paths).card(own) == card  # from the cache
    assert own_file(Settings(), [], own) == (paths.cards / f"{own}.yaml", 1)
    assert usual_section(found, paths.cards) in ("Databases", found.section_title("trees"))


def test_banks_named_on_the_command_line_come_alone(catalog: Catalog, paths: Paths) -> None:
    own = add_card(catalog, paths.cards, NEW)
    assert own not in open_catalog(Settings(), [bundled_bank()], paths.cache)


def test_own_cards_are_enough_without_any_bank(catalog: Catalog, paths: Paths) -> None:
    add_card(catalog, paths.cards, NEW)
    assert len(open_loadable_banks(Settings(bundled=False), [], paths.cache)) == 1


def test_a_file_that_cannot_be_used_is_left_out_with_a_complaint(catalog: Catalog, paths: Paths) -> None:
    own = add_card(catalog, paths.cards, NEW)
    (paths.cards / "broken.yaml").write_text("question: 3")
    (paths.cards / "other-name.yaml").write_text((paths.cards / f"{own}.yaml").read_text())
    text = (paths.cards / f"{own}.yaml").read_text()
    (paths.cards / "nn-dropout.yaml").write_text(text.replace(own, "nn-dropout"))
    found = opened(paths)
    assert own in found
    assert found.card("nn-dropout") == catalog.card("nn-dropout")
    broken, other, taken = sorted(found.complaints, key=lambda said: ("nn-dropout" in said, said))
    assert "broken" in broken
    assert "the name of the file" in other
    assert "a bank has a card of that id" in taken


@pytest.mark.parametrize(
    ("new", "said"),
    [
        (NEW._replace(question=" "), "a question and at least one line"),
        (NEW._replace(lines=("", " ")), "a question and at least one line"),
        (NEW._replace(section="?"), "needs a section"),
        (NEW._replace(tags=("Not A Tag",)), "tags"),
        (NEW._replace(lines=("x",) * 9), "answer"),
    ],
)
def test_what_is_no_card_is_refused(catalog: Catalog, paths: Paths, new: NewCard, said: str) -> None:
    with pytest.raises(MlflashError, match=said):
        add_card(catalog, paths.cards, new)
    assert not paths.cards.exists()


@given(st.text(max_size=200), st.integers(0, 4))
def test_an_id_is_valid_and_free(question: str, taken: int) -> None:
    given_before: list[str] = []
    for _ in range(taken + 1):
        given_before.append(card_id_for(question, given_before.__contains__))
    assert len(set(given_before)) == taken + 1
    for card_id in given_before:
        assert all(part.isascii() and part.isalnum() and part == part.lower() for part in card_id.split("-"))
        assert len(card_id) <= 80


def test_a_draft_is_kept_until_it_is_a_card(catalog: Catalog, paths: Paths) -> None:
    file = draft(catalog, paths.cards, None)
    with pytest.raises(MlflashError):
        add_draft(catalog, paths.cards)
    assert draft(catalog, paths.cards, None) == file
    file.write_text(file.read_text().replace('question: ""', "question: Why?").replace('  - ""', "  - So."))
    card_id = add_draft(catalog, paths.cards)
    assert card_id == "my-why"
    assert not file.exists()
    assert opened(paths).card(card_id).question == "Why?"
    draft(catalog, paths.cards, NEW).write_text("# nothing\n\n")
    assert add_draft(catalog, paths.cards) is None


def test_a_draft_may_bring_an_id_that_is_free(catalog: Catalog, paths: Paths) -> None:
    file = draft(catalog, paths.cards, NEW)
    text = file.read_text().replace('  - ""\n', "")
    file.write_text(f"{text}id: nn-dropout\n")
    with pytest.raises(MlflashError, match="taken"):
        add_draft(catalog, paths.cards)
    file.write_text(f"{text}id: mine-alone\n")
    assert add_draft(catalog, paths.cards) == "mine-alone"


def test_cards_overrides_and_tags_are_in_the_daily_backup(catalog: Catalog, study: Study, paths: Paths) -> None:
    study.record_final([new_events.review(study, "nn-dropout", 3, None, None, mode="drill")])
    own = add_card(catalog, paths.cards, NEW)
    paths.tags.write_text('"nn-dropout" = ["mine"]\n')
    paths.overrides.mkdir()
    (paths.overrides / "nn-dropout.yaml").write_text("question: Mine?\n")
    made = backups.daily(paths, MORNING.date())
    assert made is not None
    for path in (paths.cards / f"{own}.yaml", paths.overrides / "nn-dropout.yaml", paths.tags):
        path.unlink()
    kept = add_card(catalog, paths.cards, NEW._replace(question="Another?"))
    done = backups.restore(paths, made.name, MORNING)
    assert done.banks == sorted([f"{own}.yaml", "nn-dropout.yaml"])
    assert (paths.overrides / "nn-dropout.yaml").read_text() == "question: Mine?\n"
    (paths.overrides / "nn-dropout.yaml").unlink()
    assert {own, kept} <= set(opened(paths).ids)
    assert reopened(Settings(), [], paths)["nn-dropout"].tags[-1] == "mine"


def test_links_are_no_part_of_a_backup(study: Study, paths: Paths, tmp_path: Path) -> None:
    study.record_final([new_events.review(study, "nn-dropout", 3, None, None, mode="drill")])
    paths.cards.mkdir()
    (tmp_path / "secret.yaml").write_text("x")
    (paths.cards / "secret.yaml").symlink_to(tmp_path / "secret.yaml")
    made = backups.daily(paths, MORNING.date())
    assert made is not None
    assert all(name.endswith(".jsonl") for name in backups.contents_of(made))
