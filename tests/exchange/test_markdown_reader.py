"""Markdown as cards; each failure of another importer with a text of our own."""

from __future__ import annotations

import sys
from types import FrameType

import pytest

from mlflash.errors import MlflashError
from mlflash.exchange import markdown_reader
from mlflash.exchange.foreign import ForeignDeck, NoticeKind
from mlflash.exchange.markdown_reader import read_markdown

POST = """\
---
layout: post
title: "Interview questions"
---

I would begin with your project. Prepare the following questions.

- What does it solve?
- Justify what you did

The following questions are what I find useful.

# Resources

- A [guide](https://a.b/guide)

# Fundamentals

Why do we split the data?

- TBC


Explain what pruning does

- It cuts branches.
- Reference: [0](https://a.b/0) [1](https://a.b/1)

# Recommenders

From a pull request.

1. Overall
    1. [E] How do they work?
    2. [H] Design one for a shop.

2. Ranking
    1. [M] When does calibration matter?

# Unclassified

What is new in proteins?

- AlphaFold

Should be included, still looking for a place

- Retrieval

Todo

- Cite papers
"""


def read(text: str) -> ForeignDeck:
    return read_markdown(text, "t.md", "Deck")


def pairs(text: str) -> list[tuple[str, list[str]]]:
    return [(card.fields["question"], card.fields["answer"]) for card in read(text).cards]


def test_a_post_with_plain_questions_and_marks() -> None:
    found = read(POST)
    assert found.title == "Interview questions"
    assert [(card.fields["question"], card.section, card.place) for card in found.cards] == [
        ("What does it solve?", "Interview questions", "t.md:8"),
        ("Justify what you did", "Interview questions", "t.md:9"),
        ("Why do we split the data?", "Fundamentals", "t.md:19"),
        ("Explain what pruning does", "Fundamentals", "t.md:24"),
        ("How do they work?", "Recommenders", "t.md:34"),
        ("Design one for a shop.", "Recommenders", "t.md:35"),
        ("When does calibration matter?", "Recommenders", "t.md:38"),
        ("What is new in proteins?", "Unclassified", "t.md:42"),
    ]
    assert [card.fields.get("difficulty") for card in found.cards[4:7]] == ["easy", "hard", "medium"]
    assert [card.fields.get("subsection") for card in found.cards[4:7]] == ["Overall", "Overall", "Ranking"]
    assert found.cards[3].fields["answer"] == ["It cuts branches."]
    assert [one["url"] for one in found.cards[3].fields["references"]] == ["https://a.b/0", "https://a.b/1"]
    assert found.cards[-1].fields["answer"] == ["AlphaFold"]


def test_a_question_without_an_answer_is_the_readers_to_answer() -> None:
    found = read(POST)
    assert found.cards[2].fields["personal"] is True
    left_open = [one.place for one in found.notices if "yours to write" in one.message]
    assert left_open == ["t.md:8", "t.md:9", "t.md:19", "t.md:34", "t.md:35", "t.md:38"]


def test_what_answers_no_question_is_said_with_its_line() -> None:
    skipped = [one.place for one in read(POST).notices if one.kind is NoticeKind.SKIPPED]
    assert skipped == ["t.md:6", "t.md:11", "t.md:15", "t.md:31", "t.md:46", "t.md:48", "t.md:50", "t.md:52"]


def test_headings_ask_and_others_are_sections() -> None:
    text = "# All\n\n## Trees\n\n### 1. What is a tree?\n\nA model. It splits.\n\n"
    text += "### Q2: Why prune? 🚀\n\n1. So.\n2. So on.\n"
    found = read(text)
    assert pairs(text) == [("What is a tree?", ["A model.", "It splits."]), ("Why prune?", ["So.", "So on."])]
    assert {card.section for card in found.cards} == {"Trees"}
    assert found.cards[1].fields["difficulty"] == "hard"


def test_headings_that_do_not_ask_are_questions_where_nothing_else_is() -> None:
    assert pairs("# Notes\n\n## Precision\n\nTrue among found.\n\n## Recall\n\nFound among true.\n") == [
        ("Precision", ["True among found."]),
        ("Recall", ["Found among true."]),
    ]


def test_a_number_within_a_question_stays() -> None:
    assert pairs("## Stride 1, padding 2. What is the size?\n\nIt is 3.\n")[0][0].startswith(
        "Stride 1, padding 2. What"
    )


def test_bold_questions_with_marks_and_joiners() -> None:
    text = "## Trees\n\n**What is a tree? \u200d⭐️**\n\nA model.\n\n**Why prune? 👶**\nTo fit less.\n"
    assert pairs(text) == [("What is a tree?", ["A model."]), ("Why prune?", ["To fit less."])]
    assert [card.fields["difficulty"] for card in read(text).cards] == ["medium", "easy"]


def test_a_table_of_contents_makes_no_cards() -> None:
    text = "- [What is a tree?](#a)\n- [Why prune?](#b)\n\n## What is a tree?\n\nA model.\n"
    assert pairs(text) == [("What is a tree?", ["A model."])]


def test_details_blocks_with_a_question_before_or_in_them() -> None:
    text = (
        "\tWhat is a tree?\n\n<details><summary>Answer</summary>\n\nA model.\n\n</details>\n\n"
        "<details>\n<summary>Why prune?</summary>\nTo fit less.\n</details>\n"
    )
    assert pairs(text) == [("What is a tree?", ["A model."]), ("Why prune?", ["To fit less."])]


def test_programs_and_mathematics_stay_whole() -> None:
    text = (
        "## What is `a_b_c` in $x_1 * y_2 * z$?\n\nUse `**p` and $a_i$.\n\n"
        "```python\nd = {'$': 1}  # ## What?\n\nx = '{{c1::no}} ==no=='\n```\n"
    )
    (card,) = read(text).cards
    assert card.fields["question"] == "What is a_b_c in $x_1 * y_2 * z$?"
    assert card.fields["answer"] == ["Use **p and $a_i$."]
    assert card.fields["code"] == "d = {'$': 1}  # ## What?\n\nx = '{{c1::no}} ==no=='"


def test_nested_lists_stay_with_their_item() -> None:
    text = "## How?\n\n- First:\n    - a\n    - b\n- Second\n"
    assert pairs(text) == [("How?", ["First: a; b", "Second"])]


def test_more_than_eight_lines_are_joined_and_none_is_dropped() -> None:
    text = "## How?\n\n" + "".join(f"- line {n}\n" for n in range(11))
    found = read(text)
    assert found.cards[0].fields["answer"][7] == "line 7; line 8; line 9; line 10"
    assert found.notices[0].kind is NoticeKind.JOINED


def test_pictures_become_words_and_links_sources() -> None:
    (card,) = read("## What?\n\nSee ![x](a/b.png) and [a paper](https://a.b/c).\n").cards
    assert card.fields["answer"] == ["See [image b.png] and a paper."]
    assert card.fields["references"] == [{"title": "a paper", "url": "https://a.b/c"}]


def test_a_study_sheet_of_ours_keeps_ids_and_pitfalls() -> None:
    text = (
        "# All\n\n## Trees\n\n### Trees\n<!-- id: tree-a -->\n\n1. One\\\n   more\n2. Two\n\n> **Pitfall:** No.\n"
    )
    (card,) = read(text).cards
    assert card.card_id == "tree-a" and card.section == "Trees"
    assert card.fields == {"question": "Trees", "answer": ["One more", "Two"], "pitfall": "No."}


def test_question_lines_with_fences_and_rules() -> None:
    text = (
        "# Trees\n\nQ: What is\na tree?\nA: A model:\n\n```\nQ: no question\n---\n\nx = 1\n```\n---\n"
        "Q: Why prune?\nA: So.\n\nC: A [tree] has [leaves], see [link](https://a.b) and `x[0]` and $\\[2pt]$.\n"
    )
    assert pairs(text) == [
        ("What is a tree?", ["A model:"]),
        ("Why prune?", ["So."]),
        ("A […] has […], see link and x[0] and $\\[2pt]$.", ["tree", "leaves"]),
    ]
    assert read(text).cards[0].fields["code"] == "Q: no question\n---\n\nx = 1"


def test_a_question_line_without_an_answer_is_said() -> None:
    found = read("Q: One?\nA: Yes.\n\nQ: Two?\n\nA: No.\nA: Again.\n")
    assert len(found.cards) == 2
    assert [notice[1:] for notice in found.notices] == [("t.md:7", "no question")]


def test_what_is_too_large_ends_in_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(markdown_reader, "MOST", 10)
    with pytest.raises(MlflashError, match="larger than"):
        read("x" * 11)


@pytest.mark.parametrize("piece", ["> ", "- ", "[", "`", "*", "<details>", "$", "![", "\\(", "# a\n\n"])
def test_deep_and_odd_documents_end(piece: str) -> None:
    read(piece * 3000)


def test_ids_do_not_depend_on_the_answer_or_the_place() -> None:
    one, two = read("## Why?\n\nSo.\n"), read("## When?\n\nNow.\n\n## Why?\n\nElse.\n")
    assert one.cards[0].card_id == two.cards[1].card_id


def calls_of_reading(text: str) -> int:
    """How many functions are called while a document is read: its steps, on every machine the same."""
    calls = 0

    def count(frame: FrameType, event: str, argument: object) -> None:
        nonlocal calls
        calls += 1

    read_markdown(text, "a.md", "Deck")  # what the first document loads is not counted
    before = sys.getprofile()
    sys.setprofile(count)
    try:
        read_markdown(text, "a.md", "Deck")
    finally:
        sys.setprofile(before)
    return calls


@pytest.mark.parametrize(
    "start", ["", "# What?\n\n", "**Why?** a\n\n", "Why?\n\n<details>\n\n", "Why?\n\n- b\n\n"]
)
@pytest.mark.parametrize(
    "part", ["[a\n\n", "[](\n\n", "- [\n", "> [\n", "```\n[\n```\n", "**[?**\n\na\n\n", "[E] a\n"]
)
def test_a_document_twice_as_long_takes_twice_the_steps(start: str, part: str) -> None:
    short, middle, long = (calls_of_reading(start + part * times) for times in (50, 100, 200))
    assert long - middle <= 2.1 * (middle - short)


@pytest.mark.parametrize("row", ["title: A  b", "title:\t'A  b' ", 'name : "A  b"', "deck:A  b\t "])
def test_the_title_is_read_without_its_quotes_and_spaces(row: str) -> None:
    assert read_markdown(f"---\nx: y\n{row}\n---\n# What?\n\nA.\n", "a.md", "Deck").title == "A  b"
