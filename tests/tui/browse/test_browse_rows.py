"""Questions as rows of a list."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from mlflash.tui.browse.rows import distinct_clip

GPT = "What are the main innovations behind GPT-3?"
CODE = "What are the main innovations behind AlphaCode?"


def test_questions_that_begin_alike_are_distinct_clip() -> None:
    assert distinct_clip(GPT, 30, [CODE]) == "What are the main inno… GPT-3?"
    assert distinct_clip(CODE, 30, [GPT]) == "What are the main… AlphaCode?"
    loss = [
        "How do you define the loss for a regression task?",
        "How do you define the loss for a classification?",
    ]
    assert distinct_clip(loss[0], 26, loss[1:]) == "How do y… regression task?"


def test_elsewhere_the_end_is_left_out() -> None:
    assert distinct_clip(GPT, 30, ["How is a decision tree trained?"]) == "What are the main innovations…"
    assert distinct_clip(GPT, 60, [CODE]) == GPT
    assert distinct_clip("word" * 20, 30, ["word" * 21]) == "word" * 7 + "w…"


@pytest.mark.parametrize("width", range(1, 50))
@pytest.mark.parametrize("text", [GPT, "什么是 主要 创新 的 关键 所在 在于 这里 呢"])
def test_no_row_is_too_wide(text: str, width: int) -> None:
    assert cell_len(distinct_clip(text, width, [text + " so"])) <= width
