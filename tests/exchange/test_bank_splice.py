"""Cards changed in the text of a bank, and all other text as its reader wrote it."""

from __future__ import annotations

from pathlib import Path

import pytest

from mlflash.exchange.foreign import ForeignCard, ForeignDeck
from mlflash.exchange.import_plan import card_hash, plan_import
from mlflash.exchange.imported_bank import BankFile, bank_text, read_bank_file

BANK = """\
# my bank
version: 1
title: "Trees"  # short

sections:
# the first section
- id: trees
  title: Trees
  questions:
  - {id: flow, question: "What is flow?", answer: ["A style."]}  # on one row

  # before the leaf
  - id: leaf
    question: What is a leaf?   # asked often
    answer:
    - An end.
    code: |
      # a comment of the program
      leaf()

  # before the root
  - id: root
    question: What is a root?
    answer: [A start.]
# after the section
- id: nets
  title: Nets
  questions:
  - id: net
    question: What is a net?
    answer:
      - Layers.
# the end
"""


def file_of(tmp_path: Path, text: str) -> BankFile:
    path = tmp_path / "b.yaml"
    path.write_text(text)
    return read_bank_file(path)


def imported(file: BankFile, *cards: tuple[str, str, str]) -> tuple[str, bool]:
    """The text after an import of cards: id, section, line."""
    deck = ForeignDeck(
        "Deck", [ForeignCard(i, s, {"question": f"New {i}?", "answer": [line]}, i) for i, s, line in cards]
    )
    assert file.bank is not None
    hashes = {card["id"]: card_hash(card) for section in file.bank["sections"] for card in section["questions"]}
    hashes = {card_id: hashes[card_id] for card_id, *_ in cards if card_id in hashes}
    text = bank_text(file, plan_import([deck], file.bank, hashes, lambda _: None))
    return text.data.decode(), text.keeps_layout


def test_a_changed_card_is_rewritten_and_all_other_rows_stay(tmp_path: Path) -> None:
    text, keeps = imported(file_of(tmp_path, BANK), ("leaf", "Trees", "No children."))
    first, rest = BANK.split("  - id: leaf\n")
    last = rest[rest.index("\n  # before the root") :]
    card = '  - id: "leaf"\n    question: "New leaf?"\n    answer:\n      - "No children."\n'
    assert keeps and text == f"{first}{card}{last}"


@pytest.mark.parametrize("card_id", ["flow", "root", "net"])
def test_each_layout_of_a_card_is_replaced_whole(tmp_path: Path, card_id: str) -> None:
    text, keeps = imported(file_of(tmp_path, BANK), (card_id, "Trees", "Other."))
    assert keeps and f"New {card_id}?" in text and f"What is a {card_id}?" not in text
    assert [row for row in text.split("\n") if row.lstrip().startswith("#")] == [
        row for row in BANK.split("\n") if row.lstrip().startswith("#")
    ]


def test_new_cards_and_sections_come_at_the_end(tmp_path: Path) -> None:
    text, keeps = imported(
        file_of(tmp_path, BANK),
        ("bark", "Trees", "A skin."),
        ("dropout", "Nets", "Zeros."),
        ("prior", "Bayes", "A belief."),
    )
    rows = [row.strip() for row in text.split("\n")]
    assert keeps
    places = [
        rows.index(row) for row in ("answer: [A start.]", '- id: "bark"', "# after the section", "- Layers.")
    ]
    places += [rows.index(row) for row in ('- id: "dropout"', '- id: "bayes"', '- id: "prior"', "# the end")]
    assert places == sorted(places)


@pytest.mark.parametrize(
    "sections",
    [
        "[{id: trees, title: Trees, questions: [{id: leaf, question: W?, answer: [a]}]}]",
        "\n- id: trees\n  title: Trees",
        "\n- id: trees\n  title: Trees\n  questions:\n  -\n    id: leaf\n    question: W?\n    answer: [a]",
    ],
)
def test_a_layout_without_rows_of_its_own_is_written_whole(tmp_path: Path, sections: str) -> None:
    text = f"# mine\nversion: 1\ntitle: T\nsections: {sections}\n"
    after, keeps = imported(file_of(tmp_path, text), ("leaf", "Trees", "No children."))
    assert not keeps and "New leaf?" in after and "mine" not in after


@pytest.mark.parametrize("change", [lambda text: text.rstrip("\n"), lambda text: text.replace("\n", "\r\n")])
def test_ends_of_line_are_as_they_were(tmp_path: Path, change: object) -> None:
    assert callable(change)
    path = tmp_path / "b.yaml"
    path.write_bytes(change(BANK).encode())
    text, keeps = imported(read_bank_file(path), ("leaf", "Trees", "No children."), ("net", "Nets", "Other."))
    assert keeps and "# before the root" in text and "New net?" in text


@pytest.mark.parametrize("other", ["\r", "\u2028"])
def test_a_line_break_that_only_yaml_knows_has_the_bank_written_whole(tmp_path: Path, other: str) -> None:
    path = tmp_path / "b.yaml"
    path.write_bytes(BANK.replace("# my bank\n", f"# my bank{other}").encode())
    text, keeps = imported(read_bank_file(path), ("leaf", "Trees", "No children."))
    assert not keeps and "New leaf?" in text
